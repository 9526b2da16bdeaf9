/**
 * Zip archives of any size, written and read in a stream.
 *
 * createZipWriter(sink, writtenAt) → add(name, source) … → close(). openArchive(source) → entries → read(entry) in
 * pieces, checked at the end. An archive without its end goes to salvageArchive(source), which answers the same.
 */
export { type Checksum, crc32, createChecksum } from './crc32.ts'
export * from './model.ts'
export { openArchive } from './open.ts'
export { isSafeName, toPortableName } from './safe-name.ts'
export { salvageArchive } from './salvage.ts'
export { createZipWriter } from './write.ts'
