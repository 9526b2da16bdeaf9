export {
  type Backup,
  type BackupRead,
  MAX_BACKUP_BYTES,
  readBackup,
  type SubtleSealing,
  writeBackup,
} from './backup.ts'
export * from './bodies.ts'
export * from './certificates.ts'
export { type DecodedEntry, decodeEntry, encodeEntry, hashOf, signedMessage } from './codec.ts'
export { createReplica, type LocalReplica, type ReplicaOptions } from './create-replica.ts'
export * from './entry.ts'
export { type GovernanceOptions, governanceOf } from './governance.ts'
export { type Fork, type Lineage, lineageOf, type Placed } from './governance-lineage.ts'
export * from './governance-model.ts'
export {
  countedTogether,
  isStronger,
  type Judgeable,
  judgeOf,
  nextRev,
  type Verdict,
  verdict,
  winnerOf,
} from './governance-verdict.ts'
export * from './ids.ts'
export * from './keys.ts'
export { endsOf, lostEnds, type SortedOut, sortOut } from './losses.ts'
export { createMemoryEntryStore, type MemoryEntryStore } from './memory-store.ts'
export * from './replica.ts'
export { type Bodies, bodyToWire, type Kind, type KnownBody, type ReadBody, readBody } from './schemas.ts'
export * from './signatures.ts'
export * from './store.ts'
export {
  decodeTraceManifest,
  encodeTraceManifest,
  MAX_MANIFEST_BYTES,
  namedManifest,
} from './trace-manifest.ts'
export { type Checked, checkEntry } from './verify.ts'
export { COMPARED_WORDS, wordsToCompare } from './words-to-compare.ts'
export { createLeague, type LeagueDraft, WriteRefused } from './write-entry.ts'
