/**
 * Lines for a place the user does not have yet: those of the file, or such as the driving, the marks or a lap
 * counter point to. Each finder answers null when it has nothing it would stand for, and says in a note what it
 * put where.
 */

import type { Gate } from '#shared/geo'
import { lapsFromGates, type MeasuredLap } from '#shared/lap'
import { proposeStartLine, startLineAt } from '#shared/track'
import { formatSpeed, type Metres } from '#shared/units'
import type { Notes } from '../common/index.ts'
import type { LoggedSession } from '../model.ts'
import type { NewGates } from './model.ts'
import { firstVersion } from './places.ts'

export interface FoundLines {
  readonly gates: NewGates
  /** When the finder knows it better than the laps. */
  readonly lengthM: Metres | null
}

const linesAt = (startFinish: Gate, finish: Gate | null, origin: string): FoundLines => ({
  gates: { startFinish, finish, sectors: [], origin },
  lengthM: null,
})

/** Only for trying lines out: these laps are thrown away. */
const TRIAL = '0'.repeat(32) as Parameters<typeof lapsFromGates>[0]['layoutId']

const lapsAt = ({ trace, frame }: LoggedSession, gates: NewGates): MeasuredLap[] =>
  lapsFromGates({ trace, frame, gates: firstVersion(gates), layoutId: TRIAL })

/** The lines the file brings, unless nobody ever crossed them: many loggers keep those of the last track. */
export const linesOfFile = (session: LoggedSession, notes: Notes): FoundLines | null => {
  const { lines } = session
  if (!lines) return null
  const { startFinish, finish, sectors } = lines
  const gates = { startFinish, finish, sectors, origin: 'From the log file' }
  // Without a single crossing the whole recording is one piece.
  if (lapsAt(session, gates).length > 1) return { gates, lengthM: null }
  notes.add('dropped', 'The start line in the file was never crossed in this session, so it was not used.')
  return null
}

/** Where laps begin and end by the file's own times; the laps keep those times. */
export const linesWhereLapsBegin = (
  { trace, frame }: LoggedSession,
  laps: readonly MeasuredLap[],
): FoundLines | null => {
  const timed = laps.filter(lap => lap.kind === 'timed')
  const starts = timed.map(lap => lap.startMs)
  const ends = timed.map(lap => lap.endMs)
  const both = startLineAt(trace, frame, [...starts, ...ends])
  const origin = 'From where the laps of the log begin'
  if (both) return linesAt(both, null, origin)
  const start = startLineAt(trace, frame, starts)
  const finish = startLineAt(trace, frame, ends)
  return start && finish && linesAt(start, finish, origin)
}

/** Timed at a line, a lap may differ so much from its counter: some apps count up to a second late. */
const COUNTER_LATE_MS = 2500

/** Where the lap counter changes, when timing at that line gives the laps that were counted. */
export const linesWhereCounterChanges = (session: LoggedSession, notes: Notes): FoundLines | null => {
  const counted = (session.lapColumn ?? []).filter(lap => (lap.kind ?? 'timed') === 'timed')
  if (counted.length === 0) return null
  const changes = new Set(counted.flatMap(({ startMs, endMs }) => [startMs, endMs]))
  const gate = startLineAt(session.trace, session.frame, [...changes])
  if (!gate) return null
  const lines = linesAt(gate, null, 'From where the lap counter of the log changes')
  const timed = lapsAt(session, lines.gates).filter(lap => lap.kind === 'timed')
  const matching = counted.filter(({ startMs, endMs }) =>
    timed.some(
      lap =>
        Math.abs(lap.startMs - startMs) <= COUNTER_LATE_MS && Math.abs(lap.endMs - endMs) <= COUNTER_LATE_MS,
    ),
  )
  if (2 * matching.length < counted.length) return null
  notes.add(
    'guessed',
    'The log counts laps but does not say where its start line is: laps are timed at a line put where the counter changes; check it on the map.',
  )
  return lines
}

/** A line on the longest fast straight of the circuit that was driven. */
export const drivenLines = ({ trace, frame }: LoggedSession, notes: Notes): FoundLines | null => {
  const line = proposeStartLine(trace, frame)
  if (!line) return null
  const { value, unit } = formatSpeed(line.speed, 'metric')
  notes.add(
    'guessed',
    `The log says nothing about laps, so a start line was put on a straight of ${Math.round(line.straightM)} m that was passed ${line.passes} times at about ${value} ${unit}: check it on the map and move it if it belongs elsewhere.`,
  )
  return {
    ...linesAt(line.gate, null, 'Put by Paddock on the longest fast straight'),
    lengthM: line.lapLengthM,
  }
}
