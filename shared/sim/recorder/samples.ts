/**
 * Samples of the player's own car into the open lap: what is kept, what makes the lap invalid, and where the car was put
 * somewhere else.
 *
 * Limits: a car standing in its box is kept for STANDS_MS and then not until it moves; a lap of more than MAX_SAMPLES is
 * cut into partial pieces, so that memory and journal stay bounded whatever the game does.
 */
import { SAMPLE_AT, SAMPLE_WIDTH, type SimSamples } from '../frames/index.ts'
import { holdSample, takeHeld } from './held.ts'
import { MOVED, noteMoved, OFF_TRACK, TOO_MANY_OUT } from './laps.ts'
import type { Machine } from './machine.ts'
import type { OpenLap } from './state.ts'

/** 15 minutes at 333 a second: the longest laps of any game take 12. 86 MB with forty values each and all statuses. */
export const MAX_SAMPLES = 300_000
const STANDS_MS = 2_000
const STANDS_MPS = 0.5

/** A car does not get further than this from one sample to the next. */
const SLACK_M = 15
/** Twice its speed, and 5 g more. */
const SPEED_FACTOR = 2
const MAX_MPS2 = 50
/** Over a gap nothing is known about its speed. */
const LONG_MS = 1_000
const FASTEST_MPS = 140
export const takeSamples = (m: Machine, { timesMs, values }: SimSamples): void => {
  if (values.length !== timesMs.length * SAMPLE_WIDTH) return
  const { state } = m
  for (let i = 0; i < timesMs.length; i++) {
    const at = timesMs[i]!
    if (!(at > state.newestAt && at < Number.POSITIVE_INFINITY)) continue
    state.newestAt = at
    if (state.lap && state.isDriving) takeSample(m, state.lap, at, values, i * SAMPLE_WIDTH)
    else if (state.isUnheard) holdSample(state, at, values, i * SAMPLE_WIDTH)
  }
}

/** Held samples turn out to be this lap's. */
export const takeHeldSamples = (m: Machine, lap: OpenLap, atMs: number): void => {
  for (const { at, values } of takeHeld(m.state, atMs)) takeSample(m, lap, at, values, 0)
}

const takeSample = (
  m: Machine,
  lap: OpenLap,
  at: number,
  values: ArrayLike<number>,
  offset: number,
): void => {
  const { state } = m
  const speed = values[offset + SAMPLE_AT.speed]!
  followPlace(m, lap, at, values[offset + SAMPLE_AT.x]!, values[offset + SAMPLE_AT.y]!, speed)
  if (state.inBox && speed < STANDS_MPS) {
    if (Number.isNaN(state.standsSinceAt)) state.standsSinceAt = at
    if (at - state.standsSinceAt > STANDS_MS) return
  } else state.standsSinceAt = Number.NaN
  m.samples.push(at, values, offset)
  if (state.hadGap) {
    state.hadGap = false
    lap.gapAts.push(at)
  }
  noteMoved(lap, speed)
  const isOut = values[offset + SAMPLE_AT.tyresOut]! >= TOO_MANY_OUT
  if (isOut && !state.inPit && lap.offences.length === 0 && state.session?.hasFlag === false) {
    lap.offences.push({ at, reason: OFF_TRACK })
    m.timingChanged = true
  }
}

/** A place that cannot be reached from the last one, and that the next sample confirms. */
const followPlace = (m: Machine, lap: OpenLap, at: number, x: number, y: number, speed: number): void => {
  const { state } = m
  if (!Number.isFinite(x + y)) return
  const { seen, elsewhere } = state
  if (seen && Math.hypot(x - seen.x, y - seen.y) > reachM(at - seen.at, speed, seen.speed)) {
    const isConfirmed =
      elsewhere && Math.hypot(x - elsewhere.x, y - elsewhere.y) <= reachM(at - elsewhere.at, speed, speed)
    if (!isConfirmed) {
      state.elsewhere = { at, x, y }
      return
    }
    lap.jumpAts.push(elsewhere.at)
    lap.offences.push({ at: elsewhere.at, reason: MOVED })
    state.jumpedAt = elsewhere.at
    m.timingChanged = true
  }
  state.elsewhere = null
  if (!seen) {
    state.seen = { at, x, y, speed }
    return
  }
  seen.at = at
  seen.x = x
  seen.y = y
  seen.speed = speed
}

const reachM = (ms: number, speed: number, speedBefore: number): number => {
  const seconds = ms / 1000
  if (ms > LONG_MS) return SLACK_M + FASTEST_MPS * seconds
  // A speed nobody tells is at most the fastest.
  const fastest = Number.isNaN(speed) && Number.isNaN(speedBefore) ? FASTEST_MPS : 0
  const told = Math.max(speed || 0, speedBefore || 0, fastest)
  return SLACK_M + SPEED_FACTOR * told * seconds + MAX_MPS2 * seconds * seconds
}
