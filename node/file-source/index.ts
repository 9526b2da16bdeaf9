/** Files on disk as the domain reads them. */
export { companionPaths, mainPaths } from './companions.ts'
export { type FileSource, MAX_FILE_BYTES, type OpenedFile, openFileSource } from './open.ts'
