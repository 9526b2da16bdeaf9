/**
 * What the library knows of the place that is driven at now: the best laps here to measure against, the best times
 * ever, and the road.
 *
 * Invariants: a lap is opened once, in a worker, however often it becomes the best again; what is answered for a place
 * that is left meanwhile is dropped. A layout is found by the game's own metres, a car by what the game calls it.
 * Limits: a circuit of a game is known from its first whole lap in the library on; until then there is nothing here.
 */
import type { RigSession } from '#shared/api'
import { allTimeBests } from '#shared/bests'
import type { CarId, DriverId, LapId, LayoutId } from '#shared/id'
import { isRanked, type Lap, lapTimeMs } from '#shared/lap'
import { type Reference, referenceOfTrace } from '#shared/sim'
import { positionOf } from '#shared/track'
import { sessionWhen } from '#web/parts/dates'
import type { Against, AgainstKind, AllTime, Live, Road } from '#web/parts/live'
import { preferences } from '#web/state'
import { type KnownThings, type LapDetail, type Library, loadKnown, type Outcome, spaceOf } from '#web/store'
import { words } from '#web/words'
import type { TraceReader } from '#web/workers'

export interface KeptHere {
  readonly layoutId: LayoutId
  readonly mine: LapDetail | null
  readonly here: LapDetail | null
  readonly chosen: LapDetail | null
  readonly ever: AllTime
}

interface OpenedLap {
  readonly reference: Reference | null
  readonly road: Road | null
}

/** Metres between two points of the road: a map of 300 pixels shows no more. */
const ROAD_STEP_M = 8

export const readKept = async (
  library: Library,
  known: KnownThings,
  session: RigSession,
  chosen: LapId | null,
): Promise<Outcome<KeptHere | null>> => {
  const tracks = await library.listTracks()
  if (!tracks.ok) return tracks
  const space = spaceOf(session)
  const layout = tracks.value
    .flatMap(({ layouts }) => layouts)
    .find(({ frame }) => frame.kind === 'flat' && frame.space === space)
  const [picked] = chosen ? await detailsOf(library, [chosen]) : [null]
  if (!layout) return { ok: true, value: null }
  const layoutId = layout.id
  const carId = await carIdOf(library, known, session.car)
  const driverId = await driverIdOf(library, session.driver)
  const mine = carId && driverId ? await bestOf(library, { layoutId, carId, driverId }) : null
  const here = await bestOf(library, { layoutId })
  const bests = await library.bestsOf({ layoutId })
  if (!bests.ok) return bests
  const ofCar = carId ? allTimeBests(bests.value, { carIds: [carId] }) : null
  const sectors = ofCar?.theoretical?.lines.startsWith('marks') ? ofCar.theoretical.parts : []
  return {
    ok: true,
    value: {
      layoutId,
      mine,
      here,
      chosen: picked ?? null,
      ever: { lapMs: ofCar?.best?.timeMs ?? null, sectorsMs: sectors.map(part => part.timeMs) },
    },
  }
}

const detailsOf = async (library: Library, ids: readonly LapId[]): Promise<readonly (LapDetail | null)[]> => {
  const details = await library.lapDetails(ids)
  return details.ok ? details.value : []
}

const bestOf = async (
  library: Library,
  filter: { readonly layoutId: LayoutId; readonly carId?: CarId; readonly driverId?: DriverId },
): Promise<LapDetail | null> => {
  const bests = await library.bestLaps({ ...filter, limit: 1 })
  const id = bests.ok ? bests.value[0]?.id : undefined
  return id ? ((await detailsOf(library, [id]))[0] ?? null) : null
}

const carIdOf = async (library: Library, known: KnownThings, name: string): Promise<CarId | null> => {
  const cars = await library.listCars()
  if (!cars.ok || name === '') return null
  const model = known.knownCarOf(name)?.id
  const isIt = (each: { name: string; aliases?: readonly string[] }): boolean =>
    each.name === name || (each.aliases?.includes(name) ?? false)
  const found =
    cars.value.find(isIt) ?? (model && cars.value.find(car => known.knownCarOf(car.name)?.id === model))
  return found ? found.id : null
}

const driverIdOf = async (library: Library, name: string): Promise<DriverId | null> => {
  const drivers = await library.listDrivers()
  if (!drivers.ok) return null
  return drivers.value.find(each => each.name === name || each.aliases?.includes(name))?.id ?? null
}

/** Opens laps as they are asked for and keeps what was made of them: some 100 kB each, a handful in an evening. */
export const createLapOpener = (reader: TraceReader) => {
  const opened = new Map<LapId, Promise<OpenedLap>>()
  const open = async ({ lap, layout }: LapDetail): Promise<OpenedLap> => {
    const trace = lap.trace && (await reader.open(lap.trace))
    if (!trace?.ok) return { reference: null, road: null }
    const position = layout && positionOf(trace.value.trace, layout.frame)
    const road: { x: number[]; y: number[] } = { x: [], y: [] }
    for (let i = 0; position && i < position.timeMs.length; i++) {
      const [x, y] = [position.x[i]!, position.y[i]!]
      const atMs = position.timeMs[i]!
      if (Number.isNaN(x + y) || atMs < lap.startMs || atMs > lap.endMs) continue
      if (road.x.length > 0 && Math.hypot(x - road.x.at(-1)!, y - road.y.at(-1)!) < ROAD_STEP_M) continue
      road.x.push(x)
      road.y.push(y)
    }
    return { reference: referenceOfTrace(trace.value.trace, lap), road: closed(road) }
  }
  return (detail: LapDetail): Promise<OpenedLap> => {
    const { id } = detail.lap
    const answer = opened.get(id) ?? open(detail)
    opened.set(id, answer)
    return answer
  }
}

/** A lap ends where it began. */
const closed = ({ x, y }: Road): Road | null => (x.length < 3 ? null : { x: [...x, x[0]!], y: [...y, y[0]!] })

export const detailText = ({ lap, car, driver, session }: LapDetail): string =>
  [driver?.name ?? '', car?.name ?? '', sessionWhen(session, words.tag), `L${lap.number}`]
    .filter(word => word !== '')
    .join(', ')

/** Puts what is kept here before the live parts; lives as long as the component that made it. */
export const followKept = (
  live: Live,
  open: ReturnType<typeof createLapOpener>,
  kept: () => KeptHere | null,
): void => {
  const show = async (kind: AgainstKind, detail: LapDetail | null, isStill: () => boolean): Promise<void> => {
    if (!detail) return
    const { reference, road } = await open(detail)
    if (!isStill()) return
    if (road && isRanked(detail.lap)) live.knownRoad = road
    const against: Against = {
      kind,
      lapMs: reference ? lapTimeMs(detail.lap) : null,
      detail: detailText(detail),
      timeAt: reference ? reference.timeAt : null,
    }
    live.given = { ...live.given, [kind]: against }
  }
  $effect(() => {
    const now = kept()
    void preferences.now.language
    let isNow = true
    live.given = {}
    live.knownRoad = null
    live.ever = now?.ever ?? { lapMs: null, sectorsMs: [] }
    if (now) {
      for (const kind of ['here', 'mine', 'chosen'] as const) void show(kind, now[kind], () => isNow)
    }
    return () => {
      isNow = false
    }
  })
}

export const loadKnownThings = (): Promise<KnownThings> => loadKnown()

/** Of one layout, the fastest first. */
export const fastestHere = async (
  library: Library,
  layoutId: LayoutId,
  limit: number,
): Promise<readonly LapDetail[]> => {
  const bests = await library.bestLaps({ layoutId, limit })
  const ids = bests.ok ? bests.value.filter((lap: Lap) => lap.trace !== null).map(lap => lap.id) : []
  return (await detailsOf(library, ids)).filter(detail => detail !== null)
}
