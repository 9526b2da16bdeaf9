export { createDocuments, type Documents, type DocumentsOptions } from './exchange.ts'
export { createMemoryDocumentStore, type MemoryDocumentStore } from './memory-store.ts'
export {
  type Applied,
  DOCUMENT_LIMITS,
  type DocumentKept,
  type DocumentPort,
  type DocumentRow,
  type DocumentStore,
  isDocumentId,
  type Vet,
} from './model.ts'
export { type DocumentOptions, type OpenDocument, openDocument, PeerOrigin } from './port.ts'
export { createDocumentShelf, type DocumentShelf } from './shelf.ts'
export { vetUpdate } from './vet.ts'
