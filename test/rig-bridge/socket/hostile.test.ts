import { describe, expect, test, vi } from 'vitest'
import { LIVE_BYTES, MAX_RIG_MESSAGE } from '#shared/api'
import { openLine, upgradeHead } from '../../node/support/http.ts'
import { startTestBridge, type TestBridge } from './bridge.ts'
import { hello, openClient, type TestClient } from './client.ts'

/** A WebSocket frame as a client sends it, masked with zeros. */
const frame = (opcode: number, payload: Buffer, isLast = true): Buffer => {
  const size =
    payload.length < 126
      ? Buffer.from([0x80 | payload.length])
      : Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 255])
  return Buffer.concat([Buffer.from([(isLast ? 0x80 : 0) | opcode]), size, Buffer.alloc(4), payload])
}

const TEXT = 1
const PING = 9
const PONG = 10

describe('B5: what is no message, or too much of it, ends the connection with a code', () => {
  test.each([
    ['half JSON', '{"type":"laps"', 4400],
    ['no JSON', 'hello', 4400],
    ['a type nobody knows', '{"type":"write","path":"/tmp/x"}', 4400],
    ['a wrong field', '{"type":"chunk","lap":"../../etc/passwd","index":0}', 4400],
    ['a prototype', '{"__proto__":{"type":"laps"},"constructor":1}', 4400],
    ['deep nesting', '['.repeat(2_000), 4400],
    ['a second hello', JSON.stringify(hello()), 4400],
    ['bytes where text is expected', Buffer.from([1, 2, 3]), 4400],
    ['a text that is too large', JSON.stringify({ type: 'x'.repeat(MAX_RIG_MESSAGE) }), 4413],
    ['a frame above a mebibyte', Buffer.alloc((1 << 20) + 1), 1009],
  ])('%s', async (_, message, code) => {
    const client = await openClient(await startTestBridge())
    client.socket.send(message)
    expect((await client.closed).code).toBe(code)
  })

  test.each([
    ['no mask', Buffer.concat([Buffer.from([0x81, 2]), Buffer.from('{}')])],
    ['a reserved bit', Buffer.from([0xc1, 0x80, 0, 0, 0, 0])],
    ['an unknown opcode', Buffer.from([0x83, 0x80, 0, 0, 0, 0])],
    ['wrong UTF-8', frame(TEXT, Buffer.from([0xff, 0xfe]))],
    ['a length that lies', Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])],
  ])('bytes that are no WebSocket: %s', async (_, bytes) => {
    const bridge = await startTestBridge()
    const line = await openLine(bridge.port)
    line.socket.write(upgradeHead(bridge.port, '/rig/live'))
    await vi.waitFor(() => expect(line.received()).toContain('101'))
    line.socket.write(bytes)
    await line.closed
    await openClient(bridge)
  })

  test('ten thousand messages a second', async () => {
    const client = await openClient(await startTestBridge())
    const message = JSON.stringify({ type: 'laps', after: null })
    for (let i = 0; i < 10_000; i++) client.socket.send(message)
    expect(await client.closed).toMatchObject({ code: 4429 })
  })

  test.each([
    ['pings', PING],
    ['pongs nobody asked for', PONG],
  ])('a flood of %s', async (_, opcode) => {
    const bridge = await startTestBridge()
    const client = await openClient(bridge)
    for (let i = 0; i < 1_000; i++) {
      if (opcode === PING) client.socket.ping()
      else client.socket.pong()
    }
    expect(await client.closed).toMatchObject({ code: 4429 })
  })

  test('fragments that never become a message', async () => {
    const bridge = await startTestBridge()
    const line = await openLine(bridge.port)
    line.socket.write(upgradeHead(bridge.port, '/rig/live'))
    await vi.waitFor(() => expect(line.received()).toContain('101'))
    line.socket.write(frame(TEXT, Buffer.from('{'), false))
    const empty = Buffer.concat(Array.from({ length: 1_000 }, () => frame(0, Buffer.alloc(0), false)))
    line.socket.write(empty)
    await line.closed
  })

  test('a burst that an eager page may send is no flood', async () => {
    const client = await openClient(await startTestBridge())
    for (let i = 0; i < 100; i++) client.say({ type: 'laps', after: null })
    await vi.waitFor(() => expect(client.told.filter(({ type }) => type === 'laps')).toHaveLength(100))
  })
})

/** Shows frames like the loop does, and says how late the latest was. */
const showFor = async (bridge: TestBridge, ms: number, perTick = 1): Promise<number> => {
  const begun = performance.now()
  let before = begun
  let latest = 0
  while (before - begun < ms) {
    for (let i = 0; i < perTick; i++) bridge.frame()
    await new Promise(resolve => setTimeout(resolve, 16))
    const at = performance.now()
    latest = Math.max(latest, at - before - 16)
    before = at
  }
  return latest
}

const stall = async (bridge: TestBridge): Promise<TestClient> => {
  const client = await openClient(bridge, { keepsBinary: false })
  client.socket.pause()
  return client
}

describe('B5: a client that does not read', () => {
  test('misses frames, holds up nobody, takes no memory, and is cut off in the end', async () => {
    const bridge = await startTestBridge({ limits: { tooSlowMs: 3_000, lagMs: 300 } })
    const reader = await openClient(bridge)
    const stalled = await Promise.all([stall(bridge), stall(bridge), stall(bridge)])
    const before = process.memoryUsage()
    // Eight frames a tick: in three seconds as many as in twenty-four.
    const latest = await showFor(bridge, 2_500, 8)
    const grown = process.memoryUsage().arrayBuffers - before.arrayBuffers
    expect(grown).toBeLessThan(4 * 1024 * 1024)
    // A busy machine is late by itself; a client that holds the loop up would hold it for as long as it is there.
    expect(latest).toBeLessThan(500)
    const numbers = reader.binary.map(bytes => bytes.readUInt32LE(4))
    expect(numbers).toEqual(numbers.map((_, i) => numbers[0]! + i))
    expect(reader.binary.every(bytes => bytes.length === LIVE_BYTES)).toBe(true)
    await showFor(bridge, 2_000)
    await vi.waitFor(() => expect(bridge.hub.openByPairing().size).toBe(1), { timeout: 5_000 })
    for (const { socket } of stalled) socket.resume()
    for (const { closed } of stalled) expect([4408, 1006]).toContain((await closed).code)
  })

  test('gets the newest state and timing when it reads again', async () => {
    const bridge = await startTestBridge({ limits: { lagMs: 100, pingEveryMs: 50 } })
    const client = await stall(bridge)
    await showFor(bridge, 700)
    bridge.timing = { ...bridge.timing, lapsDone: 7 }
    bridge.freeBytes = 5
    await showFor(bridge, 300)
    bridge.timing = { ...bridge.timing, lapsDone: 8 }
    client.socket.resume()
    await vi.waitFor(() => {
      const timing = client.told.findLast(({ type }) => type === 'timing')
      expect(timing).toMatchObject({ timing: { lapsDone: 8 } })
    })
    await vi.waitFor(() => {
      const state = client.told.findLast(({ type }) => type === 'state')
      expect(state).toMatchObject({ state: { freeBytes: 5 } })
    })
  })

  test('that asks for chunks without reading them is answered one at a time', async () => {
    const big = new Uint8Array(256 * 1024)
    const asked: number[] = []
    const bridge = await startTestBridge({
      limits: { tooSlowMs: 60_000 },
      shelf: {
        chunk: async (_, index) => {
          asked.push(index)
          return big
        },
      },
    })
    const line = await openLine(bridge.port)
    const { token } = await bridge.pairings.add('raw')
    line.socket.write(upgradeHead(bridge.port, '/rig/live'))
    await vi.waitFor(() => expect(line.received()).toContain('101'))
    line.socket.pause()
    line.socket.write(frame(TEXT, Buffer.from(JSON.stringify(hello(token, [])))))
    const before = process.memoryUsage().arrayBuffers
    for (let index = 0; index < 30; index++)
      line.socket.write(
        frame(TEXT, Buffer.from(JSON.stringify({ type: 'chunk', lap: 'a'.repeat(32), index }))),
      )
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(2))
    await showFor(bridge, 500)
    // The system takes some megabytes of its own; what is beyond waits its turn.
    expect(asked.length).toBeLessThan(30)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024)
    line.socket.destroy()
  })
})
