/**
 * Where each lap is when the cursor is somewhere on the axis, and the axis in its other unit.
 *
 * On the axis of distance all laps are at the same place at times of their own; on that of time each is where it
 * was that long after its line. NaN where nothing is known.
 */
import { type AlignedLap, metresAt, timeAt } from '#shared/compare'

export type Axis = 'distance' | 'time'

export interface LapPlace {
  /** Since the lap's line. */
  readonly timeMs: number
  /** Along the reference. */
  readonly metres: number
}

export const placeAt = (aligned: AlignedLap, axis: Axis, x: number): LapPlace =>
  axis === 'distance'
    ? { metres: x, timeMs: timeAt(aligned, x) }
    : { metres: metresAt(aligned, x), timeMs: x }

/** A place on one axis in the other, by the reference's own driving. */
export const switchAxis = (reference: AlignedLap, from: Axis, x: number): number =>
  from === 'distance' ? timeAt(reference, x) : metresAt(reference, x)
