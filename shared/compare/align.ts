/**
 * Laying a lap along a reference, by the best that both carry: position, then distance, then time.
 *
 * A lap is refused, with a sentence, when it has no times or hardly a sample, when it does not run from the
 * reference's line to the reference's line, or when it was driven on another road.
 */
import { lengthOf } from '#shared/geo'
import { lapTimeMs } from '#shared/lap'
import { sliceTrace, type Trace } from '#shared/trace'
import { positionOf } from '#shared/track'
import { asMetres } from '#shared/units'
import { createGuide } from './guide.ts'
import { alignedFrom } from './knots.ts'
import type { AlignedLap, LapToCompare, NotAligned, Reference } from './model.ts'
import { placesOnRoad } from './on-road.ts'
import { projectionFor } from './origin.ts'
import { type Places, placesOf } from './places.ts'
import { progressOn } from './progress.ts'
import { roadOf } from './road.ts'
import { notSameReason } from './same-road.ts'
import { steadied } from './steady.ts'
import { type Travel, travelledAt, travelOf } from './travel.ts'

/** Without places and speed a lap is a thousand parts of its own time; they are no metres of any road. */
const PARTS_OF_TIME = asMetres(1000)

export const createReference = (toCompare: LapToCompare): Reference => {
  const { lap, trace, frame } = toCompare
  const lapMs = Math.max(0, lapTimeMs(lap))
  const own = lapMs > 0 ? sliceTrace(trace, lap.startMs, lap.endMs) : trace
  const travel = lapMs > 0 ? travelOf(own, lap.startMs, lap.endMs) : null
  const projection = frame.kind === 'wgs84' ? projectionFor(own) : null
  const position = lapMs > 0 ? positionOf(own, frame, projection ?? undefined) : null
  const places = position && placesOf(position, own, lap.startMs)
  const road = places && roadOf(places, lapMs, travel)
  if (road && places) {
    const lengthM = lengthOf(road)
    const { s } = progressOn(createGuide(road), places, travel)
    const pin = { by: 'position' as const, lapMs, lengthM, travel, fixMs: places.stepMs }
    return {
      ...alignedFrom({ timeMs: places.timeMs, s: steadied(places, s, travel) }, pin),
      lengthM: asMetres(lengthM),
      road,
      projection: position.projection,
    }
  }
  const lengthM = travel ? asMetres(travelledAt(travel, lapMs)) : PARTS_OF_TIME
  const noRoad = { lengthM, road: null, projection: null }
  return { ...(travel ? byDistance(travel, lapMs, lengthM) : byTime(lapMs, lengthM)), ...noRoad }
}

export const alignLap = (
  reference: Reference,
  referenceLap: LapToCompare,
  toCompare: LapToCompare,
): AlignedLap | NotAligned => {
  const { lap, trace } = toCompare
  const lapMs = lapTimeMs(lap)
  if (!(lapMs > 0)) return refuse(`Lap ${lap.number} has no lap time, so there is nothing to compare.`)
  const own = sliceTrace(trace, lap.startMs, lap.endMs)
  if (!hasSamples(own, lap.startMs, lap.endMs)) {
    return refuse(`Lap ${lap.number} holds fewer than two samples, so there is nothing to compare.`)
  }
  const travel = travelOf(own, lap.startMs, lap.endMs)
  const places = placesOnRoad(reference, referenceLap, toCompare, own, travel)
  if (places && isCovering(places, lapMs)) return byPosition(reference, places, travel, lap)
  // Beyond the horizon of the reference's plane: known, but no place on it.
  if (places?.x.length === 0 && toCompare.frame.kind === 'wgs84' && projectionFor(own)) {
    return refuse(
      `Lap ${lap.number} was driven in another part of the world than the reference, so no time is compared.`,
    )
  }
  if (lap.kind !== 'timed') {
    return refuse(
      `Lap ${lap.number} does not run from line to line and has no positions, so it is not compared.`,
    )
  }
  if (reference.by === 'time' || !travel) return byTime(lapMs, reference.lengthM)
  return byDistance(travel, lapMs, reference.lengthM)
}

const refuse = (reason: string): NotAligned => ({ by: 'nothing', reason })

const byPosition = (
  { road }: Reference,
  places: Places,
  travel: Travel | null,
  lap: LapToCompare['lap'],
): AlignedLap | NotAligned => {
  const guide = createGuide(road!)
  const { s, beside } = progressOn(guide, places, travel)
  const lapMs = lapTimeMs(lap)
  const pin = { by: 'position' as const, lapMs, lengthM: guide.lengthM, travel, fixMs: places.stepMs }
  const reason = notSameReason(lap, road!, places, { s, beside })
  return reason ? refuse(reason) : alignedFrom({ timeMs: places.timeMs, s: steadied(places, s, travel) }, pin)
}

/** Own metres, scaled so that the lap is as long as the reference. */
const byDistance = (travel: Travel, lapMs: number, lengthM: number): AlignedLap => {
  const scale = lengthM / travelledAt(travel, lapMs)
  const s = Float64Array.from(travel.metres, metres => metres * scale)
  const pin = { by: 'distance' as const, lapMs, lengthM, travel, fixMs: travel.stepMs }
  return alignedFrom({ timeMs: Float64Array.from(travel.timeMs), s }, pin)
}

const byTime = (lapMs: number, lengthM: number): AlignedLap => {
  const aligned = alignedFrom(
    { timeMs: new Float64Array(0), s: new Float64Array(0) },
    { by: 'time', lapMs, lengthM, travel: null, fixMs: lapMs },
  )
  return { ...aligned, gaps: [] }
}

/** Fewer places than one in this share of the lap say less than the speed does. */
const MIN_COVERED = 0.4
const COVERS_MS = 3500

const isCovering = ({ timeMs }: Places, lapMs: number): boolean => {
  let covered = 0
  for (let i = 1; i < timeMs.length; i++) {
    const ms = Math.min(lapMs, timeMs[i]!) - Math.max(0, timeMs[i - 1]!)
    if (ms > 0 && timeMs[i]! - timeMs[i - 1]! <= COVERS_MS) covered += ms
  }
  return covered >= MIN_COVERED * lapMs
}

/** Whether any instrument measured at least twice during the lap. */
const hasSamples = ({ groups }: Trace, fromMs: number, toMs: number): boolean =>
  groups.some(({ timeMs }) => {
    let inside = 0
    for (let i = 0; i < timeMs.length && inside < 2; i++) {
      if (timeMs[i]! >= fromMs && timeMs[i]! <= toMs) inside++
    }
    return inside === 2
  })
