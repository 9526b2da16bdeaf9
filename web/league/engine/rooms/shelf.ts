/** Yjs, loaded with the first document: leagues in which nothing was written together do without. */
export { createDocumentShelf } from '#shared/sync'
