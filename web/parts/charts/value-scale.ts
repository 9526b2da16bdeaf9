/**
 * How a panel's values are shown: the reader's unit, and a range of it that is calm.
 *
 * Invariants: the range holds every value of the window; it is made of round numbers and at least as tall as
 * the quantity's smallest span worth showing, so that noise never looks like a signal; it stays as it was
 * while the window moves, unless values leave it or need less than KEEP of it.
 */
import { formatGrouped, formatNumber, MINUS, shownUnit, type UnitSystem } from '#shared/units'
import type { ChartPanel } from './model.ts'
import { decimalsOf, multiplesIn, niceStep, type Tick } from './ticks.ts'

/** shown = inside × factor + offset */
export interface ValueScale {
  readonly unit: string
  readonly factor: number
  readonly offset: number
}

export interface ValueRange {
  readonly low: number
  readonly high: number
}

type Scaled = Pick<ChartPanel, 'unit' | 'isDelta'>

/** Milliseconds are read as seconds; all else as everywhere on the page. */
export const valueScaleOf = ({ unit }: Scaled, system: UnitSystem): ValueScale =>
  unit === 'ms' ? { unit: 's', factor: 0.001, offset: 0 } : shownUnit(unit, system)

/** By the unit shown. What is not listed has a tenth of its size. */
const LEAST_SPAN: Readonly<Record<string, number>> = {
  'km/h': 20,
  mph: 10,
  s: 0.2,
  '%': 20,
  '°C': 5,
  '°F': 10,
  g: 0.4,
  deg: 10,
  'deg/s': 10,
  rpm: 500,
  bar: 0.2,
  psi: 3,
  kPa: 20,
  V: 1,
  mm: 5,
  in: 0.2,
  bpm: 20,
  l: 1,
  gal: 0.5,
  m: 5,
  ft: 15,
}

/** Of its height a range must be used, or it shrinks. */
const KEEP = 0.45
/** Each side of zero in a delta panel is at least this part of the other. */
const OTHER_SIDE = 1 / 3

export const rangeOf = (
  values: ValueRange,
  panel: Scaled,
  unit: string,
  isSteps: boolean,
  previous: ValueRange | null,
): ValueRange => {
  if (!Number.isFinite(values.low) || !Number.isFinite(values.high)) return previous ?? { low: 0, high: 1 }
  if (panel.unit === '%' && !isSteps && values.low >= -1 && values.high <= 101) return { low: -4, high: 104 }
  const least = isSteps ? 1 : (LEAST_SPAN[unit] ?? leastOf(values))
  const wanted = panel.isDelta ? aroundZero(values, least) : withLeast(values, least)
  if (previous && isCalm(wanted, previous)) return previous
  if (isSteps) return { low: Math.floor(wanted.low) - 0.4, high: Math.ceil(wanted.high) + 0.4 }
  const quantum = niceStep((wanted.high - wanted.low) / 8)
  return {
    low: Math.floor(wanted.low / quantum + 1e-9) * quantum,
    high: Math.ceil(wanted.high / quantum - 1e-9) * quantum,
  }
}

const leastOf = ({ low, high }: ValueRange): number => {
  const size = Math.max(Math.abs(low), Math.abs(high))
  return size < 1e-9 ? 1 : size / 10
}

const withLeast = ({ low, high }: ValueRange, least: number): ValueRange => {
  if (high - low >= least) return { low, high }
  const middle = (low + high) / 2
  // What cannot be negative is not shown as if it could.
  const from = low >= 0 ? Math.max(0, middle - least / 2) : middle - least / 2
  return { low: from, high: from + least }
}

const aroundZero = ({ low, high }: ValueRange, least: number): ValueRange => {
  const above = Math.max(high, 0)
  const below = Math.max(-low, 0)
  return {
    low: -Math.max(below, above * OTHER_SIDE, least / 2),
    high: Math.max(above, below * OTHER_SIDE, least / 2),
  }
}

const isCalm = (wanted: ValueRange, previous: ValueRange): boolean =>
  wanted.low >= previous.low &&
  wanted.high <= previous.high &&
  wanted.high - wanted.low >= KEEP * (previous.high - previous.low)

/** A tick needs this much height, so that few labels stand in a low panel; steps are whole numbers and few. */
const TICK_PX = 30
const STEP_TICK_PX = 18

export const valueTicks = (
  { low, high }: ValueRange,
  heightPx: number,
  panel: Scaled,
  isSteps: boolean,
): Tick[] => {
  const rough = (high - low) / Math.max(2, Math.floor(heightPx / (isSteps ? STEP_TICK_PX : TICK_PX)))
  const step = isSteps ? Math.max(1, niceStep(rough)) : niceStep(rough)
  const digits = decimalsOf(step)
  return multiplesIn(low, high, step).map(value => ({
    value,
    label: tickLabel(value, digits, panel.isDelta),
  }))
}

const tickLabel = (value: number, digits: number, isSigned: boolean): string => {
  const text = digits === 0 && Math.abs(value) >= 10_000 ? formatGrouped(value) : formatNumber(value, digits)
  return isSigned && value > 0 && !text.startsWith(MINUS) ? `+${text}` : text
}
