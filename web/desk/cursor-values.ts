/** What every lap did where a cursor is, from the samples themselves. */
import { deltaAt } from '#shared/compare'
import { valueAt } from '#shared/trace'
import type { DeskColumn, DeskLapView } from '#web/workers'
import { type ChannelKey, type ChannelNames, titleOf } from './channels.ts'
import { type Axis, placeAt } from './places.ts'

/** One cursor: where it is and when every lap was there. */
export interface PlacesOfLaps {
  readonly placeM: number
  readonly timeMs: readonly number[]
  readonly deltaMs: readonly number[]
}

/** The reference is the first of the laps. */
export const placesAt = (
  laps: readonly DeskLapView[],
  shifts: readonly number[],
  axis: Axis,
  x: number,
): PlacesOfLaps => {
  const reference = laps[0]?.aligned
  const places = laps.map(({ aligned }, i) =>
    aligned.by === 'nothing'
      ? { timeMs: Number.NaN, metres: Number.NaN }
      : placeAt(aligned, axis, x - (shifts[i] ?? 0)),
  )
  const placeM = places[0]?.metres ?? Number.NaN
  const deltaMs = laps.map(({ aligned }, i) =>
    i === 0 || aligned.by === 'nothing' || !reference || reference.by === 'nothing'
      ? Number.NaN
      : deltaAt(reference, aligned, placeM),
  )
  return { placeM, timeMs: places.map(place => place.timeMs), deltaMs }
}

export const valueOfColumn = (column: DeskColumn | null, timeMs: number): number =>
  column && Number.isFinite(timeMs) ? valueAt(column.timeMs, column.values, column.kind, timeMs) : Number.NaN

export interface ChannelValues {
  readonly key: ChannelKey
  readonly title: string
  readonly unit: string
  readonly kind: DeskColumn['kind']
  readonly digits: number
  readonly values: readonly number[]
  readonly valuesB?: readonly number[]
}

export const channelValues = (
  keys: readonly { readonly key: ChannelKey; readonly unit: string }[],
  laps: readonly DeskLapView[],
  columnOf: (lap: DeskLapView, key: ChannelKey) => DeskColumn | null,
  a: PlacesOfLaps | null,
  b: PlacesOfLaps | null,
  names: ChannelNames,
): ChannelValues[] =>
  keys.map(({ key, unit }) => {
    const columns = laps.map(lap => columnOf(lap, key))
    const at = (places: PlacesOfLaps | null): number[] =>
      columns.map((column, i) => valueOfColumn(column, places?.timeMs[i] ?? Number.NaN))
    return {
      key,
      title: titleOf(key, names),
      unit,
      kind: columns.find(column => column !== null)?.kind ?? 'continuous',
      digits: digitsOf(unit),
      values: at(a),
      ...(b && { valuesB: at(b) }),
    }
  })

/** As many as the instrument is good for. */
const DIGITS: Readonly<Record<string, number>> = { '': 0, '%': 0, rpm: 0, g: 2, bar: 2, s: 3 }
export const digitsOf = (unit: string): number => DIGITS[unit] ?? 1
