/**
 * A session on one page: what is printed, and the figures that are computed for it.
 *
 * Invariants: only ranked laps (timed and valid) count for the best, the median and the spread; the spread is that of
 * the middle half, so that one lap in traffic does not make a driver look uneven; below four laps it is not said.
 */
import type { LapKind } from '#shared/lap'
import { asMillis, type Millis } from '#shared/units'

export interface SummaryLap {
  readonly number: number
  readonly kind: LapKind
  readonly timeMs: Millis
  readonly invalidReason: string | null
  /** One per sector; empty without. */
  readonly sectorsMs: readonly Millis[]
}

export interface SummaryCorner {
  readonly name: string
  /** m/s; NaN where not recorded. */
  readonly entrySpeed: number
  readonly minSpeed: number
  readonly exitSpeed: number
  readonly timeMs: Millis
}

/** Flat metres, x to the east, y to the north. */
export interface SummaryMap {
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  readonly corners: readonly { readonly name: string; readonly x: number; readonly y: number }[]
}

export interface SummaryData {
  readonly track: string
  readonly layout: string | null
  readonly lengthM: number | null
  /** As the reader writes dates. */
  readonly when: string
  readonly car: string | null
  readonly drivers: readonly string[]
  /** 'Air 21 °C, track 34 °C', or null when nothing is known. */
  readonly conditions: string | null
  /** In the order they were driven. */
  readonly laps: readonly SummaryLap[]
  readonly theoreticalMs: Millis | null
  readonly optimal: { readonly timeMs: Millis; readonly pieces: number } | null
  readonly map: SummaryMap | null
  /** Of the best lap. */
  readonly corners: readonly SummaryCorner[]
}

export interface SummaryFigures {
  readonly ranked: readonly SummaryLap[]
  readonly best: SummaryLap | null
  readonly medianMs: Millis | null
  /** From the first to the third quarter; null below four laps. */
  readonly spreadMs: Millis | null
  /** Best of each sector over the ranked laps. */
  readonly bestSectorsMs: readonly (Millis | null)[]
}

const FEWEST_FOR_SPREAD = 4

export const isCounted = (lap: SummaryLap): boolean => lap.kind === 'timed' && lap.invalidReason === null

export const figuresOf = (laps: readonly SummaryLap[]): SummaryFigures => {
  const ranked = laps.filter(isCounted)
  const times = ranked.map(({ timeMs }) => timeMs).toSorted((a, b) => a - b)
  const best = ranked.find(({ timeMs }) => timeMs === times[0]) ?? null
  const sectors = Math.max(0, ...laps.map(({ sectorsMs }) => sectorsMs.length))
  return {
    ranked,
    best,
    medianMs: times.length === 0 ? null : asMillis(quantile(times, 0.5)),
    spreadMs:
      times.length < FEWEST_FOR_SPREAD ? null : asMillis(quantile(times, 0.75) - quantile(times, 0.25)),
    bestSectorsMs: Array.from({ length: sectors }, (_, i) => {
      const known = ranked.flatMap(({ sectorsMs }) => sectorsMs[i] ?? [])
      return known.length === 0 ? null : asMillis(Math.min(...known))
    }),
  }
}

/** Of sorted values, straight between neighbours. */
export const quantile = (sorted: readonly number[], share: number): number => {
  const at = (sorted.length - 1) * share
  const low = Math.floor(at)
  const below = sorted[low] ?? Number.NaN
  const above = sorted[low + 1] ?? below
  return below + (above - below) * (at - low)
}
