/**
 * One line as the few points a window of it needs.
 *
 * Invariants, tested against brute force: per column of pixels the smallest and largest drawn value are those of
 * all samples in it; at most POINTS_PER_COLUMN points per column; a gap is a NaN between two runs and is never
 * bridged, unless it lies wholly inside one column; steps have a point where the value changes and hold to the sample that ends them; nothing is drawn
 * where `valueOfLine` knows no value (but for a lone sample, a mark MARK_COLUMNS wide).
 */
import { type Envelope, envelopeIn, valueAt } from '#shared/trace'
import type { ChartLine, Window } from './model.ts'
import { indexBelow } from './search.ts'
import type { ValueRange, ValueScale } from './value-scale.ts'

export interface DrawnPoint {
  readonly x: number
  /** NaN breaks the line. */
  readonly y: number
}

export interface DrawnLine {
  readonly points: readonly DrawnPoint[]
  /** Of what the window shows, in the unit shown; NaN when it shows nothing. */
  readonly range: ValueRange
}

/** First, smallest, largest and last of a column. */
export const POINTS_PER_COLUMN = 4
/** A lone sample has no line; it is drawn this wide. */
const MARK_COLUMNS = 2
/** In pixels of the screen. Every point has its own place, so nothing is displaced; one would take twice as long. */
const COLUMN_PX = 2

export const columnsOf = (widthPx: number, pixelRatio: number): number =>
  Math.max(1, Math.floor((widthPx * Math.min(pixelRatio, COLUMN_PX)) / COLUMN_PX))

/** The value at a place of the axis in the unit inside, never read from a chart; NaN in gaps and beyond the ends. */
export const valueOfLine = ({ pyramid, kind, shift }: ChartLine, x: number): number =>
  valueAt(pyramid.axis, pyramid.values, kind, x - shift)

export const lineToPoints = (
  line: ChartLine,
  window: Window,
  columns: number,
  scale: ValueScale,
): DrawnLine => {
  const from = window.from - line.shift
  const to = window.to - line.shift
  const envelope = envelopeIn(line.pyramid, from, to, columns)
  const pen = createPen(line, scale, ((window.to - window.from) / columns) * MARK_COLUMNS)
  if (line.kind === 'discrete') drawSteps(line, envelope, from, to, pen)
  else drawLine(envelope, pen)
  pen.lift()
  return { points: pen.points, range: rangeShown(line, window, envelope, scale) }
}

/** When something happened, at most once per column. */
export const eventInstants = (line: ChartLine, window: Window, columns: number): number[] => {
  const { firstAt } = envelopeIn(line.pyramid, window.from - line.shift, window.to - line.shift, columns)
  return Array.from(
    firstAt.filter(at => !Number.isNaN(at)),
    at => at + line.shift,
  )
}

interface Pen {
  readonly points: DrawnPoint[]
  /** Goes on to a value inside, at a place of the line's own axis. */
  to(at: number, value: number): void
  lift(): void
}

const createPen = (line: ChartLine, { factor, offset }: ValueScale, markWidth: number): Pen => {
  const points: DrawnPoint[] = []
  let runStart = 0
  return {
    points,
    to: (at, value) => {
      // An infinite value has no place on a canvas.
      const y = Number.isFinite(value) ? value * factor + offset : Number.NaN
      points.push({ x: at + line.shift, y })
    },
    lift: () => {
      if (points.length === runStart) return
      const lone = points.length - runStart === 1 ? points.pop() : undefined
      if (lone) points.push({ ...lone, x: lone.x - markWidth / 2 }, { ...lone, x: lone.x + markWidth / 2 })
      points.push({ x: points.at(-1)!.x, y: Number.NaN })
      runStart = points.length
    },
  }
}

const drawLine = (envelope: Envelope, pen: Pen): void => {
  const { first, min, max, last, firstAt, minAt, maxAt, lastAt, breakBefore, before, after } = envelope
  if (before) pen.to(before.at, before.value)
  for (let i = 0; i < first.length; i++) {
    if (Number.isNaN(first[i]!)) continue
    if (breakBefore[i] === 1) pen.lift()
    pen.to(firstAt[i]!, first[i]!)
    const minFirst = minAt[i]! <= maxAt[i]!
    const inner = (at: number, value: number) => {
      const isEnd = (at === firstAt[i]! && value === first[i]!) || (at === lastAt[i]! && value === last[i]!)
      if (!isEnd) pen.to(at, value)
    }
    if (minFirst) inner(minAt[i]!, min[i]!)
    if (min[i]! !== max[i]!) inner(maxAt[i]!, max[i]!)
    if (!minFirst) inner(minAt[i]!, min[i]!)
    if (lastAt[i]! !== firstAt[i]! || last[i]! !== first[i]!) pen.to(lastAt[i]!, last[i]!)
  }
  if (after) pen.to(after.at, after.value)
}

/** Only where the value changes; a value holds until the next sample, also when that one begins a gap. */
const drawSteps = (line: ChartLine, envelope: Envelope, from: number, to: number, pen: Pen): void => {
  const { first, min, max, last, firstAt, minAt, maxAt, lastAt, breakBefore, before, after } = envelope
  let held = Number.NaN
  let heldFrom = Number.NaN
  let seenAt = Number.NaN
  const step = (at: number, value: number) => {
    if (value !== held) {
      pen.to(at, value)
      held = value
      heldFrom = at
    }
    seenAt = at
  }
  const hold = () => {
    if (Number.isNaN(held)) return
    const until = heldUntil(line, seenAt, to)
    if (until > heldFrom) pen.to(until, held)
    held = Number.NaN
  }
  if (before) step(before.at, before.value)
  else {
    const entering = valueAt(line.pyramid.axis, line.pyramid.values, 'discrete', from)
    if (!Number.isNaN(entering) && line.pyramid.axis[indexBelow(line.pyramid.axis, from)]! < from)
      step(from, entering)
  }
  for (let i = 0; i < first.length; i++) {
    if (Number.isNaN(first[i]!)) continue
    if (breakBefore[i] === 1) {
      hold()
      pen.lift()
    }
    step(firstAt[i]!, first[i]!)
    const minFirst = minAt[i]! <= maxAt[i]!
    if (minFirst && minAt[i]! > firstAt[i]!) step(minAt[i]!, min[i]!)
    if (maxAt[i]! > firstAt[i]!) step(maxAt[i]!, max[i]!)
    if (!minFirst && minAt[i]! > firstAt[i]!) step(minAt[i]!, min[i]!)
    if (lastAt[i]! > firstAt[i]!) step(lastAt[i]!, last[i]!)
  }
  if (after) step(after.at, after.value)
  hold()
}

/** The next sample after `at`, at most the end of the window; the last sample of all holds for no time. */
const heldUntil = ({ pyramid: { axis } }: ChartLine, at: number, to: number): number => {
  const next = axis[indexBelow(axis, at) + 1]
  return next === undefined ? at : Math.min(next, Math.max(to, at))
}

/** Samples inside, and what the line is at the window's two edges. */
const rangeShown = (
  line: ChartLine,
  window: Window,
  { min, max }: Envelope,
  { factor, offset }: ValueScale,
): ValueRange => {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  const include = (value: number) => {
    if (value < low && value > Number.NEGATIVE_INFINITY) low = value
    if (value > high && value < Number.POSITIVE_INFINITY) high = value
  }
  for (let i = 0; i < min.length; i++) {
    include(min[i]!)
    include(max[i]!)
  }
  include(valueOfLine(line, window.from))
  include(valueOfLine(line, window.to))
  if (low > high) return { low: Number.NaN, high: Number.NaN }
  return { low: low * factor + offset, high: high * factor + offset }
}
