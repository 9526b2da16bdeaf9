/**
 * Cars, drivers, tracks, layouts and setups as a person keeps them: described, merged, deleted.
 *
 * Invariants: every change is a deed and can be undone. Merging moves everything of one thing to another, which from
 * then on answers to both names; the other is gone until it is undone. Nothing that sessions still name is deleted.
 */
import {
  type CarId,
  createId,
  type DriverId,
  type FillRandom,
  type LayoutId,
  type SessionId,
  type SetupId,
  type TrackId,
} from '#shared/id'
import { type Car, MAX_SETUP_TEXT, type Setup } from '#shared/lap'
import type { Layout, Track } from '#shared/track'
import type { EpochMillis } from '#shared/units'
import type { Connection } from '../connection.ts'
import { type DamageLog, readGoodRows } from '../damage.ts'
import { fail, type Outcome, Refusal } from '../failures.ts'
import {
  isCarRow,
  isDriverRow,
  isLapRow,
  isLayoutRow,
  isSessionRow,
  isSetupRow,
  isTrackRow,
} from '../guards.ts'
import type { CarRow, DriverRow, SessionRow, SetupRow, TrackRow } from '../rows.ts'
import type { DeedOutcome, DeedWriter } from './deeds.ts'

export type TrackEdit = Partial<Pick<Track, 'name' | 'country' | 'known' | 'notes'>>
export type LayoutEdit = Partial<Pick<Layout, 'name' | 'lengthM'>>
export type CarEdit = Partial<Pick<Car, 'name' | 'known' | 'facts' | 'notes'>> & {
  /** Null takes the picture away. */
  readonly picture?: Car['picture'] | null
}
export type SetupEdit = Partial<Pick<Setup, 'name' | 'notes' | 'trackId' | 'carId'>>
export type NewSetup = Omit<Setup, 'id' | 'createdAt'>

export interface MergedLayouts extends DeedOutcome {
  /** To be timed anew at the lines of the layout they are on now. */
  readonly sessions: readonly SessionId[]
}

export interface Garage {
  editTrack(id: TrackId, edit: TrackEdit): Promise<Outcome<DeedOutcome>>
  mergeTracks(from: TrackId, into: TrackId): Promise<Outcome<DeedOutcome>>
  editLayout(id: LayoutId, edit: LayoutEdit): Promise<Outcome<DeedOutcome>>
  mergeLayouts(from: LayoutId, into: LayoutId): Promise<Outcome<MergedLayouts>>
  editCar(id: CarId, edit: CarEdit): Promise<Outcome<DeedOutcome>>
  mergeCars(from: CarId, into: CarId): Promise<Outcome<DeedOutcome>>
  /** Refused while sessions or setups name it. */
  deleteCar(id: CarId): Promise<Outcome<DeedOutcome>>
  editDriver(id: DriverId, name: string): Promise<Outcome<DeedOutcome>>
  mergeDrivers(from: DriverId, into: DriverId): Promise<Outcome<DeedOutcome>>
  /** All setups, or those of one car, newest first. */
  listSetups(carId?: CarId): Promise<Outcome<readonly Setup[]>>
  addSetup(setup: NewSetup): Promise<Outcome<SetupId>>
  editSetup(id: SetupId, edit: SetupEdit): Promise<Outcome<DeedOutcome>>
  deleteSetup(id: SetupId): Promise<Outcome<DeedOutcome>>
}

export interface GarageOptions {
  readonly connection: Connection
  readonly damage: DamageLog
  readonly deeds: DeedWriter
  readonly fillRandom: FillRandom
  readonly now: () => EpochMillis
}

export const createGarage = ({ connection, damage, deeds, fillRandom, now }: GarageOptions): Garage => {
  const { sessions, laps, tracks, layouts, cars, drivers, setups } = connection.tables
  const trackOf = (id: TrackId) => existing(tracks.get(id), isTrackRow)
  const layoutOf = (id: LayoutId) => existing(layouts.get(id), isLayoutRow)
  const carOf = (id: CarId) => existing(cars.get(id), isCarRow)
  const driverOf = (id: DriverId) => existing(drivers.get(id), isDriverRow)
  const setupOf = (id: SetupId) => existing(setups.get(id), isSetupRow)

  const sessionsWith = async (field: 'trackId' | 'layoutId' | 'carId', id: string): Promise<SessionRow[]> => {
    const query = sessions.where(`[${field}+startedAt]`).between([id], [id, []])
    return readGoodRows(query, sessions, isSessionRow, damage)
  }
  const setupsWith = async (field: 'carId' | 'trackId', id: string): Promise<SetupRow[]> =>
    (await readGoodRows(setups, setups, isSetupRow, damage)).filter(row => row[field] === id)

  /** The one that goes; what it was called stays known to the other. */
  const absorb = async <Row extends TrackRow | CarRow | DriverRow>(
    put: (row: Row) => Promise<void>,
    from: Row,
    into: Row,
  ): Promise<void> => {
    const names = [...(into.aliases ?? []), from.name, ...(from.aliases ?? [])]
    const aliases = [...new Set(names)].filter(name => name !== '' && name !== into.name)
    await put({ ...into, aliases })
    await put({ ...from, deletedAt: now() })
  }

  return {
    editTrack: (id, edit) =>
      deeds.run('edit-track', async doing => {
        const row = await trackOf(id)
        await doing.put('tracks', { ...row, ...edit })
        return { about: row.name, count: 1 }
      }),

    mergeTracks: (from, into) =>
      deeds.run('merge-tracks', async doing => {
        const [gone, kept] = [await trackOf(from), await trackOf(into)]
        refuseSame(from, into)
        for (const row of await readGoodRows(
          layouts.where({ trackId: from }),
          layouts,
          isLayoutRow,
          damage,
        )) {
          await doing.put('layouts', { ...row, trackId: into })
        }
        const moved = await sessionsWith('trackId', from)
        for (const row of moved) await doing.put('sessions', { ...row, trackId: into })
        for (const row of await setupsWith('trackId', from))
          await doing.put('setups', { ...row, trackId: into })
        await absorb(row => doing.put('tracks', row), gone, kept)
        return { about: `${gone.name} → ${kept.name}`, count: moved.length }
      }),

    editLayout: (id, edit) =>
      deeds.run('edit-layout', async doing => {
        const row = await layoutOf(id)
        await doing.put('layouts', { ...row, ...edit })
        return { about: row.name, count: 1 }
      }),

    async mergeLayouts(from, into) {
      let moved: readonly SessionRow[] = []
      const done = await deeds.run('merge-layouts', async doing => {
        const [gone, kept] = [await layoutOf(from), await layoutOf(into)]
        refuseSame(from, into)
        if (!isSameSpace(gone, kept)) throw new Refusal(fail('missing', OTHER_SPACE))
        moved = await sessionsWith('layoutId', from)
        for (const row of moved) {
          await doing.put('sessions', { ...row, layoutId: into, trackId: kept.trackId })
        }
        await doing.put('layouts', { ...gone, deletedAt: now() })
        return { about: `${gone.name} → ${kept.name}`, count: moved.length }
      })
      return done.ok ? { ok: true, value: { ...done.value, sessions: moved.map(row => row.id) } } : done
    },

    editCar: (id, { picture, ...edit }) =>
      deeds.run('edit-car', async doing => {
        const row = await carOf(id)
        const { picture: before, ...rest } = row
        const shown = picture === undefined ? before : picture
        await doing.put('cars', { ...rest, ...edit, ...(shown && { picture: shown }) })
        return { about: row.name, count: 1 }
      }),

    mergeCars: (from, into) =>
      deeds.run('merge-cars', async doing => {
        const [gone, kept] = [await carOf(from), await carOf(into)]
        refuseSame(from, into)
        const moved = await sessionsWith('carId', from)
        for (const row of moved) await doing.put('sessions', { ...row, carId: into })
        for (const row of await setupsWith('carId', from)) await doing.put('setups', { ...row, carId: into })
        await absorb(row => doing.put('cars', row), gone, kept)
        return { about: `${gone.name} → ${kept.name}`, count: moved.length }
      }),

    deleteCar: id =>
      deeds.run('delete-car', async doing => {
        const row = await carOf(id)
        const used = (await sessionsWith('carId', id)).length + (await setupsWith('carId', id)).length
        if (used > 0) throw new Refusal(fail('missing', CAR_IN_USE))
        await doing.put('cars', { ...row, deletedAt: now() })
        return { about: row.name, count: 1 }
      }),

    editDriver: (id, name) =>
      deeds.run('edit-driver', async doing => {
        const row = await driverOf(id)
        await doing.put('drivers', { ...row, name })
        return { about: row.name, count: 1 }
      }),

    mergeDrivers: (from, into) =>
      deeds.run('merge-drivers', async doing => {
        const [gone, kept] = [await driverOf(from), await driverOf(into)]
        refuseSame(from, into)
        let count = 0
        // No index knows a driver's laps of every layout; sessions say who drove.
        for (const row of await readGoodRows(sessions, sessions, isSessionRow, damage)) {
          if (!row.summary.driverIds.includes(from)) continue
          for (const lap of await readGoodRows(laps.where({ sessionId: row.id }), laps, isLapRow, damage)) {
            if (lap.driverId !== from) continue
            await doing.put('laps', { ...lap, driverId: into })
            count += 1
          }
        }
        await absorb(row => doing.put('drivers', row), gone, kept)
        return { about: `${gone.name} → ${kept.name}`, count }
      }),

    listSetups: carId =>
      connection.run('r', ['setups'], async () => {
        const query = carId ? setups.where({ carId }) : setups
        const rows = await readGoodRows(query, setups, isSetupRow, damage)
        return rows.filter(row => row.deletedAt === null).sort((a, b) => b.createdAt - a.createdAt)
      }),

    addSetup: setup =>
      connection.run('rw', ['setups'], async () => {
        if (setup.text.length > MAX_SETUP_TEXT) throw new Refusal(fail('full', SETUP_TOO_LONG))
        const id = createId<'setup'>(fillRandom)
        await setups.add({ ...setup, id, createdAt: now(), deletedAt: null, updatedAt: now() })
        return id
      }),

    editSetup: (id, edit) =>
      deeds.run('edit-setup', async doing => {
        const row = await setupOf(id)
        await doing.put('setups', { ...row, ...edit })
        return { about: row.name, count: 1 }
      }),

    deleteSetup: id =>
      deeds.run('delete-setup', async doing => {
        const row = await setupOf(id)
        await doing.put('setups', { ...row, deletedAt: now() })
        return { about: row.name, count: 1 }
      }),
  }
}

const existing = async <Row>(
  found: PromiseLike<unknown>,
  isGood: (row: unknown) => row is Row,
): Promise<Row> => {
  const row = await found
  if (!isGood(row)) throw new Refusal(fail(row === undefined ? 'missing' : 'damaged'))
  return row
}

const refuseSame = (from: string, into: string): void => {
  if (from === into) throw new Refusal(fail('missing', SAME_THING))
}

const isSameSpace = ({ frame: a }: Layout, { frame: b }: Layout): boolean =>
  a.kind === 'wgs84' ? b.kind === 'wgs84' : b.kind === 'flat' && a.space === b.space

const SAME_THING = 'These are one and the same already, so nothing was changed; choose another one.'
const OTHER_SPACE =
  'One of these layouts was driven on a real road and the other in a game, so their laps cannot be timed at the same lines and nothing was changed; merge their tracks instead.'
const CAR_IN_USE =
  'Sessions or setups still name this car, so it was not deleted; merge it into another car, or move them first.'
const SETUP_TOO_LONG =
  'This setup file is larger than 256 kB, so it was not kept; a setup of a game has some ten.'
