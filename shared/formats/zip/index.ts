/** Zip files from outside, inflated within limits. */
export { crc32 } from './crc32.ts'
export type { ZipEntry } from './directory.ts'
export {
  type EntryOutcome,
  type EntryProblem,
  openZip,
  type Zip,
  type ZipLimits,
  type ZipOutcome,
} from './unzip.ts'
