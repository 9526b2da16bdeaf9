/**
 * What every wire promises, run by each carrier's own test file, in Node and in a browser. The harness opens both ends
 * of one, and can break the carrier under them.
 */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Wire } from '#shared/sync'

export interface WirePair {
  readonly a: Wire
  readonly b: Wire
  /** The carrier breaks, as when a cable is pulled: neither end said that it was done. */
  cut(): void
  /** Whatever the wires stand on. */
  close(): Promise<void>
}

/** Nobody may pile up more than this for a reader who does not read; the most of all carriers, on both ends together. */
const UNREAD_BYTES = 12 * 1024 * 1024
const PIECE_BYTES = 64 * 1024

const bytesOf = (size: number, seed: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size)
  let state = seed | 1
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes[i] = state >>> 16
  }
  return bytes
}

const joined = (pieces: readonly Uint8Array[]): Uint8Array => {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let filled = 0
  for (const piece of pieces) {
    all.set(piece, filled)
    filled += piece.length
  }
  return all
}

/** Everything up to the end the other side set. */
const readAll = async (wire: Wire): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = []
  for await (const piece of wire.received) pieces.push(piece)
  return joined(pieces)
}

/** Vitest compares arrays element by element, which takes seconds for megabytes. */
const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, i) => byte === other[i])

const outcome = (promise: Promise<unknown>): Promise<'done' | 'failed'> =>
  promise.then(
    () => 'done' as const,
    () => 'failed' as const,
  )

export const describeWire = (
  name: string,
  open: () => Promise<WirePair>,
  options: { readonly runs?: number } = {},
): void => {
  describe(`${name} is a wire`, () => {
    let pair: WirePair
    beforeEach(async () => {
      pair = await open()
    })
    afterEach(() => pair.close())

    test('both ends know both ends', () => {
      const { a, b } = pair
      expect(a.ends.own).not.toBe('')
      expect(a.ends).toEqual({ own: b.ends.other, other: b.ends.own })
      expect(a.ends.own).not.toBe(a.ends.other)
    })

    test('bytes arrive whole and in order, however they were cut, and the end after them', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.oneof(fc.nat(2_000), fc.constantFrom(0, 65_535, 65_536, 65_537, 300_000)), {
            maxLength: 8,
          }),
          async sizes => {
            const { a, b, close } = await open()
            const sent = sizes.map(bytesOf)
            const reading = readAll(b)
            for (const piece of sent) await a.send(piece)
            await Promise.all([a.close(), reading])
            expect(isSame(await reading, joined(sent))).toBe(true)
            await b.close()
            await close()
          },
        ),
        { numRuns: options.runs ?? 12 },
      )
    })

    test('sends that do not wait for one another keep their order', async () => {
      const { a, b } = pair
      const sent = Array.from({ length: 100 }, (_, i) => bytesOf(1 + ((i * 7_919) % 9_000), i))
      const reading = readAll(b)
      await Promise.all(sent.map(piece => a.send(piece)))
      await a.close()
      expect(isSame(await reading, joined(sent))).toBe(true)
    })

    test('both directions go at once', async () => {
      const { a, b } = pair
      const [there, back] = [bytesOf(3_000_000, 1), bytesOf(2_000_000, 2)]
      const readExactly = async (wire: Wire, size: number): Promise<Uint8Array> => {
        const pieces: Uint8Array[] = []
        let got = 0
        for await (const piece of wire.received) {
          pieces.push(piece)
          got += piece.length
          if (got >= size) break
        }
        return joined(pieces)
      }
      const [heard, answered] = await Promise.all([
        readExactly(b, there.length),
        readExactly(a, back.length),
        a.send(there),
        b.send(back),
      ])
      expect([isSame(heard, there), isSame(answered, back)]).toEqual([true, true])
    })

    test('keeping a piece keeps at most twice its size', async () => {
      const { a, b } = pair
      const reading = (async () => {
        for await (const piece of b.received)
          expect(piece.buffer.byteLength).toBeLessThanOrEqual(2 * piece.byteLength)
      })()
      for (let i = 0; i < 20; i++) await a.send(bytesOf(100 + i * 5_000, i))
      await a.close()
      await reading
    })

    test('who awaits sending is held back by a reader who does not read, and nothing is lost', async () => {
      const { a, b } = pair
      const piece = bytesOf(PIECE_BYTES, 5)
      let sent = 0
      let isDone = false
      const sending = (async () => {
        while (sent < 1.5 * UNREAD_BYTES) {
          await a.send(piece)
          sent += piece.length
        }
        await a.close()
        isDone = true
      })()
      let before = -1
      await vi.waitFor(
        () => {
          const moved = sent !== before
          before = sent
          if (moved) throw new Error('still sending')
        },
        { interval: 200, timeout: 10_000 },
      )
      expect(isDone).toBe(false)
      expect(sent).toBeLessThan(UNREAD_BYTES)
      let received = 0
      for await (const got of b.received) received += got.length
      await sending
      expect(received).toBe(1.5 * UNREAD_BYTES)
    })

    test('closing settles, on one end, on both, and twice', async () => {
      const { a, b } = pair
      const readings = [outcome(readAll(a)), outcome(readAll(b))]
      await Promise.all([a.close(), b.close()])
      await Promise.all([a.close(), b.close()])
      expect(await Promise.all(readings)).toEqual(['done', 'done'])
    })

    test('after closing nothing arrives any more', async () => {
      const { a, b } = pair
      await b.send(bytesOf(1_000, 1))
      const closing = a.close()
      await b.send(bytesOf(1_000, 2))
      const rest = readAll(a)
      await Promise.all([closing, readAll(b)])
      expect((await rest).length).toBe(0)
    })

    test('aborting ends reading here at once, and there by an error', async () => {
      const { a, b } = pair
      const [here, there] = [outcome(readAll(a)), outcome(readAll(b))]
      await a.send(bytesOf(10, 1))
      a.abort('a test')
      await here
      expect(await there).toBe('failed')
    })

    test('whoever waits to send is let go when the other end aborts', async () => {
      const { a, b } = pair
      const piece = bytesOf(PIECE_BYTES, 3)
      const sending = Promise.all(Array.from({ length: UNREAD_BYTES / PIECE_BYTES }, () => a.send(piece)))
      b.abort('a test')
      await sending
      await outcome(readAll(a))
    })

    test('sending on a wire that ended does nothing', async () => {
      const { a, b } = pair
      a.abort('a test')
      await outcome(readAll(b))
      await Promise.all([a.send(bytesOf(10, 1)), b.send(bytesOf(10, 1))])
      await Promise.all([a.close(), b.close()])
      await Promise.all([a.send(bytesOf(10, 1)), b.send(bytesOf(10, 1))])
    })

    test('when the carrier breaks, both ends hear of it and nobody waits', async () => {
      const { a, b, cut } = pair
      const readings = [outcome(readAll(a)), outcome(readAll(b))]
      await a.send(bytesOf(1_000, 1))
      cut()
      expect(await Promise.all(readings)).toEqual(['failed', 'failed'])
      await Promise.all([a.send(bytesOf(10, 1)), a.close(), b.close()])
    })
  })
}
