/** Laps driven again: cars are where they were so long after the line. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  AT_START,
  advance,
  carsAt,
  endOfLaps,
  PLAYBACK_RATES,
  play,
  rateBeside,
  seek,
} from '../../../../web/parts/map/playback.ts'
import { makeLap } from './laps.ts'

const fast = makeLap({ key: 'fast', lapMs: 100_000 })
const slow = makeLap({ key: 'slow', lapMs: 110_000, samples: 101 })
const END = 110_000

describe('the clock', () => {
  test('runs as fast as it is told, and ends with the slowest lap', () => {
    expect(endOfLaps([fast, slow])).toBe(END)
    fc.assert(
      fc.property(
        fc.constantFrom(...PLAYBACK_RATES),
        fc.array(fc.double({ min: 0, max: 5000, noNaN: true }), { maxLength: 50 }),
        (rate, frames) => {
          let now = { ...play(AT_START, END), rate }
          let wall = 0
          for (const ms of frames) {
            now = { ...advance(now, ms, END), rate }
            wall += ms
          }
          expect(now.atMs).toBeCloseTo(Math.min(END, wall * rate), 4)
          expect(now.isPlaying).toBe(now.atMs < END)
        },
      ),
    )
  })

  test('stands while paused, begins again from its end, and never runs backwards', () => {
    expect(advance({ ...AT_START, atMs: 500 }, 1000, END).atMs).toBe(500)
    expect(play({ ...AT_START, atMs: END }, END)).toMatchObject({ atMs: 0, isPlaying: true })
    expect(play(AT_START, 0).isPlaying).toBe(false)
    expect(advance(play(AT_START, END), -50, END).atMs).toBe(0)
    expect(seek(AT_START, 1e9, END).atMs).toBe(END)
    expect(seek(AT_START, -5, END).atMs).toBe(0)
  })

  test('has five rates, one beside the other', () => {
    expect(rateBeside(1, 1)).toBe(2)
    expect(rateBeside(4, 1)).toBe(4)
    expect(rateBeside(0.25, -1)).toBe(0.25)
  })
})

describe('cars', () => {
  test('start at the line and stand at their finish', () => {
    expect(carsAt([fast, slow], 0)).toMatchObject([
      { lapKey: 'fast', x: fast.x[0], y: fast.y[0] },
      { lapKey: 'slow', x: slow.x[0], y: slow.y[0] },
    ])
    expect(carsAt([fast], 1e9)[0]!.x).toBeCloseTo(fast.x.at(-1)!, 6)
  })

  test('move along their own samples, on the straight between two of them', () => {
    const i = 40
    const between = (slow.timeMs[i]! + slow.timeMs[i + 1]!) / 2
    const [car] = carsAt([slow], between)
    expect(car!.x).toBeCloseTo((slow.x[i]! + slow.x[i + 1]!) / 2, 6)
    expect(car!.y).toBeCloseTo((slow.y[i]! + slow.y[i + 1]!) / 2, 6)
  })

  test('are left out where nobody knows where they were', () => {
    const x = slow.x.slice()
    x[41] = Number.NaN
    expect(carsAt([{ ...slow, x }], (slow.timeMs[40]! + slow.timeMs[41]!) / 2)).toEqual([])
    expect(carsAt([{ ...slow, x: [], y: [], timeMs: [], metres: [] }], 5)).toEqual([])
  })
})
