/** What the table between two cursors is made of. Values are in the units inside; NaN is not recorded. */
import type { UnitSystem } from '#shared/units'
import type { DeskWords } from '#web/desk'
import { changeToShown, toShown, unitShown } from '#web/parts/figures'
import type { CsvTable } from './table-to-csv.ts'

export interface RangeValues {
  readonly min: number
  readonly max: number
  readonly mean: number
  /** At B minus at A. */
  readonly change: number
}

export interface RangeLap {
  readonly key: string
  readonly name: string
  /** A design token, as in DeskLap. */
  readonly colour: string
  readonly isReference: boolean
  /** It took from A to B. */
  readonly timeMs: number
}

export interface RangeRow {
  readonly key: string
  readonly title: string
  readonly unit: string
  readonly digits: number
  /** One per lap, in the order of the laps. */
  readonly byLap: readonly RangeValues[]
}

/** A line per channel and lap. */
export const rangeToCsv = (
  laps: readonly RangeLap[],
  rows: readonly RangeRow[],
  units: UnitSystem,
  text: DeskWords['tables'],
): CsvTable => ({
  columns: [text.channel, text.unit, text.lap, text.lowest, text.highest, text.mean, text.changeAB].map(
    title => ({ title, unit: '' }),
  ),
  rows: rows.flatMap(({ title, unit, byLap }) =>
    laps.map((lap, i) => {
      const { min, max, mean, change } = byLap[i] ?? NOTHING
      const values = [min, max, mean].map(value => toShown(value, unit, units))
      return [title, unitShown(unit, units), lap.name, ...values, changeToShown(change, unit, units)]
    }),
  ),
})

const NOTHING: RangeValues = { min: Number.NaN, max: Number.NaN, mean: Number.NaN, change: Number.NaN }
