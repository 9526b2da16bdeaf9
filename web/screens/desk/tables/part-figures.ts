/** The columns of the corner table, once for the table, the list on a phone and the CSV file. */
import { UNKNOWN, type UnitSystem } from '#shared/units'
import type { DeskWords } from '#web/desk'
import { placeText, unitShown, valueText } from '#web/parts/figures'
import type { PartFigures } from './part-lines.ts'

export interface PartFigure {
  readonly title: string
  /** As the header says it: 'km/h', 'm before apex'. */
  readonly unit: string
  /** Inside. */
  readonly measure: 'm/s' | 'm' | 'ms'
  /** Of the value shown, in a file; the screen shows whole metres and km/h. */
  readonly fileDigits: number
  /** Null where the part cannot have it, NaN where it was not recorded. */
  readonly of: (figures: PartFigures) => number | null
}

export const partFigures = (text: DeskWords['tables'], units: UnitSystem): readonly PartFigure[] => {
  const speed = unitShown('m/s', units)
  const metre = unitShown('m', units)
  const speedOf = (title: string, of: PartFigure['of']): PartFigure => ({
    title,
    unit: speed,
    measure: 'm/s',
    fileDigits: 2,
    of,
  })
  const placeOf = (title: string, unit: string, of: PartFigure['of']): PartFigure => ({
    title,
    unit,
    measure: 'm',
    fileDigits: 1,
    of,
  })
  return [
    speedOf(text.entrySpeed, f => f.entrySpeed),
    placeOf(text.brakePoint, text.beforeApex(metre), f => f.brakeM),
    speedOf(text.minSpeed, f => f.minSpeed),
    placeOf(text.minAt, text.pastApex(metre), f => f.minAtM),
    placeOf(text.throttlePoint, text.pastApex(metre), f => f.throttleM),
    speedOf(text.exitSpeed, f => f.exitSpeed),
    speedOf(text.topSpeed, f => f.topSpeed),
    { title: text.partTime, unit: 's', measure: 'ms', fileDigits: 3, of: f => f.timeMs },
  ]
}

/** Null where the part cannot have it. */
export const figureText = (figure: PartFigure, of: PartFigures, units: UnitSystem): string | null => {
  const value = figure.of(of)
  if (value === null) return null
  if (!Number.isFinite(value)) return UNKNOWN
  if (figure.measure === 'm') return placeText(value, units)
  return valueText(value, figure.measure, units, figure.measure === 'ms' ? 3 : 0)
}
