/**
 * What counts of a league's entries, under one government and at one moment: the sessions that speak, where and in what
 * they were driven, what stewards decided. Boards are read from it.
 *
 * Cost: 2,500 sessions take 20 to 40 ms, a board of them 6; a view is made anew when an entry came or `until` has passed.
 */
import { foldName, knownCarByKey, knownTrackByKey } from '#shared/known'
import { type Governance, isStronger, judgeOf, type Lineage, type PersonId } from '#shared/logbook'
import { asEpochMillis, asMillis, type EpochMillis } from '#shared/units'
import type { Boards } from './boards.ts'
import { doubledLaps } from './doubles.ts'
import { type Group, groupsOf, type LapRulings } from './groups.ts'
import {
  boardKeyOfCar,
  boardKeyOfClass,
  boardKeyOfDriver,
  boardKeyOfPlace,
  layoutGroups,
  type PlaceFacts,
  remembered,
} from './keys.ts'
import { mergesOf, type NameOf } from './merges.ts'
import type { Ruling } from './model.ts'
import { mostSaid } from './names.ts'
import type { BoardRecord, SessionFacts } from './record.ts'

export interface SessionView {
  readonly record: BoardRecord
  readonly facts: SessionFacts
  readonly layout: string
  readonly car: string
  readonly className: string | null
  /** By place in the session's drivers. */
  readonly drivers: readonly DriverView[]
  /** Computed when first asked for: most screens ask for one layout. */
  groups(): readonly Group[]
  readonly rulings: LapRulings | null
  readonly said: readonly (Ruling & { readonly lap: number | null })[]
  /** Published or driven later than now. */
  readonly isFuture: boolean
}

export interface DriverView {
  readonly key: string
  /** Null for a guest. */
  readonly person: PersonId | null
  readonly name: string
}

export interface BoardsView {
  readonly governance: Governance
  /** Earliest first. */
  readonly sessionsByLayout: ReadonlyMap<string, readonly SessionView[]>
  /** Lines that were endorsed, by layout; a layout that is not there has none. */
  readonly endorsed: ReadonlyMap<string, ReadonlySet<string>>
  /** What a key of a layout, a car or a driver is called now. */
  readonly layoutOf: NameOf
  readonly carOf: NameOf
  readonly driverOf: NameOf
  readonly layoutNames: ReadonlyMap<string, string>
  readonly carNames: ReadonlyMap<string, string>
  readonly classNames: ReadonlyMap<string, string>
  /** When the first future session is one no more; null without. */
  readonly until: EpochMillis | null
}

/** A clock may be this much ahead before its laps wait. */
const CLOCK_SKEW_MS = 5 * 60_000

export interface ViewOptions {
  readonly governance: Governance
  readonly lineage: Lineage
  readonly now: EpochMillis
  /** As it was: pass the government of that date too. */
  readonly asOf?: EpochMillis | null
}

export const boardsViewOf = (
  boards: Boards,
  { governance, lineage, now, asOf = null }: ViewOptions,
): BoardsView => {
  const speaking = winnersOf(boards, governance, lineage, asOf)
  const of = (kind: string): readonly BoardRecord[] => speaking.get(kind) ?? []
  const layoutFacts = new Map(
    of('layout').map(record => [`${record.entry.person} ${record.entry.id}`, record]),
  )
  const sessions = of('session').flatMap(record =>
    record.said.of === 'session'
      ? [{ record, facts: record.said.facts, place: placeOf(record, layoutFacts) }]
      : [],
  )
  const sessionPlaces = new Map(
    sessions.flatMap(({ record, facts, place }) =>
      facts.place.layout === null ? [] : [[`${record.entry.person} ${facts.place.layout}`, place] as const],
    ),
  )
  const groups = layoutGroups(Array.from(new Set(sessions.map(({ place }) => place))))
  const layoutOf = mergesOf(of('merge'), 'layouts', key => groups.get(key) ?? key)
  const carOf = mergesOf(of('merge'), 'cars')
  const driverOf = mergesOf(of('merge'), 'drivers')
  const names = new Map(governance.members.map(({ person, name }) => [person as string, name]))
  const rulings = rulingsOf(of('decision'), names)
  const clock = (asOf ?? now) + CLOCK_SKEW_MS

  const views = sessions.map(({ record, facts, place }): Omit<SessionView, 'groups' | 'rulings'> => {
    const { person, id, at } = record.entry
    return {
      record,
      facts,
      layout: layoutOf(place),
      car: carOf(boardKeyOfCar(facts.car)),
      className: boardKeyOfClass(facts.car),
      drivers: facts.drivers.map((driver): DriverView => {
        const key = driverOf(boardKeyOfDriver(person, driver))
        const member = names.get(key)
        return { key, person: member === undefined ? null : (key as PersonId), name: member ?? driver.name }
      }),
      said: rulings.get(`${person} ${id}`) ?? [],
      isFuture: Math.max(at, facts.startedAt) > clock,
    }
  })
  const doubled = doubledLaps(views)
  const judged = views
    .map((view): SessionView => {
      const own = lapRulings(view.said, doubled.get(view.record))
      let groups: readonly Group[] | null = null
      return {
        ...view,
        rulings: own,
        groups: () => {
          groups ??= groupsOf(view.facts, own)
          return groups
        },
      }
    })
    .sort((a, b) => a.facts.startedAt - b.facts.startedAt || (a.record.hash < b.record.hash ? -1 : 1))
  return {
    governance,
    sessionsByLayout: Map.groupBy(judged, view => view.layout),
    endorsed: endorsedLines(of('decision'), layoutFacts, sessionPlaces, layoutOf),
    layoutOf,
    carOf,
    driverOf,
    layoutNames: layoutNames(judged),
    carNames: carNames(judged),
    classNames: mostSaid(
      judged,
      ({ className }) => className,
      ({ facts }) => facts.car.className ?? carClassName(facts.car.known),
    ),
    until: firstOf(
      judged.flatMap(one => (one.isFuture ? [Math.max(one.record.entry.at, one.facts.startedAt)] : [])),
    ),
  }
}

/** Of every key the revision that speaks among those that count, by kind. */
const winnersOf = (
  boards: Boards,
  governance: Governance,
  lineage: Lineage,
  asOf: EpochMillis | null,
): ReadonlyMap<string, readonly BoardRecord[]> => {
  const judge = judgeOf(governance, lineage)
  const winners = new Map<string, BoardRecord>()
  for (const record of boards.records()) {
    const { kind, person, id, at } = record.entry
    if (!BOARD_KINDS.has(kind) || (asOf !== null && at > asOf)) continue
    const key = `${kind} ${person} ${id}`
    const other = winners.get(key)
    if (other && !isStronger(record, other)) continue
    if (judge(record) === 'counts') winners.set(key, record)
  }
  return Map.groupBy(winners.values(), ({ entry }) => entry.kind)
}

const BOARD_KINDS = new Set(['session', 'layout', 'decision', 'merge'])

/** The author's `layout` entry says what the session leaves open. */
const placeOf = (record: BoardRecord, layouts: ReadonlyMap<string, BoardRecord>): string => {
  if (record.said.of !== 'session') return ''
  const { place } = record.said.facts
  const said = layouts.get(`${record.entry.person} ${place.layout}`)?.said
  if (said?.of !== 'layout') return boardKeyOfPlace(place)
  const { known, lengthM } = said.facts
  return boardKeyOfPlace({ ...place, known: place.known ?? known, lengthM: place.lengthM ?? lengthM })
}

const rulingsOf = (
  decisions: readonly BoardRecord[],
  names: ReadonlyMap<string, string>,
): ReadonlyMap<string, SessionView['said']> => {
  const rulings = decisions
    .toSorted((a, b) => a.entry.at - b.entry.at || (a.hash < b.hash ? -1 : 1))
    .flatMap(({ hash, entry, said }) => {
      if (said.of !== 'decision' || said.facts.what === 'endorse-gates') return []
      const { facts } = said
      return [
        {
          on: `${facts.author} ${facts.session}`,
          what: facts.what,
          lap: facts.lap,
          by: entry.person,
          byName: names.get(entry.person) ?? '',
          reason: facts.reason,
          addMs: asMillis(facts.what === 'penalty' ? facts.addMs : 0),
          entry: hash,
        },
      ]
    })
  return Map.groupBy(rulings, ({ on }) => on)
}

const lapRulings = (
  said: SessionView['said'],
  doubled: ReadonlySet<number> | undefined,
): LapRulings | null => {
  const voided = new Set<number>()
  const addMs = new Map<number, number>()
  for (const { what, lap, addMs: more } of said) {
    if (lap === null) continue
    if (what === 'void-lap') voided.add(lap)
    if (what === 'penalty') addMs.set(lap, (addMs.get(lap) ?? 0) + more)
  }
  if (voided.size === 0 && addMs.size === 0 && !doubled) return null
  return { voided, addMs, doubled: doubled ?? new Set() }
}

/** Lines are named by layout and version, whoever timed laps at them; which board they are for, by their author's word. */
const endorsedLines = (
  decisions: readonly BoardRecord[],
  layouts: ReadonlyMap<string, BoardRecord>,
  sessionPlaces: ReadonlyMap<string, string>,
  layoutOf: NameOf,
): ReadonlyMap<string, ReadonlySet<string>> => {
  const endorsed = new Map<string, Set<string>>()
  for (const { said } of decisions) {
    if (said.of !== 'decision' || said.facts.what !== 'endorse-gates') continue
    const { author, layout, version } = said.facts
    const place =
      sessionPlaces.get(`${author} ${layout}`) ?? placeOfLayout(layouts.get(`${author} ${layout}`))
    const key = layoutOf(place ?? `layout/${layout}`)
    const lines = endorsed.get(key) ?? new Set()
    endorsed.set(key, lines.add(linesKey({ layout, version })))
  }
  return endorsed
}

export const linesKey = ({ layout, version }: { layout: string; version: number }): string =>
  `${layout} ${version}`

const placeOfLayout = (record: BoardRecord | undefined): string | null => {
  if (record?.said.of !== 'layout') return null
  const { track, name, known, lengthM } = record.said.facts
  const place: PlaceFacts = { layout: record.entry.id, known, track, layoutName: name, lengthM }
  return boardKeyOfPlace(place)
}

const layoutNames = (sessions: readonly SessionView[]): ReadonlyMap<string, string> =>
  mostSaid(
    sessions,
    ({ layout }) => layout,
    ({ facts: { place } }) => layoutName(`${place.known ?? ''}\n${place.track}\n${place.layoutName}`),
  )

const layoutName = remembered(text => {
  const [known = '', said = '', name = ''] = text.split('\n')
  const track = (known !== '' && knownTrackByKey(known)?.name) || said
  if (name === '' || foldName(name) === foldName(track)) return track
  return track === '' ? name : `${track} · ${name}`
})

const carNames = (sessions: readonly SessionView[]): ReadonlyMap<string, string> =>
  mostSaid(
    sessions,
    ({ car }) => car,
    ({ facts: { car } }) => (car.known !== null && knownCarByKey(car.known)?.name) || car.name,
  )

const carClassName = (known: string | null): string | null =>
  known === null ? null : (knownCarByKey(known)?.className ?? null)

const firstOf = (moments: readonly number[]): EpochMillis | null =>
  moments.length === 0 ? null : asEpochMillis(moments.reduce((a, b) => Math.min(a, b)) - CLOCK_SKEW_MS)
