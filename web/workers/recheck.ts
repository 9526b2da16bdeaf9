/**
 * A lap timed again from its trace, at the lines its author names: whether the time that was published is the one that was
 * recorded.
 *
 * Limits: it checks the trace against the time, not that somebody drove it. Laps by a game's own marks are checked at the
 * lines where the game counted, as good as those are known: a metre at 200 km/h is 18 ms.
 */
import { lapsFromGates, lapTimeMs } from '#shared/lap'
import { decodeTrace } from '#shared/trace'
import { gateVersionInForce } from '#shared/track'
import type { LapCheck, Recheck } from '#web/store'

/** Rounding of two crossings. */
const AT_LINES_MS = 1
/** A game's line against the one a first lap showed: the car is sampled every 16 to 20 ms. */
const AT_MARKS_MS = 40
/** A lap of ten minutes at 100 Hz with 100 channels takes 24 MB. */
export const MAX_CHECKED_BYTES = 64 * 1024 * 1024

export const recheckOf = (
  bytes: Uint8Array,
  { layout, version, timeMs }: Omit<LapCheck, 'trace'>,
): Recheck => {
  const decoded = decodeTrace(bytes, { maxBytes: MAX_CHECKED_BYTES })
  if (!decoded.ok) return 'gave-up'
  const gates =
    version === null ? gateVersionInForce(layout) : layout.gateVersions.find(each => each.version === version)
  if (!gates) return 'cannot-tell'
  const { trace } = decoded
  const laps = lapsFromGates({ trace, frame: layout.frame, gates, layoutId: layout.id })
  const whole = laps.filter(({ kind }) => kind === 'timed')
  // No position in this frame, or the lines are never crossed.
  if (whole.length === 0) return 'cannot-tell'
  const within = version === null ? AT_MARKS_MS : AT_LINES_MS
  return whole.some(lap => Math.abs(lapTimeMs(lap) - timeMs) <= within) ? 'match' : 'differs'
}
