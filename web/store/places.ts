/**
 * Tracks with their layouts, cars and drivers: found by name and origin, or added.
 *
 * Invariant: looking and adding is one transaction, so two tabs that need the same track at once get the same
 * one. Names are compared exactly; whoever brings a record writes its name the way it is shown.
 */
import { createId, type FillRandom } from '#shared/id'
import type { Car, Driver, Privacy } from '#shared/lap'
import type { GateVersion, Layout, Track } from '#shared/track'
import type { EpochMillis } from '#shared/units'
import type { Connection } from './connection.ts'
import { type DamageLog, readGoodRows } from './damage.ts'
import type { Outcome } from './failures.ts'
import { isCarRow, isDriverRow, isLayoutRow, isTrackRow } from './guards.ts'
import type { LayoutRow, RecordOrigin, Stored, TrackRow } from './rows.ts'

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
}

export interface PlacesOptions {
  readonly connection: Connection
  readonly damage: DamageLog
  readonly fillRandom: FillRandom
  readonly now: () => EpochMillis
}

/** The first version of a layout's gates. */
const FIRST_VERSION = 1

export const createPlaces = (options: PlacesOptions): Places => {
  const { connection, damage, fillRandom, now } = options
  const { tracks, layouts, cars, drivers } = connection.tables

  const withName = ({ origin, name }: { origin: RecordOrigin; name: string }) => ({ origin, name })
  const stored = (): Stored => ({ deletedAt: null, updatedAt: now() })

  const ensureTrack = async ({ origin, privacy, track }: PlaceDraft): Promise<TrackRow> => {
    const query = tracks.where(withName({ origin, name: track.name }))
    const [found] = await readGoodRows(query, tracks, isTrackRow, damage)
    if (found) return found
    const row = { ...track, ...stored(), origin, privacy, id: createId<'track'>(fillRandom) }
    await tracks.add(row)
    return row
  }

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

  return {
    ensurePlace: draft =>
      connection.run('rw', ['tracks', 'layouts'], async () => {
        const track = await ensureTrack(draft)
        return { track, layout: await ensureLayout(track, draft) }
      }),

    ensureCar: draft =>
      connection.run('rw', ['cars'], async () => {
        const [found] = await readGoodRows(cars.where(withName(draft)), cars, isCarRow, damage)
        if (found) return found
        const row = { ...draft, ...stored(), id: createId<'car'>(fillRandom) }
        await cars.add(row)
        return row
      }),

    ensureDriver: draft =>
      connection.run('rw', ['drivers'], async () => {
        const [found] = await readGoodRows(drivers.where(withName(draft)), drivers, isDriverRow, damage)
        if (found) return found
        const row = { ...draft, ...stored(), id: createId<'driver'>(fillRandom) }
        await drivers.add(row)
        return row
      }),

    listTracks: () =>
      connection.run('r', ['tracks', 'layouts'], async () => {
        const allTracks = await readGoodRows(tracks, tracks, isTrackRow, damage)
        const allLayouts = await readGoodRows(layouts, layouts, isLayoutRow, damage)
        const layoutsByTrack = Map.groupBy(allLayouts.filter(isPresent), layout => layout.trackId)
        return byName(allTracks.filter(isPresent)).map(track => ({
          track,
          layouts: byName(layoutsByTrack.get(track.id) ?? []),
        }))
      }),

    listCars: () =>
      connection.run('r', ['cars'], async () =>
        byName((await readGoodRows(cars, cars, isCarRow, damage)).filter(isPresent)),
      ),

    listDrivers: () =>
      connection.run('r', ['drivers'], async () =>
        byName((await readGoodRows(drivers, drivers, isDriverRow, damage)).filter(isPresent)),
      ),
  }
}

const isPresent = (row: Stored): boolean => row.deletedAt === null

const byName = <Row extends { readonly name: string }>(rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => a.name.localeCompare(b.name))
