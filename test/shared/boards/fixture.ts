/** A small league of Sam (founder), Ada (steward), Kim and Lee (drivers), and the sessions they publish. */
import {
  ANY,
  type BoardFilter,
  type Boards,
  type BoardsView,
  boardOf,
  boardsViewOf,
  createBoards,
  type Leaderboard,
} from '#shared/boards'
import type { Surface } from '#shared/lap'
import {
  governanceOf,
  LAP_KIND_CODES,
  lineageOf,
  type SessionBody,
  TIMING_CODES,
  type VerifiedEntry,
} from '#shared/logbook'
import { asEpochMillis, asMetres, asMillis, type EpochMillis } from '#shared/units'
import { foundLeague, idOf, joinLeague, type Saying, type Scribe, START } from '../logbook/scribe.ts'

const HOUR = 3_600_000

/** A year later: nothing of these leagues lies in the future. */
export const LATER = asEpochMillis(START + 365 * 24 * HOUR)

export interface LapWish {
  readonly kind?: (typeof LAP_KIND_CODES)[number]
  readonly by?: (typeof TIMING_CODES)[number]
  readonly flaw?: string
  readonly surface?: Surface
  readonly driver?: number
  readonly sectors?: readonly number[]
}

/** Milliseconds, with what is special about the lap. */
export type LapLine = number | readonly [number, LapWish]

export interface SessionWish extends Omit<Partial<SessionBody>, 'laps' | 'place' | 'car'> {
  readonly place?: Partial<SessionBody['place']>
  readonly car?: Partial<SessionBody['car']>
}

const SPA = { layout: null, known: 'spa', track: 'Spa', layoutName: '', lengthM: asMetres(7004) } as const
const CAR = { car: null, known: null, name: 'Ferrari 296 GT3', className: 'GT3' } as const

export const sessionBody = (
  driver: Scribe,
  lines: readonly LapLine[],
  { place, car, ...wish }: SessionWish = {},
): SessionBody => {
  const laps = lines.map((line): readonly [number, LapWish] => (typeof line === 'number' ? [line, {}] : line))
  let at = 0
  return {
    audience: 'members',
    startedAt: START,
    utcOffsetMin: 0,
    name: '',
    world: 'sim',
    game: 'acc',
    surface: 'dry',
    airC: null,
    trackC: null,
    drivers: [{ name: driver.name, person: driver.person }],
    gates: null,
    proof: { by: 'rig', game: 'acc' },
    traces: null,
    ...wish,
    place: { ...SPA, ...place },
    car: { ...CAR, ...car },
    laps: {
      number: laps.map((_, i) => i + 1),
      driver: laps.map(([, { driver: by }]) => by ?? 0),
      kind: laps.map(([, { kind }]) => LAP_KIND_CODES.indexOf(kind ?? 'timed')),
      timing: laps.map(([, { by }]) => TIMING_CODES.indexOf(by ?? 'marks')),
      start: laps.map(([ms]) => {
        at += ms
        return asMillis(at - ms)
      }),
      time: laps.map(([ms]) => asMillis(ms)),
      sectors: laps.some(([, { sectors }]) => sectors)
        ? laps.map(([, { sectors }]) => (sectors ?? []).map(asMillis))
        : [],
      flaws: laps.flatMap(([, { flaw }], i) => (flaw ? [[i, flaw] as const] : [])),
      surfaces: laps.flatMap(([, { surface }], i) => (surface ? [[i, surface] as const] : [])),
      ids: new Uint8Array(16 * laps.length),
    },
  }
}

export interface Publishing extends Saying {
  readonly id?: string
}

/** Answers the session's id. */
export const publish = (
  by: Scribe,
  lines: readonly LapLine[],
  wish: SessionWish = {},
  { id = idOf(16, by.name, by.said.length), ...saying }: Publishing = {},
): string => {
  by.say('session', id, sessionBody(by, lines, wish), saying)
  return id
}

let decisions = 0

/** Answers the decision's id. */
export const decide = (by: Scribe, body: unknown, saying: Saying = {}): string => {
  const id = idOf(16, 'decision', decisions++)
  by.say('decision', id, body, saying)
  return id
}

export const merge = (by: Scribe, what: string, keys: readonly string[], saying: Saying = {}): void => {
  by.say('merge', idOf(16, 'merge', decisions++), { what, keys, reason: 'The same.' }, saying)
}

export const smallLeague = () => {
  const sam = foundLeague('Sam')
  const [ada, kim, lee] = ['Ada', 'Kim', 'Lee'].map(name => joinLeague(sam.league, name)) as [
    Scribe,
    Scribe,
    Scribe,
  ]
  sam.say('member', ada.person, { name: 'Ada', role: 'steward', until: [] })
  for (const driver of [kim, lee]) {
    sam.say('member', driver.person, { name: driver.name, role: 'driver', until: [] })
  }
  return { sam, ada, kim, lee, all: [sam, ada, kim, lee] }
}

export const entriesOf = (scribes: readonly Scribe[]): readonly VerifiedEntry[] =>
  scribes.flatMap(({ said }) => said)

export interface Moment {
  readonly now?: EpochMillis
  readonly asOf?: EpochMillis
}

export const viewOfBoards = (
  boards: Boards,
  entries: readonly VerifiedEntry[],
  league: Scribe['league'],
  { now = LATER, asOf }: Moment = {},
): BoardsView => {
  const lineage = lineageOf(entries)
  const date = asOf ?? null
  const governance = governanceOf(entries, league, { asOf: date, lineage })
  return boardsViewOf(boards, { governance, lineage, now, asOf: date })
}

export const viewOf = (scribes: readonly Scribe[], moment: Moment = {}): BoardsView => {
  const boards = createBoards()
  const entries = entriesOf(scribes)
  boards.add(entries)
  return viewOfBoards(boards, entries, scribes[0]!.league, moment)
}

export const board = (
  scribes: readonly Scribe[],
  filter: Partial<BoardFilter> = {},
  moment: Moment = {},
): Leaderboard => boardOf(viewOf(scribes, moment), { ...ANY, ...filter })

/** 'Kim 138.200' */
export const lines = ({ rows }: Pick<Leaderboard, 'rows'>): string[] =>
  rows.map(({ driver, timeMs }) => `${driver} ${(timeMs / 1000).toFixed(3)}`)
