/**
 * From places along the road at some times to an aligned lap: pinned at the lines, never falling, filled in
 * between by the car's own speed.
 *
 * Invariants of the result are those of `AlignedLap`. The lines are where the lap's official times say: what a
 * place at the line disagrees by is taken back over the metres next to it, so that nothing jumps.
 */
import { asMetres, asMillis } from '#shared/units'
import type { AlignedBy, AlignedLap, Stretch } from './model.ts'
import { makeMonotone } from './monotone.ts'
import { isTravelKnown, type Travel, travelledAt } from './travel.ts'

/** Where a lap was at some times since its start, rising; metres may step back a little. */
export interface Knots {
  readonly timeMs: Float64Array<ArrayBuffer>
  readonly s: Float64Array<ArrayBuffer>
}

export interface LapToPin {
  readonly by: AlignedBy
  readonly lapMs: number
  readonly lengthM: number
  readonly travel: Travel | null
  /** Usual time between two measurements. */
  readonly fixMs: number
}

/** Two missed fixes of a receiver at 1 Hz: as long as a sparse position is bridged without a speed. */
const MAX_BRIDGED_MS = 3500
/** A car's own metres are right to about 1 % after scaling, 4 m after so long on a fast straight. */
const MAX_BRIDGED_BY_SPEED_MS = 15_000
/** Own metres and the road's agree to this share over a piece, or the speed is not believed there. */
const BELIEVED = 0.25
const BELIEVED_M = 5
/** Pieces shorter than this are driven evenly enough: 5 cm off at 1 g. */
const EVEN_MS = 150
const FILL_MS = 100

/** How far the lines lie from where this lap's places say they are, in metres; NaN when not known. */
const lineErrors = ({ timeMs, s }: Knots, { lapMs, lengthM }: LapToPin): { start: number; end: number } => ({
  start: placeAtTime(timeMs, s, 0),
  end: placeAtTime(timeMs, s, lapMs) - lengthM,
})

export const alignedFrom = (knots: Knots, pin: LapToPin): AlignedLap => {
  const { lapMs } = pin
  const inside = pinnedKnots(knots, pin)
  const gaps: Stretch[] = []
  const n = inside.timeMs.length
  const most = 2 * n + Math.ceil(lapMs / FILL_MS)
  const out: Filling = { timeMs: new Float64Array(most), metres: new Float64Array(most), count: 1 }
  for (let i = 0; i + 1 < n; i++) {
    const piece = {
      fromMs: inside.timeMs[i]!,
      toMs: inside.timeMs[i + 1]!,
      fromM: inside.s[i]!,
      toM: inside.s[i + 1]!,
    }
    const bridge = bridgeOf(piece, pin.travel)
    if (bridge === 'gap') gaps.push({ fromM: asMetres(piece.fromM), toM: asMetres(piece.toM) })
    if (bridge === 'speed' && pin.travel) fill(out, piece, pin.travel)
    add(out, piece.toMs, piece.toM)
  }
  const timeMs = out.timeMs.slice(0, out.count)
  const metres = out.metres.slice(0, out.count)
  return { by: pin.by, timeMs, metres, gaps, fixMs: asMillis(pin.fixMs) }
}

/** Columns while they grow; the first place is the start line. */
interface Filling {
  readonly timeMs: Float64Array<ArrayBuffer>
  readonly metres: Float64Array<ArrayBuffer>
  count: number
}

const add = (out: Filling, ms: number, metres: number): void => {
  out.timeMs[out.count] = ms
  out.metres[out.count++] = metres
}

interface Piece {
  readonly fromMs: number
  readonly toMs: number
  readonly fromM: number
  readonly toM: number
}

const bridgeOf = (piece: Piece, travel: Travel | null): 'even' | 'speed' | 'gap' => {
  const ms = piece.toMs - piece.fromMs
  if (ms <= EVEN_MS) return 'even'
  const isSpeedKnown = travel !== null && isTravelKnown(travel, piece.fromMs, piece.toMs)
  if (isSpeedKnown) {
    const metres = piece.toM - piece.fromM
    const own = travelledAt(travel, piece.toMs) - travelledAt(travel, piece.fromMs)
    const isBelieved = Math.abs(own - metres) <= BELIEVED * metres + BELIEVED_M
    if (isBelieved && ms <= MAX_BRIDGED_BY_SPEED_MS) return own > 0 ? 'speed' : 'even'
    // Nobody needs a position to know that a car stood still.
    if (isBelieved && metres < BELIEVED_M) return 'even'
  }
  return ms <= MAX_BRIDGED_MS ? 'even' : 'gap'
}

const fill = (out: Filling, piece: Piece, travel: Travel): void => {
  const { fromMs, toMs, fromM, toM } = piece
  const from = travelledAt(travel, fromMs)
  const own = travelledAt(travel, toMs) - from
  const steps = Math.ceil((toMs - fromMs) / FILL_MS)
  for (let k = 1; k < steps; k++) {
    const t = fromMs + ((toMs - fromMs) * k) / steps
    add(out, t, fromM + ((travelledAt(travel, t) - from) / own) * (toM - fromM))
  }
}

/** Metres over which a line's error is taken back: at most a twentieth of the speed is made up. */
const TAKEN_BACK = 20
const MIN_TAKEN_BACK_M = 200

/** The knots strictly inside the lap, corrected, never falling, between the two lines. */
const pinnedKnots = (knots: Knots, pin: LapToPin): Knots => {
  const { lapMs, lengthM } = pin
  const errors = lineErrors(knots, pin)
  const [e0, e1] = [errors.start || 0, errors.end || 0]
  const reach = (e: number): number =>
    Math.min(lengthM / 2, Math.max(MIN_TAKEN_BACK_M, TAKEN_BACK * Math.abs(e)))
  const [reach0, reach1] = [reach(e0), reach(e1)]
  const pinned = {
    timeMs: new Float64Array(knots.timeMs.length + 2),
    s: new Float64Array(knots.timeMs.length + 2),
  }
  let count = 1
  for (let i = 0; i < knots.timeMs.length; i++) {
    const t = knots.timeMs[i]!
    const s = knots.s[i]!
    if (!(t > 0 && t < lapMs) || Number.isNaN(s)) continue
    const near0 = s < reach0 ? Math.min(1, 1 - s / reach0) : 0
    const near1 = lengthM - s < reach1 ? Math.min(1, 1 - (lengthM - s) / reach1) : 0
    pinned.timeMs[count] = t
    pinned.s[count++] = Math.min(lengthM, Math.max(0, s - e0 * near0 - e1 * near1))
  }
  makeMonotone(pinned.s.subarray(1, count))
  pinned.timeMs[count] = lapMs
  pinned.s[count++] = lengthM
  return { timeMs: pinned.timeMs.subarray(0, count), s: pinned.s.subarray(0, count) }
}

/** Between two known places at most MAX_BRIDGED_MS apart. */
const placeAtTime = (timeMs: Float64Array, s: Float64Array, atMs: number): number => {
  let before = -1
  let after = -1
  for (let i = 0; i < timeMs.length; i++) {
    if (Number.isNaN(s[i]!)) continue
    if (timeMs[i]! <= atMs) before = i
    else {
      after = i
      break
    }
  }
  if (before < 0 || timeMs[before] === atMs) return before < 0 ? Number.NaN : s[before]!
  if (after < 0) return Number.NaN
  const ms = timeMs[after]! - timeMs[before]!
  if (ms > MAX_BRIDGED_MS) return Number.NaN
  return s[before]! + ((atMs - timeMs[before]!) / ms) * (s[after]! - s[before]!)
}
