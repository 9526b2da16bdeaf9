/**
 * Whether a lap was driven on the reference's road, from line to line; and if not, why not, as a sentence.
 *
 * Limits: a variant of a circuit that stays within BESIDE_M of the other (a chicane that is bypassed) is the same
 * road here. Fixes at 1 Hz cut corners, so lengths may differ by 12 % on a tight kart track.
 */
import type { MeasuredLap } from '#shared/lap'
import type { Places } from './places.ts'
import type { Progress } from './progress.ts'

/** Racing lines 15 m apart and two receivers' errors. */
const BESIDE_M = 35
/** A trip through a run-off of a short circuit is 5 % of its lap. */
const MAX_BESIDE = 0.08
/** A receiver's stated accuracy holds two times out of three; a phone between houses is off by three times that. */
const ACCURACIES = 3
/** Where the reference's road was jumped over rather than driven. */
const SKIP_SHARE = 1.6
const SKIP_M = 60
/** Lines further apart are two lines. At 1 Hz a beacon's time is known to 40 m at most. */
const LINE_APART_M = 100
const LOST_MS = 3500

export const roadReason = (
  number: number,
  lengthM: number,
  { timeMs, x, y, accuracyM }: Places,
  { s, beside }: Progress,
  lapMs: number,
): string | null => {
  let driven = 0
  let off = 0
  let skipped = 0
  let last = -1
  /** What a receiver that knows how bad it is may be off by. */
  const slackAt = (i: number): number => ACCURACIES * (accuracyM?.[i] ?? 0)
  for (let i = 0; i < timeMs.length; i++) {
    const isInside = timeMs[i]! >= 0 && timeMs[i]! <= lapMs
    if (i > 0 && isInside) {
      const metres = Math.hypot(x[i]! - x[i - 1]!, y[i]! - y[i - 1]!)
      driven += metres
      if (!(beside[i]! <= BESIDE_M + slackAt(i))) off += metres
    }
    if (Number.isNaN(s[i]!)) continue
    if (last >= 0 && timeMs[i]! - timeMs[last]! <= LOST_MS) {
      const straight = Math.hypot(x[i]! - x[last]!, y[i]! - y[last]!)
      const jump = s[i]! - s[last]! - SKIP_SHARE * straight - SKIP_M - slackAt(i)
      if (jump > 0) skipped += jump
    }
    last = i
  }
  const share = driven > 0 ? off / driven : 0
  if (share > MAX_BESIDE) {
    return `Lap ${number} was driven on another road: it lies more than ${BESIDE_M} m beside the reference over ${percent(share)} of the lap, so no time is compared.`
  }
  if (skipped > MAX_BESIDE * lengthM) {
    return `Lap ${number} was driven on a shorter road: it leaves out ${Math.round(skipped)} m of the reference, so no time is compared.`
  }
  return null
}

export const lineReason = (
  { number, kind }: MeasuredLap,
  { start, end }: { start: number; end: number },
): string | null => {
  const worst = Math.abs(start) > Math.abs(end) || Number.isNaN(end) ? start : end
  if (Math.abs(worst) > LINE_APART_M) {
    const what = worst === start ? 'begins' : 'ends'
    return `Lap ${number} ${what} about ${Math.round(Math.abs(worst))} m from the reference's line, so no time is compared.`
  }
  if (kind !== 'timed' && (Number.isNaN(start) || Number.isNaN(end))) {
    return `Lap ${number} does not run from the reference's line to its line, so no time is compared.`
  }
  return null
}

const percent = (share: number): string => `${Math.round(100 * share)} %`
