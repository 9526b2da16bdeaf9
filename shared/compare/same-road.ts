/**
 * Whether a lap was driven on the reference's road, from line to line; and if not, why not, as a sentence.
 *
 * Limits: a variant of a circuit that stays within BESIDE_M of the other (a chicane that is bypassed) is the same
 * road here. Fixes at 1 Hz cut corners, so lengths may differ by 12 % on a tight kart track.
 */
import { lengthOf, type Point, type Polyline } from '#shared/geo'
import { lapTimeMs, type MeasuredLap } from '#shared/lap'
import type { Places } from './places.ts'
import type { Progress } from './progress.ts'

/** Racing lines 15 m apart and two receivers' errors. */
const BESIDE_M = 35
/** A trip through a run-off of a short circuit is 5 % of its lap. */
const MAX_BESIDE = 0.08
/** A receiver's stated accuracy holds two times out of three; a phone between houses is off by three times that. */
const ACCURACIES = 3
/** Where the reference's road was jumped over rather than driven. */
const SKIP_SHARE = 1.6
const SKIP_M = 60
/** Lines further apart are two lines. At 1 Hz a beacon's time is known to 40 m at most. */
const LINE_APART_M = 100
/** Not followed along the road over more than this, although near it: the other way round, or twice around. */
const MAX_LOST = 0.3
const LONGER = 1.25
/** Nothing is said of what was driven while the position was lost. */
const HOLE_MS = 3500

/** Null when it may be compared. */
export const notSameReason = (
  lap: MeasuredLap,
  road: Polyline,
  places: Places,
  { s, beside }: Progress,
): string | null => {
  const { number } = lap
  const { timeMs, x, y, accuracyM } = places
  const lapMs = lapTimeMs(lap)
  const lines = { start: placeAtTime(places, 0), end: placeAtTime(places, lapMs) }
  const lengthM = lengthOf(road)
  let [driven, off, lost, skipped] = [0, 0, 0, 0]
  let last = -1
  let sinceLast = 0
  let isHole = false
  /** What a receiver that knows how bad it is may be off by. */
  const slackAt = (i: number): number => ACCURACIES * (accuracyM?.[i] ?? 0)
  for (let i = 0; i < timeMs.length; i++) {
    const isInside = timeMs[i]! >= 0 && timeMs[i]! <= lapMs
    const isLost = Number.isNaN(s[i]!)
    if (i > 0 && isInside) {
      const dx = x[i]! - x[i - 1]!
      const dy = y[i]! - y[i - 1]!
      const metres = Math.sqrt(dx * dx + dy * dy)
      driven += metres
      sinceLast += metres
      if (timeMs[i]! - timeMs[i - 1]! > HOLE_MS) isHole = true
      if (isLost) lost += metres
      const away = isLost ? metresFrom(road, x[i]!, y[i]!) : beside[i]!
      if (away > BESIDE_M + slackAt(i)) off += metres
    }
    if (isLost) continue
    const jump = last < 0 || isHole ? 0 : s[i]! - s[last]! - SKIP_SHARE * sinceLast - SKIP_M - slackAt(i)
    if (jump > 0) skipped += jump
    last = i
    sinceLast = 0
    isHole = false
  }
  if (driven === 0) return null
  const sorry = 'so no time is compared.'
  if (off > MAX_BESIDE * driven) {
    return `Lap ${number} was driven on another road: it lies more than ${BESIDE_M} m beside the reference over ${percent(off / driven)} of the lap, ${sorry}`
  }
  const line = lineReason(lap, road, lines)
  if (line) return line
  if (skipped > MAX_BESIDE * lengthM) {
    return `Lap ${number} was driven on a shorter road: it leaves out ${Math.round(skipped)} m of the reference, ${sorry}`
  }
  if (lost > MAX_LOST * driven) {
    return driven > LONGER * lengthM
      ? `Lap ${number} is ${percent(driven / lengthM - 1)} longer than the reference, ${sorry}`
      : `Lap ${number} does not follow the reference's road in its direction, ${sorry}`
  }
  return null
}

/** To the nearest point of the road, a few metres too much. */
const metresFrom = (road: Polyline, px: number, py: number): number => {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < road.x.length; i += 4) {
    const dx = px - road.x[i]!
    const dy = py - road.y[i]!
    const square = dx * dx + dy * dy
    if (square < best) best = square
  }
  return Math.sqrt(best)
}

/** How far from the reference's lines this lap begins and ends, as the crow flies. */
const lineReason = (
  { number, kind, timing }: MeasuredLap,
  { x, y }: Polyline,
  { start, end }: { start: Point | null; end: Point | null },
): string | null => {
  const last = x.length - 1
  const startM = start ? Math.hypot(start.x - x[0]!, start.y - y[0]!) : 0
  const endM = end ? Math.hypot(end.x - x[last]!, end.y - y[last]!) : 0
  if (Math.max(startM, endM) > LINE_APART_M) {
    const what = startM > LINE_APART_M ? 'begins' : 'ends'
    const metres = Math.round(startM > LINE_APART_M ? startM : endM)
    return `Lap ${number} ${what} about ${metres} m from the reference's line, so no time is compared.`
  }
  // Cut by gates, a lap of another kind is one that misses a line; a logger's marks may call a whole lap an out lap.
  if (kind !== 'timed' && (timing.by === 'gates' || !(start && end))) {
    return `Lap ${number} does not run from the reference's line to its line, so no time is compared.`
  }
  return null
}

/** Null when the position was lost around that time. */
const placeAtTime = ({ timeMs, x, y }: Places, atMs: number): Point | null => {
  let [low, after] = [0, timeMs.length]
  while (low < after) {
    const middle = (low + after) >> 1
    if (timeMs[middle]! >= atMs) after = middle
    else low = middle + 1
  }
  if (after === timeMs.length) return null
  if (timeMs[after] === atMs) return { x: x[after]!, y: y[after]! }
  const before = after - 1
  if (before < 0 || timeMs[after]! - timeMs[before]! > HOLE_MS) return null
  const u = (atMs - timeMs[before]!) / (timeMs[after]! - timeMs[before]!)
  return { x: x[before]! + u * (x[after]! - x[before]!), y: y[before]! + u * (y[after]! - y[before]!) }
}

const percent = (share: number): string => `${Math.round(100 * share)} %`
