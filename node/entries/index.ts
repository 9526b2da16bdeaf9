/** A league's entries on disk. */
export { type OpenedEntries, openEntryStore } from './store.ts'
