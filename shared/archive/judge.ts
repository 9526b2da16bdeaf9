/**
 * What is wrong with entries before any of them is read.
 *
 * Invariant: entries without a problem have names of their own, share no byte, and hand out no more than the limits,
 * however often they are read.
 */
import type { Claims } from './headers.ts'
import type { ArchiveEntry, ArchiveLimits, EntryProblem } from './model.ts'
import { DEFLATED, ENCRYPTED, LOCAL_SIZE, STORED } from './records.ts'
import { isSafeName } from './safe-name.ts'

/** An entry as claimed, with the place where the next thing begins. */
export interface Candidate extends Claims {
  readonly at: number
  readonly until: number
  readonly mode: number
  /** Known already. */
  readonly problem: EntryProblem | null
}

/** Constant columns deflate up to a thousandfold, so a ratio says nothing about small files. */
const FREE_BYTES = 16 << 20
/** Deflate cannot do better than 258 bytes out of two bits. */
const DEFLATE_BEST = 1032

/** The kind of file in a Unix mode. Devices and pipes are harmless: what was read from them is in the archive. */
const KIND = 0xf000
const LINK = 0xa000

export const judgeEntries = (
  candidates: readonly Candidate[],
  limits: ArchiveLimits,
  archiveSize: number,
): ArchiveEntry[] => {
  const timesByName = new Map<string, number>()
  for (const { name } of candidates) timesByName.set(name, (timesByName.get(name) ?? 0) + 1)
  let left = Math.min(limits.maxTotalBytes, Math.max(FREE_BYTES, archiveSize * limits.maxRatio))
  return candidates.map(candidate => {
    const { name, size, packedSize, crc, method, at, until } = candidate
    let problem = problemOf(candidate)
    if (!problem && timesByName.get(name)! > 1) problem = 'duplicate-name'
    if (!problem && (size > limits.maxEntryBytes || size > left)) problem = 'too-large'
    if (!problem) left -= size
    return { name, isFolder: name.endsWith('/'), size, packedSize, crc, problem, method, at, until }
  })
}

const problemOf = ({ problem, ...entry }: Candidate): EntryProblem | null => {
  const { name, flags, method, size, packedSize, at, until, mode } = entry
  if (problem) return problem
  if (!Number.isFinite(at)) return 'damaged'
  if (flags & ENCRYPTED) return 'encrypted'
  if ((mode & KIND) === LINK) return 'link'
  if (method !== STORED && method !== DEFLATED) return 'unknown-method'
  if (!isSafeName(name)) return 'unsafe-name'
  if (method === STORED ? size !== packedSize : size > packedSize * DEFLATE_BEST) return 'wrong-size'
  if (name.endsWith('/') && size > 0) return 'wrong-size'
  return at + LOCAL_SIZE + packedSize > until ? 'overlap' : null
}
