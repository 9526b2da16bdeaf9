export { default } from './Keeping.svelte'
