export { default } from './Summary.svelte'
