/** Where in a sorted column `value` belongs: the index of the last element that is not above it, 0 when all are. */
export const indexBelow = (sorted: Float64Array, value: number): number => {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (sorted[middle]! <= value) low = middle
    else high = middle - 1
  }
  return low
}
