/** The link over a real WebSocket: hello, pairing, frames, another set of wants, loss and return. */
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { type WebSocket as Peer, WebSocketServer } from 'ws'
import { CLOSE_CODES, encodeLiveFrame, type FromRig, LIVE_AT, LIVE_BYTES, type ToRig } from '#shared/api'
import type { LinkState } from '../../../web/rig/link.ts'
import { createRigSocket, type RigSocket, type Want } from '../../../web/rig/socket.ts'

const BRIDGE = 'ab'.repeat(16)
const WELCOME = { type: 'welcome', v: 1, bridgeId: BRIDGE, version: '0.1.0', pairingId: 'p' } as const

interface Connection {
  readonly heard: ToRig[]
  readonly peer: Peer
  say(message: FromRig): void
}

const servers: WebSocketServer[] = []
const links: RigSocket[] = []

afterEach(async () => {
  for (const link of links.splice(0)) link.unwant()
  for (const server of servers.splice(0)) {
    for (const client of server.clients) client.terminate()
    await new Promise(resolve => server.close(resolve))
  }
})

const listen = async (
  hear: (message: ToRig, connection: Connection) => void,
  port = 0,
): Promise<{ readonly port: number; readonly connections: Connection[] }> => {
  const server = new WebSocketServer({ host: '127.0.0.1', port })
  servers.push(server)
  const connections: Connection[] = []
  server.on('connection', peer => {
    const heard: ToRig[] = []
    const connection = { heard, peer, say: (message: FromRig) => peer.send(JSON.stringify(message)) }
    connections.push(connection)
    peer.on('message', data => {
      const message = JSON.parse(String(data)) as ToRig
      heard.push(message)
      hear(message, connection)
    })
  })
  await new Promise(resolve => server.once('listening', resolve))
  return { port: (server.address() as AddressInfo).port, connections }
}

/** A page: what it saw, and the timers it asked for, which ring only when a test says so. */
const pageAt = (
  port: number,
  { token = null, mayRetry = () => true }: Partial<{ token: string | null; mayRetry: () => boolean }> = {},
) => {
  const seen: LinkState[] = []
  const messages: FromRig[] = []
  const frames: number[] = []
  const timers = new Map<() => void, number>()
  const kept = { token }
  let wants: readonly Want[] = []
  const link = createRigSocket(`ws://127.0.0.1:${port}/rig/live`, {
    app: 'test',
    name: 'Chrome · test',
    token: {
      read: async () => kept.token,
      keep: async given => {
        kept.token = given
        return true
      },
      drop: async () => {
        kept.token = null
      },
    },
    wants: () => wants,
    mayRetry,
    onLink: state => seen.push(state),
    onMessage: message => messages.push(message),
    onFrame: (values, _, isKept, number) => frames.push(number, values[LIVE_AT.lapMs] ?? 0, Number(isKept)),
    after: (ms, run) => {
      timers.set(run, ms)
      return () => timers.delete(run)
    },
  })
  links.push(link)
  return {
    ...{ link, seen, messages, frames, kept, timers },
    want: (next: readonly Want[]) => {
      wants = next
      link.refresh()
    },
    ring: () => {
      for (const run of [...timers.keys()]) {
        timers.delete(run)
        run()
      }
    },
    is: (kind: LinkState['kind']) => expect.poll(() => link.link().kind).toBe(kind),
  }
}

const welcoming = (message: ToRig, { say }: Connection): void => {
  if (message.type === 'hello')
    say(message.token === 'good' ? WELCOME : { type: 'unpaired', v: 1, version: '0' })
}

describe('the link', () => {
  test('says hello with its token and is open', async () => {
    const { port, connections } = await listen(welcoming)
    const page = pageAt(port, { token: 'good' })
    page.link.want()
    await page.is('open')
    expect(connections[0]!.heard).toEqual([{ type: 'hello', v: 1, app: 'test', token: 'good', wants: [] }])
    expect(page.seen.map(({ kind }) => kind)).toEqual(['looking', 'open'])
  })

  test.for(['welcome after paired', 'a second hello'] as const)('pairs with a code: %s', async way => {
    const { port } = await listen((message, connection) => {
      welcoming(message, connection)
      const { say } = connection
      if (message.type === 'ask-code') say({ type: 'code-shown', validMs: 120_000 })
      if (message.type === 'pair' && message.code !== '123456')
        say({ type: 'refused', why: 'wrong-code', message: 'no' })
      if (message.type === 'pair' && message.code === '123456') {
        say({ type: 'paired', token: 'good' })
        if (way === 'welcome after paired') say(WELCOME)
      }
    })
    const page = pageAt(port)
    page.link.want()
    await page.is('unpaired')
    page.link.askCode()
    await expect.poll(page.link.link).toMatchObject({ code: 'shown' })
    page.link.pair('000000')
    await expect.poll(page.link.link).toMatchObject({ code: 'shown', problem: 'wrong-code' })
    page.link.pair('123456')
    await page.is('open')
    expect(page.kept.token).toBe('good')
  })

  test('hands frames on, and asks for them only while they are wanted, without the link being seen to go', async () => {
    const { port, connections } = await listen(welcoming)
    const page = pageAt(port, { token: 'good' })
    page.link.want()
    await page.is('open')
    page.want(['live'])
    await expect.poll(() => connections.length).toBe(2)
    await expect.poll(() => connections[0]!.peer.readyState).toBe(3)
    expect(connections[1]!.heard).toMatchObject([{ wants: ['live'] }])
    expect(page.seen.map(({ kind }) => kind)).toEqual(['looking', 'open'])
    const frame = new Uint8Array(LIVE_BYTES)
    const parts = { epochMs: 1, sample: null, status: null, deltaBestMs: Number.NaN, lapMs: 61_500 }
    encodeLiveFrame(frame, { ...parts, number: 7, isKept: true })
    connections[1]!.peer.send(frame)
    await expect.poll(() => page.frames).toEqual([7, 61_500, 1])
    page.want(['live'])
    expect(connections).toHaveLength(2)
  })

  test('keeps the connection it has when the second one comes to nothing', async () => {
    const { port, connections } = await listen((message, connection) => {
      if (connections.length === 1) welcoming(message, connection)
      else if (message.type === 'hello') connection.peer.close(CLOSE_CODES.tooOften)
    })
    const page = pageAt(port, { token: 'good' })
    page.link.want()
    await page.is('open')
    page.want(['laps'])
    await expect.poll(() => connections[1]?.peer.readyState).toBe(3)
    expect(page.link.send({ type: 'laps', after: null })).toBe(true)
    await expect.poll(() => connections[0]!.heard.length).toBe(2)
    expect(page.link.link().kind).toBe('open')
  })

  test('drops what does not fit, counts it and goes on', async () => {
    const { port, connections } = await listen(welcoming)
    const page = pageAt(port, { token: 'good' })
    page.link.want()
    await page.is('open')
    const { peer, say } = connections[0]!
    for (const text of ['{', '[]', '{"type":"welcome"}', '{"type":"later"}']) peer.send(text)
    for (const bytes of [[], [1], [2, 1, 0], [9, 9, 9], Array(4001).fill(1)])
      peer.send(Uint8Array.from(bytes))
    say({ type: 'refused', why: 'unknown-lap', message: '' })
    await expect.poll(() => page.messages.length).toBe(2)
    expect(page.link.dropped()).toBe(8)
    expect(page.link.link().kind).toBe('open')
  })

  test('lost, tries again by itself and is open again with the same token', async () => {
    const first = await listen(welcoming)
    const page = pageAt(first.port, { token: 'good' })
    page.link.want()
    await page.is('open')
    first.connections[0]!.peer.close(CLOSE_CODES.stopping)
    await page.is('lost')
    expect([...page.timers.values()]).toEqual([500])
    page.ring()
    await page.is('open')
  })

  test('of a bridge that is not there tries rarely, and not at all while nobody looks', async () => {
    const { port } = await listen(welcoming)
    await new Promise(resolve => servers.pop()!.close(resolve))
    let isSeen = true
    const page = pageAt(port, { mayRetry: () => isSeen })
    page.link.want()
    await page.is('lost')
    expect([...page.timers.values()]).toEqual([10_000])
    isSeen = false
    page.ring()
    expect(page.link.link().kind).toBe('lost')
    expect(page.timers.size).toBe(0)
    await listen(welcoming, port)
    page.link.nudge()
    await page.is('unpaired')
  })

  test('revoked, drops its token and does not try again by itself', async () => {
    const { port, connections } = await listen(welcoming)
    const page = pageAt(port, { token: 'good' })
    page.link.want()
    await page.is('open')
    connections[0]!.peer.close(CLOSE_CODES.revoked)
    await page.is('refused')
    expect(page.kept.token).toBeNull()
    expect(page.timers.size).toBe(0)
    page.link.nudge()
    expect(connections).toHaveLength(1)
    page.link.want()
    await page.is('unpaired')
  })

  test('too new for the bridge, says so', async () => {
    const { port } = await listen((_, { say }) => say({ type: 'refused', why: 'too-new', message: '' }))
    const page = pageAt(port, { token: 'good' })
    page.link.want()
    await page.is('refused')
    expect(page.link.link()).toEqual({ kind: 'refused', why: 'too-new' })
    expect(page.kept.token).toBe('good')
  })

  test('gives up on a bridge that says nothing, and forgets when told to', async () => {
    const { port, connections } = await listen(() => {})
    const page = pageAt(port, { token: 'good' })
    page.link.want()
    await expect.poll(() => connections[0]?.heard.length).toBe(1)
    page.ring()
    await page.is('lost')
    await page.link.forget()
    expect([page.link.link().kind, page.kept.token]).toEqual(['off', null])
    expect(page.timers.size).toBe(0)
  })

  test('to an address the browser forbids is lost, not broken', async () => {
    const page = pageAt(1)
    const seen: LinkState[] = []
    const link = createRigSocket('ws://localhost:1', {
      ...{
        app: 't',
        name: 't',
        wants: () => [],
        mayRetry: () => true,
        onMessage: () => {},
        onFrame: () => {},
      },
      token: { read: async () => null, keep: async () => true, drop: async () => {} },
      onLink: state => seen.push(state),
      open: () => {
        throw new DOMException('no', 'SecurityError')
      },
    })
    links.push(link, page.link)
    link.want()
    await expect.poll(() => seen.at(-1)?.kind).toBe('lost')
  })
})
