/**
 * Tracks with their layouts, cars and drivers: found by what they are called (`same-thing.ts`), or added.
 *
 * Invariants: looking and adding is one transaction, so two tabs that need the same track at once get the same
 * one. A gate version is added, never changed.
 */
import { gateCenter } from '#shared/geo'
import { createId, type FillRandom, type LayoutId } from '#shared/id'
import type { Car, Driver, Privacy } from '#shared/lap'
import {
  type Corner,
  type GateVersion,
  type KnownLayout,
  type Layout,
  type Track,
  withMovedGates,
} from '#shared/track'
import type { EpochMillis } from '#shared/units'
import type { Connection } from './connection.ts'
import { type DamageLog, readGoodRows } from './damage.ts'
import { fail, type Outcome, Refusal } from './failures.ts'
import { isCarRow, isDriverRow, isLayoutRow, isTrackRow } from './guards.ts'
import type { CarRow, DriverRow, LayoutRow, Originated, RecordOrigin, Stored, TrackRow } from './rows.ts'
import { type KnownThings, knownIdOfCar, knownIdOfTrack, loadKnown, rowNamed } from './same-thing.ts'

export interface PlaceDraft {
  readonly origin: RecordOrigin
  readonly privacy: Privacy
  readonly track: Pick<Track, 'name' | 'country'>
  readonly layout: Pick<Layout, 'name' | 'lengthM' | 'frame'>
  readonly gates: Omit<GateVersion, 'version' | 'createdAt'>
}

export interface Place {
  readonly track: Track
  readonly layout: Layout
}

export interface NameDraft {
  readonly origin: RecordOrigin
  readonly privacy: Privacy
  readonly name: string
}

export interface TrackDraft extends NameDraft {
  readonly country?: string | null
}

export interface TrackWithLayouts {
  readonly track: Track
  readonly layouts: readonly Layout[]
}

export interface Places {
  /** A layout that is there already is answered as it is, with the gates in force now. */
  ensurePlace(draft: PlaceDraft): Promise<Outcome<Place>>
  ensureCar(draft: NameDraft): Promise<Outcome<Car>>
  ensureDriver(draft: NameDraft): Promise<Outcome<Driver>>
  /** All tracks by name, each with its layouts. */
  listTracks(): Promise<Outcome<readonly TrackWithLayouts[]>>
  listCars(): Promise<Outcome<readonly Car[]>>
  listDrivers(): Promise<Outcome<readonly Driver[]>>
  /** Every layout, in the order in which they were driven first. */
  knownLayouts(): Promise<Outcome<readonly KnownLayout[]>>
  /** Adds a gate version; laps timed with the older ones stay as they are until they are timed again. */
  moveGates(id: LayoutId, moved: Omit<GateVersion, 'version' | 'createdAt'>): Promise<Outcome<Layout>>
  /** Null forgets them: from then on they are found in the driving again. */
  saveCorners(id: LayoutId, corners: readonly Corner[] | null): Promise<Outcome<null>>
}

/** A layout nobody has yet, with the id that laps timed at its lines name already. */
export interface NewLayout extends Pick<Layout, 'id' | 'lengthM' | 'frame'> {
  readonly origin: RecordOrigin
  readonly privacy: Privacy
  /** Null when nobody said where it is: then it is a track of its own, without a name. */
  readonly trackName: string | null
  readonly gates: Omit<GateVersion, 'version' | 'createdAt'>
}

/** The same inside somebody else's transaction, which must include the tables they touch. */
export interface PlacesInTransaction {
  ensureCar(draft: NameDraft): Promise<CarRow>
  /** An empty name is whoever drove when nobody said who. */
  ensureDriver(draft: NameDraft): Promise<DriverRow>
  /** An empty name is a track of its own each time. */
  ensureTrack(draft: TrackDraft): Promise<TrackRow>
  addLayout(layout: NewLayout): Promise<LayoutRow>
}

export interface PlacesOptions {
  readonly connection: Connection
  readonly damage: DamageLog
  readonly fillRandom: FillRandom
  readonly now: () => EpochMillis
}

/** The first version of a layout's gates. */
const FIRST_VERSION = 1

export const createPlacesInTransaction = (
  options: PlacesOptions,
  known: KnownThings,
): PlacesInTransaction => {
  const { connection, damage, fillRandom, now } = options
  const { tracks, layouts, cars, drivers } = connection.tables
  const stored = (): Stored => ({ deletedAt: null, updatedAt: now() })

  const ensureTrack = async ({ origin, privacy, name, country = null }: TrackDraft): Promise<TrackRow> => {
    const all = name === '' ? [] : await readGoodRows(tracks, tracks, isTrackRow, damage)
    const found = rowNamed(all, { origin, name }, knownIdOfTrack(known))
    if (found) return found
    const row = { ...stored(), id: createId<'track'>(fillRandom), name, country, origin, privacy }
    await tracks.add(row)
    return row
  }

  return {
    async ensureCar(draft) {
      const found = rowNamed(await readGoodRows(cars, cars, isCarRow, damage), draft, knownIdOfCar(known))
      if (found) return found
      const row = { ...draft, ...stored(), id: createId<'car'>(fillRandom) }
      await cars.add(row)
      return row
    },

    async ensureDriver(draft) {
      const found = rowNamed(await readGoodRows(drivers, drivers, isDriverRow, damage), draft)
      if (found) return found
      const row = { ...draft, ...stored(), id: createId<'driver'>(fillRandom) }
      await drivers.add(row)
      return row
    },

    ensureTrack,

    async addLayout({ id, origin, privacy, trackName, lengthM, frame, gates }) {
      const named = trackName ? nameFromWords(known, trackName) : nameFromPlace(known, frame, gates)
      const track = await ensureTrack({ origin, privacy, ...named })
      const siblings = await layouts.where({ trackId: track.id }).count()
      const row: LayoutRow = {
        ...stored(),
        id,
        trackId: track.id,
        name: (trackName && known.knownTrackOf(trackName)?.layout?.name) || `Layout ${siblings + 1}`,
        lengthM,
        frame,
        gateVersions: [{ ...gates, version: FIRST_VERSION, createdAt: now() }],
        privacy,
      }
      await layouts.add(row)
      return row
    },
  }
}

export const createPlaces = (options: PlacesOptions): Places => {
  const { connection, damage, fillRandom, now } = options
  const { tracks, layouts, cars, drivers } = connection.tables
  const inTransaction = async () => createPlacesInTransaction(options, await loadKnown())

  const stored = (): Stored => ({ deletedAt: null, updatedAt: now() })

  const ensureLayout = async (track: Track, { privacy, layout, gates }: PlaceDraft): Promise<LayoutRow> => {
    const known = await readGoodRows(layouts.where({ trackId: track.id }), layouts, isLayoutRow, damage)
    const found = known.find(each => each.name === layout.name)
    if (found) return found
    const row: LayoutRow = {
      ...layout,
      ...stored(),
      privacy,
      id: createId<'layout'>(fillRandom),
      trackId: track.id,
      gateVersions: [{ ...gates, version: FIRST_VERSION, createdAt: now() }],
    }
    await layouts.add(row)
    return row
  }

  const presentTracks = async (): Promise<TrackRow[]> =>
    (await readGoodRows(tracks, tracks, isTrackRow, damage)).filter(isListed)
  const presentLayouts = async (): Promise<LayoutRow[]> =>
    (await readGoodRows(layouts, layouts, isLayoutRow, damage)).filter(isListed)

  return {
    async ensurePlace(draft) {
      const places = await inTransaction()
      return connection.run('rw', ['tracks', 'layouts'], async () => {
        const { origin, privacy, track: named } = draft
        const track = await places.ensureTrack({ origin, privacy, ...named })
        return { track, layout: await ensureLayout(track, draft) }
      })
    },

    async ensureCar(draft) {
      const places = await inTransaction()
      return connection.run('rw', ['cars'], () => places.ensureCar(draft))
    },

    async ensureDriver(draft) {
      const places = await inTransaction()
      return connection.run('rw', ['drivers'], () => places.ensureDriver(draft))
    },

    listTracks: () =>
      connection.run('r', ['tracks', 'layouts'], async () => {
        const layoutsByTrack = Map.groupBy(await presentLayouts(), layout => layout.trackId)
        return byName(await presentTracks()).map(track => ({
          track,
          layouts: byName(layoutsByTrack.get(track.id) ?? []),
        }))
      }),

    listCars: () =>
      connection.run('r', ['cars'], async () =>
        byName((await readGoodRows(cars, cars, isCarRow, damage)).filter(isListed)),
      ),

    listDrivers: () =>
      connection.run('r', ['drivers'], async () =>
        byName((await readGoodRows(drivers, drivers, isDriverRow, damage)).filter(isListed)),
      ),

    knownLayouts: () =>
      connection.run('r', ['tracks', 'layouts'], async () => {
        const nameById = new Map((await presentTracks()).map(track => [track.id, track.name]))
        return (await presentLayouts())
          .toSorted((a, b) => a.gateVersions[0]!.createdAt - b.gateVersions[0]!.createdAt)
          .map(layout => ({ trackName: nameById.get(layout.trackId) ?? '', layout }))
      }),

    moveGates: (id, moved) =>
      connection.run('rw', ['layouts'], async () => {
        const row: unknown = await layouts.get(id)
        if (!isLayoutRow(row)) throw new Refusal(fail(row === undefined ? 'missing' : 'damaged'))
        const layout = withMovedGates(row, { ...moved, createdAt: now() })
        await layouts.put({ ...row, ...layout, updatedAt: now() })
        return layout
      }),

    saveCorners: (id, corners) =>
      connection.run('rw', ['layouts'], async () => {
        const row: unknown = await layouts.get(id)
        if (!isLayoutRow(row)) throw new Refusal(fail(row === undefined ? 'missing' : 'damaged'))
        const { corners: _, ...rest } = row
        await layouts.put({ ...rest, ...(corners && { corners }), updatedAt: now() })
        return null
      }),
  }
}

/** A log's word for a place it names: the country comes along when the place is known. */
const nameFromWords = ({ knownTrackOf }: KnownThings, name: string) => ({
  name,
  country: knownTrackOf(name)?.track.country ?? null,
})

/** Nobody said where it is: a known circuit near by, else a track without a name. */
const nameFromPlace = (
  { knownTrackNear }: KnownThings,
  frame: Layout['frame'],
  { startFinish }: Pick<GateVersion, 'startFinish'>,
) => {
  const { x, y } = gateCenter(startFinish)
  const near = frame.kind === 'wgs84' ? knownTrackNear({ lat: y, lon: x }) : null
  return near ? { name: near.track.name, country: near.track.country } : { name: '', country: null }
}

/** What came with laps of other people is in no list of mine. */
const isListed = (row: Stored & Partial<Originated>): boolean =>
  row.deletedAt === null && row.origin !== 'shared'

const byName = <Row extends { readonly name: string }>(rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => a.name.localeCompare(b.name))
