/**
 * A lap's rows as a trace: one group for samples, one for what the statuses said about the lap.
 *
 * Channels that never had a value are left out; positions come from the statuses only when the samples have none.
 */
import {
  CHANNELS,
  type Channel,
  type ChannelName,
  createTrace,
  type GroupInput,
  type Trace,
} from '#shared/trace'
import { SAMPLE_AT, SAMPLE_FIELDS, STATUS_AT, type StatusField } from '../frames/index.ts'
import { type Axis, axisOfRows, columnAlong, type LapClock } from './axis.ts'
import type { Rows } from './rows.ts'

export const TRACE_SOURCE = 'sim'

export interface LapRows {
  readonly samples: Rows
  readonly statuses: Rows
}

export interface LapTrace {
  readonly trace: Trace
  readonly samples: Axis
  readonly statuses: Axis
}

const FROM_STATUS: readonly (readonly [StatusField, ChannelName])[] = [
  ['lapShare', 'lapShare'],
  ['position', 'racePosition'],
  ['inPitLane', 'inPitLane'],
  ['tcLevel', 'tcLevel'],
  ['absLevel', 'absLevel'],
  ['engineMap', 'engineMap'],
]
const PLACE: readonly (readonly [StatusField, ChannelName])[] = [
  ['x', 'x'],
  ['y', 'y'],
  ['altitude', 'altitude'],
]

/** `invalidFromMs` is when the lap stopped counting, on the session's clock; infinite when it counts, null when nobody says. */
export const traceOfLap = (
  rows: LapRows,
  clock: LapClock,
  gapAts: readonly number[],
  jumpAts: readonly number[],
  invalidFromMs: number | null,
): LapTrace => {
  const samples = axisOfRows(rows.samples, clock, gapAts, jumpAts)
  const statuses = axisOfRows(rows.statuses, clock, [], [])
  const groups: GroupInput[] = []
  const fast = SAMPLE_FIELDS.flatMap((name, field) =>
    rows.samples.has(field) ? [channelAlong(rows.samples, name, field, samples)] : [],
  )
  if (fast.length > 0) groups.push({ timeMs: samples.timeMs, channels: fast })
  const hasPlace = rows.samples.has(SAMPLE_AT.x) && rows.samples.has(SAMPLE_AT.y)
  const told = hasPlace ? FROM_STATUS : [...FROM_STATUS, ...PLACE]
  const slow = told.flatMap(([field, name]) =>
    rows.statuses.has(STATUS_AT[field])
      ? [channelAlong(rows.statuses, name, STATUS_AT[field], statuses)]
      : [],
  )
  if (statuses.count > 0 && invalidFromMs !== null) slow.push(invalidAlong(statuses, invalidFromMs))
  if (slow.length > 0) groups.push({ timeMs: statuses.timeMs, channels: slow })
  return { trace: createTrace(groups), samples, statuses }
}

const channelAlong = (rows: Rows, name: ChannelName, field: number, axis: Axis): Omit<Channel, 'group'> => {
  const { unit, kind } = CHANNELS[name]
  const values = columnAlong(rows, field, axis, new Float32Array(axis.timeMs.length))
  return { name, unit, kind, source: TRACE_SOURCE, values }
}

const invalidAlong = (axis: Axis, fromMs: number): Omit<Channel, 'group'> => {
  const values = new Float32Array(axis.timeMs.length)
  for (let row = 0; row < values.length; row++) values[row] = axis.timeMs[row]! >= fromMs ? 1 : 0
  let at = 0
  for (const { from, to, holeAtMs } of axis.runs) {
    at += to - from
    if (holeAtMs !== null) values[at++] = Number.NaN
  }
  const { unit, kind } = CHANNELS.lapInvalid
  return { name: 'lapInvalid', unit, kind, source: TRACE_SOURCE, values }
}
