/**
 * Laps from a path and the lines of a layout.
 *
 * Invariants:
 * - On a circuit the laps tile the recording: the first begins and the last ends with it, and each begins at
 *   the millisecond at which the one before it ended. Numbers count up from 0 (before the first line).
 * - On a course from A to B the runs are numbered from 1; the way back between two runs is no lap.
 * - Lap and sector times are differences of rounded crossing times. A crossing nobody recorded is not
 *   invented: the laps on both sides of it are partial and say why.
 * - The same samples give the same laps; only the two samples around a line decide when it was crossed.
 *
 * out and in are judged by pace: a recording that begins (ends) at no more than pit lane speed began (ended)
 * with an out (in) lap, any other was switched on (off) on the road and has a partial one.
 */
import { createProjection, type Frame, gateCenter, type Projection } from '#shared/geo'
import type { LayoutId } from '#shared/id'
import type { Trace } from '#shared/trace'
import { type GateVersion, gatesToPoints, positionOf } from '#shared/track'
import { asMillis } from '#shared/units'
import { type Cutting, circuitLaps, courseLaps } from './cutting.ts'
import { driveOf } from './drive.ts'
import type { MeasuredLap } from './model.ts'
import { passesOf, seenPasses } from './passes.ts'

export interface GateInput {
  readonly trace: Trace
  readonly frame: Frame
  /** In the same frame as the trace. */
  readonly gates: GateVersion
  readonly layoutId: LayoutId
}

/** No laps when the trace holds no position in this frame. */
export const lapsFromGates = ({ trace, frame, gates, layoutId }: GateInput): MeasuredLap[] => {
  const projection = frame.kind === 'wgs84' ? projectionAt(gates) : null
  const position = positionOf(trace, frame, projection ?? undefined)
  if (!position) return []
  const drive = driveOf(position)
  const lines = gatesToPoints(gates, frame, projection)
  const cutting: Cutting = {
    drive,
    span: spanOf(trace),
    sectorPassesMs: lines.sectors.map(gate => seenPasses(drive, gate).map(pass => pass.timeMs)),
    timing: { by: 'gates', layoutId, gateVersion: gates.version },
  }
  return lines.finish
    ? courseLaps(cutting, passesOf(drive, lines.startFinish, 'last'), passesOf(drive, lines.finish, 'first'))
    : circuitLaps(cutting, passesOf(drive, lines.startFinish, 'first'))
}

/** Metres are most exact around the line that decides the lap time. */
const projectionAt = ({ startFinish }: GateVersion): Projection => {
  const { x, y } = gateCenter(startFinish)
  return createProjection({ lat: y, lon: x })
}

/** Whole milliseconds around everything in the trace, position or not. */
const spanOf = (trace: Trace): Cutting['span'] => {
  const ends = trace.groups.flatMap(({ timeMs }) => (timeMs.length > 0 ? [timeMs[0]!, timeMs.at(-1)!] : []))
  return {
    fromMs: asMillis(Math.floor(Math.min(...ends))),
    toMs: asMillis(Math.ceil(Math.max(...ends))),
  }
}
