/**
 * What the time before the first and after the last mark of a recording is: driven at no more than pit lane speed
 * at the outer end it is an out (in) lap, at speed the recording was switched on (off) on the road and it is partial.
 */
import type { LapKind } from '#shared/lap'
import { channelOf, type Trace, timeOf } from '#shared/trace'

/** 80 km/h in m/s, the highest speed allowed in any pit lane we know of. */
export const PIT_SPEED = 80 / 3.6
/** Longer than a lost sample or a jerk of the sensor. */
const WINDOW_MS = 3000

export const edgeKind = (
  trace: Trace,
  edge: 'first' | 'last',
): Extract<LapKind, 'out' | 'in' | 'partial'> => {
  const speed = channelOf(trace, 'speed')
  if (!speed) return 'partial'
  const timeMs = timeOf(trace, speed)
  const step = edge === 'first' ? 1 : -1
  const from = edge === 'first' ? 0 : timeMs.length - 1
  let [sum, known] = [0, 0]
  for (let i = from; i >= 0 && i < timeMs.length; i += step) {
    if (Math.abs(timeMs[i]! - timeMs[from]!) > WINDOW_MS) break
    if (Number.isNaN(speed.values[i]!)) continue
    sum += speed.values[i]!
    known++
  }
  if (known === 0 || sum / known > PIT_SPEED) return 'partial'
  return edge === 'first' ? 'out' : 'in'
}
