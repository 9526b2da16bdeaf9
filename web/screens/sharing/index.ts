/** Sharing sessions: with whom, exactly what leaves, where it is now, and taking it back. */
export { default as ShareDialog } from './ShareDialog.svelte'
