/** Two channels of the laps on the desk against each other, and back from a dot to the place on the road. */
import { resample } from '#shared/trace'
import type { ScatterCloud, ScatterSelection } from '#web/parts/charts'
import type { MapHighlight } from '#web/parts/map'
import type { DeskColumn, DeskLapView } from '#web/workers'
import type { DeskLap } from './model.ts'
import type { Axis } from './places.ts'

/** At the instants of the first channel; the second is read between its own samples as its kind allows. */
export const cloudOf = (
  { id, name, colour, isReference }: DeskLap,
  x: DeskColumn,
  y: DeskColumn,
  axis: Axis,
): ScatterCloud => ({
  lapKey: id,
  lapName: name,
  colour,
  isReference,
  x: x.values,
  y: resample(y.timeMs, y.values, y.kind, x.timeMs),
  at: axis === 'time' ? x.timeMs : x.metres,
})

/** The points of each lap's path nearest to the samples selected. */
export const selectionToHighlight = (
  selection: readonly ScatterSelection[],
  laps: readonly DeskLapView[],
  axis: Axis,
): MapHighlight[] =>
  selection.flatMap(({ lapKey, at }): MapHighlight[] => {
    const path = laps.find(lap => lap.id === lapKey)?.path
    if (!path) return []
    const along = axis === 'time' ? path.timeMs : path.metres
    return [{ lapKey, indices: [...new Set(at.map(x => nearestIndex(along, x)))] }]
  })

const nearestIndex = (rising: Float64Array, value: number): number => {
  let low = 0
  let high = rising.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (rising[middle]! < value) low = middle + 1
    else high = middle
  }
  return low > 0 && value - rising[low - 1]! < rising[low]! - value ? low - 1 : low
}
