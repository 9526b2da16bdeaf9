export { classNames } from './class-names.svelte.ts'
export { default as Facets } from './Facets.svelte'
export { fitting } from './fitting.ts'
