/**
 * Where a lap of a game was driven, and in what: the track, layout, car and driver of the library it belongs to.
 *
 * Invariants: a game's circuit and a log's are one track when both are the same known place. A layout is the game's own,
 * because its metres are: it is found again by its space (game, track, layout), whatever a person calls it or moved it
 * to. It is made from the first valid timed lap whose lines were all seen; until then laps have a track and no layout,
 * and get it together with that lap.
 *
 * Inside the caller's transaction, which includes RIG_PLACE_TABLES.
 */
import type { RigLap, RigSession } from '#shared/api'
import { type Gate, gateFromPoint } from '#shared/geo'
import { type CarId, createId, type DriverId, type FillRandom, type TrackId } from '#shared/id'
import { DEFAULT_PRIVACY } from '#shared/lap'
import { gameName, SHORT_GAME_NAMES } from '#shared/sim'
import type { GateVersion } from '#shared/track'
import { asMetres, type EpochMillis } from '#shared/units'
import type { Connection } from '../connection.ts'
import { type DamageLog, readGoodRows } from '../damage.ts'
import { isCarRow, isLayoutRow, isTrackRow } from '../guards.ts'
import { createPlacesInTransaction } from '../places.ts'
import type { CarRow, LayoutRow, Stored, TrackRow } from '../rows.ts'
import { type KnownThings, knownIdOfCar, knownIdOfTrack, rowNamed } from '../same-thing.ts'
import { spaceOf } from './space.ts'

export interface RigPlaces {
  /** Null for a game that does not say. */
  carOf(session: RigSession): Promise<CarId | null>
  driverOf(session: RigSession): Promise<DriverId>
  /** Without a layout while no lap has shown where its lines are. */
  placeOf(lap: RigLap): Promise<{ readonly trackId: TrackId | null; readonly layout: LayoutRow | null }>
}

/** The known places also by a game's own ids. */
export type KnownToGames = KnownThings & Pick<typeof import('#shared/known'), 'knownTrackById'>

export interface RigPlacesOptions {
  readonly connection: Connection
  readonly damage: DamageLog
  readonly fillRandom: FillRandom
  readonly now: () => EpochMillis
}

const RECORDED = { origin: 'import', privacy: DEFAULT_PRIVACY } as const

/** To both sides of where the car was: a start straight with its pit wall, and not the pit lane behind it. */
const HALF_WIDTH_M = 15

export const createRigPlaces = (options: RigPlacesOptions, known: KnownToGames): RigPlaces => {
  const { connection, damage, fillRandom, now } = options
  const { tracks, layouts, cars } = connection.tables
  const places = createPlacesInTransaction(options, known)
  const stored = (): Stored => ({ deletedAt: null, updatedAt: now() })

  const trackOf = async (session: RigSession): Promise<TrackId | null> => {
    const name = session.track
    if (name === '') return null
    const all = await readGoodRows(tracks, tracks, isTrackRow, damage)
    const place = knownPlaceOf(known, session)?.track
    const found =
      rowNamed(all, { ...RECORDED, name }, knownIdOfTrack(known)) ??
      (place && rowNamed(all, { ...RECORDED, name: place.name }, knownIdOfTrack(known)))
    if (found) return found.id
    const row: TrackRow = {
      ...RECORDED,
      ...stored(),
      id: createId<'track'>(fillRandom),
      name: place?.name ?? name,
      country: place?.country ?? null,
      ...(place && place.name !== name && { aliases: [name] }),
    }
    await tracks.add(row)
    return row.id
  }

  return {
    async carOf({ car: name }) {
      if (name === '') return null
      const all = await readGoodRows(cars, cars, isCarRow, damage)
      const found = rowNamed(all, { ...RECORDED, name }, knownIdOfCar(known))
      if (found) return found.id
      const model = known.knownCarOf(name)
      const row: CarRow = {
        ...RECORDED,
        ...stored(),
        id: createId<'car'>(fillRandom),
        name: model?.name ?? name,
        ...(model && model.name !== name && { aliases: [name] }),
      }
      await cars.add(row)
      return row.id
    },

    driverOf: async ({ driver: name }) => (await places.ensureDriver({ ...RECORDED, name })).id,

    async placeOf(lap) {
      const { session } = lap
      const space = spaceOf(session)
      const all = await readGoodRows(layouts, layouts, isLayoutRow, damage)
      const there = all.find(
        ({ deletedAt, frame, origin }) =>
          deletedAt === null && origin !== 'shared' && frame.kind === 'flat' && frame.space === space,
      )
      if (there) return { trackId: there.trackId, layout: there }
      const trackId = await trackOf(session)
      const gates = trackId && gatesOf(lap)
      if (!trackId || !gates) return { trackId, layout: null }
      const layout: LayoutRow = {
        ...stored(),
        id: createId<'layout'>(fillRandom),
        trackId,
        name: layoutNameOf(known, session),
        lengthM: lengthOf(session),
        frame: { kind: 'flat', space },
        gateVersions: [{ ...gates, version: 1, createdAt: now() }],
        privacy: DEFAULT_PRIVACY,
      }
      await layouts.add(layout)
      return { trackId, layout }
    },
  }
}

const knownPlaceOf = (
  { knownTrackById, knownTrackOf }: KnownToGames,
  { game, track, layout }: Pick<RigSession, 'game' | 'track' | 'layout'>,
) => {
  const byId = knownTrackById(game === 'acc' ? 'acc' : 'ac1', track, layout)
  return byId ?? knownTrackOf(`${track} ${layout}`) ?? knownTrackOf(track)
}

/** 'Grand Prix (ACC)' */
const layoutNameOf = (known: KnownToGames, session: RigSession): string => {
  const found = knownPlaceOf(known, session)
  const layouts = found?.track.layouts ?? []
  const only = layouts.length === 1 ? layouts[0]!.name : ''
  const name = found?.layout?.name || session.layout || only
  const game = gameName(session.game, SHORT_GAME_NAMES)
  return name === '' ? game : `${name} (${game})`
}

const lengthOf = ({ trackLengthM }: RigSession): LayoutRow['lengthM'] =>
  trackLengthM !== null && trackLengthM > 0 ? asMetres(trackLengthM) : null

/** Lines across the road where the game counted, when this lap shows all of them. */
export const gatesOf = ({
  measured,
  lines,
  session,
}: Pick<RigLap, 'measured' | 'lines' | 'session'>): Omit<GateVersion, 'version' | 'createdAt'> | null => {
  if (measured.kind !== 'timed' || !measured.validity.valid) return null
  const seen = lines.filter(line => line !== null)
  const [startFinish, ...sectors] = seen.map(
    ({ x, y, headingRad }): Gate => gateFromPoint({ x, y }, headingRad, 2 * HALF_WIDTH_M),
  )
  if (!startFinish || seen.length < lines.length || seen.length < measured.sectorsMs.length) return null
  const game = gameName(session.game)
  const origin = `Where the car was when ${game} counted lap ${measured.number}, as the rig-bridge saw it`
  return { startFinish, finish: null, sectors, origin }
}
