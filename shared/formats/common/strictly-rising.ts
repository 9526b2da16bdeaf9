/**
 * Which rows to keep so that time rises strictly.
 *
 * Invariants: as many rows as possible are kept in their order (so one wild time stamp costs one row, and a
 * clock that was set costs the shorter part); of rows with equal times the last is kept; unknown times are not.
 */

export interface RisingRows {
  /** Row numbers to keep, or null when all of them rise already. */
  readonly rows: Int32Array | null
  /** Rows whose time was not a number. */
  readonly unknown: number
  /** Rows left out because their time lies before (or wildly after) their neighbours'. */
  readonly backward: number
  /** Rows followed by one of the same time. */
  readonly repeated: number
}

export const strictlyRising = (timeMs: Float64Array): RisingRows => {
  if (isStrictlyRising(timeMs)) return { rows: null, unknown: 0, backward: 0, repeated: 0 }
  let known = 0
  const candidates = new Int32Array(timeMs.length)
  for (let i = 0; i < timeMs.length; i++) if (Number.isFinite(timeMs[i]!)) candidates[known++] = i
  const rows = longestRun(timeMs, candidates.subarray(0, known))
  let repeated = 0
  for (let k = 0; k + 1 < known; k++) {
    if (timeMs[candidates[k]!] === timeMs[candidates[k + 1]!]) repeated++
  }
  return { rows, unknown: timeMs.length - known, backward: known - repeated - rows.length, repeated }
}

/** The same, but rows that repeat the time of the next one kept stay as well; null when all rows stay. */
export const neverFalling = (timeMs: Float64Array): RisingRows => {
  const rising = strictlyRising(timeMs)
  if (!rising.rows || rising.unknown + rising.backward === 0) return { ...rising, rows: null }
  const kept = new Int32Array(rising.rows.length + rising.repeated)
  let at = kept.length
  for (let k = rising.rows.length - 1; k >= 0; k--) {
    let row = rising.rows[k]!
    kept[--at] = row
    while (row > 0 && timeMs[row - 1] === timeMs[row]) kept[--at] = --row
  }
  return { ...rising, rows: kept.subarray(at) }
}

/** Where a row, or the first one kept after it, stands among the rows kept; null = all are. */
export const placeOfRow = (row: number, kept: Int32Array | null): number => {
  if (!kept) return row
  let low = 0
  let high = kept.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (kept[middle]! < row) low = middle + 1
    else high = middle
  }
  return low
}

const isStrictlyRising = (timeMs: Float64Array): boolean => {
  let previous = Number.NEGATIVE_INFINITY
  for (let i = 0; i < timeMs.length; i++) {
    const t = timeMs[i]!
    if (!(t > previous)) return false
    previous = t
  }
  return previous !== Number.POSITIVE_INFINITY
}

/** The longest rising run of rows (patience sorting: at most one binary search per row). */
const longestRun = (timeMs: Float64Array, rows: Int32Array): Int32Array<ArrayBuffer> => {
  /** For each length, the row with the smallest time that ends a run of it; and each row's one before. */
  const ends = new Int32Array(rows.length)
  const before = new Int32Array(timeMs.length)
  let longest = 0
  for (const row of rows) {
    const t = timeMs[row]!
    // Nearly every row continues the longest run, so that is tried first.
    let length = longest
    if (longest > 0 && timeMs[ends[longest - 1]!]! >= t) {
      let low = 0
      let high = longest - 1
      while (low < high) {
        const middle = (low + high) >> 1
        if (timeMs[ends[middle]!]! < t) low = middle + 1
        else high = middle
      }
      length = low
    }
    // A row with the time of an earlier end takes its place: the last one wins.
    ends[length] = row
    before[row] = length > 0 ? ends[length - 1]! : -1
    if (length === longest) longest++
  }
  const kept = new Int32Array(longest)
  for (let k = longest - 1, row = ends[longest - 1] ?? -1; k >= 0; k--) {
    kept[k] = row
    row = before[row]!
  }
  return kept
}
