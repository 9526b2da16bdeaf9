/**
 * The leaderboards of each league: kept in memory while somebody looks, and on disk between starts.
 *
 * Invariants: what is saved says which entries it was made of, by their digest; when that differs from what is here, only
 * what is missing is added, and when that cannot be told everything is. Saving is rare and never waited for: it costs
 * 30 ms for 2,500 sessions.
 */
import {
  type BoardFilter,
  type Boards,
  type BoardsView,
  boardHolders,
  boardOf,
  boardsViewOf,
  type Change,
  createBoards,
  type Leaderboard,
  linesKey,
  loadBoards,
  type RankedLap,
  recentChanges,
  recordHistory,
  type SavedBoards,
  saveBoards,
} from '#shared/boards'
import {
  type DeviceId,
  type EntryHash,
  type EntryStore,
  GOVERNING_KINDS,
  type Governance,
  governanceOf,
  type LeagueId,
  type PersonId,
  type VerifiedEntry,
} from '#shared/logbook'
import type { EpochMillis } from '#shared/units'
import type { Connection } from '../connection.ts'
import type { CountingKeeping } from './counting.ts'
import { isTakenRow } from './guards.ts'
import type { Replicas } from './replicas.ts'
import type { Recheck } from './rows.ts'

export interface LinesOfBoard {
  readonly author: PersonId
  readonly authorName: string
  readonly layout: string
  readonly version: number
  readonly laps: number
  readonly isEndorsed: boolean
}

/** A lap a steward took out, by its number. */
export interface Voided {
  readonly author: PersonId
  readonly session: string
  readonly number: number
  readonly rulings: RankedLap['decisions']
}

export interface BoardAnswer {
  readonly board: Leaderboard
  readonly voided: readonly Voided[]
  readonly lines: readonly LinesOfBoard[]
  /** By author, session and row. */
  readonly retimed: ReadonlyMap<string, Recheck>
}

export interface BoardsKeeping {
  /** Null until the league's first entry is here. */
  board(league: LeagueId, filter: BoardFilter, asOf: EpochMillis | null): Promise<BoardAnswer | null>
  history(league: LeagueId, filter: BoardFilter, asOf: EpochMillis | null): Promise<readonly RankedLap[]>
  changes(league: LeagueId, limit: number): Promise<readonly Change[]>
  holders(league: LeagueId, layout: string, limit: number): Promise<readonly EntryHash[]>
}

export interface BoardsOptions {
  readonly connection: Connection
  readonly replicas: Replicas
  readonly counting: CountingKeeping
  readonly now: () => EpochMillis
}

/**
 * What was stored since somebody looked, kept to be added: reading anything back waits for the batches that are being
 * written, 0.9 s on a busy machine while a newcomer catches up. 2 MB; past this it is read back.
 */
const WAITING = 1_024

/** New entries between two savings, so that a long sync is not saved again and again. */
const SAVE_EVERY = 500

interface Opened {
  readonly boards: Boards
  savedAt: number
  /** All that was stored is in it or waiting: nothing has to be read. */
  isWhole: boolean
}

export const retimedKey = (author: PersonId, session: string, row: number): string =>
  `${author} ${session} ${row}`

export const createBoardsKeeping = (options: BoardsOptions): BoardsKeeping => {
  const { connection, replicas, counting, now } = options
  const { boards: table, taken } = connection.tables
  const opened = new Map<LeagueId, Promise<Opened>>()
  const waiting = new Map<LeagueId, VerifiedEntry[]>()
  /** Told of as stored, and not yet as added. */
  const expected = new Set<EntryHash>()
  /** Leagues of which something was stored that is not waiting, or was lost. */
  const toRead = new Set<LeagueId>()
  const views = new Map<LeagueId, { readonly revision: number; readonly view: BoardsView }>()
  replicas.onStored((league, entries) => {
    for (const { hash } of entries) expected.add(hash)
    const before = waiting.get(league) ?? []
    if (before.length < WAITING) waiting.set(league, before.concat(entries))
    else toRead.add(league)
  })
  replicas.onAdded((league, added) => {
    views.delete(league)
    const areExpected = added.map(({ hash }) => expected.delete(hash))
    // By another program, or none: something was lost.
    if (added.length === 0 || areExpected.includes(false)) toRead.add(league)
  })

  const saved = async (league: LeagueId): Promise<Boards | null> => {
    const found = await connection.run('r', ['boards'], () => table.get(league))
    const kept = found.ok ? (found.value?.saved as SavedBoards | undefined) : undefined
    return kept?.laps instanceof Float64Array && typeof kept.text === 'string' ? loadBoards(kept) : null
  }

  const catchUp = async (league: LeagueId, one: Opened): Promise<void> => {
    const { boards } = one
    boards.add(waiting.get(league) ?? [])
    waiting.delete(league)
    if (one.isWhole && !toRead.has(league)) return
    // What comes while it is read is waiting, or to be read again.
    one.isWhole = false
    toRead.delete(league)
    const { store } = await replicas.open(league)
    const held = new Map(boards.held().map(one => [one.device, one]))
    const grown: { readonly device: DeviceId; readonly entries: number }[] = []
    for (const { device, entries } of await store.usage()) {
      const before = held.get(device)
      if (before?.entries === entries) continue
      grown.push({ device, entries })
      let after = before?.seq ?? -1
      for (let page = await store.feed(device, after, PAGE); page.length > 0; ) {
        boards.add(page)
        after = page.at(-1)!.entry.seq
        page = await store.feed(device, after, PAGE)
      }
    }
    if (grown.length > 0) await readBranches(store, boards, grown)
    one.isWhole = true
  }

  /** A branch that came late lies before the last seq: then the whole feed is added, what is there already is passed over. */
  const readBranches = async (
    store: EntryStore,
    boards: Boards,
    grown: readonly { readonly device: DeviceId; readonly entries: number }[],
  ): Promise<void> => {
    const now = new Map(boards.held().map(one => [one.device, one.entries]))
    for (const { device, entries } of grown)
      if ((now.get(device) ?? 0) < entries) boards.add(await store.feed(device, -1, entries))
  }

  const save = async (league: LeagueId, one: Opened): Promise<void> => {
    one.savedAt = one.boards.size
    const { replica } = await replicas.open(league)
    const row = { league, digest: await replica.digest(), saved: saveBoards(one.boards) }
    await connection.run('rw', ['boards'], () => table.put(row))
  }

  const current = async (league: LeagueId): Promise<Opened> => {
    const opening =
      opened.get(league) ??
      saved(league).then(boards => ({
        boards: boards ?? createBoards(),
        savedAt: boards?.size ?? 0,
        isWhole: false,
      }))
    opened.set(league, opening)
    opening.catch(() => opened.delete(league))
    const one = await opening
    await catchUp(league, one)
    const grown = one.boards.size - one.savedAt
    if (grown >= SAVE_EVERY || (grown > 0 && one.savedAt === 0)) void save(league, one).catch(() => {})
    return one
  }

  const governanceAt = async (league: LeagueId, asOf: EpochMillis): Promise<Governance> => {
    const { store } = await replicas.open(league)
    return governanceOf(await store.ofKinds(GOVERNING_KINDS), league, { asOf })
  }

  const viewOf = async (league: LeagueId, asOf: EpochMillis | null): Promise<BoardsView | null> => {
    // Also of a league nothing of which is here yet: from then on nothing has to be read while it comes in.
    const { boards } = await current(league)
    const count = await counting.of(league)
    if (!count) return null
    const known = views.get(league)
    const isFresh = known?.revision === boards.revision && (known.view.until ?? Infinity) > now()
    if (asOf === null && known && isFresh) return known.view
    const { lineage } = count
    const governance = asOf === null ? count.governance : await governanceAt(league, asOf)
    const view = boardsViewOf(boards, { governance, lineage, now: now(), asOf })
    if (asOf === null) views.set(league, { revision: boards.revision, view })
    return view
  }

  const retimedIn = async (league: LeagueId): Promise<ReadonlyMap<string, Recheck>> => {
    const rows = await connection.run('r', ['taken'], () =>
      taken.where(':id').between([league, '', ''], [league, '\uffff', '\uffff']).toArray(),
    )
    const all = new Map<string, Recheck>()
    for (const row of rows.ok ? rows.value.filter(isTakenRow) : []) {
      for (const [i, result] of row.retimed.entries())
        if (result) all.set(retimedKey(row.person, row.session, i), result)
    }
    return all
  }

  return {
    async board(league, filter, asOf) {
      const view = await viewOf(league, asOf)
      if (!view) return null
      const board = boardOf(view, filter)
      const { layout } = board
      return {
        board,
        lines: linesOf(view, layout),
        voided: voidedIn(view, layout),
        retimed: await retimedIn(league),
      }
    },

    async history(league, filter, asOf) {
      const view = await viewOf(league, asOf)
      return view ? recordHistory(view, filter) : []
    },

    async changes(league, limit) {
      const count = await counting.of(league)
      if (!count) return []
      const { boards } = await current(league)
      return recentChanges(boards, count.governance, count.lineage, limit)
    },

    async holders(league, layout, limit) {
      const view = await viewOf(league, null)
      return view ? boardHolders(view, layout === '' ? null : layout, limit) : []
    },
  }
}

const PAGE = 512

/** Lines the laps of a layout were timed at, the endorsed first. */
const linesOf = (view: BoardsView, layout: string | null): LinesOfBoard[] => {
  const endorsed = layout === null ? undefined : view.endorsed.get(layout)
  const names = new Map(view.governance.members.map(({ person, name }) => [person, name]))
  const all = new Map<string, LinesOfBoard>()
  for (const { facts, record } of (layout !== null && view.sessionsByLayout.get(layout)) || []) {
    if (!facts.gates) continue
    const key = linesKey(facts.gates)
    const before = all.get(key)
    const author = before?.author ?? record.entry.person
    all.set(key, {
      author,
      authorName: names.get(author) ?? '',
      ...facts.gates,
      laps: (before?.laps ?? 0) + facts.lapCount,
      isEndorsed: endorsed?.has(key) ?? false,
    })
  }
  return [...all.values()].sort((a, b) => Number(b.isEndorsed) - Number(a.isEndorsed) || b.laps - a.laps)
}

const voidedIn = (view: BoardsView, layout: string | null): Voided[] =>
  ((layout !== null && view.sessionsByLayout.get(layout)) || []).flatMap(({ record, said }) =>
    said.flatMap(({ lap, ...ruling }) =>
      ruling.what === 'void-lap' && lap !== null
        ? [{ author: record.entry.person, session: record.entry.id, number: lap, rulings: [ruling] }]
        : [],
    ),
  )
