/** Where a recording is so long interrupted that what follows is another session. */

/** Two outings less than this apart may be one session, which only the driver knows; more than this never is. */
export const BREAK_MS = 15 * 60_000

export interface RowRange {
  readonly from: number
  /** Exclusive. */
  readonly to: number
}

/**
 * The rows of each session of one recording: a new one begins after a break, and where the clock jumps back by
 * more than a break (recordings written one behind the other in any order). Unknown times belong to the session
 * they stand in.
 */
export const sessionsOfRows = (timeMs: ArrayLike<number>): RowRange[] => {
  const ranges: RowRange[] = []
  let from = 0
  let lastMs = Number.NaN
  for (let i = 0; i < timeMs.length; i++) {
    const t = timeMs[i]!
    if (Number.isNaN(t)) continue
    if (Math.abs(t - lastMs) > BREAK_MS && !isWild(timeMs, i, lastMs)) {
      ranges.push({ from, to: i })
      from = i
      lastMs = t
    } else if (!(Math.abs(t - lastMs) > BREAK_MS)) lastMs = t
  }
  if (from < timeMs.length) ranges.push({ from, to: timeMs.length })
  return ranges
}

/** How many rows a wild time stamp may spoil in a row; a session is longer. */
const WILD_ROWS = 5

/** Whether the clock comes back to where it was within a few rows: then this is a fault and no break. */
const isWild = (timeMs: ArrayLike<number>, at: number, lastMs: number): boolean => {
  for (let i = at + 1; i < timeMs.length && i <= at + WILD_ROWS; i++) {
    if (Math.abs(timeMs[i]! - lastMs) <= BREAK_MS) return true
  }
  return false
}
