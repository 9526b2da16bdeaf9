/**
 * Round numbers for axes: steps of 1, 2 or 5 times a power of ten, for lap times of the clock's own steps.
 *
 * Invariants: ticks lie inside the range, are whole multiples of one step, and never so many that their
 * labels touch: the step grows until each has the room it was promised.
 */
import { formatGrouped, formatNumber, type UnitSystem } from '#shared/units'
import type { AxisKind, Window } from './model.ts'

export interface Tick {
  readonly value: number
  readonly label: string
}

export interface AxisTicks {
  readonly ticks: readonly Tick[]
  /** Written once at the end of the axis; '' where the labels say it themselves. */
  readonly unit: string
}

/** The smallest 1, 2 or 5 × 10ⁿ that is at least `rough`. */
export const niceStep = (rough: number): number => {
  if (!(rough > 0) || !Number.isFinite(rough)) return 1
  const power = 10 ** Math.floor(Math.log10(rough))
  const lead = rough / power
  // A hair of tolerance: 0.1 + 0.2 must not push a step to the next one.
  const nice = lead <= 1 + 1e-9 ? 1 : lead <= 2 + 1e-9 ? 2 : lead <= 5 + 1e-9 ? 5 : 10
  return nice * power
}

export const decimalsOf = (step: number): number =>
  Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)))

/** More ticks than any screen shows mean that step and range do not belong together. */
const MOST_TICKS = 200

export const multiplesIn = (from: number, to: number, step: number): number[] => {
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  if (!(last - first < MOST_TICKS)) return []
  // `+ 0` makes −0 a 0.
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step + 0)
}

export const METRES_PER_MILE = 1609.344
const METRES_PER_FOOT = 0.3048
/** Room for the longest label and the space to its neighbour; a wide axis can be calmer. */
const LABEL_PX = { narrow: 52, wide: 84 }
const WIDE_PX = 500
/** The end of the axis carries the unit. */
const UNIT_PX = 44

/** In milliseconds; beyond an hour nothing on a lap's axis needs finer. */
const CLOCK_STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000,
  600_000, 1_800_000, 3_600_000,
]

export const axisTicks = (axis: AxisKind, window: Window, widthPx: number, system: UnitSystem): AxisTicks => {
  const span = window.to - window.from
  if (!(span > 0) || !(widthPx > 0)) return { ticks: [], unit: '' }
  const room = widthPx < WIDE_PX ? LABEL_PX.narrow : LABEL_PX.wide
  const rough = span / Math.max(1, widthPx / room)
  const lastAt = window.to - (span * UNIT_PX) / widthPx
  const { step, label, unit } = axis === 'time' ? timeAxis(rough) : distanceAxis(rough, system)
  const ticks = multiplesIn(window.from, window.to, step).map(value => ({
    value,
    label: value > lastAt ? '' : label(value),
  }))
  return { ticks, unit }
}

interface AxisScale {
  readonly step: number
  readonly label: (value: number) => string
  readonly unit: string
}

const timeAxis = (rough: number): AxisScale => {
  const step = CLOCK_STEPS.find(candidate => candidate >= rough) ?? 3_600_000
  const digits = step >= 1000 ? 0 : decimalsOf(step / 1000)
  return { step, label: value => clock(value, digits), unit: 'min:s' }
}

/** '1:42', '1:42.3', from an hour on '1:02:03'; times before the lap began have a minus. */
const clock = (ms: number, digits: number): string => {
  const units = 10 ** digits
  const whole = Math.round((Math.abs(ms) / 1000) * units)
  const seconds = Math.floor(whole / units)
  const two = (n: number) => String(n).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  const start = minutes >= 60 ? `${Math.floor(minutes / 60)}:${two(minutes % 60)}` : `${minutes}`
  const fraction = digits > 0 ? `.${String(whole % units).padStart(digits, '0')}` : ''
  return `${ms < 0 && whole > 0 ? '−' : ''}${start}:${two(seconds % 60)}${fraction}`
}

const distanceAxis = (rough: number, system: UnitSystem): AxisScale => {
  const small = system === 'metric' ? 1 : METRES_PER_FOOT
  const large = system === 'metric' ? 1000 : METRES_PER_MILE
  const smallStep = niceStep(rough / small)
  // Up to 500 m or 1000 ft a step keeps the small unit, which is how people talk about a corner.
  const scale = smallStep <= (system === 'metric' ? 500 : 1000) ? small : large
  const shown = scale === small ? smallStep : niceStep(rough / large)
  const digits = decimalsOf(shown)
  const unit = system === 'metric' ? (scale === 1 ? 'm' : 'km') : scale === small ? 'ft' : 'mi'
  return {
    step: shown * scale,
    label: value => (digits === 0 ? formatGrouped(value / scale) : formatNumber(value / scale, digits)),
    unit,
  }
}
