/** Messages come out of a stream as they went in, however it was cut, and nothing is allocated for what is only announced. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createUnframer,
  type FramingFault,
  frameMessage,
  type Message,
} from '../../../shared/sync/framing.ts'
import { MAX_MESSAGE_BYTES } from '../../../shared/sync/lane.ts'

const unframe = (
  pieces: Iterable<Uint8Array>,
  maxBytes = MAX_MESSAGE_BYTES,
): { messages: Message[]; fault: FramingFault | null; heldBytes: number } => {
  const unframer = createUnframer(maxBytes)
  const messages: Message[] = []
  for (const piece of pieces) {
    const fault = unframer.push(piece, message => messages.push(message))
    if (fault) return { messages, fault, heldBytes: unframer.heldBytes }
  }
  return { messages, fault: null, heldBytes: unframer.heldBytes }
}

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

function* cut(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const size = sizes[index % sizes.length]!
    yield bytes.subarray(at, at + size)
    at += size
  }
}

describe('framing', () => {
  test('gives back every message, however the stream was cut', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ lane: fc.integer({ min: 0, max: 255 }), body: fc.uint8Array({ maxLength: 3000 }) }),
        ),
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1 }),
        (sent, sizes) => {
          const stream = joined(sent.map(({ lane, body }) => frameMessage(lane, body)))
          const { messages, fault } = unframe(cut(stream, sizes))
          expect(fault).toBeNull()
          expect(messages.map(({ lane, body }) => ({ lane, body: [...body] }))).toEqual(
            sent.map(({ lane, body }) => ({ lane, body: [...body] })),
          )
        },
      ),
    )
  })

  test('the largest message passes, byte by byte too, and one byte more does not', () => {
    const largest = new Uint8Array(MAX_MESSAGE_BYTES - 1).fill(7)
    expect(unframe(cut(frameMessage(2, largest), [1])).messages[0]?.body).toEqual(largest)
    expect(() => frameMessage(2, new Uint8Array(MAX_MESSAGE_BYTES))).toThrow()
  })

  test('C6: two gigabytes announced end the stream before anything is allocated', () => {
    const announced = Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x08)
    expect(unframe([announced])).toEqual({ messages: [], fault: 'too-large', heldBytes: 0 })
    expect(unframe(cut(announced, [1]))).toEqual({ messages: [], fault: 'too-large', heldBytes: 0 })
  })

  test('C6: much announced and little sent holds little', () => {
    const start = frameMessage(1, new Uint8Array(300 * 1024)).subarray(0, 5000)
    const { messages, heldBytes } = unframe(cut(start, [1]))
    expect(messages).toEqual([])
    expect(heldBytes).toBeLessThanOrEqual(10_000)
  })

  test('a stream whose other end has not shown who it is may announce less', () => {
    expect(unframe([frameMessage(0, new Uint8Array(4096))], 4096).fault).toBe('too-large')
    expect(unframe([frameMessage(0, new Uint8Array(4095))], 4096).fault).toBeNull()
  })

  test('a length of nothing and a length written too long are refused', () => {
    expect(unframe([Uint8Array.of(0, 1, 2)]).fault).toBe('malformed')
    expect(unframe([Uint8Array.of(0x82, 0x00, 1, 2)]).fault).toBe('malformed')
  })

  test('bodies own their memory', () => {
    const stream = joined([frameMessage(1, Uint8Array.of(1, 2, 3)), frameMessage(1, Uint8Array.of(4))])
    for (const { body } of unframe([stream]).messages) expect(body.buffer.byteLength).toBe(body.length)
  })

  test('C2: any bytes at all are messages or a fault, within the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 })), pieces => {
        const { messages, heldBytes } = unframe(pieces)
        const given = pieces.reduce((sum, piece) => sum + piece.length, 0)
        expect(messages.reduce((sum, { body }) => sum + body.length, 0)).toBeLessThanOrEqual(given)
        expect(heldBytes).toBeLessThanOrEqual(Math.max(1024, 2 * given))
      }),
    )
  })
})
