/**
 * Taking a receiver's trembling out of places along a road, with the car's own speed.
 *
 * Over a second a car's own metres and the road's differ by something smooth; what trembles in their difference is
 * the receiver. The difference is averaged over as many fixes as make the trembling WANTED_M small, over REACH_MS to
 * both sides at most, so good receivers are left alone. A slow drift of the position cannot be told from another
 * line by this: it stays in the delta, 20 ms per metre at 50 m/s.
 */
import type { Places } from './places.ts'
import { type Travel, travelledAt } from './travel.ts'

const WANTED_M = 0.1
const REACH_MS = 2000
/** Sparser fixes lie too far apart to say anything about one another. */
const MAX_STEP_MS = 250
const TRIPLES_LOOKED_AT = 500

/** `s` with less trembling; the same where there is little, or no speed. */
export const steadied = (
  { timeMs, stepMs }: Pick<Places, 'timeMs' | 'stepMs'>,
  s: Float64Array<ArrayBuffer>,
  travel: Travel | null,
): Float64Array<ArrayBuffer> => {
  if (!travel || stepMs > MAX_STEP_MS) return s
  const ahead = (i: number): number => s[i]! - travelledAt(travel, timeMs[i]!)
  const fixes = Math.ceil((trembleOf(ahead, s.length) / WANTED_M) ** 2)
  const half = Math.min(Math.floor(fixes / 2), Math.floor(REACH_MS / stepMs))
  if (half < 1) return s
  const n = s.length
  const sums = new Float64Array(n + 1)
  const known = new Int32Array(n + 1)
  for (let i = 0; i < n; i++) {
    const isKnown = !Number.isNaN(s[i]!)
    sums[i + 1] = sums[i]! + (isKnown ? ahead(i) : 0)
    known[i + 1] = known[i]! + (isKnown ? 1 : 0)
  }
  return s.map((own, i) => {
    if (Number.isNaN(own)) return own
    let reach = Math.min(half, i, n - 1 - i)
    while (reach > 0 && timeMs[i + reach]! - timeMs[i - reach]! > 2 * REACH_MS) reach = reach >> 1
    const [from, to] = [i - reach, i + reach + 1]
    // A place that is unknown on one side only would tilt the mean.
    if (known[to]! - known[from]! < to - from) return own
    return (sums[to]! - sums[from]!) / (to - from) + own - ahead(i)
  })
}

/** Standard deviation of what is new in every fix, from second differences. */
const trembleOf = (ahead: (i: number) => number, n: number): number => {
  const stride = Math.max(1, Math.floor((n - 2) / TRIPLES_LOOKED_AT))
  const seen: number[] = []
  for (let i = 1; i + 1 < n; i += stride) {
    const second = Math.abs(ahead(i - 1) - 2 * ahead(i) + ahead(i + 1))
    if (!Number.isNaN(second)) seen.push(second)
  }
  if (seen.length < 10) return 0
  seen.sort((a, b) => a - b)
  return seen[seen.length >> 1]! / (0.6745 * Math.sqrt(6))
}
