export { default } from './League.svelte'
