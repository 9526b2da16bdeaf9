/** What the members of a league edit together, on disk. */
export { type OpenedDocuments, openDocumentStore } from './store.ts'
