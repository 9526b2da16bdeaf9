/** Where sessions begin and end, and what makes a lap invalid: the tables of docs/recorder.md, a test for each row. */
import { describe, expect, test } from 'vitest'
import { type GameId, SESSION_KINDS } from '#shared/sim'
import { identity } from './drive-events.ts'
import { createToyGame, kindsOf, reasonOf, type ToyGame, timesOf } from './toy-game.ts'

/** Two laps of practice: joined on the way, then a whole one. */
const inSecondLap = (): ToyGame => createToyGame({ fromShare: 0.5 }).runLaps(2, 8_000)

const sessionsOf = ({ laps }: ToyGame): number => new Set(laps.map(({ session }) => session.id)).size

describe('sessions', () => {
  test.each([
    ['car', { car: 'other_car' }],
    ['track', { track: 'imola' }],
    ['layout', { layout: 'short' }],
    ['game', { game: 'evo' as GameId }],
  ])('another %s is another session', (_, more) => {
    const game = inSecondLap()
    game.take(identity({ atMs: game.atMs, ...more }))
    Object.assign(game, { completedLaps: 0, currentMs: 0 })
    game.runLaps(1)
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed', 'partial', 'partial'])
    expect(sessionsOf(game)).toBe(2)
    expect(game.laps.at(-1)!.session).toMatchObject(more)
    expect(game.laps.at(-1)!.measured).toMatchObject({ number: 1, startMs: 0 })
  })

  test('the same words again change nothing', () => {
    const game = inSecondLap()
    game.take(identity({ atMs: game.atMs, driver: 'Somebody Else', skin: 'red' }))
    game.runLaps(1)
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed', 'timed'])
    expect(sessionsOf(game)).toBe(1)
  })

  test.each([
    { session: SESSION_KINDS.indexOf('race') },
    { sessionIndex: 1 },
  ])('another kind or number of session: %o', status => {
    const game = inSecondLap()
    game.status = status
    Object.assign(game, { completedLaps: 0, currentMs: 0, share: 0.99 })
    game.runLaps(2)
    expect(sessionsOf(game)).toBe(2)
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed', 'partial', 'partial', 'timed'])
  })

  test('fewer laps counted than before: restarted, and the bests are gone', () => {
    const game = inSecondLap()
    expect(game.recorder.timing().best?.lapMs).toBe(30_000)
    Object.assign(game, { completedLaps: 0, currentMs: 0, share: 0, lastMs: Number.NaN })
    game.run(3_000)
    expect(sessionsOf(game)).toBe(1)
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed', 'partial'])
    expect(game.recorder.timing()).toMatchObject({ best: null, last: null, theoreticalMs: null, lapsDone: 0 })
    expect(game.recorder.timing().session?.id).not.toBe(game.laps[0]!.session.id)
  })

  test('the clock begins anew elsewhere on the road: restarted, though no lap was counted yet', () => {
    const game = createToyGame({ fromShare: 0.4, sessionKind: 'hotlap' }).run(10_000)
    const first = game.recorder.timing().session!.id
    Object.assign(game, { currentMs: 0, share: 0.2 })
    game.run(4_000)
    expect(kindsOf(game.laps)).toEqual(['partial'])
    expect(game.recorder.timing().session!.id).not.toBe(first)
  })

  test('jumps of the wall clock disturb nothing', () => {
    const game = inSecondLap()
    game.take({ kind: 'clock', atMs: game.atMs, epochMs: 1_000_000_000_000 as never, utcOffsetMin: -300 })
    game.runLaps(1)
    const starts = game.laps.map(({ startedAt }) => startedAt)
    expect(starts[2]! - starts[1]!).toBeGreaterThan(29_900)
    expect(starts[2]! - starts[1]!).toBeLessThan(30_100)
    expect(sessionsOf(game)).toBe(1)
  })
})

describe('validity', () => {
  test('the game’s flag, with the next lap valid again', () => {
    const game = inSecondLap()
    game.status = { lapValid: 0 }
    game.runLaps(1, 60)
    game.status = {}
    expect(game.runLaps(1).laps.map(reasonOf)).toEqual([
      null,
      null,
      'The game says this lap does not count.',
      null,
    ])
  })

  test('the flag falls only as the line is crossed', () => {
    const game = inSecondLap().runLaps(1, 0)
    game.status = { lapValid: 0 }
    game.run(100)
    game.status = {}
    expect(game.runLaps(1).laps.map(reasonOf)).toEqual([
      null,
      null,
      'The game says this lap does not count.',
      null,
    ])
  })

  test('the flag falls at the line and stays down: the new lap', () => {
    const game = inSecondLap().runLaps(1, 0)
    game.status = { lapValid: 0 }
    game.runLaps(1, 100)
    game.status = {}
    game.runLaps(1)
    expect(game.laps.map(reasonOf)).toEqual([
      null,
      null,
      null,
      'The game says this lap does not count.',
      null,
    ])
  })

  test('without a flag three tyres out at a single sample, not in the pit lane', () => {
    const game = createToyGame()
    game.status = { lapValid: Number.NaN }
    game.sample = { tyresOut: 2 }
    game.runLaps(2, 5_000)
    game.sample = { tyresOut: 3 }
    game.run(10)
    game.sample = { tyresOut: 2 }
    expect(game.recorder.timing().current?.validity.valid).toBe(false)
    game.runLaps(1, 5_000)
    Object.assign(game, { inPit: true, sample: { tyresOut: 4 } })
    game.run(40)
    game.sample = {}
    game.runLaps(1)
    expect(game.laps.map(reasonOf)).toEqual([null, null, 'More than two wheels left the track.', null])
  })

  test('tyres out just behind the line are the new lap’s, though the game has not counted yet', () => {
    const game = createToyGame()
    game.status = { lapValid: Number.NaN }
    game.runLaps(2, 0)
    game.status = { lapValid: Number.NaN, completedLaps: 1, lastMs: 30_000 }
    game.sample = { tyresOut: 4 }
    game.run(30)
    game.sample = { tyresOut: 0 }
    game.run(70)
    game.status = { lapValid: Number.NaN }
    game.runLaps(1)
    expect(game.laps.map(reasonOf)).toEqual([null, null, 'More than two wheels left the track.'])
    expect(timesOf(game.laps).slice(1)).toEqual([30_000, 30_000])
  })

  test('put somewhere else on the road', () => {
    const game = inSecondLap()
    game.share += 0.1
    game.runLaps(1)
    expect(game.laps.map(reasonOf).at(-1)).toBe('The car was put somewhere else.')
    expect(sessionsOf(game)).toBe(1)
  })

  test('put somewhere else, told by the share of the lap alone', () => {
    const game = createToyGame()
    game.sample = { x: Number.NaN, y: Number.NaN }
    game.runLaps(2, 8_000)
    game.share += 0.2
    game.runLaps(1)
    expect(game.laps.map(reasonOf)).toEqual([null, null, 'The car was put somewhere else.'])
  })

  test('one wrong position is not a leap', () => {
    const game = inSecondLap()
    game.sample = { x: 0, y: 0 }
    game.run(10)
    game.sample = {}
    game.runLaps(1)
    expect(game.laps.map(reasonOf)).toEqual([null, null, null])
  })
})
