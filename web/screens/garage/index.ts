export { default } from './Garage.svelte'
