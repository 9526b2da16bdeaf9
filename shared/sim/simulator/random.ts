/**
 * Repeatable chance: the same seed gives the same numbers on every engine, since only 32-bit integer
 * operations and one exact division are used.
 *
 * Two forms. `createRandom` is a sequence (sfc32, Chris Doty-Humphrey's small fast counter, 128 bits of state).
 * `createSmoothNoise` is a curve over distance that can be asked anywhere: its value depends on the seed and
 * the place only, not on what was asked before, so a lap looks the same however it is cut into pieces.
 */

export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform in [low, high). */
  between(low: number, high: number): number
  /** Nearly normal, mean 0, standard deviation 1, in steps of 1/148, never beyond ±3.5. */
  normal(): number
}

/** MurmurHash3's finaliser: every input bit changes about half of the output bits. */
const mix = (value: number): number => {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

const combine = (seed: number, stream: number, index: number): number =>
  mix(mix(mix(seed) ^ Math.imul(stream, 0x9e3779b1)) ^ Math.imul(index, 0x85157af5))

const TWO_32 = 4294967296

/** `stream` keeps uses of one seed apart; `index` gives each lap (or run) its own sequence. */
export const createRandom = (seed: number, stream: number, index = 0): Random => {
  let a = combine(seed, stream, index)
  let b = mix(a ^ 0x6a09e667)
  let c = mix(b ^ 0xbb67ae85)
  let counter = 1
  const bits = (): number => {
    const out = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + out) | 0
    return out
  }
  // sfc32 needs about a dozen steps until a poor start is forgotten.
  for (let i = 0; i < 12; i++) bits()
  return {
    next: () => (bits() >>> 0) / TWO_32,
    between: (low, high) => low + ((high - low) * (bits() >>> 0)) / TWO_32,
    normal: () => {
      const n = bits()
      return ((n & 255) + ((n >>> 8) & 255) + ((n >>> 16) & 255) + (n >>> 24) - BYTES_MEAN) / BYTES_DEVIATION
    },
  }
}

/** Of the sum of four uniform bytes: its mean and √(4 · (256² − 1) / 12). */
const BYTES_MEAN = 510
const BYTES_DEVIATION = 147.80054127099805

/** A curve in [−1, 1] over distance, twice continuously differentiable, with a knot every `knotM` metres. */
export const createSmoothNoise = (
  seed: number,
  stream: number,
  knotM: number,
): ((distanceM: number) => number) => {
  const knot = (index: number): number => (combine(seed, stream, index) >>> 0) / (TWO_32 / 2) - 1
  let at = Number.NaN
  let k0 = 0
  let k1 = 0
  let k2 = 0
  let k3 = 0
  return distanceM => {
    const scaled = distanceM / knotM
    const cell = Math.floor(scaled)
    if (cell !== at) {
      at = cell
      k0 = knot(cell - 1)
      k1 = knot(cell)
      k2 = knot(cell + 1)
      k3 = knot(cell + 2)
    }
    return cubicBSpline(k0, k1, k2, k3, scaled - cell)
  }
}

/** The uniform cubic B-spline between its second and third control value: never leaves their range. */
export const cubicBSpline = (k0: number, k1: number, k2: number, k3: number, u: number): number => {
  const v = 1 - u
  const u2 = u * u
  const u3 = u2 * u
  return (v * v * v * k0 + (3 * u3 - 6 * u2 + 4) * k1 + (3 * (u2 - u3) + 3 * u + 1) * k2 + u3 * k3) / 6
}
