/**
 * The best of one session: by driver, surface and what timed the laps.
 *
 * Invariant: depends on the session's facts and the rulings on it only. Without rulings it is computed once and kept.
 */
import type { Surface } from '#shared/lap'
import type { TIMING_CODES } from '#shared/logbook'
import {
  driverOfLap,
  groupCode,
  isFlawed,
  type LapTable,
  lapCountOf,
  numberOfLap,
  sectorCountOf,
  sectorOfLap,
  startOfLap,
  surfaceOfLap,
  timeOfLap,
  timingOfLap,
} from './laps.ts'
import type { SessionFacts } from './record.ts'

export interface LapRulings {
  /** Laps by their number in the session. */
  readonly voided: ReadonlySet<number>
  readonly addMs: ReadonlyMap<number, number>
  /** Laps that another session has too, by their place in the table. */
  readonly doubled: ReadonlySet<number>
}

/** Laps are named by their place in the session's table. */
export interface Group {
  /** Into the session's drivers. */
  readonly driver: number
  readonly surface: Surface | null
  readonly timing: (typeof TIMING_CODES)[number]
  /** All that rank. */
  readonly laps: readonly number[]
  /** −1 without one. */
  readonly best: number
  /** With penalties. */
  readonly bestMs: number
  readonly sectorCount: number
  readonly bestSectors: readonly number[]
  /** Laps with that many sectors. */
  readonly sectoredCount: number
  readonly invalid: number
  readonly voided: number
}

const NO_RULINGS: LapRulings = { voided: new Set(), addMs: new Map(), doubled: new Set() }

const kept = new WeakMap<SessionFacts, readonly Group[]>()

export const groupsOf = (facts: SessionFacts, rulings: LapRulings | null): readonly Group[] => {
  if (rulings) return computeGroups(facts.laps, rulings)
  const known = kept.get(facts)
  if (known) return known
  const groups = computeGroups(facts.laps, NO_RULINGS)
  kept.set(facts, groups)
  return groups
}

interface Making {
  readonly driver: number
  readonly surface: Surface | null
  readonly timing: Group['timing']
  readonly laps: number[]
  best: number
  bestMs: number
  invalid: number
  voided: number
}

const computeGroups = (laps: LapTable, rulings: LapRulings): readonly Group[] => {
  const groups = new Map<number, Making>()
  const count = lapCountOf(laps)
  for (let lap = 0; lap < count; lap++) {
    if (rulings.doubled.has(lap)) continue
    const code = groupCode(laps, lap)
    let group = groups.get(code)
    if (!group) {
      group = {
        driver: driverOfLap(laps, lap),
        surface: surfaceOfLap(laps, lap),
        timing: timingOfLap(laps, lap),
        laps: [],
        best: -1,
        bestMs: Number.POSITIVE_INFINITY,
        invalid: 0,
        voided: 0,
      }
      groups.set(code, group)
    }
    const number = numberOfLap(laps, lap)
    if (isFlawed(laps, lap)) group.invalid++
    else if (rulings.voided.has(number)) group.voided++
    else {
      group.laps.push(lap)
      const time = timeOfLap(laps, lap) + (rulings.addMs.get(number) ?? 0)
      const isEarlier = time === group.bestMs && startOfLap(laps, lap) < startOfLap(laps, group.best)
      if (time < group.bestMs || isEarlier) {
        group.best = lap
        group.bestMs = time
      }
    }
  }
  return Array.from(groups.values(), group => ({ ...group, ...bestSectors(laps, group.laps) }))
}

/** Of laps with as many sectors as most have; of equals, the more sectors. */
const bestSectors = (
  laps: LapTable,
  ranked: readonly number[],
): Pick<Group, 'sectorCount' | 'bestSectors' | 'sectoredCount'> => {
  const counts: number[] = [0]
  for (const lap of ranked) {
    const count = sectorCountOf(laps, lap)
    if (count > 0) counts[count] = (counts[count] ?? 0) + 1
  }
  let sectorCount = 0
  for (let count = 1; count < counts.length; count++) {
    if (counts[count] !== undefined && counts[count]! >= counts[sectorCount]!) sectorCount = count
  }
  const best = new Array<number>(sectorCount).fill(-1)
  for (const lap of ranked) {
    if (sectorCountOf(laps, lap) !== sectorCount) continue
    for (let sector = 0; sector < sectorCount; sector++) {
      const held = best[sector]!
      const isFaster = held < 0 || sectorOfLap(laps, lap, sector) < sectorOfLap(laps, held, sector)
      if (isFaster) best[sector] = lap
    }
  }
  return { sectorCount, bestSectors: best, sectoredCount: counts[sectorCount]! }
}
