export { default } from './Session.svelte'
