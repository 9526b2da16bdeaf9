/** What a screen is shown while a lap is driven. */
import { describe, expect, test } from 'vitest'
import { RAINS } from '#shared/sim'
import { createToyGame, reasonOf, timesOf } from './toy-game.ts'

describe('timing', () => {
  test('bests come from valid timed laps only, also their sectors', () => {
    const game = createToyGame().runLaps(2)
    expect(game.recorder.timing()).toMatchObject({
      theoreticalMs: 30_000,
      bestSectorsMs: [10_000, 10_000, 10_000],
    })
    game.lapMs = 24_000
    game.run(12_000)
    game.status = { lapValid: 0 }
    game.lapMs = 30_000
    game.runLaps(1, 100)
    game.status = {}
    game.run(3_000)
    expect(reasonOf(game.laps[2]!)).not.toBeNull()
    expect(timesOf(game.laps)[2]).toBeLessThan(30_000)
    expect(game.recorder.timing()).toMatchObject({
      theoreticalMs: 30_000,
      best: { number: 2 },
      last: { number: 3 },
    })
  })

  test('is the same object until something changes', () => {
    const game = createToyGame().runLaps(1, 500)
    const before = game.recorder.timing()
    game.run(2_000)
    const after = game.recorder.timing()
    game.run(6_000)
    expect(game.recorder.timing()).toBe(after)
    expect(game.run(3_000).recorder.timing()).not.toBe(after)
    expect(before.current?.sectorsMs).toEqual([null, null, null])
    expect(game.recorder.timing().current?.sectorsMs).toEqual([10_000, null, null])
  })

  test('lap time and delta now', () => {
    const game = createToyGame().runLaps(1, 3_000)
    expect(game.recorder.deltaBestMs()).toBeNaN()
    game.runLaps(1, 3_000)
    expect(Math.abs(game.recorder.lapMs() - 3_000)).toBeLessThan(12)
    expect(Math.abs(game.recorder.deltaBestMs())).toBeLessThan(12)
    game.lapMs = 33_000
    game.run(11_000)
    expect(game.recorder.deltaBestMs()).toBeGreaterThan(900)
    expect(game.recorder.deltaBestMs()).toBeLessThan(1_100)
  })

  test('fuel of a lap: the mean of the last valid laps, else the game’s word', () => {
    const game = createToyGame()
    game.status = { fuelPerLap: 3.5 }
    game.runLaps(1)
    expect(game.recorder.timing().fuelPerLapL).toBe(3.5)
    game.runLaps(2)
    expect(game.recorder.timing().fuelPerLapL).toBeCloseTo(2, 1)
  })

  test('a word of the game in the facts', () => {
    const game = createToyGame()
    game.status = { rain: RAINS.indexOf('light'), grip: 5, tcLevel: 4 }
    game.runLaps(2)
    expect(game.laps[1]!.facts).toMatchObject({ rain: 'light', grip: 'wet', settings: { tc: 4 } })
  })
})
