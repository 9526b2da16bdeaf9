/**
 * From what a log says to laps and a place, one session after the other.
 *
 * Order of trust: official marks of the file; then lines that are crossed (of a layout the user has, recognised
 * from the trace; else those in the file; else one Paddock puts on the road); last a lap counter. The place is
 * looked for in every case, so that a session with official times lands on the right track too.
 *
 * Invariants: pure, and the same input gives the same laps; laps in and out of the pits, laps the recording
 * flags and partial laps are marked and never ranked; whatever was guessed is a note. Sessions of one log at one
 * new place share that place; each further new place has an id of its own.
 */
import type { LayoutId } from '#shared/id'
import { lapsFromMarks, type MeasuredLap, withFlaggedLaps } from '#shared/lap'
import { type KnownLayout, recogniseLayout } from '#shared/track'
import { createNotes, type Notes } from '../common/index.ts'
import type { Log, LoggedSession } from '../model.ts'
import { withMissedLines } from './missed-line.ts'
import type { CutLog, NewPlace, Place, TimedBy } from './model.ts'
import {
  drivenLines,
  type FoundLines,
  linesOfFile,
  linesWhereCounterChanges,
  linesWhereLapsBegin,
} from './new-lines.ts'
import { withPitLaps } from './pit-laps.ts'
import { lapsAtPlace, lengthOfCircuit, lengthOfLaps, nthLayoutId, placeToKnown } from './places.ts'
import { withSectorsFromLines } from './sectors-from-lines.ts'

interface Timed {
  readonly laps: readonly MeasuredLap[]
  readonly timedBy: TimedBy
  readonly place: Place | null
}

export const cutSessions = (log: Log, known: readonly KnownLayout[], newLayoutId: LayoutId): CutLog[] => {
  const newPlaces: { place: NewPlace; timedBy: TimedBy }[] = []
  return log.sessions.map(session => {
    const notes = createNotes()
    const recognised = recognise(session, known, notes) ?? earlierPlace(session, newPlaces)
    const layoutId = nthLayoutId(newLayoutId, newPlaces.length)
    const { laps, timedBy, place } = timeSession(session, recognised, layoutId, notes)
    if (place?.kind === 'new' && !newPlaces.some(other => other.place === place)) {
      newPlaces.push({ place, timedBy: timedBy === 'file-lines' ? timedBy : 'proposed-line' })
    }
    const whole = withMissedLines(withPitLaps(laps, session, notes), session, lengthOfPlace(place))
    const marked = withFlaggedLaps(whole, session.trace, FLAGGED)
    return { format: log.format, session, laps: marked, timedBy, place, notes: notes.list() }
  })
}

/** A place known beforehand, and what timing at its lines is to be called. */
interface Recognised {
  readonly place: Place
  readonly timedBy: TimedBy
}

const recognise = (
  { trace, frame }: LoggedSession,
  known: readonly KnownLayout[],
  notes: Notes,
): Recognised | null => {
  const recognised = recogniseLayout(trace, frame, known)
  if (!recognised) return null
  const { trackName, layout } = recognised.known
  const name = `${trackName}, ${layout.name}`
  if (recognised.wholeLaps > 0) notes.add('info', `The driving shows that this was ${name}.`)
  else notes.add('guessed', `No whole lap was driven, but the start line crossed is that of ${name}.`)
  return { place: { kind: 'known', trackName, layout }, timedBy: 'known-layout' }
}

/** The new place of a session before this one, if this one was driven there too. */
const earlierPlace = (
  { trace, frame }: LoggedSession,
  newPlaces: readonly { place: NewPlace; timedBy: TimedBy }[],
): Recognised | null => {
  const recognised = recogniseLayout(
    trace,
    frame,
    newPlaces.map(({ place }) => placeToKnown(place)),
  )
  return newPlaces.find(({ place }) => place.layoutId === recognised?.known.layout.id) ?? null
}

const timeSession = (
  session: LoggedSession,
  recognised: Recognised | null,
  layoutId: LayoutId,
  notes: Notes,
): Timed => {
  const onLine = lapsFromMarks(session.marks ?? [])
  if (onLine.length > 0) {
    const lines = recognised ? null : (linesOfFile(session, notes) ?? linesWhereLapsBegin(session, onLine))
    // Laps through the pits lie on the line too, but say nothing about the length of the circuit.
    const marked = withPitLaps(onLine, session)
    const place = recognised?.place ?? (lines && newPlace(session, lines, layoutId, marked))
    if (!place) return { laps: marked, timedBy: 'marks', place: null }
    return { laps: withSectorsFromLines(marked, lapsAtPlace(session, place)), timedBy: 'marks', place }
  }
  if (recognised) {
    const { place, timedBy } = recognised
    return { laps: lapsAtPlace(session, place), timedBy, place }
  }
  const fromFile = linesOfFile(session, notes)
  if (fromFile) return timedAtNew(session, fromFile, layoutId, 'file-lines')
  const proposed = linesWhereCounterChanges(session, notes) ?? drivenLines(session, notes)
  if (proposed) return timedAtNew(session, proposed, layoutId, 'proposed-line')
  const counted = lapsFromMarks(session.lapColumn ?? [], { by: 'counter' })
  if (counted.length > 0) {
    notes.add('guessed', COUNTED)
    return { laps: counted, timedBy: 'lap-column', place: null }
  }
  notes.add(
    'info',
    session.trace.channels.some(c => c.name === 'lat' || c.name === 'x') ? NO_LINE : NO_POSITION,
  )
  return { laps: [], timedBy: 'nothing', place: null }
}

/** Only a layout's own length is known beforehand; that of a new place was measured from these very laps. */
const lengthOfPlace = (place: Place | null): number | null =>
  place?.kind === 'known' ? place.layout.lengthM : null

const timedAtNew = (
  session: LoggedSession,
  lines: FoundLines,
  layoutId: LayoutId,
  timedBy: TimedBy,
): Timed => {
  const laps = lapsAtPlace(session, newPlace(session, lines, layoutId, []))
  return { laps, timedBy, place: newPlace(session, lines, layoutId, laps) }
}

const newPlace = (
  session: LoggedSession,
  { gates, lengthM }: FoundLines,
  layoutId: LayoutId,
  laps: readonly MeasuredLap[],
): NewPlace => ({
  kind: 'new',
  layoutId,
  name: session.venue,
  frame: session.frame,
  gates,
  lengthM: lengthOfLaps(session, laps) ?? lengthM ?? lengthOfCircuit(session),
})

const FLAGGED = 'The recording itself marks this lap as invalid.'
const COUNTED =
  'Laps begin where the lap counter of the log changes, which is up to a second late, because no line could be found: draw the start line on the map and the laps are timed again.'
const NO_LINE =
  'This log has no lap times, and no line that was crossed lap after lap was found: draw the start line on the map and the laps are timed.'
const NO_POSITION = 'This log has neither lap times nor positions, so it has channels to look at but no laps.'
