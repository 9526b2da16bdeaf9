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
import type { ImportNote, Place } from '#shared/formats'
import {
  createId,
  type DriverId,
  type FillRandom,
  type LayoutId,
  type SessionId,
  type TrackId,
} from '#shared/id'
import { type BlobRef, isWithin, type MeasuredLap, type Privacy, type SessionOrigin } from '#shared/lap'
import type { EpochMillis } from '#shared/units'
import { type DexieBlobStore, NAMING_TABLES } from './blobs.ts'
import type { Connection, TableName } from './connection.ts'
import type { DamageLog } from './damage.ts'
import { createDerivedWriter, DERIVED_TABLES } from './derived/derive.ts'
import { fail, type Outcome, Refusal } from './failures.ts'
import { isLayoutRow, isSessionRow, isTrackRow } from './guards.ts'
import {
  draftsOf,
  type FileToKeep,
  type ImportBatch,
  type NewFile,
  type SessionChange,
  type SessionToImport,
} from './import-batch.ts'
import { filesOf, type Imported, importedOf, type KeptFile } from './imported.ts'
import { createPlacesInTransaction, type PlacesInTransaction } from './places.ts'
import { refsInOrder } from './record.ts'
import { createReferences } from './references.ts'
import type { LapRow, SessionRow } from './rows.ts'
import { loadKnown } from './same-thing.ts'

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

const TABLES: readonly TableName[] = [...DERIVED_TABLES, 'tracks', 'cars', 'drivers', ...NAMING_TABLES]

const ORIGIN = 'import'

export const createImportWriter = (options: ImportWriterOptions): ImportWriter => {
  const { connection, blobs, damage, fillRandom, now } = options
  const { sessions, laps } = connection.tables
  const references = createReferences(connection)

  const derived = createDerivedWriter(connection, damage)
  const { lapsOf } = derived

  /** Stages, then writes in one transaction; what was staged goes when it fails. */
  const write = <T>(
    drafts: AsyncIterable<BlobDraft>,
    work: (nextRef: () => BlobRef, places: PlacesInTransaction) => Promise<T>,
  ): Promise<Outcome<T>> =>
    connection.hold(async () => {
      const places = createPlacesInTransaction(options, await loadKnown())
      const staged = await blobs.stage(drafts)
      if (!staged.ok) return staged
      const written = await connection.run('rw', TABLES, async () => {
        await blobs.nameInTransaction(staged.value)
        return work(refsInOrder(staged.value), places)
      })
      if (!written.ok) await blobs.drop(staged.value)
      return written
    })

  const placeIds = async (
    places: PlacesInTransaction,
    place: Place | null,
    privacy: Privacy,
  ): Promise<PlaceIds> => {
    if (!place) return { trackId: null, layoutId: null }
    if (place.kind === 'known') return { trackId: place.layout.trackId, layoutId: place.layout.id }
    const { layoutId: id, name: trackName, lengthM, frame, gates } = place
    // Several sessions of one file may be the first at the same place.
    const added: unknown = await connection.tables.layouts.get(id)
    if (isLayoutRow(added)) return { trackId: added.trackId, layoutId: id }
    const layout = await places.addLayout({ origin: ORIGIN, privacy, id, trackName, lengthM, frame, gates })
    return { trackId: layout.trackId, layoutId: layout.id }
  }

  /** A track nobody named that has a name got it from where it lies. */
  const guessedName = async (id: TrackId | null): Promise<ImportNote | null> => {
    const track: unknown = id && (await connection.tables.tracks.get(id))
    if (!isTrackRow(track) || track.name === '') return null
    const text = `The log does not say where this was. It is called ${track.name} because that circuit is there; if it was another one, choose it under Edit.`
    return { kind: 'guessed', text }
  }

  const addSession = async (
    places: PlacesInTransaction,
    { laps: lapsToAdd, between, place, venue, car, driver, imported, ...rest }: SessionToImport,
    origin: SessionOrigin,
    files: readonly KeptFile[],
    nextRef: () => BlobRef,
  ): Promise<void> => {
    const { privacy } = rest
    const named = { origin: ORIGIN, privacy } as const
    const ids = await placeIds(places, place, privacy)
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
    const rows = lapsToAdd.map(lap => ({
      ...lap.measured,
      ...stored,
      id: createId<'lap'>(fillRandom),
      sessionId: rest.id,
      driverId: driverIds.get(lap.driver ?? driver ?? '')!,
      trace: lap.trace && nextRef(),
      privacy,
      layoutId: ids.layoutId,
      carId,
    }))
    const guess = place?.kind === 'new' && place.name === null ? await guessedName(ids.trackId) : null
    const notes = guess === null ? imported.notes : [...imported.notes, guess]
    const filed = { trackId, carId, origin, betweenTrace, imported: { ...imported, notes, files } }
    await derived.put({ ...rest, ...stored, ...ids, ...filed }, rows)
  }

  const setDeleted = async (id: SessionId): Promise<void> => {
    const gone = { deletedAt: now(), updatedAt: now() }
    const row: unknown = await sessions.get(id)
    if (!isSessionRow(row)) throw new Refusal(fail(row === undefined ? 'missing' : 'damaged'))
    await derived.put(
      { ...row, ...gone },
      (await lapsOf(id)).map(lap => ({ ...lap, ...gone })),
    )
  }

  /** Laps timed at lines name a layout, so the session goes where they say; any other stays where it was. */
  const changesOf = async (
    places: PlacesInTransaction,
    row: SessionRow,
    change: SessionChange,
    more: readonly KeptFile[],
  ): Promise<Partial<SessionRow>> => {
    const { place, imported, reader, startedAt = row.startedAt } = change
    const follows = row.layoutId === null || change.laps.some(lap => lap.measured.timing.by === 'gates')
    return {
      startedAt,
      utcOffsetMin: change.utcOffsetMin ?? row.utcOffsetMin,
      ...(place && follows ? await placeIds(places, place, row.privacy) : {}),
      ...(row.origin.kind === 'file' && reader ? { origin: { ...row.origin, reader } } : {}),
      ...(imported ? { imported: { ...imported, files: [...filesOf(row), ...more] } } : {}),
    }
  }

  return {
    saveImport: (batch, onProgress) =>
      write(draftsOf([batch.file, ...batch.more], batch.sessions, onProgress), async (nextRef, places) => {
        const { fileName } = batch.file
        const original = refOf(batch.file, nextRef)
        const origin = { kind: 'file', fileName, original, reader: batch.reader } as const
        const files = batch.more.map(file => toKept(file, nextRef))
        for (const session of batch.sessions) await addSession(places, session, origin, files, nextRef)
        for (const id of batch.instead) await setDeleted(id)
        return batch.sessions.map(({ id }) => id)
      }),

    changeSession: (id, change, onProgress) =>
      write(draftsOf(change.more ?? [], [change], onProgress), async (nextRef, places) => {
        const more = (change.more ?? []).map(file => toKept(file, nextRef))
        const row: unknown = await sessions.get(id)
        if (!isSessionRow(row)) throw new Refusal(fail(row === undefined ? 'missing' : 'damaged'))
        const before = await lapsOf(id)
        const betweenTrace = change.between && nextRef()
        const kept = new Map(before.map(lap => [lap.id, lap]))
        const nobody = { origin: ORIGIN, privacy: row.privacy, name: change.driver ?? '' } as const
        const driverId = before[0]?.driverId ?? (await places.ensureDriver(nobody)).id
        const next = {
          ...row,
          ...(await changesOf(places, row, change, more)),
          betweenTrace,
          updatedAt: now(),
        }
        const all = change.laps.map(({ measured, trace, keeps }): LapRow => {
          const old = keeps ? kept.get(keeps) : undefined
          return {
            ...measured,
            ...(old && saidOf(old, measured)),
            id: old?.id ?? createId<'lap'>(fillRandom),
            sessionId: id,
            driverId: (old ?? mostShared(measured, before))?.driverId ?? driverId,
            privacy: old?.privacy ?? row.privacy,
            trace: trace && nextRef(),
            layoutId: next.layoutId,
            carId: next.carId,
            deletedAt: row.deletedAt,
            updatedAt: now(),
          }
        })
        // A recording that was split gives this session the laps of its own part only.
        const rows = all.filter(lap => isWithin(row.spans, lap))
        await laps.bulkDelete(before.map(lap => lap.id))
        await derived.put(next, rows)
        const traces = [row.betweenTrace, ...[...before, ...all].map(lap => lap.trace)]
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

/** What a person said of a lap stays when it is measured again. */
const saidOf = (old: LapRow, { validity }: MeasuredLap): Partial<LapRow> => ({
  ...(old.overruled && { validity: old.validity, overruled: validity }),
  ...(old.surface && { surface: old.surface }),
  ...(old.notes && { notes: old.notes }),
})

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
