/** Bytes between two real peer connections: all of them, in order, held back when nobody reads, and ends that are told apart. */
import { describe, expect, test } from 'vitest'
import type { Wire } from '#shared/sync'
import { BrokenWire } from '#web/net'
import { PIECE_BYTES, WINDOW_BYTES } from '../../../web/net/data-channel-wire.ts'
import { wirePair, wireToLiar } from './paired-pages.ts'

const numbered = (length: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) bytes[i] = (i * 31 + (i >> 8) * 7) & 0xff
  return bytes
}

const readAll = async (wire: Wire): Promise<Uint8Array<ArrayBuffer>> => {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  for await (const piece of wire.received) pieces.push(piece)
  return new Uint8Array(await new Blob(pieces).arrayBuffer())
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])

describe('a data channel as a wire', () => {
  test('carries 20 MB whole and in order, and ends when the other side closes', async () => {
    const { near, far } = await wirePair()
    const sent = numbered(20_000_003)
    const arriving = readAll(far)
    await near.send(sent)
    await near.close()
    expect(isSame(await arriving, sent)).toBe(true)
  })

  test('keeps pieces of sends apart that were not waited for', async () => {
    const { near, far } = await wirePair()
    const sends = [numbered(300_000), numbered(5).reverse(), numbered(70_000)]
    const arriving = readAll(far)
    await Promise.all(sends.map(bytes => near.send(bytes)))
    await near.close()
    expect(isSame(await arriving, new Uint8Array(await new Blob(sends).arrayBuffer()))).toBe(true)
  })

  test('holds back a sender whose reader does not read, and lets it go on when it does', async () => {
    const { near, far } = await wirePair()
    const pieces = 24
    let sent = 0
    const sending = (async () => {
      for (let i = 0; i < pieces; i++) {
        await near.send(new Uint8Array(512 * 1024).fill(i))
        sent++
      }
      await near.close()
    })()
    await expect.poll(() => sent).toBe(WINDOW_BYTES / (512 * 1024))
    const arrived = await readAll(far)
    await sending
    expect(arrived.length).toBe(pieces * 512 * 1024)
    expect(arrived.at(-1)).toBe(pieces - 1)
  })

  test('throws at the reader when the other side gave up', async () => {
    const { near, far } = await wirePair()
    const reading = readAll(far).catch((error: unknown) => error)
    near.abort('for the test')
    expect(await reading).toBeInstanceOf(BrokenWire)
  })

  test('throws at the reader when the connection went', async () => {
    const { near, far, offered } = await wirePair()
    await near.send(numbered(10))
    const reading = readAll(far).catch((error: unknown) => error)
    offered.close()
    expect(await reading).toBeInstanceOf(BrokenWire)
  })

  test('names the same two ends from both sides, and another pair every time', async () => {
    const { near, far } = await wirePair()
    expect(near.ends.own).toMatch(/^[0-9a-f]{64}$/)
    expect(near.ends).toEqual({ own: far.ends.other, other: far.ends.own })
    const { near: next } = await wirePair()
    expect(next.ends.own).not.toBe(near.ends.own)
    expect(near.route).toBe('paired')
  })
})

describe('a channel whose other end does not keep to the rules', () => {
  const breaks = [
    [
      'a piece that is larger than any',
      (channel: RTCDataChannel) => channel.send(new Uint8Array(PIECE_BYTES + 1)),
    ],
    ['an empty piece', (channel: RTCDataChannel) => channel.send(new Uint8Array(0))],
    ['a word nobody knows', (channel: RTCDataChannel) => channel.send('hello')],
    ['leave to send more than the window', (channel: RTCDataChannel) => channel.send('more 1')],
    ['a number that is none', (channel: RTCDataChannel) => channel.send('more 99999999999')],
  ] as const
  test.each(breaks)('is left: %s', async (_, misbehave) => {
    const { wire, liar } = await wireToLiar()
    misbehave(liar)
    expect(await readAll(wire).catch((error: unknown) => error)).toBeInstanceOf(BrokenWire)
    await expect.poll(() => liar.readyState).toBe('closed')
  })

  test('is left when it sends on although nobody reads', async () => {
    const { wire, liar } = await wireToLiar()
    for (let sent = 0; sent <= WINDOW_BYTES; sent += PIECE_BYTES) liar.send(new Uint8Array(PIECE_BYTES))
    await expect.poll(() => liar.readyState, { timeout: 10_000 }).toBe('closed')
    expect(await readAll(wire).catch((error: unknown) => error)).toBeInstanceOf(BrokenWire)
  })
})
