/**
 * The page's league parts alone, called by name from outside: the worker with its keys, entries and boards, libp2p, and
 * one league at work. It is what the office puts together, without its screens.
 */
import { createSignatures, type LeagueId } from '#shared/logbook'
import type { BoardQuery } from '#web/league'
import { loadP2p, netClock } from '#web/net'
import { createWebHashing } from '#web/store'
import type { LeagueKeeper } from '#web/workers'
import { createLeagueRun, type LeagueRun } from '../../web/league/engine/leading/league-run.ts'
import { startPageReach } from '../../web/league/engine/leading/reach.ts'
import { createLeagueKeeper } from '../../web/workers/leaguing.ts'
import { batchesOf, unpackEntries } from './league-pack.ts'

const fill = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => crypto.getRandomValues(bytes)

const must = <T>(answer: { ok: true; value: T } | { ok: false; message: string }): T => {
  if (!answer.ok) throw new Error(answer.message)
  return answer.value
}

const packed = async (): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await (await fetch('/bench/season.bin')).arrayBuffer())

const everything = (league: LeagueId): BoardQuery => ({
  ...{
    league,
    layout: null,
    className: null,
    car: null,
    surface: null,
    world: null,
    sector: null,
    asOf: null,
  },
})

const keepers: LeagueKeeper[] = []
const openKeeper = (libraryName?: string): LeagueKeeper => {
  const keeper = createLeagueKeeper(libraryName)
  keepers.push(keeper)
  return keeper
}

/** Of whoever read the invitation. */
let reader: LeagueKeeper | null = null

const join = async (keeper: LeagueKeeper, league: LeagueId, inviteHex: string): Promise<void> => {
  const invite = Uint8Array.from(inviteHex.match(/../g)!, pair => Number.parseInt(pair, 16))
  must(await keeper.me())
  must(await keeper.joinLeague({ id: league, use: 'league', name: 'Season', invite, addresses: [] }))
}

const startRun = async (keeper: LeagueKeeper, league: LeagueId): Promise<LeagueRun> => {
  const standing = must(await keeper.league(league))
  if (!standing) throw new Error('the league was not kept')
  return createLeagueRun(standing, {
    keeper,
    me: must(await keeper.me()),
    certificate: must(await keeper.certificate()),
    programVersion: '0.1.0',
    clock: netClock,
    signatures: createSignatures(crypto.subtle),
    hashing: createWebHashing(crypto.subtle),
    random: fill,
    onChange: () => {},
    onFault: error => reportError(error),
  })
}

export const api = {
  /** Checking and indexing in a worker, without a store. */
  async verify(league: LeagueId): Promise<{ ms: number; entries: number }> {
    const worker = new Worker(new URL('./league-verify.worker.ts', import.meta.url), { type: 'module' })
    try {
      const bytes = await packed()
      return await new Promise((resolve, reject) => {
        worker.addEventListener('message', ({ data }) => resolve(data))
        worker.addEventListener('error', ({ message }) => reject(new Error(message)))
        worker.postMessage({ league, packed: bytes })
      })
    } finally {
      worker.terminate()
    }
  },

  /** The same through the library's own worker, onto the disk, until its leaderboard is there. */
  async store(
    league: LeagueId,
    inviteHex: string,
    libraryName: string,
  ): Promise<{ storeMs: number; boardMs: number }> {
    const keeper = openKeeper(libraryName)
    await join(keeper, league, inviteHex)
    const batches = batchesOf(unpackEntries(await packed()))
    const replica = keeper.replica(league)
    const started = performance.now()
    for (const batch of batches) {
      const { refusedCount } = await replica.receive(batch)
      if (refusedCount > 0) throw new Error(`${refusedCount} entries were refused`)
    }
    const stored = performance.now()
    const { rows } = must(await keeper.board(everything(league)))
    if (rows.length === 0) throw new Error('a leaderboard of nothing')
    return { storeMs: stored - started, boardMs: performance.now() - started }
  },

  /** What the page that shows an invitation did before somebody decides: its library is open, libp2p is loaded. */
  async read(libraryName: string): Promise<void> {
    reader = openKeeper(libraryName)
    await Promise.all([reader.leagues(), loadP2p()])
  },

  /** From the decision to join to the first rows, and to holding all that the other side holds. */
  async sync(
    league: LeagueId,
    inviteHex: string,
    address: string,
    entries: number,
    libraryName: string,
  ): Promise<{ boardMs: number; completeMs: number }> {
    const keeper = reader ?? openKeeper(libraryName)
    const started = performance.now()
    const reaching = startPageReach(() => {})
    await join(keeper, league, inviteHex)
    const run = await startRun(keeper, league)
    run.follow(must(await keeper.league(league))!, [address], false, false)
    run.reachBy(await reaching)
    let held = 0
    let boardMs = 0
    const shown = Promise.withResolvers<void>()
    const complete = Promise.withResolvers<number>()
    let looking: 'no' | 'once' | 'again' = 'no'
    // As a screen looks: at each news, never twice at once.
    const look = async (): Promise<void> => {
      if (boardMs > 0) return
      if (looking !== 'no') {
        looking = 'again'
        return
      }
      do {
        looking = 'once'
        const { rows } = must(await keeper.board(everything(league)))
        if (rows.length > 0) boardMs = performance.now() - started
      } while (boardMs === 0 && (looking as string) === 'again')
      looking = 'no'
      if (boardMs > 0) shown.resolve()
    }
    const stop = keeper.onNews(({ added }) => {
      held += added.length
      if (held >= entries) complete.resolve(performance.now() - started)
      void look()
    })
    // The league's screen opens once it was joined, and finds nothing yet.
    void look()
    const completeMs = await complete.promise
    await shown.promise
    stop()
    await run.close()
    return { boardMs, completeMs }
  },

  /** A league that is here, opened by a page that just started. */
  async open(league: LeagueId, libraryName: string): Promise<{ sinceNavigation: number; rows: number }> {
    const keeper = openKeeper(libraryName)
    const { rows } = must(await keeper.board(everything(league)))
    return { sinceNavigation: performance.now(), rows: rows.length }
  },

  forget(libraryName: string): void {
    for (const keeper of keepers.splice(0)) keeper.close()
    indexedDB.deleteDatabase(libraryName)
  },
}

declare global {
  var benchLeague: typeof api
}
globalThis.benchLeague = api
