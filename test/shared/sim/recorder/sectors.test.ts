/**
 * Sector times, whatever their number, meaning and order, and the words about the line in every order.
 */
import { describe, expect, test } from 'vitest'
import type { StatusField } from '#shared/sim'
import { createToyGame, kindsOf, reasonOf, timesOf } from './toy-game.ts'

describe('sectors', () => {
  test.each([1, 2, 3, 5, 9])('%i of them, told as own times or as splits', sectors => {
    for (const sectorTimes of ['own', 'split'] as const) {
      for (const sectorCount of [sectors, null]) {
        const game = createToyGame({ sectors, sectorTimes, lapMs: 27_900, about: { sectorCount } }).runLaps(3)
        const { sectorsMs, sectorsMissing } = game.laps[2]!.measured
        expect(sectorsMissing).toBeUndefined()
        if (sectors === 1) expect(sectorsMs).toEqual([])
        else {
          expect(sectorsMs).toEqual(new Array(sectors).fill(27_900 / sectors))
          expect(game.recorder.timing().theoreticalMs).toBe(27_900)
          expect(game.laps[2]!.lines.filter(line => line !== null).length).toBe(sectors)
        }
      }
    }
  })

  test('a sector line nobody saw leaves the lap without sectors, and says so', () => {
    const game = createToyGame().runLaps(2, 8_000)
    game.isSeen = false
    game.run(13_000)
    game.isSeen = true
    game.runLaps(2)
    expect(game.laps[2]!.measured.sectorsMs).toEqual([])
    expect(game.laps[2]!.measured.sectorsMissing).toBe(
      'The time of sector 1 was missed, so this lap has a lap time but no sectors.',
    )
    expect(timesOf(game.laps)[2]).toBe(30_000)
    expect(game.laps[3]!.measured.sectorsMs).toEqual([10_000, 10_000, 10_000])
  })

  test('a sector time that never comes is missed, not made up', () => {
    const game = createToyGame().runLaps(2, 8_000)
    game.status = { lastSectorMs: 4_321 }
    game.run(7_000)
    game.status = {}
    game.runLaps(2)
    expect(game.laps[2]!.measured.sectorsMs).toEqual([])
    expect(game.laps[3]!.measured.sectorsMs).toEqual([10_000, 10_000, 10_000])
  })
})

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, i) =>
        permutations([...items.slice(0, i), ...items.slice(i + 1)]).map(rest => [item, ...rest]),
      )

/** Packets of statuses about a line: each word changes one after the other, some statuses apart. */
const WORDS = [
  'completedLaps',
  'lastMs',
  'sector',
  'lastSectorMs',
  'currentMs',
] as const satisfies StatusField[]

describe('words about the line', () => {
  test('in all 120 orders, up to four statuses apart: the same lap', () => {
    for (const [i, order] of permutations(WORDS).entries()) {
      const apart = 1 + (i % 4)
      const game = createToyGame({ lapMs: 6_000 }).runLaps(2, 3_000)
      const before = { completedLaps: 2, lastMs: 6_000, sector: 2, lastSectorMs: 2_000 }
      game.lapMs = 6_300
      game.runLaps(1, -10)
      const lateMs = game.currentMs
      // What was true before the line is said until its turn comes.
      for (let turn = 0; turn < order.length; turn++) {
        const late = order.slice(turn)
        for (let status = 0; status < apart; status++) {
          game.status = Object.fromEntries(
            late.map(word => [
              word,
              word === 'currentMs' ? 6_150 + game.currentMs : word === 'sector' ? 2 : before[word],
            ]),
          )
          game.run(20)
        }
      }
      game.status = {}
      game.run(2_000)
      const [, , lap] = game.laps
      expect(kindsOf(game.laps), order.join()).toEqual(['partial', 'timed', 'timed'])
      expect(Math.abs(timesOf(game.laps)[2]! - 6_150), order.join()).toBeLessThanOrEqual(10)
      expect(timesOf(game.laps)[2], order.join()).toBe(game.lastMs)
      expect(lap!.measured.sectorsMs.length, `${order.join()} ${lap!.measured.sectorsMissing}`).toBe(3)
      expect(reasonOf(lap!)).toBeNull()
      expect(Math.abs(lap!.facts.ownMs! - game.lastMs), order.join()).toBeLessThan(100)
      expect(lateMs).toBeLessThan(100)
    }
  })

  test('two laps of the same time to the millisecond are two laps', () => {
    const game = createToyGame({ lapMs: 15_000 }).runLaps(5)
    expect(timesOf(game.laps).slice(1)).toEqual([15_000, 15_000, 15_000, 15_000])
    expect(game.laps.slice(1).every(({ measured }) => measured.sectorsMs.join() === '5000,5000,5000')).toBe(
      true,
    )
  })

  test('our own time far from the game’s: the game’s is kept, ours is told, and the lap is not timed', () => {
    const game = createToyGame().runLaps(2, 8_000)
    game.status = { lastMs: 47_000 }
    game.runLaps(1)
    expect(game.laps[2]!.measured.kind).toBe('partial')
    expect(timesOf(game.laps)[2]).toBe(47_000)
    expect(Math.abs(game.laps[2]!.facts.ownMs! - 30_000)).toBeLessThan(50)
  })
})
