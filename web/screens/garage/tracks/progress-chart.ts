/**
 * Progress over sessions as shapes: best lap, pace with its spread, theoretical best; faster is lower.
 *
 * Invariants: sessions stand in the order they were driven, evenly, whatever time lies between; times far slower than
 * the others are drawn at the upper edge and marked as cut, instead of pressing all others together; nothing is drawn
 * where nothing is known.
 */
import type { ProgressPoint } from '#shared/bests'
import { asMillis, formatLapTime, type Millis } from '#shared/units'

export interface ChartBox {
  readonly width: number
  readonly height: number
  /** Room for the times on the left, the days below, and air above. */
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export interface ChartPoint {
  readonly point: ProgressPoint
  readonly x: number
  readonly bestY: number | null
  readonly paceY: number | null
  /** Where half of the laps lie around the pace. */
  readonly spread: { readonly top: number; readonly bottom: number } | null
  readonly theoreticalY: number | null
  /** The best lap was faster than all this driver drove here before. */
  readonly isPersonalBest: boolean
  /** The best lap is slower than the drawing reaches. */
  readonly isCut: boolean
}

export interface ProgressChart {
  readonly points: readonly ChartPoint[]
  readonly ticks: readonly { readonly y: number; readonly label: string }[]
  readonly best: string
  readonly pace: string
  readonly theoretical: string
}

/** Steps of a clock, in milliseconds. */
const STEPS = [50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 60_000, 300_000]
const TICK_PX = 44
/** The median session lies within this share of the drawing, however slow a wet day was. */
const REACH = 3

export const progressChartOf = (points: readonly ProgressPoint[], box: ChartBox): ProgressChart | null => {
  const bests = points.flatMap(({ best }) => (best ? [best.timeMs as number] : [])).toSorted((a, b) => a - b)
  if (bests.length === 0) return null
  const lows = points.flatMap(({ theoretical }) => (theoretical ? [theoretical.timeMs as number] : []))
  const fastest = Math.min(bests[0]!, ...lows)
  const paces = points.flatMap(({ pace }) => (pace ? [pace.medianMs + (pace.spreadMs ?? 0) / 2] : []))
  const middle = bests[bests.length >> 1]!
  const limit = Math.max(middle + REACH * (middle - fastest), middle + 0.02 * middle)
  const slowest = Math.min(limit, Math.max(fastest + 400, bests.at(-1)!, ...paces))
  const room = Math.max(1, box.height - box.top - box.bottom)
  // A little air, so that neither the fastest nor the slowest lies on the frame.
  const air = (slowest - fastest) * 0.06
  const [fromMs, toMs] = [fastest - air, slowest + air]
  const yOf = (ms: number): number =>
    box.height - box.bottom - Math.min(1, Math.max(0, (ms - fromMs) / (toMs - fromMs))) * room
  const wide = box.width - box.left - box.right
  const step = wide / Math.max(1, points.length)
  const drawn = points.map((point, i): ChartPoint => {
    const { best, pace, theoretical, personal } = point
    const half = (pace?.spreadMs ?? 0) / 2
    return {
      point,
      x: box.left + (i + 0.5) * step,
      bestY: best && yOf(best.timeMs),
      paceY: pace && yOf(pace.medianMs),
      spread:
        pace?.spreadMs == null ? null : { top: yOf(pace.medianMs + half), bottom: yOf(pace.medianMs - half) },
      theoreticalY: theoretical && yOf(theoretical.timeMs),
      isPersonalBest: personal?.kind === 'fell' || personal?.kind === 'first',
      isCut: best !== null && best.timeMs > slowest,
    }
  })
  return {
    points: drawn,
    ticks: ticksOf(fromMs, toMs, room, yOf),
    best: lineThrough(drawn, ({ bestY }) => bestY),
    pace: lineThrough(drawn, ({ paceY }) => paceY),
    theoretical: lineThrough(drawn, ({ theoreticalY }) => theoreticalY),
  }
}

const ticksOf = (fromMs: number, toMs: number, room: number, yOf: (ms: number) => number) => {
  const rough = (toMs - fromMs) / Math.max(1, room / TICK_PX)
  const step = STEPS.find(each => each >= rough) ?? 600_000
  const first = Math.ceil(fromMs / step)
  const count = Math.max(0, Math.floor(toMs / step) - first + 1)
  return Array.from({ length: count }, (_, i) => {
    const ms = (first + i) * step
    return { y: yOf(ms), label: tickText(ms, step) }
  })
}

/** As fine as the step is. */
const tickText = (ms: number, step: number): string => {
  const text = formatLapTime(asMillis(ms))
  return step >= 1000 ? text.slice(0, -4) : step >= 100 ? text.slice(0, -2) : text.slice(0, -1)
}

const lineThrough = (points: readonly ChartPoint[], yOf: (point: ChartPoint) => number | null): string => {
  const known = points.flatMap(point => {
    const y = yOf(point)
    return y === null ? [] : [`${point.x.toFixed(1)} ${y.toFixed(1)}`]
  })
  return known.length < 2 ? '' : `M${known.join('L')}`
}

/** What the drawing shows, for the sentence above it. */
export interface Finding {
  readonly sessionCount: number
  readonly best: ProgressPoint & { readonly best: NonNullable<ProgressPoint['best']> }
  /** The best lap of all against that of the first session; negative is faster. Null with one session. */
  readonly sinceFirstMs: Millis | null
  /** The pace of the last session against the first one with a pace. Null with fewer than two. */
  readonly paceChangeMs: Millis | null
  readonly toTheoreticalMs: Millis | null
}

export const findingOf = (points: readonly ProgressPoint[]): Finding | null => {
  const timed = points.filter((point): point is Finding['best'] => point.best !== null)
  const [first] = timed
  if (!first) return null
  const best = timed.reduce((held, point) => (point.best.timeMs < held.best.timeMs ? point : held), first)
  const paced = timed.filter(({ pace }) => pace !== null)
  const paces = paced.map(({ pace }) => pace!.medianMs as number)
  return {
    sessionCount: timed.length,
    best,
    sinceFirstMs: timed.length > 1 ? asMillis(best.best.timeMs - first.best.timeMs) : null,
    paceChangeMs: paces.length > 1 ? asMillis(paces.at(-1)! - paces[0]!) : null,
    toTheoreticalMs: timed.at(-1)!.toTheoreticalMs,
  }
}
