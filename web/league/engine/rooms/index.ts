export { createPageDocuments, type PageDocuments } from './documents.ts'
export { createRooms } from './rooms.ts'
export { findSignalling } from './signalling.ts'
