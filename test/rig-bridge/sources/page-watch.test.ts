import { describe, expect, test } from 'vitest'
import { createPageWatch } from '../../../rig-bridge/sources/page-watch.ts'
import { createTornWriter, isWhole, type TornWriterOptions } from './torn-writer.ts'

const WORDS = 200
const COPY_MS = 0.0008

/** Small, quick and the same everywhere. */
const randomOf = (seed: number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface Drive {
  readonly ids: number[]
  readonly mixed: number
  readonly steps: number[]
  readonly counts: { packets: number; seen: number; torn: number }
}

/** A reader that looks when the watch asks for it, a little late each time and much too late now and then. */
const drive = (options: Partial<TornWriterOptions>, seed: number, lateShare = 0.01): Drive => {
  const random = randomOf(seed)
  const writer = createTornWriter({
    order: 'id-first',
    words: WORDS,
    packets: 4000,
    calmPackets: 300,
    stallShare: 0,
    longestStallMs: 12,
    whenLate: 'skip',
    random,
    ...options,
  })
  const ids: number[] = []
  const steps: number[] = []
  let mixed = 0
  const watch = createPageWatch(WORDS * 4, 64, (bytes, _atMs, stepped) => {
    const page = new Int32Array(bytes.slice().buffer)
    if (page.some(word => word !== 0) && !isWhole(page)) mixed++
    ids.push(page[0]!)
    steps.push(stepped)
  })
  let now = 0
  const read = (into: Uint8Array): number => {
    writer.to(now)
    into.set(new Uint8Array(writer.page.buffer))
    now += COPY_MS
    return into.length
  }
  while (now < writer.endMs + 10) {
    watch.look(read, now)
    now += watch.waitMs(now) + random() * 0.1 + (random() < lateShare ? random() * 8 : 0)
  }
  return { ids, mixed, steps, counts: watch.counts }
}

const seeds = Array.from({ length: 4 }, (_, seed) => seed + 1)
const ORDERS = ['id-first', 'id-last'] as const

describe('a page that is written while it is read', () => {
  test.each(ORDERS)('undisturbed, %s, every packet that can be seen is handed over once', order => {
    const { ids, mixed, counts } = drive({ order }, 1, 0)
    expect(mixed).toBe(0)
    expect(new Set(ids).size).toBe(ids.length)
    expect(counts).toMatchObject({ seen: ids.length, torn: 0 })
    expect(ids.length).toBeGreaterThanOrEqual(3998)
  })

  test.each(ORDERS)('looks that come late cost the packets they missed and next to no others, %s', order => {
    const { ids, mixed, counts } = drive({ order }, 1, 0.01)
    expect(mixed).toBe(0)
    // Lateness of ours now and then looks like lateness of the game.
    expect(counts.torn).toBeLessThan(5)
    expect(ids.length / counts.packets).toBeGreaterThan(0.96)
    expect(counts.packets).toBeGreaterThan(3990)
  })

  test.each(ORDERS)('%s, a game that stops half-way is never mixed', order => {
    for (const seed of seeds) {
      const { ids, mixed, counts } = drive({ order, stallShare: 0.05 }, seed, 0)
      expect(mixed, `seed ${seed}`).toBe(0)
      expect(counts.torn, `seed ${seed}`).toBeGreaterThan(0)
      expect(ids.length / counts.packets, `seed ${seed}`).toBeGreaterThan(0.85)
    }
  })

  test.each(ORDERS)('%s, a game that catches up after it stopped is never mixed', order => {
    for (const seed of seeds) {
      const { mixed } = drive({ order, stallShare: 0.01, whenLate: 'catch-up' }, seed, 0)
      expect(mixed, `seed ${seed}`).toBe(0)
    }
  })

  test('the counter wraps like a 32-bit integer with a sign', () => {
    const { ids, steps, counts } = drive({ packets: 400, firstId: 2 ** 31 - 100 }, 1, 0)
    expect(ids).toContain(2 ** 31 - 1)
    expect(ids).toContain(-(2 ** 31))
    expect(ids.length).toBeGreaterThanOrEqual(398)
    expect(steps.slice(1).every(step => step === 1)).toBe(true)
    expect(counts.packets).toBeLessThanOrEqual(401)
  })

  test('words that come to rest cost a few packets, not all that follow', () => {
    const page = new Int32Array(WORDS)
    let given = 0
    const watch = createPageWatch(WORDS * 4, 64, () => given++)
    const read = (into: Uint8Array): number => {
      into.set(new Uint8Array(page.buffer))
      return into.length
    }
    for (let packet = 1; packet <= 2000; packet++) {
      page[0] = packet
      // From packet 1000 on the car stands: only the engine still turns.
      for (let word = 1; word < WORDS; word++) if (packet < 1000 || word === 5) page[word] = packet * word
      for (let look = 0; look < 3; look++) watch.look(read, packet * 3 + look)
    }
    expect(given).toBeGreaterThan(1985)
  })

  test('a page of zeros, a short one and one that cannot be read give nothing', () => {
    let given = 0
    const watch = createPageWatch(800, 256, () => given++)
    for (let look = 0; look < 10; look++) {
      expect(watch.look(() => 100, look)).toBe('short')
      expect(watch.look(() => 0, look)).toBe('short')
      expect(watch.look(() => -1, look)).toBe('unreadable')
    }
    for (let look = 10; look < 20; look++) watch.look(into => into.fill(0).length, look)
    expect(given).toBe(0)
  })

  test('random bytes never make it throw, and what changes all the time is never handed over', () => {
    const random = randomOf(7)
    let given = 0
    const watch = createPageWatch(800, 256, () => given++)
    for (let look = 0; look < 3000; look++)
      watch.look(into => {
        for (let at = 0; at < into.length; at++) into[at] = random() * 256
        return 256 + Math.floor(random() * 545)
      }, look)
    expect(given).toBe(0)
  })
})
