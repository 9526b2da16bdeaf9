/** What the stacked charts draw: one panel per chosen channel, one line per lap that has it, and the delta. */
import { type AlignedLap, timeAt } from '#shared/compare'
import { createPyramid, type Pyramid } from '#shared/trace'
import type { ChartLine, ChartPanel } from '#web/parts/charts'
import type { LinkedLap } from '#web/route'
import type { DeskColumn, DeskLapView, DeskView } from '#web/workers'
import type { Arrangement } from './arrangement.ts'
import { type ChannelKey, type ChannelNames, channelFor, DELTA, titleOf } from './channels.ts'
import type { DeskLap } from './model.ts'
import type { Axis } from './places.ts'

export interface PanelSource {
  readonly view: DeskView
  readonly laps: readonly DeskLap[]
  readonly linked: readonly LinkedLap[]
  readonly axis: Axis
  readonly arrangement: Arrangement
  readonly deltaTitle: string
  readonly names: ChannelNames
  column(lap: DeskLapView, key: ChannelKey): DeskColumn | null
  /** Over the axis in force; made once per view. */
  delta(lap: DeskLapView): Pyramid | null
}

export const panelsOf = (source: PanelSource): ChartPanel[] =>
  source.arrangement.map(key => (key === DELTA ? deltaPanel(source) : channelPanel(source, key)))

const channelPanel = (source: PanelSource, key: ChannelKey): ChartPanel => {
  const { view, axis } = source
  const unit = view.laps.map(lap => channelFor(lap, key)?.unit).find(text => text !== undefined) ?? ''
  const lines = drawnLaps(source).flatMap(({ lap, own, shift }): ChartLine[] => {
    const column = source.column(own, key)
    if (!column) return []
    const pyramid = axis === 'time' ? column.byTime : column.byDistance
    return [{ ...lookOf(lap), pyramid, kind: column.kind, shift }]
  })
  return { key, title: titleOf(key, source.names), unit, lines, isDelta: false }
}

const deltaPanel = (source: PanelSource): ChartPanel => ({
  key: DELTA,
  title: source.deltaTitle,
  unit: 'ms',
  isDelta: true,
  lines: drawnLaps(source).flatMap(({ lap, own }): ChartLine[] => {
    const pyramid = source.delta(own)
    return pyramid ? [{ ...lookOf(lap), pyramid, kind: 'continuous', shift: 0 }] : []
  }),
})

const drawnLaps = ({ view, laps, linked, axis }: PanelSource) =>
  laps.flatMap(lap => {
    const own = view.laps.find(other => other.id === lap.id)
    const link = linked.find(other => other.id === lap.id)
    if (!own || own.aligned.by === 'nothing' || lap.isHidden) return []
    return [{ lap, own, shift: (axis === 'time' ? link?.nudgeMs : link?.nudgeM) ?? 0 }]
  })

const lookOf = ({ id, name, colour, isReference }: DeskLap) => ({
  lapKey: id,
  lapName: name,
  colour,
  isReference,
})

/** The delta of a lap over the axis: on that of time it lies where the reference was then. */
export const deltaPyramid = (lap: DeskLapView, reference: AlignedLap, axis: Axis): Pyramid | null => {
  if (!lap.delta) return null
  const { metres, deltaMs } = lap.delta
  const along = axis === 'distance' ? metres : metres.map(m => timeAt(reference, m))
  return createPyramid(along, deltaMs)
}
