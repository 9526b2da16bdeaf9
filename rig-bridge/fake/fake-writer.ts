/**
 * Writes one packet after the other into the pages, in one piece or torn, and keeps the checksum of every physics packet
 * under its id, so that a reader's copies can be held against what was meant.
 */
import { crc32 } from 'node:zlib'
import type { FakeGame } from '#shared/sim'
import { FAKE_SLOTS, type FakeWord, SUMS, SUMS_AT, type Tearing } from './model.ts'
import type { PageFiles } from './page-files.ts'

export interface FakeWriterOptions {
  readonly game: FakeGame
  readonly files: PageFiles
  readonly control: Int32Array<SharedArrayBuffer>
  readonly say: (word: FakeWord) => void
  readonly tearing?: Tearing | undefined
}

const ID_BYTES = 4

/** Where a packet's checksum is among the shared numbers. */
export const sumAt = (id: number): number => SUMS_AT + (id & (SUMS - 1))

export const createFakeWriter = ({ game, files, control, say, tearing }: FakeWriterOptions) => {
  const random = createRandom(tearing?.seed ?? 0)
  let physicsId: number | null = null
  let graphicsId: number | null = null
  let fixed = Buffer.alloc(0)
  let lapCount = 0

  const writePhysics = (page: Buffer, id: number): void => {
    Atomics.store(control, sumAt(id), crc32(page) | 0)
    if (tearing && random() < tearing.share) tear(page, tearing)
    else files.write('physics', page)
    Atomics.add(control, FAKE_SLOTS.written, 1)
    Atomics.store(control, FAKE_SLOTS.lastId, id)
  }

  const tear = (page: Buffer, { order, longestMs }: Tearing): void => {
    const cut = ID_BYTES + Math.floor(random() * (page.length - ID_BYTES))
    const isIdFirst = order === 'id-first'
    files.write('physics', page, isIdFirst ? 0 : ID_BYTES, cut)
    Atomics.add(control, FAKE_SLOTS.torn, 1)
    Atomics.wait(control, FAKE_SLOTS.stop, 0, random() * longestMs)
    files.write('physics', page, cut)
    if (!isIdFirst) files.write('physics', page, 0, ID_BYTES)
  }

  return {
    /**
     * What the game shows at an instant of its own clock. `isTooLate` is asked just before it is written: a game that
     * runs fast would show the past as the present after a pause of the processor in between.
     */
    write(atMs: number, isTooLate: () => boolean): void {
      const pages = game.fill(atMs)
      if (isTooLate()) return
      const [physics, graphics, strings] = [pages.physics, pages.graphics, pages.static].map(bufferOf) as [
        Buffer,
        Buffer,
        Buffer,
      ]
      if (!strings.equals(fixed)) {
        fixed = Buffer.from(strings)
        files.write('static', fixed)
      }
      const id = physics.readInt32LE(0)
      if (id !== physicsId) writePhysics(physics, id)
      physicsId = id
      if (graphics.readInt32LE(0) !== graphicsId) files.write('graphics', graphics)
      graphicsId = graphics.readInt32LE(0)
      const laps = game.laps()
      for (; lapCount < laps.length; lapCount++) say({ kind: 'lap', lap: laps[lapCount]! })
      if (game.isOver() && Atomics.exchange(control, FAKE_SLOTS.isOver, 1) === 0) say({ kind: 'over' })
    },
  }
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)

/** Mulberry32: small, and the same everywhere for a seed. */
const createRandom = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
