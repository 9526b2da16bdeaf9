/**
 * Which groups of which sessions a question is about.
 *
 * Invariant: what comes out is in the order it was driven, whatever the order of the rows, so that the first of
 * equal times is the earliest.
 */
import type { CarId, DriverId } from '#shared/id'
import type { Surface, World } from '#shared/lap'
import type { BestsGroup, SessionBests } from './model.ts'

/** What is absent is not asked for. An unsaid surface or world answers no question for one. */
export interface BestsFilter {
  /** One car, or all of a class. */
  readonly carIds?: readonly CarId[]
  readonly driverId?: DriverId
  readonly surface?: Surface
  readonly world?: World
}

/** A group and the session it belongs to. */
export interface Entry {
  readonly row: SessionBests
  readonly group: BestsGroup
}

export interface Chosen {
  readonly entries: readonly Entry[]
  /** Laps that count and are left out only because nobody said the surface or the world that was asked for. */
  readonly unsaidCount: number
}

/** Throws when the rows are not all of one known layout: their times must never meet. */
export const choose = (
  rows: readonly SessionBests[],
  { carIds, driverId, surface, world }: BestsFilter,
): Chosen => {
  const cars = carIds && new Set<SessionBests['carId']>(carIds)
  const entries: Entry[] = []
  let unsaidCount = 0
  for (const row of rows) {
    const isSameLayout = row.layoutId !== null && row.layoutId === rows[0]!.layoutId
    if (!isSameLayout && rows.length > 1) throw new RangeError('bests compare within one layout only')
    const worldFits = fits(world, row.world)
    if (worldFits === 'no' || (cars && !cars.has(row.carId))) continue
    for (const group of row.groups) {
      const surfaceFits = fits(surface, group.surface)
      if (surfaceFits === 'no' || (driverId && group.driverId !== driverId)) continue
      if (worldFits === 'unsaid' || surfaceFits === 'unsaid') unsaidCount += group.rankedCount
      else entries.push({ row, group })
    }
  }
  return { entries: entries.sort(inDrivenOrder), unsaidCount }
}

const fits = <T>(asked: T | undefined, said: T | null): 'yes' | 'no' | 'unsaid' => {
  if (asked === undefined || asked === said) return 'yes'
  return said === null ? 'unsaid' : 'no'
}

/** Groups of one session stay in the order of their first lap. */
const inDrivenOrder = ({ row: a }: Entry, { row: b }: Entry): number =>
  a.startedAt - b.startedAt || Number(a.sessionId > b.sessionId) - Number(a.sessionId < b.sessionId)
