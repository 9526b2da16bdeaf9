/**
 * How drivers get on at one layout: a point per session and driver, in the order they were driven.
 *
 * Invariants: a point depends on its own and on earlier sessions only, so a session added later changes none before
 * it; every "best so far" is one under the filter that was asked.
 */
import type { CarId, DriverId, SessionId } from '#shared/id'
import { asMillis, type EpochMillis, type Millis } from '#shared/units'
import { type BestsFilter, choose, type Entry } from './choose.ts'
import { fastestOf, sumOf, type Theoretical, theoreticalOf } from './holders.ts'
import type { LapTime, Pace, SessionBests } from './model.ts'

/** What a session's best lap was against all the driver had driven in earlier sessions. */
export type Personal =
  | { readonly kind: 'first' }
  /** The personal best fell, by so much. */
  | { readonly kind: 'fell'; readonly byMs: Millis }
  /** It stands, so far ahead; 0 when it was equalled. */
  | { readonly kind: 'stands'; readonly gapMs: Millis }

export interface ProgressPoint {
  readonly sessionId: SessionId
  readonly startedAt: EpochMillis
  readonly carId: CarId | null
  readonly driverId: DriverId
  readonly lapCount: number
  readonly rankedCount: number
  /** Null when no lap of the session counts; then what follows is null too. */
  readonly best: LapTime | null
  /** With its consistency. On several surfaces: of the one with most laps, the first of equals. */
  readonly pace: Pace | null
  readonly theoretical: Theoretical | null
  /** How far the best lap with these sectors lies behind the theoretical one; never negative. */
  readonly toTheoreticalMs: Millis | null
  readonly personal: Personal | null
  /** Behind the best anybody had driven by the end of this session; 0 when it is that best. */
  readonly toBestSoFarMs: Millis | null
}

/** `rows` are those of one layout. */
export const progress = (
  rows: readonly SessionBests[],
  filter: BestsFilter = {},
): readonly ProgressPoint[] => {
  const personalBests = new Map<DriverId, number>()
  let bestSoFar = Number.POSITIVE_INFINITY
  const points: ProgressPoint[] = []
  for (const session of Map.groupBy(choose(rows, filter).entries, ({ row }) => row).values()) {
    for (const { group } of session) bestSoFar = Math.min(bestSoFar, group.best?.timeMs ?? bestSoFar)
    for (const [driverId, entries] of Map.groupBy(session, ({ group }) => group.driverId)) {
      const before = personalBests.get(driverId) ?? null
      const point = pointOf(entries as [Entry], before, bestSoFar)
      if (point.best) personalBests.set(driverId, Math.min(point.best.timeMs, before ?? point.best.timeMs))
      points.push(point)
    }
  }
  return points
}

const pointOf = (
  entries: readonly [Entry, ...Entry[]],
  before: number | null,
  bestSoFar: number,
): ProgressPoint => {
  const { row, group } = entries[0]
  const held = fastestOf(entries, ({ best }) => best)
  const best = held && { lapId: held.lapId, timeMs: held.timeMs }
  const theoretical = theoreticalOf(entries)
  return {
    sessionId: row.sessionId,
    startedAt: row.startedAt,
    carId: row.carId,
    driverId: group.driverId,
    lapCount: sumOf(entries, entry => entry.group.lapCount),
    rankedCount: sumOf(entries, entry => entry.group.rankedCount),
    best,
    pace: paceOfMost(entries),
    theoretical,
    toTheoreticalMs: theoretical && asMillis(theoretical.bestMs - theoretical.timeMs),
    personal: best && personalOf(best.timeMs, before),
    toBestSoFarMs: best && asMillis(best.timeMs - bestSoFar),
  }
}

const personalOf = (timeMs: number, before: number | null): Personal => {
  if (before === null) return { kind: 'first' }
  return timeMs < before
    ? { kind: 'fell', byMs: asMillis(before - timeMs) }
    : { kind: 'stands', gapMs: asMillis(timeMs - before) }
}

const paceOfMost = (entries: readonly Entry[]): Pace | null =>
  entries.reduce<Pace | null>((most, { group: { pace } }) => {
    return pace && pace.lapCount > (most?.lapCount ?? 0) ? pace : most
  }, null)
