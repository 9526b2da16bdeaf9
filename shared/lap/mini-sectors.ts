/**
 * A lap cut into many equal pieces of road.
 *
 * The pieces are equal lengths of a reference path (usually the best lap, from line to line), so the same
 * piece of every lap is the same piece of road whatever line was driven.
 *
 * Invariant: the times of the pieces sum to the lap time exactly; when a boundary cannot be timed (the
 * position was lost there, or the car was on another road) the answer is empty, never a guess.
 */
import { lengthOf, type Polyline, progressAlong, shareOfTime } from '#shared/geo'
import type { Position } from '#shared/track'
import type { Millis } from '#shared/units'
import { driveOf, MAX_BRIDGED_MS } from './drive.ts'
import type { MeasuredLap } from './model.ts'
import { sectorsFromSplits } from './sectors.ts'

/** Wider than any track with its run-off; further away the car was on another road. */
const OFF_ROAD_M = 60

interface Place {
  readonly timeMs: number
  readonly s: number
  readonly distance: number
  readonly speed: number
}

/** `pieces` times, or none. `position` must cover the lap in the same metres as the reference. */
export const miniSectors = (
  position: Position,
  lap: Pick<MeasuredLap, 'startMs' | 'endMs'>,
  reference: Polyline,
  pieces: number,
): readonly Millis[] => {
  if (!(Number.isInteger(pieces) && pieces > 0)) throw new RangeError(`a lap has no ${pieces} pieces`)
  const length = lengthOf(reference)
  if (length === 0) return []
  if (pieces === 1) return [(lap.endMs - lap.startMs) as Millis]
  const places = placesOf(position, lap, reference)
  const splits: number[] = []
  let at = 1
  for (let piece = 1; piece < pieces; piece++) {
    const s = (length * piece) / pieces
    while (places[at]!.s < s) at++
    const splitMs = timeAt(places[at - 1]!, places[at]!, s)
    if (splitMs === null) return []
    splits.push(splitMs)
  }
  return sectorsFromSplits(lap, splits) ?? []
}

/** The lap's samples along the reference; its ends are the line itself, at the times already known. */
const placesOf = (
  position: Position,
  { startMs, endMs }: Pick<MeasuredLap, 'startMs' | 'endMs'>,
  reference: Polyline,
): Place[] => {
  const { timeMs, x, y, speed } = driveOf(position, startMs, endMs)
  const { s, distance } = progressAlong(
    reference,
    [startMs, ...timeMs],
    [reference.x[0]!, ...x],
    [reference.y[0]!, ...y],
  )
  const edge = { distance: 0, speed: Number.NaN }
  return [
    { timeMs: startMs, s: 0, ...edge },
    ...Array.from(timeMs, (ms, i) => ({
      timeMs: ms,
      s: s[i + 1]!,
      distance: distance[i + 1]!,
      speed: speed[i]!,
    })),
    { timeMs: endMs, s: lengthOf(reference), ...edge },
  ]
}

const timeAt = (before: Place, after: Place, s: number): number | null => {
  const ms = after.timeMs - before.timeMs
  if (ms > MAX_BRIDGED_MS || Math.max(before.distance, after.distance) > OFF_ROAD_M) return null
  const metres = after.s - before.s
  const share = shareOfTime((s - before.s) / metres, {
    metres,
    ms,
    speedBefore: before.speed,
    speedAfter: after.speed,
  })
  return before.timeMs + share * ms
}
