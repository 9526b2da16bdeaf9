/** The corner table as numbers for a spreadsheet: places in metres or feet from the apex, losses in seconds. */
import type { UnitSystem } from '#shared/units'
import type { DeskWords } from '#web/desk'
import { toShown, unitShown } from '#web/parts/figures'
import { type PartFigure, partFigures } from './part-figures.ts'
import type { PartFigures, PartLine } from './part-lines.ts'
import type { CsvTable } from './table-to-csv.ts'

export const partsToCsv = (
  lines: readonly PartLine[],
  lapName: string,
  /** Null when the lap is the reference itself. */
  referenceName: string | null,
  units: UnitSystem,
  text: DeskWords['tables'],
): CsvTable => {
  const figures = partFigures(text, units)
  const number = ({ measure, fileDigits, of }: PartFigure, from: PartFigures | null): number | null => {
    const value = from && of(from)
    return value === null || Number.isNaN(value)
      ? null
      : Number(toShown(value, measure, units).toFixed(fileDigits))
  }
  const columnsOf = (name: string) => figures.map(({ title, unit }) => ({ title: `${name} ${title}`, unit }))
  const seconds = (ms: number | undefined | null) => (ms === undefined || ms === null ? null : ms / 1000)
  return {
    columns: [
      { title: text.part, unit: '' },
      { title: text.place, unit: unitShown('m', units) },
      ...columnsOf(lapName),
      ...(referenceName === null ? [] : columnsOf(referenceName)),
      { title: text.loss, unit: 's' },
      { title: text.phaseHint.entry, unit: 's' },
      { title: text.phaseHint.middle, unit: 's' },
      { title: text.phaseHint.exit, unit: 's' },
    ],
    rows: lines.map(line => [
      line.name,
      Number(toShown(line.part.fromM, 'm', units).toFixed(1)),
      ...figures.map(figure => number(figure, line.of)),
      ...(referenceName === null ? [] : figures.map(figure => number(figure, line.reference))),
      seconds(line.lossMs),
      seconds(line.phasesMs?.entry),
      seconds(line.phasesMs?.middle),
      seconds(line.phasesMs?.exit),
    ]),
  }
}
