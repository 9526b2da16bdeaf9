/** Timing a session at the lines of a place, and what the place then is. */
import { lengthOf } from '#shared/geo'
import type { LayoutId, TrackId } from '#shared/id'
import { isRanked, lapsFromGates, type MeasuredLap } from '#shared/lap'
import {
  DEFAULT_PRIVACY,
  type GateVersion,
  gateVersionInForce,
  type KnownLayout,
  pathBetween,
  positionOf,
  proposeStartLine,
} from '#shared/track'
import { asEpochMillis, asMetres, type Metres } from '#shared/units'
import type { LoggedSession } from '../model.ts'
import type { NewGates, NewPlace, Place } from './model.ts'

/** A new layout's lines are its first; they have no date before the library keeps them. */
export const firstVersion = (gates: NewGates): GateVersion => ({
  ...gates,
  version: 1,
  createdAt: asEpochMillis(0),
})

export const lapsAtPlace = (
  { trace, frame }: Pick<LoggedSession, 'trace' | 'frame'>,
  place: Place,
): MeasuredLap[] =>
  place.kind === 'known'
    ? lapsFromGates({ trace, frame, gates: gateVersionInForce(place.layout), layoutId: place.layout.id })
    : lapsFromGates({ trace, frame, gates: firstVersion(place.gates), layoutId: place.layoutId })

/** The new place as a layout to recognise other sessions by; it never reaches a library in this form. */
export const placeToKnown = (place: NewPlace): KnownLayout => ({
  trackName: place.name ?? '',
  layout: {
    id: place.layoutId,
    trackId: place.layoutId as string as TrackId,
    name: '',
    lengthM: place.lengthM,
    frame: place.frame,
    gateVersions: [firstVersion(place.gates)],
    privacy: DEFAULT_PRIVACY,
  },
})

/** The usual length of the road driven on ranked laps, or null without any. */
export const lengthOfLaps = (
  { trace, frame }: Pick<LoggedSession, 'trace' | 'frame'>,
  laps: readonly MeasuredLap[],
): Metres | null => {
  const ranked = laps.filter(isRanked)
  const position = ranked.length > 0 ? positionOf(trace, frame) : null
  if (!position) return null
  const lengths = ranked
    .flatMap(({ startMs, endMs }) => pathBetween(position, startMs, endMs) ?? [])
    .map(lengthOf)
    .sort((a, b) => a - b)
  const usual = lengths[lengths.length >> 1]
  return usual === undefined ? null : asMetres(usual)
}

/** The same from the driving alone, when every lap went through the pits or is otherwise not whole. */
export const lengthOfCircuit = ({ trace, frame }: Pick<LoggedSession, 'trace' | 'frame'>): Metres | null =>
  proposeStartLine(trace, frame)?.lapLengthM ?? null

/** The first id is the one given; others differ from it in their last byte, so they are as unlikely to meet. */
export const nthLayoutId = (first: LayoutId, n: number): LayoutId => {
  const last = Number.parseInt(first.slice(-2), 16) ^ (n & 0xff)
  return `${first.slice(0, -2)}${last.toString(16).padStart(2, '0')}` as LayoutId
}
