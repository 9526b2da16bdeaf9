/** What a stranger at the other end of a libp2p stream can send, and what it costs. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createStreamWire, type StreamLike } from '#shared/sync'
import {
  createFlowDecoder,
  FLOW_WINDOW_BYTES,
  flowData,
  flowHeader,
} from '../../../shared/sync/stream-flow.ts'

/** A stream whose other end is the test. */
const createStream = () => {
  const listeners = new Map<string, ((event: never) => void)[]>()
  const sent: Uint8Array[] = []
  let isAborted = false
  const emit = (type: string, event: unknown = {}): void => {
    for (const listener of listeners.get(type) ?? []) listener(event as never)
  }
  const stream: StreamLike = {
    writableNeedsDrain: false,
    send: bytes => {
      sent.push(bytes)
      return true
    },
    close: async () => {},
    abort: error => {
      isAborted = true
      emit('close', { error })
    },
    addEventListener: (type: string, listener: (event: never) => void) => {
      listeners.set(type, [...(listeners.get(type) ?? []), listener])
    },
  }
  return { stream, sent, hear: (data: Uint8Array) => emit('message', { data }), isAborted: () => isAborted }
}

const CLOCK = { now: () => 0, after: () => () => {} }
const open = () => {
  const other = createStream()
  const wire = createStreamWire({
    stream: other.stream,
    route: 'here',
    ends: { own: 'a', other: 'b' },
    clock: CLOCK,
  })
  return { ...other, wire }
}

const readToEnd = async (wire: ReturnType<typeof createStreamWire>): Promise<number[]> => {
  const sizes: number[] = []
  for await (const piece of wire.received) sizes.push(piece.length)
  return sizes
}

describe('a stranger who keeps to nothing', () => {
  test.each([
    ['a kind there is none of', Uint8Array.of(0xc0, 0, 0, 1)],
    ['data of no length', Uint8Array.of(0, 0, 0, 0)],
    ['data longer than a frame may be', Uint8Array.of(0, 1, 0, 1)],
    ['a gigabyte announced', Uint8Array.of(0x3f, 0xff, 0xff, 0xff)],
    ['leave to send nothing', Uint8Array.of(0x40, 0, 0, 0)],
    ['leave that was never used', flowHeader('more', 1)],
    ['an end that says more', Uint8Array.of(0x80, 0, 0, 1)],
    ['something after the end', Uint8Array.of(0x80, 0, 0, 0, 1)],
  ])('has broken the wire: %s', async (_name, bytes) => {
    const { hear, wire, isAborted } = open()
    hear(bytes)
    expect(isAborted()).toBe(true)
    const reading = readToEnd(wire)
    if (bytes[0] === 0x80 && bytes.length > 4) expect(await reading).toEqual([])
    else await expect(reading).rejects.toThrow()
  })

  test('who sends more than the window has broken it, and no more than the window was kept', async () => {
    const { hear, wire, isAborted } = open()
    const frame = flowData(new Uint8Array(65_536))
    for (let sent = 0; sent < FLOW_WINDOW_BYTES; sent += 65_536) hear(frame)
    expect(isAborted()).toBe(false)
    hear(flowData(new Uint8Array(1)))
    expect(isAborted()).toBe(true)
    let kept = 0
    const reading = (async () => {
      for await (const piece of wire.received) kept += piece.length
    })()
    await expect(reading).rejects.toThrow('more came than was allowed')
    expect(kept).toBe(FLOW_WINDOW_BYTES)
  })

  test('single bytes are put together while nobody reads them', async () => {
    const { hear, wire } = open()
    const frame = flowData(Uint8Array.of(7))
    for (let i = 0; i < 100_000; i++) hear(frame)
    hear(flowHeader('end', 0))
    const sizes = await readToEnd(wire)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(100_000)
    expect(sizes.length).toBeLessThanOrEqual(25)
  })
})

test('a message is given to the stream in one piece, and more only as it may be sent', async () => {
  const { hear, wire, sent } = open()
  const sizes = (): number[] => sent.map(bytes => bytes.length)
  await wire.send(new Uint8Array(300_000))
  // Five frames.
  expect(sizes()).toEqual([300_000 + 5 * 4])
  const rest = FLOW_WINDOW_BYTES - 300_000
  const sending = wire.send(new Uint8Array(rest + 1_000))
  await Promise.resolve()
  await Promise.resolve()
  const given = (): number => {
    let bytes = 0
    const decode = createFlowDecoder({ data: part => (bytes += part.length), more: () => {}, end: () => {} })
    for (const piece of sent) decode(piece)
    return bytes
  }
  await expect.poll(given).toBe(FLOW_WINDOW_BYTES)
  hear(flowHeader('more', 999))
  hear(flowHeader('more', 1))
  await sending
  expect(given()).toBe(FLOW_WINDOW_BYTES + 1_000)
  expect(sizes().at(-1)).toBe(1_004)
})

test('large pieces are handed on as the carrier gave them, and keeping a small one keeps no more than twice it', async () => {
  const { hear, wire } = open()
  const all = flowData(new Uint8Array(200_000).fill(1))
  const cuts = [4, 16_384, 16_390, 20_000, 20_001, 90_000, 195_000]
  // Node's carriers hand out Buffers.
  for (const [index, from] of [0, ...cuts].entries())
    hear(Buffer.from(all.buffer, from, (cuts[index] ?? all.length) - from))
  hear(flowHeader('end', 0))
  const pieces: Uint8Array[] = []
  for await (const piece of wire.received) pieces.push(piece)
  for (const piece of pieces) {
    expect(piece.buffer.byteLength).toBeLessThanOrEqual(2 * piece.byteLength)
    expect(Buffer.isBuffer(piece)).toBe(false)
  }
  const own = new Uint8Array(100_000).fill(2)
  const other = open()
  other.hear(flowData(own).subarray(0, 4))
  other.hear(own.subarray(0, 65_536))
  for await (const piece of other.wire.received) {
    expect(piece.buffer).toBe(own.buffer)
    break
  }
})

test('frames mean the same, however they were cut', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(fc.nat(300), fc.constant(65_536)).map(n => n + 1 - (n === 65_536 ? 1 : 0)),
        { maxLength: 6 },
      ),
      fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 50 }),
      (sizes, cuts) => {
        const stream = sizes.flatMap(size => [
          flowData(new Uint8Array(size).fill(size)),
          flowHeader('more', size),
        ])
        const all = Buffer.concat([...stream, flowHeader('end', 0)])
        let bytes = 0
        const grants: number[] = []
        let ends = 0
        const decode = createFlowDecoder({
          data: part => {
            bytes += part.length
          },
          more: n => grants.push(n),
          end: () => {
            ends++
          },
        })
        for (let from = 0, i = 0; from < all.length; i++) {
          const size = cuts[i % cuts.length]!
          expect(decode(all.subarray(from, from + size))).toBe(true)
          from += size
        }
        expect([bytes, grants, ends]).toEqual([sizes.reduce((sum, size) => sum + size, 0), sizes, 1])
      },
    ),
  )
})

test('no bytes make the decoder throw, or hand on more than came', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), bytes => {
      let handed = 0
      const decode = createFlowDecoder({
        data: part => {
          handed += part.length
        },
        more: () => {},
        end: () => {},
      })
      decode(bytes)
      expect(handed).toBeLessThanOrEqual(bytes.length)
    }),
  )
})
