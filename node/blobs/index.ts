/** Blobs in a folder, and what of them members of a league may have. */
export { type BlobFolder, type BlobFolderOptions, openBlobFolder } from './folder.ts'
export { nodeHashing } from './hashing.ts'
export { createSharedBlobs, isOfLeague, type Naming, openPartials, type Partials } from './shared.ts'
