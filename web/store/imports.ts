/**
 * What an import changes: all sessions of a file at once, or one session read again.
 *
 * Invariants:
 * - Everything an import brings (place, car, driver, sessions, laps, the names of their bytes) appears in one
 *   transaction, or nothing does: whoever stops an import half-way finds the library as it was.
 * - Reading again keeps the session's id, notes, privacy, car and driver, and the ids of laps that are still
 *   there; what a person changed while it was read stays changed.
 */
import type { BlobDraft } from '#shared/blob'
import type { Place } from '#shared/formats'
import {
  createId,
  type DriverId,
  type FillRandom,
  type LayoutId,
  type SessionId,
  type TrackId,
} from '#shared/id'
import type { BlobRef, MeasuredLap, Privacy, SessionOrigin } from '#shared/lap'
import type { EpochMillis } from '#shared/units'
import { type DexieBlobStore, NAMING_TABLES } from './blobs.ts'
import type { Connection, TableName } from './connection.ts'
import { type DamageLog, readGoodRows } from './damage.ts'
import { fail, type Outcome, Refusal } from './failures.ts'
import { isLapRow, isLayoutRow, isSessionRow } from './guards.ts'
import {
  draftsOf,
  type FileToKeep,
  type ImportBatch,
  type NewFile,
  type SessionChange,
  type SessionToImport,
} from './import-batch.ts'
import { filesOf, type Imported, importedOf, type KeptFile } from './imported.ts'
import { createPlacesInTransaction } from './places.ts'
import { rankedRow, refsInOrder } from './record.ts'
import { createReferences } from './references.ts'
import type { LapRow, SessionRow } from './rows.ts'
import { summaryOf } from './summary.ts'

export interface ImportWriter {
  saveImport(batch: ImportBatch, onProgress?: (done: number) => void): Promise<Outcome<readonly SessionId[]>>
  changeSession(
    id: SessionId,
    change: SessionChange,
    onProgress?: (done: number) => void,
  ): Promise<Outcome<SessionId>>
  /** Keeps a word about the import: the line was looked at, or a newer reader could not read the file. */
  noteImport(
    id: SessionId,
    words: Partial<Pick<Imported, 'timedBy' | 'triedVersion'>>,
  ): Promise<Outcome<null>>
}

export interface ImportWriterOptions {
  readonly connection: Connection
  readonly blobs: DexieBlobStore
  readonly damage: DamageLog
  readonly fillRandom: FillRandom
  readonly now: () => EpochMillis
}

const TABLES: readonly TableName[] = [
  'sessions',
  'laps',
  'tracks',
  'layouts',
  'cars',
  'drivers',
  ...NAMING_TABLES,
]

const ORIGIN = 'import'

export const createImportWriter = (options: ImportWriterOptions): ImportWriter => {
  const { connection, blobs, damage, fillRandom, now } = options
  const { sessions, laps } = connection.tables
  const places = createPlacesInTransaction(options)
  const references = createReferences(connection)

  const lapsOf = (id: SessionId): Promise<LapRow[]> =>
    readGoodRows(laps.where({ sessionId: id }), laps, isLapRow, damage)

  /** Stages, then writes in one transaction; what was staged goes when it fails. */
  const write = <T>(
    drafts: Iterable<BlobDraft>,
    work: (nextRef: () => BlobRef) => Promise<T>,
  ): Promise<Outcome<T>> =>
    connection.hold(async () => {
      const staged = await blobs.stage(drafts)
      if (!staged.ok) return staged
      const written = await connection.run('rw', TABLES, async () => {
        await blobs.nameInTransaction(staged.value)
        return work(refsInOrder(staged.value))
      })
      if (!written.ok) await blobs.drop(staged.value)
      return written
    })

  const placeIds = async (place: Place | null, privacy: Privacy): Promise<PlaceIds> => {
    if (!place) return { trackId: null, layoutId: null }
    if (place.kind === 'known') return { trackId: place.layout.trackId, layoutId: place.layout.id }
    const { layoutId: id, name: trackName, lengthM, frame, gates } = place
    // Several sessions of one file may be the first at the same place.
    const added: unknown = await connection.tables.layouts.get(id)
    if (isLayoutRow(added)) return { trackId: added.trackId, layoutId: id }
    const layout = await places.addLayout({ origin: ORIGIN, privacy, id, trackName, lengthM, frame, gates })
    return { trackId: layout.trackId, layoutId: layout.id }
  }

  const addSession = async (
    { laps: lapsToAdd, between, place, venue, car, driver, imported, ...rest }: SessionToImport,
    origin: SessionOrigin,
    files: readonly KeptFile[],
    nextRef: () => BlobRef,
  ): Promise<void> => {
    const { privacy } = rest
    const named = { origin: ORIGIN, privacy } as const
    const ids = await placeIds(place, privacy)
    const trackId =
      ids.trackId ?? (venue === null ? null : (await places.ensureTrack({ ...named, name: venue })).id)
    const carId = car === null ? null : (await places.ensureCar({ ...named, name: car })).id
    const driverIds = new Map<string, DriverId>()
    for (const name of new Set(
      [driver, ...lapsToAdd.map(lap => lap.driver ?? driver)].map(each => each ?? ''),
    ))
      driverIds.set(name, (await places.ensureDriver({ ...named, name })).id)
    const stored = { deletedAt: null, updatedAt: now() }
    const betweenTrace = between && nextRef()
    const rows = lapsToAdd.map(lap =>
      rankedRow({
        ...lap.measured,
        ...stored,
        id: createId<'lap'>(fillRandom),
        sessionId: rest.id,
        driverId: driverIds.get(lap.driver ?? driver ?? '')!,
        trace: lap.trace && nextRef(),
        privacy,
        layoutId: ids.layoutId,
        carId,
      }),
    )
    await laps.bulkAdd(rows)
    await sessions.add({
      ...rest,
      ...stored,
      ...ids,
      trackId,
      carId,
      origin,
      betweenTrace,
      summary: summaryOf(rows),
      imported: { ...imported, files },
    })
  }

  const setDeleted = async (id: SessionId): Promise<void> => {
    const gone = { deletedAt: now(), updatedAt: now() }
    if ((await sessions.update(id, gone)) === 0) throw new Refusal(fail('missing'))
    await laps.bulkPut((await lapsOf(id)).map(lap => rankedRow({ ...lap, ...gone })))
  }

  /** Laps timed at lines name a layout, so the session goes where they say; any other stays where it was. */
  const changesOf = async (
    row: SessionRow,
    change: SessionChange,
    more: readonly KeptFile[],
  ): Promise<Partial<SessionRow>> => {
    const { place, imported, reader, startedAt = row.startedAt } = change
    const follows = row.layoutId === null || change.laps.some(lap => lap.measured.timing.by === 'gates')
    return {
      startedAt,
      utcOffsetMin: change.utcOffsetMin ?? row.utcOffsetMin,
      ...(place && follows ? await placeIds(place, row.privacy) : {}),
      ...(row.origin.kind === 'file' && reader ? { origin: { ...row.origin, reader } } : {}),
      ...(imported ? { imported: { ...imported, files: [...filesOf(row), ...more] } } : {}),
    }
  }

  return {
    saveImport: (batch, onProgress) =>
      write(draftsOf([batch.file, ...batch.more], batch.sessions, onProgress), async nextRef => {
        const { fileName } = batch.file
        const original = refOf(batch.file, nextRef)
        const origin = { kind: 'file', fileName, original, reader: batch.reader } as const
        const files = batch.more.map(file => toKept(file, nextRef))
        for (const session of batch.sessions) await addSession(session, origin, files, nextRef)
        for (const id of batch.instead) await setDeleted(id)
        return batch.sessions.map(({ id }) => id)
      }),

    changeSession: (id, change, onProgress) =>
      write(draftsOf(change.more ?? [], [change], onProgress), async nextRef => {
        const more = (change.more ?? []).map(file => toKept(file, nextRef))
        const row: unknown = await sessions.get(id)
        if (!isSessionRow(row)) throw new Refusal(fail(row === undefined ? 'missing' : 'damaged'))
        const before = await lapsOf(id)
        const betweenTrace = change.between && nextRef()
        const kept = new Map(before.map(lap => [lap.id, lap]))
        const nobody = { origin: ORIGIN, privacy: row.privacy, name: change.driver ?? '' } as const
        const driverId = before[0]?.driverId ?? (await places.ensureDriver(nobody)).id
        const next = { ...row, ...(await changesOf(row, change, more)), betweenTrace, updatedAt: now() }
        const rows = change.laps.map(({ measured, trace, keeps }) => {
          const old = keeps ? kept.get(keeps) : undefined
          return rankedRow({
            ...measured,
            id: old?.id ?? createId<'lap'>(fillRandom),
            sessionId: id,
            driverId: (old ?? mostShared(measured, before))?.driverId ?? driverId,
            privacy: old?.privacy ?? row.privacy,
            trace: trace && nextRef(),
            layoutId: next.layoutId,
            carId: next.carId,
            deletedAt: row.deletedAt,
            updatedAt: now(),
          })
        })
        await laps.bulkDelete(before.map(lap => lap.id))
        await laps.bulkAdd(rows)
        await sessions.put({ ...next, summary: summaryOf(rows) })
        const traces = [row.betweenTrace, ...before.map(lap => lap.trace)]
        const unused = await references.unreferred(traces.filter(ref => ref !== null))
        await blobs.removeInTransaction(unused)
        return id
      }),

    noteImport: (id, words) =>
      connection.run('rw', ['sessions'], async () => {
        const row: unknown = await sessions.get(id)
        const imported = isSessionRow(row) ? importedOf(row) : null
        if (imported) await sessions.update(id, { imported: { ...imported, ...words } })
        return null
      }),
  }
}

interface PlaceIds {
  readonly trackId: TrackId | null
  readonly layoutId: LayoutId | null
}

/** The old lap that covers most of a new one: whoever drove it drove this. */
const mostShared = ({ startMs, endMs }: MeasuredLap, before: readonly LapRow[]): LapRow | undefined => {
  const shared = (lap: LapRow): number => Math.min(lap.endMs, endMs) - Math.max(lap.startMs, startMs)
  return before.filter(lap => shared(lap) > 0).sort((a, b) => shared(b) - shared(a))[0]
}

const refOf = ({ content }: FileToKeep, nextRef: () => BlobRef): BlobRef =>
  content instanceof Blob ? nextRef() : content

const toKept = (file: NewFile, nextRef: () => BlobRef): KeptFile => ({
  role: file.role,
  part: file.part,
  fileName: file.fileName,
  original: refOf(file, nextRef),
})
