/**
 * How far the lap being driven is ahead of or behind its reference.
 *
 * Positive is slower. NaN is unknown: no reference, a game that does not say where on the lap the car is, or the
 * moment around the line when the share of the lap and the time since the line belong to different laps.
 */
import { type Against, type FrameValues, fieldOf } from './model.ts'

/** Beyond this nobody races the reference any more, and the number would only be wide. */
const FURTHEST_MS = 99_994
/** A game tells of the new lap's share and time some frames apart. */
const NEAR_END_SHARE = 0.9
const NEAR_START_MS = 3_000

export const deltaMs = (values: FrameValues, against: Against): number => {
  const delta = against.timeAt ? ownDelta(values, against.timeAt) : fromBridge(values, against)
  return Math.abs(delta) <= FURTHEST_MS ? delta : Number.NaN
}

/** The bridge knows the best of the session only. */
const fromBridge = (values: FrameValues, { kind, lapMs }: Against): number =>
  kind === 'session' && lapMs !== null ? fieldOf(values, 'deltaBestMs') : Number.NaN

const ownDelta = (values: FrameValues, timeAt: NonNullable<Against['timeAt']>): number => {
  const share = fieldOf(values, 'lapShare')
  const lapMs = fieldOf(values, 'lapMs')
  if (share > NEAR_END_SHARE && lapMs < NEAR_START_MS) return Number.NaN
  return lapMs - timeAt(share)
}

/** What the lap will take if nothing is gained or lost from here on. */
export const predictedMs = (values: FrameValues, against: Against): number =>
  against.lapMs === null ? Number.NaN : against.lapMs + deltaMs(values, against)

/** A second on either side fills the bar: a driver looks at it for tenths. */
export const BAR_MS = 1_000

/** From −1 (a second or more ahead) to 1; 0 when unknown. */
export const barShare = (delta: number): number =>
  Number.isNaN(delta) ? 0 : Math.max(-1, Math.min(1, delta / BAR_MS))
