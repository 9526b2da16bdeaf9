/**
 * The game's lap clock, laid on the source's: when it was 0, and where it stood.
 *
 * A status is read a little after it was written, never before, so the earliest of several answers to "when was the
 * clock 0" is the best one. When the answer moves by more than LEAP_MS and the next status agrees, the clock stood (a
 * pause) or leapt (the machine slept). A stop lies in the longest hole between samples there, and takes from it no more
 * than the hole holds: time in which samples came was driven, whatever the clock says.
 */
import type { Rows } from './rows.ts'
import type { ClockStop, OpenLap } from './state.ts'

/** Stutters of a game that runs at 10 frames a second at its worst; nobody pauses for less. */
const LEAP_MS = 250
/** Two statuses that tell the same leap agree within a frame or two. */
const SAME_MS = 120
/** After this many statuses the earliest has been among them. */
const SETTLES_AFTER = 30
/** Nobody pauses this often within a lap; a clock that leaps more often is none. */
const MAX_STOPS = 500

export const followClock = (
  lap: OpenLap,
  at: number,
  currentMs: number,
  lastWordAt: number,
  samples: Rows,
): void => {
  if (!(currentMs >= 0)) return
  const originAt = at - currentMs
  if (Number.isNaN(lap.originAt)) {
    lap.originAt = originAt
    lap.originSeen = 1
    return
  }
  const byMs = originAt - lap.originAt
  if (Math.abs(byMs) <= LEAP_MS) {
    lap.leap = null
    if (byMs < 0 && lap.originSeen < SETTLES_AFTER) lap.originAt = originAt
    lap.originSeen++
    return
  }
  if (!lap.leap || Math.abs(lap.leap.byMs - byMs) > SAME_MS) {
    lap.leap = { fromAt: lap.leap?.fromAt ?? lastWordAt, byMs }
    return
  }
  const leapMs = Math.min(lap.leap.byMs, byMs)
  addStop(lap.stops, samples, lap.leap.fromAt, at, leapMs)
  lap.originAt += leapMs
  lap.leap = null
}

/** Notes where between two instants the clock stood or leapt; nothing when samples came all the time. */
const addStop = (stops: ClockStop[], samples: Rows, fromAt: number, toAt: number, byMs: number): void => {
  let afterAt = fromAt
  let holeMs = 0
  let laterAt = toAt
  for (let row = samples.count() - 1; row >= 0; row--) {
    const rowAt = samples.timeAt(row)
    if (laterAt - rowAt > holeMs) {
      holeMs = laterAt - rowAt
      afterAt = rowAt
    }
    laterAt = rowAt
    if (rowAt <= fromAt) break
  }
  const last = stops.at(-1)
  const known = last && last.afterAt === afterAt ? last.byMs : 0
  // What is left of the hole is at least one step between samples.
  const stood = byMs < 0 ? byMs : Math.min(byMs, holeMs - STEP_MS - known)
  if (byMs > 0 && !(stood > byMs / 2)) return
  if (last && last.afterAt === afterAt) stops[stops.length - 1] = { afterAt, byMs: known + stood }
  else if (stops.length < MAX_STOPS) stops.push({ afterAt, byMs: stood })
}

/** Between two samples at 333 Hz. */
const STEP_MS = 3

/** How long the clock stood between two instants. */
export const stoodMs = (stops: readonly ClockStop[], fromAt: number, toAt: number): number => {
  let sum = 0
  for (const { afterAt, byMs } of stops) if (afterAt >= fromAt && afterAt < toAt) sum += byMs
  return sum
}
