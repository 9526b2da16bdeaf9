/** Axes in words: places and stretches ('1 284 m', '0:42.500 – 0:51.000 min:s'), titles with their unit. */
import { asMetres, asMillis, formatDistance, formatLapTime, type UnitSystem } from '#shared/units'
import type { AxisKind, Window } from './model.ts'

interface Place {
  readonly value: string
  readonly unit: string
}

export const placeText = (x: number, axis: AxisKind, units: UnitSystem): Place =>
  axis === 'distance'
    ? formatDistance(asMetres(x), units)
    : { value: formatLapTime(asMillis(x)), unit: 'min:s' }

export const stretchText = (window: Window, axis: AxisKind, units: UnitSystem): Place => {
  const from = placeText(window.from, axis, units)
  const to = placeText(window.to, axis, units)
  const first = from.unit === to.unit ? from.value : `${from.value} ${from.unit}`
  return { value: `${first} – ${to.value}`, unit: to.unit }
}

/** The unit to write beside a title: none where the title ends with it ('Lateral g'). */
export const unitBeside = (title: string, unit: string): string => (title.endsWith(` ${unit}`) ? '' : unit)
