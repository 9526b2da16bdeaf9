/**
 * Takes an opened export into the library.
 *
 * Invariants:
 * - A session comes in one transaction with its laps and the names of its bytes, which were written before; what is
 *   derived is derived there. Stopped anywhere, the library holds whole sessions, and importing again goes on.
 * - By id, nothing doubled: which of two versions is in force, `merge.ts` says; the other can be brought back.
 * - What was chosen on this device (settings, remembered things) stays.
 */
import type { StagedBlob } from '#shared/blob'
import type { FillRandom, LayoutId, SessionId, Sha256 } from '#shared/id'
import type { Lap } from '#shared/lap'
import { asEpochMillis, type EpochMillis } from '#shared/units'
import { type DexieBlobStore, NAMING_TABLES } from '../blobs.ts'
import type { Connection, TableName } from '../connection.ts'
import type { DamageLog } from '../damage.ts'
import { DERIVED_TABLES } from '../derived/derive.ts'
import { deriveMany } from '../derived/derive-many.ts'
import { fail, failureFromError, type Outcome, Refusal, type StoreFailure, succeed } from '../failures.ts'
import { isDeedRow } from '../guards.ts'
import type { CarRow, DeedRow } from '../rows.ts'
import { deriveArchived } from './derive-archived.ts'
import { createImportDeeds } from './import-deeds.ts'
import { type MergeDeps, markOf, mergeRows } from './merge-rows.ts'
import type { ImportEnd, ImportProgress, ImportReport } from './model.ts'
import type { OpenedExport } from './open-export.ts'
import { batchesOf, type SessionBatch, sessionsOf } from './session-batches.ts'
import { takeBytes } from './take-bytes.ts'
import { createTally } from './tally.ts'
import { countBlobs } from './whole-blobs.ts'

export interface ImportDeps {
  readonly connection: Connection
  readonly blobs: DexieBlobStore
  readonly damage: DamageLog
  readonly fillRandom: FillRandom
  readonly now: () => EpochMillis
}

export interface ImportOptions {
  /** How the file is called: the import's name among recent changes. */
  readonly about: string
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

const PLACE_TABLES = ['tracks', 'layouts', 'cars', 'drivers', 'setups'] as const
const ROWS_AT_ONCE = 500
/** How much a row is of the work, in bytes. */
const BYTES_PER_ROW = 20_000

export const importLibrary = (
  deps: ImportDeps,
  opened: OpenedExport,
  options: ImportOptions,
): Promise<ImportEnd> => {
  const running = createRun(deps, opened, options)
  return deps.connection
    .hold(async () => {
      try {
        return await running.run()
      } catch (error) {
        const failure = failureFromError(error)
        if (!failure) throw error
        return failure
      }
    })
    .then(outcome =>
      outcome.ok
        ? { kind: 'done', report: running.report() }
        : { kind: 'stopped', report: running.report(), failure: withWay(outcome) },
    )
}

const createRun = (deps: ImportDeps, opened: OpenedExport, { about, onProgress, signal }: ImportOptions) => {
  const { connection, blobs, damage, fillRandom } = deps
  const { tables, run } = connection
  const now = asEpochMillis(deps.now())
  const tally = createTally(opened.refused)
  const deeds = createImportDeeds(connection, about, fillRandom, deps.now)
  const taken = { count: 0, bytes: 0 }
  const missing = new Set<Sha256>()
  let [damagedBlobs, done, all] = [0, 0, 1]
  let whole = new Set<Sha256>()
  let aside: ReadonlySet<string> = new Set()
  const merge = (): MergeDeps => ({ connection, deeds, tally, aside, now })

  const advance = (bytes: number): void => {
    done += bytes
    onProgress?.({ done: Math.min(done, all), all })
  }

  /** One transaction of the work; undone as a whole when it fails. */
  const step = async (names: readonly TableName[], work: () => Promise<void>): Promise<void> => {
    if (signal?.aborted) throw new Refusal(fail('expired', STOPPED))
    const written = await run('rw', names, work)
    if (!written.ok) throw new Refusal(written)
    tally.settle()
  }

  const stage = async (refs: Iterable<Sha256>): Promise<readonly StagedBlob[]> => {
    const wanted = new Set<Sha256>()
    for (const sha256 of refs) {
      if (whole.has(sha256)) continue
      if (opened.blobs.has(sha256)) wanted.add(sha256)
      else missing.add(sha256)
    }
    if (wanted.size === 0) return []
    const bytes = await takeBytes(blobs, opened, [...wanted], advance)
    if (!bytes.ok) throw new Refusal(bytes)
    damagedBlobs += bytes.value.damaged
    return bytes.value.staged
  }

  /** Rows together with those of their bytes that are in the archive and not here. */
  const stepWithBytes = async (
    refs: Iterable<Sha256>,
    names: readonly TableName[],
    work: () => Promise<void>,
  ): Promise<void> => {
    const staged = await stage(refs)
    try {
      await step([...names, ...NAMING_TABLES, 'deeds'], async () => {
        if (staged.length > 0) await blobs.nameInTransaction(staged)
        await work()
        await deeds.write()
      })
    } catch (error) {
      await blobs.drop(staged)
      throw error
    }
    for (const { sha256, size } of staged) {
      whole.add(sha256)
      taken.count++
      taken.bytes += size
    }
  }

  const takePlaces = async (): Promise<void> => {
    for (const table of PLACE_TABLES) {
      for (const rows of inParts(opened.rows[table], ROWS_AT_ONCE)) {
        const pictures = rows.flatMap(row => (row as Partial<CarRow>).picture?.sha256 ?? [])
        await stepWithBytes(pictures, [table, ...DERIVED_TABLES], async () => {
          const merged = await mergeRows(merge(), table, rows)
          if (table === 'layouts') await deriveAgain(merged.map(({ row }) => row.id as LayoutId))
        })
        advance(rows.length * BYTES_PER_ROW)
      }
    }
  }

  /** Sessions that were here before what is known of their layout. */
  const deriveAgain = async (ids: readonly LayoutId[]): Promise<void> => {
    if (ids.length === 0 || (await tables.sessions.count()) === 0) return
    const known = new Set(ids)
    const keys = await tables.sessions
      .filter(({ layoutId }) => layoutId !== null && known.has(layoutId))
      .primaryKeys()
    await deriveMany(connection, damage, keys)
  }

  const takeSessions = async (batch: SessionBatch): Promise<void> => {
    await stepWithBytes(batch.refs, DERIVED_TABLES, async () => {
      const rows = await deriveArchived(connection, damage, batch)
      const touched = new Set<SessionId>()
      const freshLaps = new Map<SessionId, number>()
      for (const { before, row } of await mergeRows(merge(), 'laps', rows.laps)) {
        const id = row.sessionId as SessionId
        if (before === undefined) freshLaps.set(id, (freshLaps.get(id) ?? 0) + 1)
        for (const lap of [row, before] as readonly (Partial<Lap> | undefined)[]) {
          if (lap?.sessionId) touched.add(lap.sessionId)
        }
      }
      const fresh: SessionId[] = []
      for (const { before, row } of await mergeRows(merge(), 'sessions', rows.sessions)) {
        const id = row.id as SessionId
        touched.add(id)
        if (before === undefined && (freshLaps.get(id) ?? 0) === rows.lapCounts.get(id)) fresh.push(id)
      }
      // Laps that were here before their session came have a say in what is derived.
      const present = await tables.laps.where('sessionId').anyOf(fresh).count()
      if (present === fresh.reduce((sum, id) => sum + rows.lapCounts.get(id)!, 0)) {
        await tables.bests.bulkPut(fresh.flatMap(id => rows.bests.get(id) ?? []))
        for (const id of fresh) touched.delete(id)
      }
      await deriveMany(connection, damage, [...touched])
    })
    advance((batch.laps.length + batch.sessions.length) * BYTES_PER_ROW)
  }

  /** What this device has no opinion about yet. */
  const takeChoices = () =>
    step(['settings', 'meta', 'deeds'], async () => {
      for (const table of ['settings', 'meta'] as const) {
        for (const row of opened.rows[table]) {
          const isHere = (await tables[table].get(String(row.key))) !== undefined
          if (!isHere) await tables[table].add(row as never)
          tally.count(table, isHere ? 'same' : 'add')
        }
      }
      for (const row of opened.rows.deeds as unknown as DeedRow[]) {
        const isHere = (await tables.deeds.get(row.id)) !== undefined
        if (!isHere) await tables.deeds.add({ ...row, at: asEpochMillis(Math.min(row.at, now)) })
        tally.count('deeds', isHere ? 'same' : 'add')
      }
    })

  const look = async (): Promise<void> => {
    const census = await run('r', ['blobs', 'chunks', 'deeds'], async () => ({
      whole: (await countBlobs(connection)).whole,
      aside: await keptBefore(connection),
    }))
    if (!census.ok) throw new Refusal(census)
    whole = census.value.whole
    aside = census.value.aside
    all = Object.values(opened.rows).reduce((sum, rows) => sum + rows.length * BYTES_PER_ROW, 1)
    for (const [sha256, { entry }] of opened.blobs) if (!whole.has(sha256)) all += entry.size
  }

  return {
    async run(): Promise<Outcome<null>> {
      await look()
      await takePlaces()
      for (const batch of batchesOf(sessionsOf(opened.rows), opened)) await takeSessions(batch)
      await takeChoices()
      onProgress?.({ done: all, all })
      return succeed(null)
    },
    report: (): ImportReport => ({
      tables: tally.counts(),
      blobs: { ...taken },
      missingBlobs: missing.size,
      damagedBlobs,
      isHalf: opened.isHalf,
      deeds: deeds.ids(),
    }),
  }
}

/** Versions that undoing an earlier import would bring: setting one aside twice would keep nothing more. */
const keptBefore = async ({ tables: { deeds } }: Connection): Promise<Set<string>> => {
  const aside = new Set<string>()
  await deeds.each((deed: unknown) => {
    if (!isDeedRow(deed) || (deed.kind !== 'set-aside' && deed.kind !== 'merge-library')) return
    for (const before of deed.before) {
      if (before.row !== null) aside.add(markOf(before))
    }
  })
  return aside
}

export function* inParts<T>(rows: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size)
}

const withWay = (failure: StoreFailure): StoreFailure =>
  failure.kind === 'full' ? fail('full', NO_ROOM) : failure

const STOPPED =
  'The import was stopped; the sessions that came in are whole and nothing else changed: import the file again to go on.'
const NO_ROOM =
  'There is no room left on this device, so not everything came in; the sessions that did are whole and nothing was lost: free some disk space, then import the file again to go on.'
