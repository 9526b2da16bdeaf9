/** A league's entries on disk. */
export { type EntryFile, type OpenedEntries, openEntryStore } from './store.ts'
