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
  type LapId,
  type LayoutId,
  type SessionId,
  type TrackId,
} from '#shared/id'
import type { BlobRef, MeasuredLap, Privacy, SessionOrigin } from '#shared/lap'
import { encodeTrace, type Trace } from '#shared/trace'
import type { EpochMillis } from '#shared/units'
import { type DexieBlobStore, NAMING_TABLES } from './blobs.ts'
import type { Connection, TableName } from './connection.ts'
import { type DamageLog, readGoodRows } from './damage.ts'
import { fail, type Outcome, Refusal } from './failures.ts'
import { isLapRow, isLayoutRow, isSessionRow } from './guards.ts'
import { filesOf, type Imported, importedOf, type KeptFile } from './imported.ts'
import { createPlacesInTransaction } from './places.ts'
import { rankedRow, readInPieces, refsInOrder } from './record.ts'
import { createReferences } from './references.ts'
import type { LapRow, SessionRow } from './rows.ts'
import { summaryOf } from './summary.ts'

/** A file to keep: its bytes, or where they are kept already. */
export interface FileToKeep {
  readonly fileName: string
  readonly content: Blob | BlobRef
}

export interface ImportedLap {
  readonly measured: MeasuredLap
  readonly trace: Trace | null
  /** Who drove it, when that is not the session's driver. */
  readonly driver?: string | null
  /** The lap this one is, when the session is read again. */
  readonly keeps?: LapId | null
}

/** What reading decides about a session. */
export interface ReadSession {
  readonly startedAt: EpochMillis
  readonly utcOffsetMin: number | null
  readonly place: Place | null
  readonly laps: readonly ImportedLap[]
  readonly between: Trace | null
  readonly imported: Omit<Imported, 'files'>
}

export interface SessionToImport extends ReadSession {
  readonly id: SessionId
  readonly car: string | null
  readonly driver: string | null
  readonly notes: string
  readonly privacy: Privacy
}

export interface ImportBatch {
  readonly file: FileToKeep
  readonly more: readonly (FileToKeep & Pick<KeptFile, 'role' | 'part'>)[]
  readonly reader: { readonly name: string; readonly version: number }
  readonly sessions: readonly SessionToImport[]
  /** Sessions these take the place of; they go where deleted ones are. */
  readonly instead: readonly SessionId[]
}

/** What changes when a session is read or timed again. */
export interface SessionChange {
  readonly laps: readonly ImportedLap[]
  readonly between: Trace | null
  /** For laps of a session that had none and so names nobody. */
  readonly driver: string | null
  /** Where the laps say they were driven; null leaves the session where it is. */
  readonly place: Place | null
  readonly imported: Omit<Imported, 'files'>
  readonly reader: { readonly name: string; readonly version: number }
  /** Absent when the file does not say: then what is known stays. */
  readonly startedAt?: EpochMillis
  readonly utcOffsetMin: number | null
}

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
    { laps: lapsToAdd, between, place, car, driver, imported, ...rest }: SessionToImport,
    origin: SessionOrigin,
    files: readonly KeptFile[],
    nextRef: () => BlobRef,
  ): Promise<void> => {
    const { privacy } = rest
    const named = { origin: ORIGIN, privacy } as const
    const ids = await placeIds(place, privacy)
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
  const changesOf = async (row: SessionRow, change: SessionChange): Promise<Partial<SessionRow>> => {
    const { place, imported, reader, startedAt = row.startedAt } = change
    const follows = row.layoutId === null || change.laps.some(lap => lap.measured.timing.by === 'gates')
    return {
      startedAt,
      utcOffsetMin: change.utcOffsetMin ?? row.utcOffsetMin,
      ...(place && follows ? await placeIds(place, row.privacy) : {}),
      ...(row.origin.kind === 'file' ? { origin: { ...row.origin, reader } } : {}),
      imported: { ...imported, files: filesOf(row) },
    }
  }

  return {
    saveImport: (batch, onProgress) =>
      write(draftsOf([batch.file, ...batch.more], batch.sessions, onProgress), async nextRef => {
        const refOf = ({ content }: FileToKeep): BlobRef => (content instanceof Blob ? nextRef() : content)
        const { fileName } = batch.file
        const origin = { kind: 'file', fileName, original: refOf(batch.file), reader: batch.reader } as const
        const files = batch.more.map(file => ({
          role: file.role,
          part: file.part,
          fileName: file.fileName,
          original: refOf(file),
        }))
        for (const session of batch.sessions) await addSession(session, origin, files, nextRef)
        for (const id of batch.instead) await setDeleted(id)
        return batch.sessions.map(({ id }) => id)
      }),

    changeSession: (id, change, onProgress) =>
      write(draftsOf([], [change], onProgress), async nextRef => {
        const row: unknown = await sessions.get(id)
        if (!isSessionRow(row)) throw new Refusal(fail(row === undefined ? 'missing' : 'damaged'))
        const before = await lapsOf(id)
        const betweenTrace = change.between && nextRef()
        const kept = new Map(before.map(lap => [lap.id, lap]))
        const nobody = { origin: ORIGIN, privacy: row.privacy, name: change.driver ?? '' } as const
        const driverId = before[0]?.driverId ?? (await places.ensureDriver(nobody)).id
        const next = { ...row, ...(await changesOf(row, change)), betweenTrace, updatedAt: now() }
        const rows = change.laps.map(({ measured, trace, keeps }) => {
          const old = keeps ? kept.get(keeps) : undefined
          return rankedRow({
            ...measured,
            id: old?.id ?? createId<'lap'>(fillRandom),
            sessionId: id,
            driverId: old?.driverId ?? driverId,
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

/** How much of the work a megabyte of an original is, measured in laps: both take some 5 ms to keep. */
const BYTES_PER_LAP = 1024 * 1024

/** The bytes of an import in the order in which they are referred to: files, then each session's pieces. */
function* draftsOf(
  files: readonly FileToKeep[],
  sessions: readonly Pick<ReadSession, 'laps' | 'between'>[],
  onProgress: (done: number) => void = () => {},
): Generator<BlobDraft> {
  const contents = files.map(file => file.content).filter(content => content instanceof Blob)
  const lapCount = sessions.reduce((sum, { laps }) => sum + laps.length, 0)
  const all = contents.reduce((sum, { size }) => sum + size / BYTES_PER_LAP, lapCount) || 1
  let done = 0
  const advance = (by: number): void => {
    done += by
    onProgress(Math.min(1, done / all))
  }
  async function* counted(file: Blob): AsyncGenerator<Uint8Array> {
    for await (const piece of readInPieces(file)) {
      yield piece
      advance(piece.length / BYTES_PER_LAP)
    }
  }
  for (const content of contents) yield { bytes: counted(content), kind: 'original', own: true }
  for (const { laps, between } of sessions) {
    if (between) yield { bytes: encodeTrace(between), kind: 'trace', own: true }
    for (const { trace } of laps) {
      if (trace) yield { bytes: encodeTrace(trace), kind: 'trace', own: true }
      advance(1)
    }
  }
}
