/**
 * A session of another device as rows of this library.
 *
 * Invariants:
 * - A session of my own devices keeps its id and those of its laps, so it is never here twice; one that was recorded here
 *   is never written over. What comes from other people gets ids made from theirs and their author, so nobody can put laps
 *   in the place of mine.
 * - Tracks, cars and drivers I have are recognised; what is new is mine only when it comes from my own devices.
 * - What a person said here (notes, tags, setup, that it is deleted) is never written over.
 */
import { bytesToHex, type CarId, type DriverId, type LapId, type LayoutId, type SessionId } from '#shared/id'
import { DEFAULT_PRIVACY, type Timing } from '#shared/lap'
import {
  LAP_KIND_CODES,
  type LayoutBody,
  type LeagueId,
  type SessionBody,
  TIMING_CODES,
  type TraceManifest,
  type VerifiedEntry,
} from '#shared/logbook'
import { asMillis, type EpochMillis } from '#shared/units'
import type { Connection, TableName } from '../connection.ts'
import { type DamageLog, readGoodRows } from '../damage.ts'
import { createDerivedWriter, DERIVED_TABLES, type SessionRecord } from '../derived/derive.ts'
import { isLayoutRow, isSessionRecord } from '../guards.ts'
import type { PlacesInTransaction } from '../places.ts'
import type { LapRow, LayoutRow } from '../rows.ts'
import { takenIdOf } from './taken-id.ts'

export const TAKE_TABLES: readonly TableName[] = [...DERIVED_TABLES, 'tracks', 'cars', 'drivers', 'taken']

export interface SessionToTake {
  readonly league: LeagueId
  readonly said: VerifiedEntry
  readonly body: SessionBody
  readonly own: boolean
  /** What its layout's author says of it. */
  readonly layout: LayoutBody | null
  readonly manifest: TraceManifest | null
  /** Of its traces, those whose bytes are here. */
  readonly isHere: (sha256: string) => boolean
  readonly ids: TakenIds
}

/** Ids here, made before the transaction because hashing would end it. */
export interface TakenIds {
  readonly session: SessionId
  readonly layout: LayoutId | null
  readonly laps: readonly LapId[]
}

type DigestOf = (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>

export const idsOf = async (
  { said, body, own }: Pick<SessionToTake, 'said' | 'body' | 'own'>,
  digest: DigestOf,
): Promise<TakenIds> => {
  const { person, id } = said.entry
  const theirs = lapIdsIn(body)
  if (own) return { session: id as SessionId, layout: body.place.layout as LayoutId | null, laps: theirs }
  const made = (of: string): Promise<string> => takenIdOf(person, of, digest)
  return {
    session: (await made(`session ${id}`)) as SessionId,
    layout: body.place.layout ? ((await made(`layout ${body.place.layout}`)) as LayoutId) : null,
    laps: (await Promise.all(theirs.map((lap, row) => made(`lap ${id} ${row} ${lap}`)))) as LapId[],
  }
}

const lapIdsIn = ({ laps }: SessionBody): LapId[] =>
  laps.number.map((_, row) => bytesToHex(laps.ids.subarray(16 * row, 16 * row + 16)) as string as LapId)

export interface TakeOptions {
  readonly connection: Connection
  readonly damage: DamageLog
  readonly places: PlacesInTransaction
  readonly now: () => EpochMillis
}

/** Inside a transaction of TAKE_TABLES. Answers the session here. */
export const takeSession = async (options: TakeOptions, toTake: SessionToTake): Promise<SessionId> => {
  const { connection, damage, places, now } = options
  const { sessions, laps, taken } = connection.tables
  const { league, said, body, own, ids } = toTake
  const { person, id } = said.entry
  const before: unknown = await sessions.get(ids.session)
  const old = isSessionRecord(before) ? before : null
  const key = { league, person, session: id, here: ids.session, entry: said.hash, own }
  const known = await taken.get([league, person, id])
  // What was timed again is what was said then: another revision may say other times.
  const retimed = known?.entry === said.hash ? known.retimed : []
  await taken.put({ ...key, openedAt: known?.openedAt ?? now(), retimed })
  if (before !== undefined && old?.origin.kind !== 'shared') return ids.session

  const origin = own ? 'import' : 'shared'
  const privacy = own ? DEFAULT_PRIVACY : 'device'
  const { trackId, layout } = await placeOf(options, toTake)
  const carName = body.car.name
  const carId: CarId | null =
    carName === '' ? null : (await places.ensureCar({ origin, privacy, name: carName })).id
  const driverIds: DriverId[] = []
  for (const { name } of body.drivers)
    driverIds.push((await places.ensureDriver({ origin, privacy, name })).id)

  const stored = { deletedAt: old?.deletedAt ?? null, updatedAt: now() }
  const conditions = {
    ...old?.conditions,
    ...(body.surface && { surface: body.surface }),
    ...(body.airC !== null && { airC: body.airC }),
    ...(body.trackC !== null && { trackC: body.trackC }),
  }
  const between = refHere(toTake, toTake.manifest?.between ?? null)
  const record: SessionRecord = {
    ...stored,
    id: ids.session,
    startedAt: body.startedAt,
    utcOffsetMin: body.utcOffsetMin,
    trackId,
    layoutId: layout?.id ?? null,
    carId,
    origin: { kind: 'shared', league, person, device: said.device, own },
    betweenTrace: between,
    notes: old?.notes ?? '',
    privacy,
    ...(body.name ? { name: body.name } : old?.name && { name: old.name }),
    ...(old?.tags && { tags: old.tags }),
    ...(old?.setupId && { setupId: old.setupId }),
    ...(Object.keys(conditions).length > 0 && { conditions }),
    ...(body.world && { world: body.world }),
  }
  const derived = createDerivedWriter(connection, damage)
  const oldLaps = new Map((await derived.lapsOf(ids.session)).map(lap => [lap.id, lap]))
  const rows = lapRowsOf(toTake, record, layout, driverIds, oldLaps)
  const kept = new Set(rows.map(lap => lap.id))
  await laps.bulkDelete([...oldLaps.keys()].filter(lap => !kept.has(lap)))
  await derived.put(record, rows)
  return ids.session
}

const lapRowsOf = (
  { body, ids, manifest, isHere }: SessionToTake,
  session: SessionRecord,
  layout: LayoutRow | null,
  driverIds: readonly DriverId[],
  old: ReadonlyMap<LapId, LapRow>,
): LapRow[] => {
  const { laps, gates } = body
  const flaws = new Map(laps.flaws)
  const surfaces = new Map(laps.surfaces)
  const timingAt = (row: number): Timing => {
    const by = TIMING_CODES[laps.timing[row]!]!
    if (by !== 'gates') return { by }
    const isTheirs = layout !== null && layout.id === ids.layout && gates !== null
    return isTheirs ? { by, layoutId: layout.id, gateVersion: gates.version } : { by: 'counter' }
  }
  return laps.number.map((number, row): LapRow => {
    const id = ids.laps[row]!
    const before = old.get(id)
    const flaw = flaws.get(row)
    const surface = surfaces.get(row)
    return {
      id,
      sessionId: session.id,
      driverId: driverIds[laps.driver[row]!]!,
      number,
      kind: LAP_KIND_CODES[laps.kind[row]!]!,
      startMs: laps.start[row]!,
      endMs: asMillis(laps.start[row]! + laps.time[row]!),
      sectorsMs: laps.sectors[row] ?? [],
      validity: flaw === undefined ? { valid: true } : { valid: false, reason: flaw },
      timing: timingAt(row),
      trace: refHere({ isHere }, manifest?.laps[row] ?? null),
      privacy: session.privacy,
      layoutId: session.layoutId,
      carId: session.carId,
      deletedAt: session.deletedAt,
      updatedAt: session.updatedAt,
      ...(surface && { surface }),
      ...(before?.notes && { notes: before.notes }),
    }
  })
}

const refHere = (
  { isHere }: Pick<SessionToTake, 'isHere'>,
  ref: { readonly sha256: string; readonly size: number } | null,
): LapRow['trace'] =>
  ref && isHere(ref.sha256) ? ({ sha256: ref.sha256, size: ref.size } as LapRow['trace']) : null

const placeOf = async (
  { connection, damage, places, now }: TakeOptions,
  { said, body, own, layout: theirs, ids }: SessionToTake,
): Promise<{ readonly trackId: LayoutRow['trackId'] | null; readonly layout: LayoutRow | null }> => {
  const { layouts } = connection.tables
  const { place } = body
  const all = await readGoodRows(layouts, layouts, isLayoutRow, damage)
  const present = all.filter(({ deletedAt }) => deletedAt === null)
  const same = ids.layout && present.find(({ id }) => id === ids.layout)
  if (same)
    return { trackId: same.trackId, layout: await withTheirLines(connection, same, theirs, said, now) }
  const origin = own ? 'import' : 'shared'
  const privacy = own ? DEFAULT_PRIVACY : 'device'
  const name = place.track || theirs?.track || ''
  const draft = { origin, privacy, name, country: theirs?.country ?? null } as const
  const trackId = name === '' && !theirs ? null : (await places.ensureTrack(draft)).id
  if (trackId === null) return { trackId, layout: null }
  const mine = present.filter(row => row.origin !== 'shared')
  const alike = body.gates
    ? null
    : (mine.find(
        ({ frame }) => theirs?.space != null && frame.kind === 'flat' && frame.space === theirs.space,
      ) ?? mine.find(row => row.trackId === trackId && isAlike(row, place)))
  if (alike) return { trackId: alike.trackId, layout: alike }
  if (!theirs || !ids.layout || theirs.gates.length === 0) return { trackId, layout: null }
  const row: LayoutRow = {
    id: ids.layout,
    trackId,
    name: theirs.name,
    lengthM: theirs.lengthM,
    frame: theirs.frame === 'wgs84' ? { kind: 'wgs84' } : { kind: 'flat', space: theirs.space ?? ids.layout },
    gateVersions: linesOf(theirs, said),
    privacy,
    deletedAt: null,
    updatedAt: now(),
    ...(!own && { origin: 'shared' }),
  }
  await layouts.put(row)
  return { trackId, layout: row }
}

/** Its author moved a line since: versions are added, never changed. */
const withTheirLines = async (
  { tables: { layouts } }: Connection,
  row: LayoutRow,
  theirs: LayoutBody | null,
  said: VerifiedEntry,
  now: () => EpochMillis,
): Promise<LayoutRow> => {
  const last = row.gateVersions.at(-1)!.version
  const newer = theirs ? linesOf(theirs, said).filter(({ version }) => version > last) : []
  if (newer.length === 0) return row
  const next = { ...row, gateVersions: [...row.gateVersions, ...newer], updatedAt: now() }
  await layouts.put(next)
  return next
}

const linesOf = ({ gates }: LayoutBody, { entry }: VerifiedEntry): LayoutRow['gateVersions'] =>
  gates.map(lines => ({ ...lines, createdAt: entry.at, origin: 'Published in a league' }))

/** Told lengths of one layout differ by less. */
const SAME_LENGTH = 0.02

const isAlike = ({ name, lengthM }: LayoutRow, place: SessionBody['place']): boolean =>
  name.trim().toLowerCase() === place.layoutName.trim().toLowerCase() &&
  (lengthM === null || place.lengthM === null || Math.abs(lengthM - place.lengthM) <= SAME_LENGTH * lengthM)
