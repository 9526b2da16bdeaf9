export { default } from './Nowhere.svelte'
