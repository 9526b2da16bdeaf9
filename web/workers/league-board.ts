/** Leaderboards, changes and what needs attention, as screens show them: facts with the names of who is looking. */
import type { Change, RankedLap } from '#shared/boards'
import { type LeagueId, type PersonId, type SessionBody, TIMING_CODES } from '#shared/logbook'
import { asEpochMillis, asMillis, formatLapTime } from '#shared/units'
import type { AttentionRow, Board, BoardQuery, BoardRow, ChangeRow } from '#web/league'
import type { LeagueStore, Recheck } from '#web/store'

type Retimed = ReadonlyMap<string, Recheck>

const retimedAt = (retimed: Retimed, author: PersonId, session: string, row: number) =>
  retimed.get(`${author} ${session} ${row}`) ?? null

interface Viewer {
  readonly store: LeagueStore
  readonly league: LeagueId
  readonly me: PersonId | null
}

/** Decisions are taken back by who made them and by their own id, which the boards do not keep. */
const ownerOf = async (
  { store, league, me }: Viewer,
  hash: RankedLap['entry'],
): Promise<Pick<BoardRow['decisions'][number], 'key' | 'isMine'>> => {
  const { store: entries } = await store.replicas.open(league)
  const entry = (await entries.get(hash))?.entry
  return entry
    ? { key: `${entry.person} ${entry.id}`, isMine: entry.person === me }
    : { key: '', isMine: false }
}

const decisionsOf = (
  viewer: Viewer,
  rulings: RankedLap['decisions'],
): Promise<BoardRow['decisions'][number][]> =>
  Promise.all(
    rulings.map(async ({ what, byName, reason, addMs, entry }) => ({
      ...{ what, byName, reason, addMs },
      ...(await ownerOf(viewer, entry)),
    })),
  )

const toRow = async (viewer: Viewer, lap: RankedLap, retimed: Retimed): Promise<BoardRow> => {
  const { author, session, row, number, carKey: _, entry: __, decisions, proof, ...shown } = lap
  return {
    ...shown,
    isMine: lap.person !== null && lap.person === viewer.me,
    proof: { ...proof, retimed: retimedAt(retimed, author, session, row) },
    decisions: await decisionsOf(viewer, decisions),
    lap: { league: viewer.league, author, session, row, number },
  }
}

/** A lap a steward took out, from its session's own columns. */
const voidedRow = async (
  viewer: Viewer,
  { author, session, number }: VoidedLap,
  rulings: RankedLap['decisions'],
  retimed: Retimed,
): Promise<BoardRow | null> => {
  const spoken = await viewer.store.counting.session(viewer.league, author, session)
  const { body } = spoken ?? {}
  const row = body?.laps.number.indexOf(number) ?? -1
  if (!body || row < 0) return null
  const { laps } = body
  const driver = body.drivers[laps.driver[row]!]!
  return {
    place: 0,
    person: driver.person === author ? author : null,
    driver: driver.name,
    driverKey: '',
    car: body.car.name,
    className: body.car.className,
    timeMs: laps.time[row]!,
    gapMs: asMillis(0),
    sectorsMs: laps.sectors[row] ?? [],
    surface: surfaceAt(body, row),
    world: body.world,
    at: asEpochMillis(body.startedAt + laps.start[row]!),
    isMine: author === viewer.me,
    proof: {
      by: body.proof.by,
      detail: body.proof.by === 'rig' ? body.proof.game : body.proof.by === 'file' ? body.proof.reader : '',
      has: body.traces ? 'trace' : 'times',
      timing: TIMING_CODES[laps.timing[row]!]!,
      retimed: retimedAt(retimed, author, session, row),
    },
    decisions: await decisionsOf(viewer, rulings),
    lap: { league: viewer.league, author, session, row, number },
  }
}

const surfaceAt = ({ laps, surface }: SessionBody, row: number) =>
  laps.surfaces.find(([at]) => at === row)?.[1] ?? surface

export interface VoidedLap {
  readonly author: PersonId
  readonly session: string
  readonly number: number
}

export const toBoard = async (viewer: Viewer, query: BoardQuery): Promise<Board> => {
  const { layout, className, car, surface, world, sector, asOf } = query
  const filter = { layout, className, car, surface, world, sector }
  const found = await viewer.store.leaderboards.board(viewer.league, filter, asOf)
  if (!found) return emptyBoard(query)
  const { board, lines, voided, retimed } = found
  const out: BoardRow[] = []
  for (const { rulings, ...lap } of voided) {
    const row = await voidedRow(viewer, lap, rulings, retimed)
    if (row) out.push(row)
  }
  return {
    query: { ...query, layout: board.layout },
    layouts: board.layouts,
    classes: board.classes,
    cars: board.cars,
    sectorCount: board.sectorCount,
    rows: await Promise.all(board.rows.map(lap => toRow(viewer, lap, retimed))),
    voided: out.sort((a, b) => b.at - a.at),
    lines,
    apart: board.apart,
    isComplete: true,
  }
}

/** Nothing of the league is here yet. */
const emptyBoard = (query: BoardQuery): Board => ({
  ...{
    query,
    layouts: [],
    classes: [],
    cars: [],
    sectorCount: 0,
    rows: [],
    voided: [],
    lines: [],
    apart: [],
  },
  isComplete: false,
})

export const toHistory = async (viewer: Viewer, query: BoardQuery): Promise<readonly BoardRow[]> => {
  const { layout, className, car, surface, world, sector, asOf } = query
  const laps = await viewer.store.leaderboards.history(
    viewer.league,
    { layout, className, car, surface, world, sector },
    asOf,
  )
  return Promise.all(laps.map(lap => toRow(viewer, lap, new Map())))
}

const WHAT: Readonly<Record<Change['what']['kind'], ChangeRow['what']>> = {
  session: 'session',
  withdrawn: 'withdrawn',
  settings: 'settings',
  invite: 'invited',
  room: 'renewed',
  other: 'other',
  decision: 'decision',
  merge: 'decision',
  member: 'member',
  removed: 'removed',
  device: 'device',
  'device-revoked': 'removed',
  layout: 'layout',
}

export const toChange = ({ hash, at, byName, what }: Change): ChangeRow => ({
  ...{ hash, at, byName },
  what: WHAT[what.kind],
  about: aboutOf(what),
})

const aboutOf = (what: Change['what']): string => {
  switch (what.kind) {
    case 'session':
      return [what.track, what.car, what.bestMs === null ? '' : formatLapTime(what.bestMs)]
        .filter(part => part !== '')
        .join(' · ')
    case 'decision':
    case 'merge':
      return what.reason
    case 'member':
    case 'removed':
    case 'device':
    case 'device-revoked':
    case 'layout':
      return what.name
    default:
      return ''
  }
}

export const attentionOf = async ({ store, league }: Viewer): Promise<readonly AttentionRow[]> => {
  const counting = await store.counting.of(league)
  if (!counting) return []
  const { members, waiting, notices } = counting.governance
  const nameOf = (person: PersonId): string => members.find(each => each.person === person)?.name ?? ''
  const noticed = notices.map(
    (notice): AttentionRow => ({
      kind: notice.kind,
      who: nameOf(notice.kind === 'overruled' ? notice.by : notice.person),
      reason: null,
      at: null,
    }),
  )
  const asking = waiting.map(
    ({ name, at }): AttentionRow => ({ kind: 'waiting', who: name, reason: null, at }),
  )
  return [...asking, ...noticed]
}
