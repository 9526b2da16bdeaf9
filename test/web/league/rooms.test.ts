/** Why nobody is seen in a room is told by what is missing; the notes are there whatever is. */
import { createHash } from 'node:crypto'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createSignatures, type LeagueId } from '#shared/logbook'
import { createMemoryDocumentStore, openDocument } from '#shared/sync'
import type { RoomState } from '#web/league'
import { createRooms } from '../../../web/league/engine/rooms/rooms.ts'
import { multiaddrToSocket, signallingPlaces } from '../../../web/league/engine/rooms/signalling.ts'
import { createTestClock } from '../../shared/sync/made.ts'
import { createMemoryKeeper } from './memory-keeper.ts'
import { value } from './offices.ts'

const SECRET = new Uint8Array(32).fill(5)

const setUp = async () => {
  const keeper = createMemoryKeeper('Sam', 'Laptop')
  const league = value(await keeper.createLeague('crew', 'Night crew'))
  const clock = createTestClock()
  const listeners = new Set<() => void>()
  let isPaused = false
  const store = createMemoryDocumentStore()
  const asked = vi.fn(async () => [])
  const rooms = createRooms({
    ...{ keeper, clock, signatures: createSignatures(crypto.subtle), findSignalling: asked },
    network: {
      state: () => ({ leagues: [], isPaused, isMetered: false }),
      onChange(run) {
        listeners.add(run)
        return () => void listeners.delete(run)
      },
    },
    documents: { open: (_, id) => openDocument(store, id) },
    me: async () => value(await keeper.knownMe()),
  })
  const name = async (league: LeagueId): Promise<void> => {
    await keeper.changeLeague(league, { rooms: [{ epoch: 1, secret: SECRET }] })
    const commitment = createHash('sha256').update(SECRET).digest('hex') as never
    await keeper.replica(league).write({ kind: 'room', id: '', body: { epoch: 1, commitment } })
  }
  const pause = (paused: boolean): void => {
    isPaused = paused
    for (const run of listeners) run()
  }
  return { rooms, league, clock, asked, name, pause, store }
}

const enter = async ({ rooms, league }: Awaited<ReturnType<typeof setUp>>) => {
  const room = value(await rooms.enterRoom(league))
  onTestFinished(() => room.leave())
  let state: RoomState | null = null
  room.watch(next => {
    state = next
  })
  const until = (link: RoomState['link']) => vi.waitFor(() => expect(state?.link).toBe(link))
  return { room, until }
}

test('without its secret, without anybody who signals, and paused', async () => {
  const world = await setUp()
  const { until } = await enter(world)
  await until('no-key')
  await world.name(world.league)
  await until('no-signal')
  world.pause(true)
  await until('paused')
  world.pause(false)
  await until('no-signal')
})

test('whoever signals is asked for again, ever more seldom, until the room is left', async () => {
  const world = await setUp()
  await world.name(world.league)
  const { room, until } = await enter(world)
  await until('no-signal')
  const before = world.asked.mock.calls.length
  await world.clock.pass(10 * 60_000)
  const asked = world.asked.mock.calls.length - before
  expect(asked).toBeGreaterThan(8)
  expect(asked).toBeLessThan(80)
  await room.leave()
  const last = world.asked.mock.calls.length
  await world.clock.pass(10 * 60_000)
  expect(world.asked.mock.calls.length).toBe(last)
})

test('notes are written and kept all the same, and read by the next to enter', async () => {
  const world = await setUp()
  const { room } = await enter(world)
  room.notes.change({ at: 0, removed: 0, inserted: 'box in' })
  room.notes.change({ at: 0, removed: 4, inserted: '' })
  await vi.waitFor(async () => expect((await world.store.load('notes')).length).toBe(2))
  const again = await enter(world)
  expect(again.room.notes.text()).toBe('in')
})

test('a league that is not kept here has no room', async () => {
  const { rooms } = await setUp()
  expect(await rooms.enterRoom('f'.repeat(64) as LeagueId)).toMatchObject({ ok: false })
})

test.each([
  ['/dns4/relay.example/tcp/443/tls/ws', 'wss://relay.example:443'],
  ['/dns4/relay.example/tcp/443/tls/sni/relay.example/ws/p2p/12D3KooW', 'wss://relay.example:443'],
  ['/ip4/192.168.1.20/tcp/7422/ws', 'ws://192.168.1.20:7422'],
  ['/ip6/fd00::1/tcp/7422/ws', 'ws://[fd00::1]:7422'],
  ['/ip4/192.168.1.20/tcp/7423', null],
  ['/ip4/192.168.1.20/udp/7423/webrtc-direct/certhash/uEi', null],
  ['/ip4/1.2.3.4/tcp/7422/ws/p2p/12D3KooW/p2p-circuit/webrtc', null],
])('%s signals at %s', (address, socket) => {
  expect(multiaddrToSocket(address)).toBe(socket)
})

test('the rig-bridge of this machine is asked only when no relay answers', async () => {
  const addresses = ['/ip4/10.0.0.9/tcp/7422/ws']
  const location = { protocol: 'http:', host: 'localhost:7420' }
  expect(await signallingPlaces({ location, place: 'home', addresses })).toEqual([
    ['ws://localhost:7420/signal', 'ws://10.0.0.9:7422/signal'],
    ['ws://localhost:7420/rig/signal'],
  ])
})
