/**
 * TrackAddict's start and end points as lines. They are points on the road; the direction comes from the file
 * where the app knew it, else from how the car passed them.
 */
import type { Trace } from '#shared/trace'
import { channelOf } from '#shared/trace'
import { courseAt, gateAt, type Notes } from '../common/index.ts'
import type { LoggedLines } from '../model.ts'
import type { TimingPoint } from './preamble.ts'

/** Points nearer than this are one line. */
const SAME_PLACE_DEG = 2e-4

export const linesOf = (
  startPoint: TimingPoint | null,
  endPoint: TimingPoint | null,
  trace: Trace,
  notes: Notes,
): LoggedLines | null => {
  const [lat, lon] = [channelOf(trace, 'lat', 'gps'), channelOf(trace, 'lon', 'gps')]
  const start = startPoint ?? endPoint
  if (!lat || !lon || !start) return null
  const gateOf = (point: TimingPoint) => {
    const course = point.heading ?? courseAt(point, lat.values, lon.values)
    return course === null ? null : gateAt(point, course)
  }
  const isCourse =
    startPoint !== null &&
    endPoint !== null &&
    Math.hypot(startPoint.lat - endPoint.lat, startPoint.lon - endPoint.lon) > SAME_PLACE_DEG
  const startFinish = gateOf(start)
  const finish = isCourse ? gateOf(endPoint) : null
  if (!startFinish || (isCourse && !finish)) {
    notes.add('info', 'The file names a timing point the car never drove past, so it was not used as a line.')
    return null
  }
  return { startFinish, finish, sectors: [] }
}
