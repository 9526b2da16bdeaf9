/**
 * Laps the log says went through the pits.
 *
 * A timed lap is an in lap when the last thing it did there was to drive in, an out lap when it was to drive
 * out; either way its time stays what it was and is never ranked. Other laps keep their kind.
 *
 * A mark is believed when the car was as slow between entry and exit as cars in a pit lane are, or stood. Apps that
 * know the pit lane as a place write both marks into every lap where the lane runs along the road: at one track they
 * do it at 120 km/h, 15 s apart. Without speeds the log is believed.
 */
import type { MeasuredLap } from '#shared/lap'
import { type Column, channelOf, timeOf } from '#shared/trace'
import { counted, type Notes, PIT_SPEED } from '../common/index.ts'
import type { LoggedSession, PitEvent } from '../model.ts'

/** A car brakes into the lane and speeds up out of it, and a mark comes up to a fix too late or too early. */
const SLACK_MS = 2000
/** Slower than walking, in m/s, for so long: a receiver that loses its fix for a moment says 0 for two seconds. */
const STANDING_SPEED = 1.5
const STOP_MS = 5000

export const withPitLaps = (
  laps: readonly MeasuredLap[],
  { pits, trace }: Pick<LoggedSession, 'pits' | 'trace'>,
  notes?: Notes,
): MeasuredLap[] => {
  if (pits.length === 0) return [...laps]
  const inOrder = pits.toSorted((a, b) => a.atMs - b.atMs)
  const speed = channelOf(trace, 'speed', 'gps') ?? channelOf(trace, 'speed')
  const wasInPits = (fromMs: number, toMs: number): boolean =>
    speed === null || isSlow(timeOf(trace, speed), speed.values, fromMs, toMs)
  let disbelieved = 0
  const marked = laps.map((lap): MeasuredLap => {
    if (lap.kind !== 'timed') return lap
    const inside = inOrder.filter(({ atMs }) => atMs >= lap.startMs && atMs < lap.endMs)
    const last = inside.findLast(event => wasInPits(...stayOf(event, inOrder, lap)))
    if (!last && inside.length > 0) disbelieved++
    return last ? { ...lap, kind: last.kind === 'entry' ? 'in' : 'out' } : lap
  })
  if (disbelieved > 0) notes?.add('guessed', disbelievedSentence(disbelieved))
  return marked
}

/** The part of this lap the event says was spent in the pits: to the next event, or from the one before. */
const stayOf = (
  event: PitEvent,
  inOrder: readonly PitEvent[],
  { startMs, endMs }: MeasuredLap,
): [fromMs: number, toMs: number] => {
  const i = inOrder.indexOf(event)
  if (event.kind === 'entry') return [event.atMs, Math.min(inOrder[i + 1]?.atMs ?? endMs, endMs)]
  return [Math.max(inOrder[i - 1]?.atMs ?? startMs, startMs), event.atMs]
}

const isSlow = (timeMs: Float64Array, speed: Column, fromMs: number, toMs: number): boolean => {
  let isFast = false
  let standsSince = Number.NaN
  for (let i = 0; i < timeMs.length; i++) {
    const t = timeMs[i]!
    if (t < fromMs || !(speed[i]! >= 0)) continue
    if (t > toMs) break
    if (speed[i]! > PIT_SPEED && t > fromMs + SLACK_MS && t < toMs - SLACK_MS) isFast = true
    if (speed[i]! > STANDING_SPEED) standsSince = Number.NaN
    else if (Number.isNaN(standsSince)) standsSince = t
    else if (t - standsSince >= STOP_MS) return true
  }
  return !isFast
}

const disbelievedSentence = (n: number): string =>
  `The log puts ${counted(n, 'lap', 'laps')} into the pits though the car neither stood nor drove slowly there, so ${n === 1 ? 'it counts' : 'they count'} as timed.`
