/** Long lists and tables of which only what is near the window is on the page. */
export { assignKeys, type RowKeys } from './row-keys.ts'
export { type RowRange, rowPlaces } from './row-window.ts'
export { Sight } from './sight.svelte.ts'
