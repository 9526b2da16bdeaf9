/** The session screen's forms, loaded when the first of them opens. */
export { default as EditPanel } from './editing/EditPanel.svelte'
export { default as LapPanel } from './laps/LapPanel.svelte'
export { default as MarkDialog } from './laps/MarkDialog.svelte'
