/** The values at the cursors as a table to keep. */
import type { UnitSystem } from '#shared/units'
import type { ChannelValues, PlacesOfLaps } from '#web/desk'
import { toShown, unitShown } from '#web/parts/figures'
import { tableToCsv } from './tables/table-to-csv.ts'

export interface ValueTexts {
  readonly channel: string
  readonly unit: string
  readonly place: string
  readonly time: string
  readonly delta: string
}

/** Values at cursor A, one column per lap; in the reader's units, which stand in a column of their own. */
export const valuesToCsv = (
  laps: readonly string[],
  places: PlacesOfLaps,
  rows: readonly ChannelValues[],
  units: UnitSystem,
  texts: ValueTexts,
): string => {
  const line = (title: string, unit: string, values: readonly number[]) => [
    title,
    unitShown(unit, units),
    ...values.map(value => toShown(value, unit, units)),
  ]
  return tableToCsv({
    columns: [texts.channel, texts.unit, ...laps].map(title => ({ title, unit: '' })),
    rows: [
      line(
        texts.place,
        'm',
        laps.map(() => places.placeM),
      ),
      line(texts.time, 'ms', places.timeMs),
      line(texts.delta, 'ms', places.deltaMs),
      ...rows.map(({ title, unit, values }) => line(title, unit, values)),
    ],
  })
}
