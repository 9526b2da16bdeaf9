/**
 * The colours of values, in one place. Sequential scales come from the token `--heat` (perceptual: equal steps look
 * equally far apart, also to colour-blind eyes and in grey); a delta runs from green-blue (faster) over a neutral to
 * orange (slower), which red-green blindness keeps apart, and its legend carries signs and words besides.
 *
 * Quantised: a canvas strokes one path per colour, so sixteen colours are sixteen strokes whatever the lap's length.
 */

/** Odd for a delta, so that "the same" has a colour of its own. */
export const STEPS = { sequential: 14, diverging: 15 } as const

/** Where nothing is known about a point: drawn, but in no colour of the scale. */
export const UNKNOWN_STEP = 255

type Rgb = readonly [number, number, number]

/** '#rrggbb' only, which is how the tokens are written; anything else is grey. */
const parseHex = (hex: string): Rgb => {
  const digits = /^#([0-9a-f]{6})$/i.exec(hex.trim())?.[1] ?? '808080'
  const n = Number.parseInt(digits, 16)
  return [n >> 16, (n >> 8) & 255, n & 255]
}

/** As many colours as asked for, evenly spaced over a list of stops ('#a, #b, #c', as in a gradient). */
export const stopsToColours = (stops: string, count: number): readonly string[] => {
  const known = stops.split(',').map(parseHex)
  return Array.from({ length: count }, (_, i) => {
    const at = count === 1 ? 0 : (i / (count - 1)) * (known.length - 1)
    const low = known[Math.floor(at)]!
    const high = known[Math.min(Math.floor(at) + 1, known.length - 1)]!
    const channel = (c: 0 | 1 | 2) => Math.round(low[c] + (high[c] - low[c]) * (at % 1))
    return `rgb(${channel(0)} ${channel(1)} ${channel(2)})`
  })
}

export interface ValueRange {
  readonly low: number
  readonly high: number
}

/** From the least to the greatest known value; null when none is known. */
export const rangeOf = (values: ArrayLike<number>): ValueRange | null => {
  let [low, high] = [Infinity, -Infinity]
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!
    if (v < low) low = v
    if (v > high) high = v
  }
  return low > high || !Number.isFinite(low + high) ? null : { low, high }
}

/** Less than this in either direction is noise, not a gain: the scale of a delta is at least so wide. */
const LEAST_DELTA_MS = 20

/** The same far to both sides of zero, so that the neutral colour means no difference. */
export const deltaRangeOf = (values: ArrayLike<number>): ValueRange | null => {
  const range = rangeOf(values)
  if (!range) return null
  const reach = Math.max(Math.abs(range.low), Math.abs(range.high), LEAST_DELTA_MS)
  return { low: -reach, high: reach }
}

/** The step of each value; unknown values get `UNKNOWN_STEP`. */
export const valuesToSteps = (
  values: ArrayLike<number>,
  range: ValueRange | null,
  count: number,
): Uint8Array<ArrayBuffer> => {
  const steps = new Uint8Array(values.length).fill(UNKNOWN_STEP)
  if (!range) return steps
  const span = range.high - range.low
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (Number.isNaN(value)) continue
    const part = span > 0 ? (value - range.low) / span : 0.5
    steps[i] = Math.max(0, Math.min(count - 1, Math.floor(part * count)))
  }
  return steps
}
