/** Pages of chance: whatever is in them, what comes out keeps the promises of `frames`. */
import { expect } from 'vitest'
import {
  createFakePages,
  createPageDecoder,
  GAMES,
  SAMPLE_WIDTH,
  type SimEvent,
  STATUS_WIDTH,
} from '#shared/sim'
import { createDice } from '../../formats/common/fuzz.ts'

const PAGES = ['static', 'physics', 'graphics'] as const
const SIZES = [0, 1, 4, 200, 296, 580, 688, 820, 1588, 2048, 4900, 8192]

const good = GAMES.map(game => {
  const fake = createFakePages({ game, circuit: 'kestrel-heath', seed: 2, laps: 1 })
  fake.fill(0)
  const pages = fake.fill(40_000)
  return { game, pages }
})

/** A good page with some bytes thrown, cut or lengthened; or nothing but dice. */
const damaged = (
  page: (typeof PAGES)[number],
  which: number,
  dice: (below: number) => number,
): Uint8Array => {
  const size = SIZES[dice(SIZES.length)]!
  if (dice(4) === 0) return Uint8Array.from({ length: size }, () => dice(256))
  const bytes = good[which]!.pages[page].slice(0, dice(3) === 0 ? size : undefined)
  for (let n = dice(40); n > 0 && bytes.length > 0; n--) {
    const at = dice(bytes.length)
    const run = dice(8) === 0 ? 64 : 4
    for (let i = at; i < Math.min(at + run, bytes.length); i++)
      bytes[i] = dice(3) === 0 ? 0xff : dice(2) === 0 ? 0x7f : dice(256)
  }
  return bytes
}

export const readDamaged = (seed: number): void => {
  const dice = createDice(seed)
  const decoder = createPageDecoder()
  const what = `seed ${seed}`
  const events: SimEvent[] = []
  try {
    let atMs = dice(1000)
    for (let n = 0; n < 24; n++) {
      const which = dice(good.length)
      const page = PAGES[n < 3 ? n : dice(PAGES.length)]!
      const family =
        dice(8) === 0 ? (dice(2) === 0 ? 'ac' : 'evo') : good[which]!.game === 'evo' ? 'evo' : 'ac'
      const bytes = dice(5) === 0 ? good[which]!.pages[page] : damaged(page, which, dice)
      atMs += dice(12) === 0 ? Number.NaN : dice(3) === 0 ? -dice(50) : dice(50)
      if (Number.isNaN(atMs)) atMs = dice(2) === 0 ? Number.POSITIVE_INFINITY : 5000
      decoder.take({ page, family, bytes, atMs })
      if (!Number.isFinite(atMs)) atMs = 6000
      if (dice(3) === 0) events.push(...decoder.drain())
    }
    events.push(...decoder.drain())
    expect(decoder.problem() ?? 'A sentence.', what).toMatch(/^[A-Z][^\n\r]+\.$/)
  } catch (error) {
    throw new Error(`${what}: the decoder threw`, { cause: error })
  }
  expectHonest(events, what)
}

const CONTROLS = /\p{Cc}/u

const expectHonest = (events: readonly SimEvent[], what: string): void => {
  let lastMs = Number.NEGATIVE_INFINITY
  for (const event of events) {
    if (event.kind === 'samples') {
      expect(event.values.length, what).toBe(event.timesMs.length * SAMPLE_WIDTH)
      for (const timeMs of event.timesMs) {
        expect(timeMs, what).toBeGreaterThan(lastMs)
        lastMs = timeMs
      }
      expect(event.values.some(isWild), what).toBe(false)
    } else if (event.kind === 'status') {
      expect(event.values.length, what).toBe(STATUS_WIDTH)
      expect(event.values.some(isWild), what).toBe(false)
    } else {
      const text = JSON.stringify(event)
      expect(text.length, what).toBeLessThan(2000)
      for (const word of Object.values(event))
        if (typeof word === 'string') expect(word, what).not.toMatch(CONTROLS)
    }
  }
}

/** Infinite, or larger than anything a game counts in (a time in milliseconds is the largest). */
const isWild = (value: number): boolean => !Number.isNaN(value) && !(Math.abs(value) <= 2 ** 31)
