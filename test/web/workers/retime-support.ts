/** Sample sessions whose lines move, and when the simulator says that a line was crossed. */
import { type Gate, gateToDegrees, gateToPlace, movedBy, placeToGate } from '#shared/geo'
import type { SessionId } from '#shared/id'
import { isRanked, lapTimeMs } from '#shared/lap'
import { type CircuitName, createDrive } from '#shared/sim'
import { gatesToPoints, gateVersionInForce, pathBetween, positionOf } from '#shared/track'
import type { Library, SessionDetail } from '#web/store'
import type { NewLines } from '#web/workers'
import { makeSample } from '../../../web/workers/sample.ts'
import { behindItsBack, NOON, unwrap } from '../store/support.ts'

export const SEED = 7
export const CIRCUIT: CircuitName = 'valdoro'

export const sampleIn = async (library: Library, laps = 4, seed = SEED): Promise<SessionDetail> => {
  const options = { seed, startedAt: NOON, circuit: CIRCUIT, laps }
  const made = unwrap(await toOutcome(makeSample(library, options, () => {})))
  return detailOf(library, made)
}

const toOutcome = async (making: ReturnType<typeof makeSample>) => {
  const made = await making
  return made.ok ? ({ ok: true, value: made.sessionId } as const) : made
}

export const detailOf = async (library: Library, id: SessionId): Promise<SessionDetail> =>
  unwrap(await library.session(id))

/** What moving a line must not lose or add: everything but what says when a row was written. */
export const lapsOf = ({ laps }: SessionDetail) => laps.map(lap => ({ ...lap, updatedAt: null }))

export const withoutVersion = (laps: ReturnType<typeof lapsOf>) =>
  laps.map(lap => ({ ...lap, timing: { ...lap.timing, gateVersion: null } }))

export const linesOf = ({ layout }: SessionDetail, version = layout!.gateVersions.length): NewLines => {
  const { startFinish, finish, sectors, origin } = layout!.gateVersions[version - 1]!
  return { startFinish, finish, sectors, origin }
}

/** The lines in force with the start so many metres further along the road of the fastest lap. */
export const linesMoved = async (
  library: Library,
  detail: SessionDetail,
  metres: number,
): Promise<NewLines> => {
  const { layout, laps } = detail
  const fastest = laps.filter(isRanked).toSorted((a, b) => lapTimeMs(a) - lapTimeMs(b))[0]!
  const position = positionOf(unwrap(await library.lapTrace(fastest)), layout!.frame)!
  const road = pathBetween(position, fastest.startMs, fastest.endMs)!
  const inForce = gatesToPoints(gateVersionInForce(layout!), layout!.frame, position.projection)
  const place = movedBy(road, gateToPlace(road, inForce.startFinish), metres)
  const startFinish = gateToDegrees(placeToGate(road, place), position.projection!)
  return { ...linesOf(detail), startFinish, origin: 'Moved in a test' }
}

/** When the car itself crossed a line in its direction, to the microsecond; the receiver has no part in it. */
export const trueCrossings = (gate: Gate, laps: number, seed = SEED): readonly number[] => {
  const { frames } = createDrive({ seed, circuit: CIRCUIT, laps })
  const { left, right } = gate
  const squeeze = Math.cos((left.y * Math.PI) / 180)
  const [dx, dy] = [(right.x - left.x) * squeeze, right.y - left.y]
  const width = Math.hypot(dx, dy)
  const crossings: number[] = []
  let before = { past: Number.NaN, timeMs: 0 }
  for (const { lon, lat, timeMs } of frames(1000)) {
    const [px, py] = [(lon - left.x) * squeeze, lat - left.y]
    const along = (px * dx + py * dy) / width
    const past = (dx * py - dy * px) / width
    if (before.past < 0 && past >= 0 && along >= 0 && along <= width) {
      crossings.push(before.timeMs + (before.past / (before.past - past)) * (timeMs - before.timeMs))
    }
    before = { past, timeMs }
  }
  return crossings
}

/** Changes one row as another tab, or a person, would have. */
export const changeRow = async (
  library: Library,
  store: 'sessions' | 'laps',
  id: string,
  changes: object,
): Promise<void> => {
  const row = await behindItsBack(library.name, store, rows => rows.get(id))
  await behindItsBack(library.name, store, rows => rows.put({ ...row, ...changes }))
}
