import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createSignal, SIGNAL_LIMITS } from '#node/signal'

interface Page {
  readonly socket: WebSocket
  readonly heard: Record<string, unknown>[]
  say(message: unknown): void
  readonly closed: Promise<number>
}

const startSignal = async () => {
  let now = 0
  const signal = createSignal(() => now)
  const server = createServer()
  server.on('upgrade', signal.accept)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    signal.close()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const open = async (): Promise<Page> => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/signal`)
    const heard: Record<string, unknown>[] = []
    socket.on('message', data => heard.push(JSON.parse(data.toString())))
    socket.on('error', () => {})
    const closed = new Promise<number>(resolve => socket.on('close', resolve))
    await new Promise<void>(resolve => socket.on('open', resolve))
    return { socket, heard, say: message => socket.send(JSON.stringify(message)), closed }
  }
  return {
    signal,
    open,
    pass: (ms: number) => {
      now += ms
    },
  }
}

/** Everything said before was heard once this is answered. */
const settled = async (page: Page): Promise<void> => {
  const pongs = page.heard.filter(({ type }) => type === 'pong').length
  page.say({ type: 'ping' })
  await vi.waitFor(() => expect(page.heard.filter(({ type }) => type === 'pong').length).toBe(pongs + 1))
}

test('what is published reaches all of the topic, and nobody else', async () => {
  const { open } = await startSignal()
  const [a, b, other] = [await open(), await open(), await open()]
  a.say({ type: 'subscribe', topics: ['room'] })
  b.say({ type: 'subscribe', topics: ['room', 'more'] })
  other.say({ type: 'subscribe', topics: ['another'] })
  await Promise.all([a, b, other].map(settled))
  a.say({ type: 'publish', topic: 'room', data: 'secret' })
  await vi.waitFor(() =>
    expect(b.heard).toContainEqual({ type: 'publish', topic: 'room', data: 'secret', clients: 2 }),
  )
  await settled(other)
  expect(other.heard).toEqual([{ type: 'pong' }, { type: 'pong' }])
})

test('only those of a topic publish to it, and who left hears no more', async () => {
  const { open } = await startSignal()
  const [a, b] = [await open(), await open()]
  a.say({ type: 'subscribe', topics: ['room'] })
  await settled(a)
  b.say({ type: 'publish', topic: 'room', data: 'from outside' })
  await settled(b)
  a.say({ type: 'unsubscribe', topics: ['room'] })
  b.say({ type: 'subscribe', topics: ['room'] })
  await Promise.all([settled(a), settled(b)])
  b.say({ type: 'publish', topic: 'room', data: 'late' })
  await Promise.all([settled(a), settled(b)])
  expect(a.heard.filter(({ type }) => type === 'publish')).toEqual([])
})

test.each([
  '',
  'null',
  '[]',
  '{"type":"publish"}',
  '{"type":"subscribe","topics":[1]}',
  '{"type":"other"}',
  '{',
])('what is no message is skipped: %j', async text => {
  const { open } = await startSignal()
  const page = await open()
  page.socket.send(text)
  await settled(page)
})

test('a message too large, too many topics and too many messages end the page that sent them, and no other', async () => {
  const { open, signal } = await startSignal()
  const [large, greedy, hasty, calm] = [await open(), await open(), await open(), await open()]
  large.say({ type: 'publish', topic: 'room', data: 'x'.repeat(SIGNAL_LIMITS.messageBytes) })
  for (let i = 0; i <= SIGNAL_LIMITS.topicsPerClient; i++)
    greedy.say({ type: 'subscribe', topics: [`room ${i}`] })
  for (let i = 0; i <= SIGNAL_LIMITS.burst; i++) hasty.say({ type: 'ping' })
  expect(await Promise.all([large, greedy, hasty].map(page => page.closed))).toEqual([1009, 1008, 1008])
  await settled(calm)
  await vi.waitFor(() => expect(signal.clientCount()).toBe(1))
})

test('who paused may say as much again', async () => {
  const { open, pass } = await startSignal()
  const page = await open()
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < SIGNAL_LIMITS.burst - 2; i++) page.say({ type: 'other' })
    await settled(page)
    pass(60_000)
  }
})
