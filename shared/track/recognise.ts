/**
 * Which layout of those a driver already has a trace was driven on.
 *
 * A layout is recognised when its start line is crossed in its direction and the road from one crossing to the
 * next has the layout's length and passes its sector lines in order; a club circuit that shares its line with
 * the long one, or the same road driven the other way round, is another layout. With no whole lap in the
 * recording, crossing the line and every sector line is enough, but `wholeLaps` is 0: whoever shows it says so.
 *
 * Invariants: the same trace and list give the same answer; of equals the one earlier in the list is taken.
 */
import { type Crossing, type Frame, findCrossings, type Gate, gateCenter } from '#shared/geo'
import type { Trace } from '#shared/trace'
import { type GatePoints, gatesToPoints, gateVersionInForce } from './layout.ts'
import type { Layout } from './model.ts'
import { type Position, positionOf } from './position.ts'

export interface KnownLayout {
  readonly trackName: string
  readonly layout: Layout
}

export interface RecognisedLayout {
  readonly known: KnownLayout
  /** How many laps in the recording have the layout's length and pass its lines in order. */
  readonly wholeLaps: number
}

/**
 * A lap may differ from the layout's length by this share: lines driven differ by 2 %, fixes at 1 Hz cut
 * corners by up to 5 % on a tight track.
 */
const LENGTH_TOLERANCE = 0.08
/** Without a length to compare with, what is shorter is a car wandering on the line, not a lap. */
const MIN_LAP_M = 150
/** Half a wide gate: a drag strip driven due north has a box of no width. */
const BESIDE_M = 50

export const recogniseLayout = (
  trace: Trace,
  frame: Frame,
  known: readonly KnownLayout[],
): RecognisedLayout | null => {
  const candidates = known.filter(({ layout }) => isSameFrame(layout.frame, frame))
  if (candidates.length === 0) return null
  const position = positionOf(trace, frame)
  if (!position) return null
  const road = roadOf(position)
  let best: Evidence | null = null
  for (const candidate of candidates) {
    const evidence = evidenceFor(candidate, road, position)
    if (evidence && (!best || isStronger(evidence, best))) best = evidence
  }
  return best && { known: best.known, wholeLaps: best.wholeLaps }
}

/** The known samples of the recording with the metres driven up to each. */
interface Road {
  readonly timeMs: Float64Array
  readonly x: Float64Array
  readonly y: Float64Array
  readonly metres: Float64Array
  readonly box: { readonly left: number; readonly right: number; readonly low: number; readonly high: number }
}

interface Evidence {
  readonly known: KnownLayout
  readonly wholeLaps: number
  /** Mean share by which whole laps differ from the layout's length. */
  readonly error: number
}

const isStronger = (a: Evidence, b: Evidence): boolean =>
  a.wholeLaps > b.wholeLaps || (a.wholeLaps === b.wholeLaps && a.error < b.error)

const isSameFrame = (a: Frame, b: Frame): boolean =>
  a.kind === 'flat' ? b.kind === 'flat' && a.space === b.space : b.kind === a.kind

const roadOf = ({ timeMs, x, y }: Position): Road => {
  const kept: number[] = []
  const box = {
    left: Number.POSITIVE_INFINITY,
    right: Number.NEGATIVE_INFINITY,
    low: Number.POSITIVE_INFINITY,
    high: Number.NEGATIVE_INFINITY,
  }
  for (let i = 0; i < timeMs.length; i++) {
    if (Number.isNaN(x[i]! + y[i]!)) continue
    kept.push(i)
    box.left = Math.min(box.left, x[i]!)
    box.right = Math.max(box.right, x[i]!)
    box.low = Math.min(box.low, y[i]!)
    box.high = Math.max(box.high, y[i]!)
  }
  const only = (values: Float64Array): Float64Array => Float64Array.from(kept, i => values[i]!)
  const road = { timeMs: only(timeMs), x: only(x), y: only(y), metres: new Float64Array(kept.length), box }
  for (let i = 1; i < kept.length; i++) {
    road.metres[i] =
      road.metres[i - 1]! + Math.hypot(road.x[i]! - road.x[i - 1]!, road.y[i]! - road.y[i - 1]!)
  }
  return road
}

/** What speaks for a layout, or null when something speaks against it. */
const evidenceFor = (known: KnownLayout, road: Road, position: Position): Evidence | null => {
  const { layout } = known
  const lines = gatesToPoints(gateVersionInForce(layout), layout.frame, position.projection)
  if (!isInside(lines, road)) return null
  const starts = crossingsOf(lines.startFinish, road)
  if (starts.length === 0) return null
  const finishes = lines.finish ? crossingsOf(lines.finish, road) : starts
  if (finishes.length === 0) return null
  const sectors = lines.sectors.map(gate => crossingsOf(gate, road))

  let wholeLaps = 0
  let error = 0
  let attempts = 0
  for (const [i, start] of starts.entries()) {
    const end = finishes.find(finish => finish.timeMs > start.timeMs)
    if (!end || (lines.finish && starts[i + 1] && starts[i + 1]!.timeMs < end.timeMs)) continue
    const lengthM = metresAt(road, end) - metresAt(road, start)
    if (lengthM < MIN_LAP_M) continue
    attempts++
    const off = layout.lengthM === null ? 0 : Math.abs(lengthM - layout.lengthM) / layout.lengthM
    if (off > LENGTH_TOLERANCE || !passesInOrder(sectors, start.timeMs, end.timeMs)) continue
    wholeLaps++
    error += off
  }
  if (wholeLaps > 0) return { known, wholeLaps, error: error / wholeLaps }
  const passesAll = sectors.every(crossings => crossings.length > 0)
  return attempts === 0 && passesAll ? { known, wholeLaps: 0, error: 0 } : null
}

/** Whether the start line lies where the recording went at all: most layouts of a library do not. */
const isInside = ({ startFinish }: GatePoints, { box }: Road): boolean => {
  const { x, y } = gateCenter(startFinish)
  // A NaN (a place on the other side of the globe) fails every comparison.
  return (
    x >= box.left - BESIDE_M &&
    x <= box.right + BESIDE_M &&
    y >= box.low - BESIDE_M &&
    y <= box.high + BESIDE_M
  )
}

const crossingsOf = (gate: Gate, { timeMs, x, y }: Road): Crossing[] =>
  findCrossings(widened(gate), timeMs, x, y)

/** A phone's fixes are off by some metres, and lines are often drawn no wider than the road. */
const ERROR_M = 10

const widened = ({ left, right }: Gate): Gate => {
  const share = ERROR_M / Math.hypot(right.x - left.x, right.y - left.y)
  if (!Number.isFinite(share)) return { left, right }
  const [dx, dy] = [(right.x - left.x) * share, (right.y - left.y) * share]
  return { left: { x: left.x - dx, y: left.y - dy }, right: { x: right.x + dx, y: right.y + dy } }
}

const metresAt = ({ timeMs, metres }: Road, { index, timeMs: atMs }: Crossing): number => {
  const share = (atMs - timeMs[index]!) / (timeMs[index + 1]! - timeMs[index]!)
  return metres[index]! + share * (metres[index + 1]! - metres[index]!)
}

const passesInOrder = (sectors: readonly Crossing[][], fromMs: number, toMs: number): boolean => {
  let afterMs = fromMs
  return sectors.every(crossings => {
    const pass = crossings.find(({ timeMs }) => timeMs > afterMs && timeMs < toMs)
    if (!pass) return false
    afterMs = pass.timeMs
    return true
  })
}
