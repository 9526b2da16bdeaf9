/**
 * The laps on the desk laid along the reference: all a screen shows of them except the samples of their channels.
 *
 * Pure: laps with their traces in, a view out.
 */
import {
  type AlignedLap,
  alignLap,
  axisOf,
  cornersAlong,
  createReference,
  deltaLine,
  findCorners,
  type LapToCompare,
  partRows,
  partsOf,
  pathAlong,
  type Reference,
} from '#shared/compare'
import type { LapId } from '#shared/id'
import { type Lap, lapTimeMs } from '#shared/lap'
import type { Trace } from '#shared/trace'
import { gatesToPoints, gateVersionInForce, type Layout } from '#shared/track'
import type { DeskChannel, DeskLapView, DeskPath, DeskView } from './desk-model.ts'

export interface DeskLapInput extends LapToCompare {
  readonly id: LapId
  readonly lap: Lap
  readonly layout: Layout | null
}

export interface OpenedDesk {
  readonly reference: Reference
  readonly referenceLap: DeskLapInput
  readonly laps: ReadonlyMap<LapId, { readonly input: DeskLapInput; readonly aligned: AlignedLap }>
  readonly view: DeskView
}

export const openDesk = (
  referenceLap: DeskLapInput,
  inputs: readonly DeskLapInput[],
  lost: DeskView['lost'],
): OpenedDesk => {
  const reference = createReference(referenceLap)
  const { lengthM } = reference
  const { layout } = referenceLap
  const kept = layout?.corners
  const corners = cornersAlong(reference, kept ?? findCorners(reference, referenceLap))
  const parts = partsOf(lengthM, corners)
  const aligned = new Map(
    inputs.map(input => [
      input.id,
      input.id === referenceLap.id ? reference : alignLap(reference, referenceLap, input),
    ]),
  )

  const viewOf = (input: DeskLapInput): DeskLapView => {
    const { id } = input
    const own = aligned.get(id)!
    const channels = channelsOf(input.trace)
    if (own.by === 'nothing') return { id, aligned: own, path: null, channels, delta: null, rows: [] }
    const isReference = id === referenceLap.id
    return {
      id,
      aligned: toPlain(own),
      path: pathOf(reference, referenceLap, input, own),
      channels,
      delta: isReference ? null : deltaLine(reference, own),
      rows: isReference
        ? partRows(reference, referenceLap, parts)
        : partRows(reference, referenceLap, parts, own, input),
    }
  }

  const laps = new Map<LapId, { input: DeskLapInput; aligned: AlignedLap }>()
  for (const input of inputs) {
    const own = aligned.get(input.id)!
    if (own.by !== 'nothing') laps.set(input.id, { input, aligned: own })
  }
  return {
    reference,
    referenceLap,
    laps,
    view: {
      reference: referenceLap.id,
      lengthM,
      lapTimeMs: lapTimeMs(referenceLap.lap),
      road: reference.road,
      origin: reference.projection?.origin ?? null,
      corners,
      cornersAre: kept ? 'kept' : 'found',
      parts,
      gates:
        layout && reference.road
          ? gatesToPoints(gateVersionInForce(layout), layout.frame, reference.projection)
          : null,
      laps: inputs.map(viewOf),
      lost,
    },
  }
}

/** Without what only a reference has: a projection is made of functions, which do not travel. */
const toPlain = ({ by, timeMs, metres, gaps, fixMs }: AlignedLap): AlignedLap => ({
  by,
  timeMs,
  metres,
  gaps,
  fixMs,
})

const channelsOf = (trace: Trace): DeskChannel[] =>
  trace.channels.map(({ name, unit, kind, source, values }, index) => ({
    index,
    name,
    unit,
    kind,
    source,
    samples: values.length,
  }))

const pathOf = (
  reference: Reference,
  referenceLap: LapToCompare,
  input: LapToCompare,
  aligned: AlignedLap,
): DeskPath | null => {
  const path = pathAlong(reference, referenceLap, input)
  return path && { ...path, metres: axisOf(aligned, path.timeMs, 0) }
}
