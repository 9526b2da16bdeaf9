/**
 * The best of one session: by driver, surface and what timed the laps.
 *
 * Invariant: depends on the session's facts and the rulings on it only. Without rulings it is computed once and kept.
 */
import type { Surface } from '#shared/lap'
import { TIMING_CODES } from '#shared/logbook'
import type { BoardRecord, SessionFacts } from './record.ts'

/** Laps by number in their session. */
export interface LapRulings {
  readonly voided: ReadonlySet<number>
  readonly addMs: ReadonlyMap<number, number>
  /** Places that another session has too. */
  readonly doubled: ReadonlySet<number>
}

export interface Group {
  /** Into the session's drivers. */
  readonly driver: number
  readonly surface: Surface | null
  readonly timing: (typeof TIMING_CODES)[number]
  /** Place of the best lap in the session's columns; −1 without one. */
  readonly best: number
  /** With penalties. */
  readonly bestMs: number
  readonly sectorCount: number
  /** Place of the best of each sector. */
  readonly bestSectors: readonly number[]
  /** Laps with that many sectors. */
  readonly sectoredCount: number
  /** Places of all laps that rank. */
  readonly places: readonly number[]
  readonly ranked: number
  readonly invalid: number
  readonly voided: number
}

export const NO_RULINGS: LapRulings = { voided: new Set(), addMs: new Map(), doubled: new Set() }

const kept = new WeakMap<BoardRecord, readonly Group[]>()

export const groupsOf = (
  record: BoardRecord,
  facts: SessionFacts,
  rulings: LapRulings | null,
): readonly Group[] => {
  if (rulings) return computeGroups(facts, rulings)
  const known = kept.get(record)
  if (known) return known
  const groups = computeGroups(facts, NO_RULINGS)
  kept.set(record, groups)
  return groups
}

interface Making {
  driver: number
  surface: Surface | null
  timing: Group['timing']
  best: number
  bestMs: number
  ranked: number
  invalid: number
  voided: number
  places: number[]
}

const computeGroups = (facts: SessionFacts, rulings: LapRulings): readonly Group[] => {
  const { laps } = facts
  const flawed = new Set(laps.flawed)
  const surfaces = new Map(laps.surfaces)
  const groups = new Map<string, Making>()
  for (let i = 0; i < laps.row.length; i++) {
    if (rulings.doubled.has(i)) continue
    const driver = laps.driver[i]!
    const surface = surfaces.get(i) ?? facts.surface
    const timing = TIMING_CODES[laps.timing[i]!]!
    const key = `${driver} ${surface} ${timing}`
    let group = groups.get(key)
    if (!group) {
      group = {
        driver,
        surface,
        timing,
        best: -1,
        bestMs: Infinity,
        ranked: 0,
        invalid: 0,
        voided: 0,
        places: [],
      }
      groups.set(key, group)
    }
    const number = laps.number[i]!
    if (flawed.has(i)) group.invalid++
    else if (rulings.voided.has(number)) group.voided++
    else {
      group.ranked++
      group.places.push(i)
      const time = laps.time[i]! + (rulings.addMs.get(number) ?? 0)
      if (time < group.bestMs || (time === group.bestMs && laps.start[i]! < laps.start[group.best]!)) {
        group.best = i
        group.bestMs = time
      }
    }
  }
  return Array.from(groups.values(), group => ({ ...group, ...sectorsOf(facts, group.places) }))
}

/** Of laps with as many sectors as most have; of equals, the more sectors. */
const sectorsOf = (
  { laps }: SessionFacts,
  places: readonly number[],
): Pick<Group, 'sectorCount' | 'bestSectors' | 'sectoredCount'> => {
  const counts: number[] = []
  for (const i of places) {
    const count = laps.sectors[i]?.length ?? 0
    if (count > 0) counts[count] = (counts[count] ?? 0) + 1
  }
  let sectorCount = 0
  for (let count = 1; count < counts.length; count++) {
    if ((counts[count] ?? 0) > 0 && (counts[count] ?? 0) >= (counts[sectorCount] ?? 0)) sectorCount = count
  }
  const bestSectors: number[] = []
  for (let sector = 0; sector < sectorCount; sector++) {
    let best = -1
    for (const i of places) {
      const parts = laps.sectors[i]!
      if (parts.length !== sectorCount) continue
      if (best < 0 || parts[sector]! < laps.sectors[best]![sector]!) best = i
    }
    bestSectors.push(best)
  }
  return { sectorCount, bestSectors, sectoredCount: counts[sectorCount] ?? 0 }
}
