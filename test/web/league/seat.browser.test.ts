/**
 * One tab has the network and the others have it through that one, with the browser's own locks and channels: when it
 * closes another takes over, and nothing that was asked stays without an answer.
 */
import { expect, onTestFinished, test, vi } from 'vitest'
import { createId } from '#shared/id'
import type { ChunkedRef, LeagueId } from '#shared/logbook'
import type { FetchOptions, FetchOutcome } from '#shared/sync'
import { createLeadership, openTabChannel, pageClock } from '#web/leader'
import { tabLocks } from '../../../web/leader/ports.ts'
import type { LeagueNetwork, Network } from '../../../web/league/engine/network.ts'
import { createSeat } from '../../../web/league/engine/seat.ts'

const LEAGUE = 'ab'.repeat(32) as LeagueId
const REF = { sha256: 'cd'.repeat(32), size: 5, chunkRoot: 'ef'.repeat(32) } as ChunkedRef
const fill = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes)

const runOf = (tab: string): LeagueNetwork => ({
  league: LEAGUE,
  peers: [{ device: tab } as never],
  ends: [],
  lastLevelAt: null,
  seenAt: {},
})

/** A network that says whose it is; what it fetches ends when the test says so. */
const createFakeNetwork = (tab: string) => {
  const fetches: { readonly options: FetchOptions; end(outcome: FetchOutcome): void }[] = []
  const switches: object[] = []
  let isClosed = false
  const network: Network = {
    state: () => ({ leagues: isClosed ? [] : [runOf(tab)], isPaused: false, isMetered: false }),
    onChange: () => () => {},
    fetch: (_, __, options = {}) =>
      new Promise(resolve => {
        fetches.push({ options, end: resolve })
        options.signal?.addEventListener('abort', () => resolve({ ok: false, kind: 'stopped' }))
      }),
    attach: async () => ({ ok: false, reason: 'wrong-league', glance: null }),
    identityChanged: async () => {},
    followLeagues: async () => {},
    setSwitches: change => void switches.push(change),
    connectNow: () => {},
    close: async () => {
      isClosed = true
    },
  }
  return { network, fetches, switches, isClosed: () => isClosed }
}

vi.stubGlobal('__PADDOCK_VERSION__', 'test')

const openTab = (name: string, group: string) => {
  const locks = tabLocks()
  const channel = openTabChannel(`${group} leader`)
  if (!locks || !channel) throw new Error('this browser has no tabs')
  const leadership = createLeadership({
    id: createId<'tab'>(fill),
    lockName: group,
    together: { locks, channel },
    clock: pageClock,
    isWatchful: () => true,
  })
  const fake = createFakeNetwork(name)
  const starts: boolean[] = []
  const seat = createSeat({
    leadership,
    channel: openTabChannel(`${group} network`),
    newCall: () => createId<'call'>(fill),
    onFault: error => {
      throw error
    },
    start: async ({ hasReach }) => {
      starts.push(hasReach)
      return fake.network
    },
  })
  const leave = leadership.start()
  const close = async (): Promise<void> => {
    leave()
    await seat.close()
  }
  onTestFinished(close)
  return { seat, fake, starts, close, leadership }
}

type Tab = ReturnType<typeof openTab>

const networkSeenBy = ({ seat }: Tab): string | undefined => seat.state().leagues[0]?.peers[0]?.device

const openTabs = async (count: number): Promise<readonly Tab[]> => {
  const group = `seat ${createId(fill)}`
  const tabs: Tab[] = []
  for (let n = 0; n < count; n++) {
    tabs.push(openTab(`tab ${n}`, group))
    await vi.waitFor(() => expect(tabs[0]!.leadership.standing().kind).toBe('leading'))
  }
  await vi.waitFor(() => expect(tabs.map(networkSeenBy)).toEqual(tabs.map(() => 'tab 0')), { timeout: 5_000 })
  return tabs
}

test('one tab has the network, the other sees it, fetches through it and switches it', async () => {
  const [first, second] = await openTabs(2)
  expect([first!.starts, second!.starts]).toEqual([[true], []])
  const steps: number[] = []
  const fetched = second!.seat.fetch(LEAGUE, REF, { onProgress: done => steps.push(done) })
  await vi.waitFor(() => expect(first!.fake.fetches).toHaveLength(1))
  const { options, end } = first!.fake.fetches[0]!
  options.onProgress?.(3, 5)
  end({ ok: true })
  expect(await fetched).toEqual({ ok: true })
  expect(steps).toEqual([3])
  second!.seat.setSwitches({ isPaused: true })
  await vi.waitFor(() => expect(first!.fake.switches).toMatchObject([{ isPaused: true }]))
})

test('a fetch that is given up in one tab is given up where it runs', async () => {
  const [first, second] = await openTabs(2)
  const stop = new AbortController()
  const fetched = second!.seat.fetch(LEAGUE, REF, { signal: stop.signal })
  await vi.waitFor(() => expect(first!.fake.fetches).toHaveLength(1))
  stop.abort()
  expect(await fetched).toEqual({ ok: false, kind: 'stopped' })
  await vi.waitFor(() => expect(first!.fake.fetches[0]!.options.signal?.aborted).toBe(true))
})

test('when it closes the next one takes the network over, the others follow that one, and no fetch hangs', async () => {
  const [first, second, third] = await openTabs(3)
  const asked = [second!, third!].map(({ seat }) => seat.fetch(LEAGUE, REF))
  await vi.waitFor(() => expect(first!.fake.fetches).toHaveLength(2))
  await first!.close()
  expect(first!.fake.isClosed()).toBe(true)
  expect(await Promise.all(asked)).toEqual([
    { ok: false, kind: 'stopped' },
    { ok: false, kind: 'stopped' },
  ])
  await vi.waitFor(() => expect([second!, third!].map(networkSeenBy)).toEqual(['tab 1', 'tab 1']), {
    timeout: 5_000,
  })
  expect([second!.starts, third!.starts]).toEqual([[true], []])
  const again = third!.seat.fetch(LEAGUE, REF)
  await vi.waitFor(() => expect(second!.fake.fetches).toHaveLength(1))
  second!.fake.fetches[0]!.end({ ok: true })
  expect(await again).toEqual({ ok: true })
})
