/**
 * Two recordings that are one session: a logger that was switched off in the pits, a phone that was restarted.
 *
 * Only the driver knows, so `canContinue` says when to ask: same kind of log, same place, same car as far as both
 * say, and less than fifteen minutes from the end of the one to the start of the other. `joinSessions` lays them
 * end to end: the gap between them belongs to no lap.
 */
import { createProjection, type Gate, gateCenter, gateToMetres } from '#shared/geo'
import type { LayoutId } from '#shared/id'
import { type LapMark, lapsFromGates, type MeasuredLap } from '#shared/lap'
import { asMillis } from '#shared/units'
import type { LoggedSession } from '../model.ts'
import { BREAK_MS } from './breaks.ts'
import { joinInTime } from './join-traces.ts'
import type { CutLog, Place } from './model.ts'
import { withPitLaps } from './pit-laps.ts'
import { firstVersion } from './places.ts'
import { shiftMark } from './shift-mark.ts'

/** Whether `b` may be the same session as `a` driven on. */
export const canContinue = (a: CutLog, b: CutLog): boolean => {
  const breakMs = breakBetween(a.session, b.session)
  return (
    breakMs !== null &&
    breakMs >= 0 &&
    breakMs < BREAK_MS &&
    a.format === b.format &&
    isSameOrUnknown(a.session.vehicle, b.session.vehicle) &&
    isSamePlace(a, b)
  )
}

/** Throws when the two do not follow one another: ask `canContinue` first. */
export const joinSessions = (a: CutLog, b: CutLog): CutLog => {
  const shiftMs = shiftBetween(a.session, b.session)
  if (shiftMs === null || breakBetween(a.session, b.session)! < 0) {
    throw new RangeError('sessions that do not follow one another cannot be joined')
  }
  const laps = renumbered(a.laps, timedAtPlaceOf(a, b)).map(lap => shifted(lap, shiftMs))
  const { session } = a
  return {
    format: a.format,
    session: {
      ...session,
      driver: session.driver ?? b.session.driver,
      vehicle: session.vehicle ?? b.session.vehicle,
      venue: session.venue ?? b.session.venue,
      comment: session.comment ?? b.session.comment,
      trace: joinInTime(session.trace, b.session.trace, shiftMs),
      marks: joinMarks(session.marks, b.session.marks, shiftMs),
      lapColumn: joinMarks(session.lapColumn, b.session.lapColumn, shiftMs),
      lines: session.lines ?? b.session.lines,
      pits: [...session.pits, ...b.session.pits.map(pit => ({ ...pit, atMs: pit.atMs + shiftMs }))],
    },
    laps: [...a.laps, ...laps],
    timedBy: a.timedBy === 'nothing' ? b.timedBy : a.timedBy,
    place: a.place ?? b.place,
    notes: [...a.notes, ...b.notes.filter(note => !a.notes.some(({ text }) => text === note.text))],
  }
}

const endOf = ({ trace }: LoggedSession): number =>
  Math.max(0, ...trace.groups.map(({ timeMs }) => timeMs.at(-1) ?? 0))

/** From the start of the one to that of the other; null when either is unknown. */
const shiftBetween = (a: LoggedSession, b: LoggedSession): number | null =>
  a.startedAt === null || b.startedAt === null ? null : b.startedAt - a.startedAt

const breakBetween = (a: LoggedSession, b: LoggedSession): number | null => {
  const shiftMs = shiftBetween(a, b)
  return shiftMs === null ? null : shiftMs - endOf(a)
}

const isSameOrUnknown = (a: string | null, b: string | null): boolean => a === null || b === null || a === b

/** Two start lines guessed from different laps lie this close, and no two circuits do. */
const SAME_LINE_M = 100

const isSamePlace = (a: CutLog, b: CutLog): boolean => {
  const [one, other] = [a.place, b.place]
  if (!one || !other) return a.session.venue !== null && a.session.venue === b.session.venue
  if (one.kind === 'known' || other.kind === 'known') return idOf(one) === idOf(other)
  if (one.frame.kind === 'flat' || other.frame.kind === 'flat') {
    return one.frame.kind === 'flat' && other.frame.kind === 'flat' && one.frame.space === other.frame.space
  }
  return metresBetween(one.gates.startFinish, other.gates.startFinish) <= SAME_LINE_M
}

const idOf = (place: Place): LayoutId => (place.kind === 'known' ? place.layout.id : place.layoutId)

const metresBetween = (a: Gate, b: Gate): number => {
  const center = gateCenter(a)
  const there = gateCenter(gateToMetres(b, createProjection({ lat: center.y, lon: center.x })))
  return Math.hypot(there.x, there.y)
}

/** Laps timed at lines of their own are timed again at the lines of the place they are joined to. */
const timedAtPlaceOf = (a: CutLog, b: CutLog): readonly MeasuredLap[] => {
  const { place } = a
  const isElsewhere = b.laps.some(
    ({ timing }) => timing.by === 'gates' && place !== null && timing.layoutId !== idOf(place),
  )
  if (!isElsewhere || place?.kind !== 'new') return b.laps
  const { trace, frame } = b.session
  const gates = firstVersion(place.gates)
  return withPitLaps(lapsFromGates({ trace, frame, gates, layoutId: place.layoutId }), b.session)
}

/** Numbers go on where the first session stopped, unless they do so already. */
const renumbered = (before: readonly MeasuredLap[], laps: readonly MeasuredLap[]): readonly MeasuredLap[] => {
  const next = Math.max(-1, ...before.map(lap => lap.number)) + 1
  const first = Math.min(...laps.map(lap => lap.number))
  return first >= next ? laps : laps.map(lap => ({ ...lap, number: lap.number - first + next }))
}

const shifted = (lap: MeasuredLap, byMs: number): MeasuredLap => ({
  ...lap,
  startMs: asMillis(lap.startMs + byMs),
  endMs: asMillis(lap.endMs + byMs),
})

const joinMarks = (
  a: readonly LapMark[] | null,
  b: readonly LapMark[] | null,
  shiftMs: number,
): readonly LapMark[] | null => {
  // Marks of one half alone would make laps of that half alone.
  if (!a || !b) return null
  return [...a, ...b.map(mark => shiftMark(mark, shiftMs))]
}
