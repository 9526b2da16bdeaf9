export { default as SelectionBar } from './SelectionBar.svelte'
