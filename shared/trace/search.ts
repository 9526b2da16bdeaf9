/** Binary search in an increasing axis. Limits default to the whole axis; `to` is exclusive. */

/** Index of the first element at or after `x`, or `to` when there is none. */
export const firstAtOrAfter = (axis: Float64Array, x: number, from = 0, to = axis.length): number => {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    if (axis[middle]! < x) low = middle + 1
    else high = middle
  }
  return low
}

/** Index of the first element after `x`, or `to` when there is none. */
export const firstAfter = (axis: Float64Array, x: number, from = 0, to = axis.length): number => {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    if (axis[middle]! <= x) low = middle + 1
    else high = middle
  }
  return low
}
