/**
 * Checks the whole library, and mends what can be mended.
 *
 * Invariants: without `repair` nothing changes. A repair loses nothing: records are changed by a deed that can be
 * undone, damaged ones stay where they are, and bytes go only when nothing has needed them for 30 days.
 */
import type { Sha256 } from '#shared/id'
import { BadBytes, blobPieces, readFirstChunks } from '../archive/blob-pieces.ts'
import { fail, type Outcome, Refusal, succeed } from '../failures.ts'
import type { KeepingOptions } from '../keeping.ts'
import type { BlobRow } from '../rows.ts'
import { ALL_TABLES, type LookedOver, lookOver } from './look-over.ts'
import type { CheckOptions, CheckReport, Finding, StandInTable } from './model.ts'
import { mendDerived, mendRecords, removeUnneeded } from './repair.ts'

export const checkLibrary = async (
  deps: KeepingOptions,
  options: CheckOptions = {},
): Promise<Outcome<CheckReport>> => {
  const { connection, damage } = deps
  const { repair = false, thorough = false, onProgress, signal } = options
  const looked = await connection.run('r', ALL_TABLES, () => lookOver(connection, damage))
  if (!looked.ok) return looked
  const found = looked.value
  const bytes = thorough ? await damagedAmong(deps, found.whole, onProgress, signal) : succeed([])
  if (!bytes.ok) return bytes
  let deed: CheckReport['deed'] = null
  let removed = new Set<Sha256>()
  if (repair) {
    const records = await mendRecords(deps, found, options.names)
    if (!records.ok) return records
    deed = records.value
    const derived = await mendDerived(deps, found.wrongDerived)
    if (!derived.ok) return derived
    const gone = await removeUnneeded(deps, found)
    if (!gone.ok) return gone
    removed = gone.value
  }
  return succeed({
    findings: findingsOf(found, bytes.value, removed),
    rows: found.rows,
    bytes: found.whole.reduce((sum, { size }) => sum + size, 0),
    isThorough: thorough,
    isRepaired: repair,
    deed,
  })
}

const damagedAmong = async (
  { connection, hashing }: KeepingOptions,
  blobs: readonly BlobRow[],
  onProgress: CheckOptions['onProgress'],
  signal: AbortSignal | undefined,
): Promise<Outcome<Sha256[]>> => {
  const all = blobs.reduce((sum, { size }) => sum + size, 1)
  const damaged: Sha256[] = []
  let done = 0
  try {
    for (const row of blobs) {
      try {
        for await (const piece of blobPieces(connection, hashing, row, readFirstChunks(connection, [row]))) {
          if (signal?.aborted) return fail('expired', STOPPED)
          done += piece.length
          onProgress?.(done / all)
        }
      } catch (error) {
        if (!(error instanceof BadBytes)) throw error
        // Removed meanwhile by somebody who may: then nobody needs it.
        const present = await connection.run('r', ['blobs'], () => connection.tables.blobs.get(row.sha256))
        if (present.ok && present.value) damaged.push(row.sha256)
      }
    }
  } catch (error) {
    if (error instanceof Refusal) return error.failure
    throw error
  }
  return succeed(damaged)
}

const findingsOf = (
  found: LookedOver,
  damagedBytes: readonly Sha256[],
  removed: ReadonlySet<Sha256>,
): Finding[] => {
  const { damaged, wrongDerived, homeless, emptied, missing, missingBytes, unneeded, stray } = found
  const findings: Finding[] = []
  if (damaged.length > 0) findings.push({ kind: 'damaged-rows', rows: damaged })
  if (homeless.size > 0)
    findings.push({
      kind: 'laps-without-session',
      sessions: [...homeless.keys()],
      laps: [...homeless.values()].flat().map(({ id }) => id),
    })
  if (emptied.length > 0) findings.push({ kind: 'sessions-without-laps', sessions: emptied })
  for (const [table, ids] of Object.entries(missing)) {
    if (ids.size > 0) findings.push({ kind: 'missing-record', table: table as StandInTable, ids: [...ids] })
  }
  if (missingBytes.length > 0) findings.push({ kind: 'missing-bytes', names: missingBytes })
  if (damagedBytes.length > 0) findings.push({ kind: 'damaged-bytes', names: damagedBytes })
  if (wrongDerived.length > 0) findings.push({ kind: 'wrong-derived', sessions: wrongDerived })
  if (unneeded.length > 0)
    findings.push({
      kind: 'unneeded-bytes',
      count: unneeded.length,
      bytes: unneeded.reduce((sum, { size }) => sum + size, 0),
      removed: removed.size,
    })
  if (stray.length > 0) findings.push({ kind: 'stray-pieces', count: stray.length })
  return findings
}

const STOPPED = 'The check was stopped; nothing was changed: start it again when you like.'
