/**
 * As many points as a screen can show, and no more. Per two pixels the first, lowest, highest and last sample
 * are kept at their own place, so the drawn line has the same envelope as all samples; runs of NaN become one
 * break. chart.js slows down past some 5,000 points over all lines, a 1,400-pixel chart stays under 2,800.
 */
export interface DrawnPoint {
  readonly x: number
  /** NaN breaks the line. */
  readonly y: number
}

export const PIXELS_PER_BUCKET = 2

export const decimate = (xs: Float64Array, ys: Float64Array, widthPx: number): DrawnPoint[] => {
  const buckets = Math.max(1, Math.floor(widthPx / PIXELS_PER_BUCKET))
  if (xs.length <= buckets * 4) return Array.from(xs, (x, i) => ({ x, y: ys[i]! }))
  const from = xs[0]!
  const span = xs.at(-1)! - from || 1
  const drawn: DrawnPoint[] = []
  let start = 0
  while (start < xs.length) {
    const bucket = Math.floor(((xs[start]! - from) / span) * buckets)
    const gap = Number.isNaN(ys[start]!)
    let end = start
    let low = start
    let high = start
    while (
      end + 1 < xs.length &&
      Number.isNaN(ys[end + 1]!) === gap &&
      (gap || Math.floor(((xs[end + 1]! - from) / span) * buckets) === bucket)
    ) {
      end += 1
      if (ys[end]! < ys[low]!) low = end
      if (ys[end]! > ys[high]!) high = end
    }
    const kept = gap ? [start] : [...new Set([start, low, high, end])].sort((a, b) => a - b)
    for (const i of kept) drawn.push({ x: xs[i]!, y: ys[i]! })
    start = end + 1
  }
  return drawn
}
