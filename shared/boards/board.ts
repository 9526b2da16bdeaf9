/** A leaderboard, the history of its record and the entries behind it, read from a view. See `model.ts` for what ranks. */
import type { EntryHash } from '#shared/logbook'
import { asEpochMillis, asMillis } from '#shared/units'
import type { Group } from './groups.ts'
import { numberOfLap, rowOfLap, sectorCountOf, sectorOfLap, startOfLap, timeOfLap } from './laps.ts'
import {
  APART,
  type Apart,
  type BoardFilter,
  type Choice,
  type Leaderboard,
  type RankedLap,
} from './model.ts'
import { type BoardsView, type DriverView, linesKey, type SessionView } from './view.ts'

/** A lap that ranks: `time` is that of the lap with penalties, or of the sector. */
interface Candidate {
  readonly session: SessionView
  readonly group: Group
  readonly driver: DriverView
  readonly lap: number
  readonly time: number
  /** When the lap was begun. */
  readonly at: number
}

export const boardOf = (view: BoardsView, filter: BoardFilter): Leaderboard => {
  const layouts = choicesOf(
    Array.from(view.sessionsByLayout, ([key, { length }]) => ({ key, count: length })),
    view.layoutNames,
  )
  const layout = filter.layout === null ? (layouts[0]?.key ?? null) : view.layoutOf(filter.layout)
  const sessions = (layout !== null && view.sessionsByLayout.get(layout)) || []
  const chosen = choose(view, layout, sessions, filter)
  const bests = new Map<string, Candidate>()
  for (const candidate of bestCandidates(chosen, filter.sector)) {
    const other = bests.get(candidate.driver.key)
    if (!other || isAhead(candidate, other) < 0) bests.set(candidate.driver.key, candidate)
  }
  const ranked = Array.from(bests.values()).sort(isAhead)
  return {
    layout,
    layouts,
    classes: choicesOf(
      countsBy(sessions, ({ className }) => className),
      view.classNames,
    ),
    cars: choicesOf(
      countsBy(sessions, ({ car }) => car),
      view.carNames,
    ),
    sectorCount: chosen.sectorCount,
    rows: ranked.map((candidate, i) => rowOf(view, candidate, i + 1, ranked[0]!)),
    apart: APART.flatMap(why => {
      const count = chosen.apart[why]
      return count > 0 ? [{ why, count }] : []
    }),
  }
}

/** Those who held the first place, newest first; gaps are to the present one. */
export const recordHistory = (view: BoardsView, filter: BoardFilter): readonly RankedLap[] => {
  const { layout } = boardOf(view, filter)
  const sessions = (layout !== null && view.sessionsByLayout.get(layout)) || []
  const all = allCandidates(choose(view, layout, sessions, filter), filter.sector)
  all.sort((a, b) => a.at - b.at || isAhead(a, b))
  const records: Candidate[] = []
  for (const one of all) {
    const last = records.at(-1)
    if (!last || one.time < last.time) records.push(one)
  }
  records.reverse()
  return records.map((candidate, i) => rowOf(view, candidate, i + 1, records[0]!))
}

/** Entries a newcomer needs to see a board's first rows: those that hold them. */
export const boardHolders = (
  view: BoardsView,
  layout: string | null,
  limit: number,
): readonly EntryHash[] => {
  const { rows } = boardOf(view, { ...ANY, layout })
  return Array.from(new Set(rows.map(({ entry }) => entry))).slice(0, limit)
}

export const ANY: BoardFilter = {
  layout: null,
  className: null,
  car: null,
  surface: null,
  world: null,
  sector: null,
}

interface Chosen {
  readonly groups: readonly { readonly session: SessionView; readonly group: Group }[]
  /** Lines whose sectors are shown. */
  readonly lines: string
  readonly sectorCount: number
  readonly apart: Readonly<Record<Apart, number>>
}

/** Groups that fit the filter and rank; what fits and does not is counted. */
const choose = (
  view: BoardsView,
  layout: string | null,
  sessions: readonly SessionView[],
  filter: BoardFilter,
): Chosen => {
  const endorsed = layout === null ? undefined : view.endorsed.get(layout)
  const car = filter.car === null ? null : view.carOf(filter.car)
  const apart: Record<Apart, number> = { 'other-gates': 0, counter: 0, void: 0, future: 0, 'not-valid': 0 }
  const groups: { session: SessionView; group: Group }[] = []
  for (const session of sessions) {
    const { facts } = session
    if (car !== null && session.car !== car) continue
    if (filter.className !== null && session.className !== filter.className) continue
    if (filter.world !== null && facts.world !== filter.world) continue
    const isElsewhere = endorsed && facts.gates && !endorsed.has(linesKey(facts.gates))
    for (const group of session.groups()) {
      if (filter.surface !== null && group.surface !== filter.surface) continue
      apart['not-valid'] += group.invalid
      apart.void += group.voided
      if (session.isFuture) apart.future += group.laps.length
      else if (group.timing === 'counter') apart.counter += group.laps.length
      else if (group.timing === 'gates' && isElsewhere) apart['other-gates'] += group.laps.length
      else groups.push({ session, group })
    }
  }
  return { groups, apart, ...mostSectored(groups) }
}

/** Sectors compare between these only. */
const linesOf = ({ session: { facts }, group }: Chosen['groups'][number]): string =>
  group.timing === 'gates' && facts.gates
    ? `gates ${linesKey(facts.gates)} ${group.sectorCount}`
    : `marks ${group.sectorCount}`

const mostSectored = (groups: Chosen['groups']): Pick<Chosen, 'lines' | 'sectorCount'> => {
  const counts = new Map<string, { laps: number; sectors: number }>()
  for (const one of groups) {
    const { sectorCount, sectoredCount } = one.group
    if (sectorCount === 0) continue
    const lines = linesOf(one)
    const count = counts.get(lines)
    if (count) count.laps += sectoredCount
    else counts.set(lines, { laps: sectoredCount, sectors: sectorCount })
  }
  let lines = ''
  for (const [key, { laps }] of counts) {
    const most = counts.get(lines)?.laps ?? 0
    if (laps > most || (laps === most && key < lines)) lines = key
  }
  return { lines, sectorCount: counts.get(lines)?.sectors ?? 0 }
}

const bestCandidates = (chosen: Chosen, sector: number | null): readonly Candidate[] =>
  chosen.groups.flatMap(one => {
    const { group } = one
    if (sector === null) return group.best < 0 ? [] : [candidateOf(one, group.best, group.bestMs)]
    const lap = linesOf(one) === chosen.lines ? (group.bestSectors[sector] ?? -1) : -1
    return lap < 0 ? [] : [candidateOf(one, lap, sectorOfLap(one.session.facts.laps, lap, sector))]
  })

const allCandidates = (chosen: Chosen, sector: number | null): Candidate[] =>
  chosen.groups.flatMap(one => {
    const { session, group } = one
    const { laps } = session.facts
    if (sector === null) {
      const added = session.rulings?.addMs
      return group.laps.map(lap =>
        candidateOf(one, lap, timeOfLap(laps, lap) + (added?.get(numberOfLap(laps, lap)) ?? 0)),
      )
    }
    if (linesOf(one) !== chosen.lines || sector >= group.sectorCount) return []
    return group.laps
      .filter(lap => sectorCountOf(laps, lap) === group.sectorCount)
      .map(lap => candidateOf(one, lap, sectorOfLap(laps, lap, sector)))
  })

const candidateOf = ({ session, group }: Chosen['groups'][number], lap: number, time: number): Candidate => ({
  session,
  group,
  driver: session.drivers[group.driver]!,
  lap,
  time,
  at: session.facts.startedAt + startOfLap(session.facts.laps, lap),
})

const isAhead = (a: Candidate, b: Candidate): number =>
  a.time - b.time ||
  a.at - b.at ||
  (a.session.record.hash === b.session.record.hash
    ? a.lap - b.lap
    : a.session.record.hash < b.session.record.hash
      ? -1
      : 1)

const rowOf = (view: BoardsView, candidate: Candidate, place: number, first: Candidate): RankedLap => {
  const { session, group, driver, time, at } = candidate
  const { facts, record } = session
  const { laps, proof } = facts
  const { lap } = candidate
  const number = numberOfLap(laps, lap)
  const sectors = Array.from({ length: sectorCountOf(laps, lap) }, (_, i) =>
    asMillis(sectorOfLap(laps, lap, i)),
  )
  return {
    place,
    person: driver.person,
    driver: driver.name,
    driverKey: driver.key,
    car: view.carNames.get(session.car) ?? facts.car.name,
    carKey: session.car,
    className: session.className === null ? null : (view.classNames.get(session.className) ?? null),
    timeMs: asMillis(time),
    gapMs: asMillis(time - first.time),
    sectorsMs: sectors,
    surface: group.surface,
    world: facts.world,
    at: asEpochMillis(at),
    proof: {
      by: proof.by,
      detail: proof.by === 'rig' ? proof.game : proof.by === 'file' ? proof.reader : '',
      has: facts.hasTraces ? 'trace' : 'times',
      timing: group.timing,
    },
    decisions: session.said
      .filter(one => one.lap === null || one.lap === number)
      .map(({ what, by, byName, reason, addMs, entry }) => ({ what, by, byName, reason, addMs, entry })),
    author: record.entry.person,
    session: record.entry.id,
    entry: record.hash,
    row: rowOfLap(laps, lap),
    number,
  }
}

const countsBy = (
  sessions: readonly SessionView[],
  keyOf: (session: SessionView) => string | null,
): { key: string; count: number }[] => {
  const counts = new Map<string, number>()
  for (const session of sessions) {
    const key = keyOf(session)
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return Array.from(counts, ([key, count]) => ({ key, count }))
}

/** Most sessions first. */
const choicesOf = (
  counts: readonly { readonly key: string; readonly count: number }[],
  names: ReadonlyMap<string, string>,
): readonly Choice[] =>
  counts
    .map(({ key, count }) => ({ key, name: names.get(key) ?? key, count }))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
