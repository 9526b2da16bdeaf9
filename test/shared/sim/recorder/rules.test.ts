/**
 * What is recorded, where laps and sessions begin and end: the tables of docs/recorder.md, a test for each row.
 */
import { describe, expect, test } from 'vitest'
import { GONE_MS, SAMPLE_WIDTH } from '#shared/sim'
import { identity } from './drive-events.ts'
import { createToyGame, kindsOf, LENGTH_M, type ToyGame, timesOf } from './toy-game.ts'

/** Two laps of practice: joined on the way, then a whole one. */
const inSecondLap = (): ToyGame => createToyGame({ fromShare: 0.5 }).runLaps(2, 8_000)

const gone = (game: ToyGame): ToyGame =>
  game.take({ kind: 'away', atMs: game.atMs + 100 }).take({ kind: 'away', atMs: game.atMs + 11_000 })

const sessionsOf = ({ laps }: ToyGame): number => new Set(laps.map(({ session }) => session.id)).size

describe('what is recorded', () => {
  test('a lap joined on its way is partial, the next is timed, and they touch', () => {
    const { laps } = inSecondLap()
    expect(kindsOf(laps)).toEqual(['partial', 'timed'])
    expect(timesOf(laps)[1]).toBe(30_000)
    expect(laps[0]!.measured).toMatchObject({ startMs: 0, number: 1, sectorsMs: [] })
    expect(laps[1]!.measured).toMatchObject({ startMs: laps[0]!.measured.endMs, number: 2 })
    expect(laps[1]!.session.kind).toBe('practice')
    expect(laps[1]!.facts).toMatchObject({ compound: 'soft', airC: 20, gapMs: 0 })
    expect(laps[1]!.facts.fuelUsedL).toBeCloseTo(2, 2)
  })

  test('a car of somebody else is not recorded, whatever it drives', () => {
    const game = createToyGame()
    game.ownCar = 'other'
    game.runLaps(4)
    gone(game)
    expect(game.laps).toEqual([])
    expect(game.recorder.isDriving()).toBe(false)
    expect(game.recorder.timing().session).toBeNull()
  })

  test.each(['replay', 'off'] as const)('nothing of %s is recorded', activity => {
    const game = createToyGame()
    game.activity = activity
    game.runLaps(3)
    expect(gone(game).laps).toEqual([])
  })

  test('a car nobody claims is the own one', () => {
    const game = createToyGame()
    game.ownCar = 'unknown'
    game.runLaps(2)
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed'])
  })

  test('watching somebody else for a while does not end the lap, and their laps are not taken for ours', () => {
    const game = inSecondLap()
    const { completedLaps, currentMs, share, lastMs } = game
    game.ownCar = 'other'
    game.status = { completedLaps: 40, currentMs: 77_000, lastMs: 81_234, sector: 2, lastSectorMs: 12 }
    game.run(5_000)
    Object.assign(game, { ownCar: 'own', status: {}, completedLaps, lastMs, share: share + 5 / 30 })
    game.currentMs = currentMs + 5_000
    game.runLaps(1)
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed', 'timed'])
    expect(timesOf(game.laps)[2]).toBe(30_000)
    expect(game.laps[2]!.facts.gapMs).toBeGreaterThan(4_900)
  })

  test('what was seen of another car before it was said whose it is, is forgotten', () => {
    const game = inSecondLap()
    const { share, currentMs } = game
    game.sample = { x: 900, y: 900, speed: 3, fuel: 5 }
    game.run(120)
    game.ownCar = 'other'
    game.run(2_000)
    Object.assign(game, { ownCar: 'own', sample: {}, share: share + 2.12 / 30, currentMs: currentMs + 2_120 })
    game.runLaps(1)
    const lap = game.laps[2]!
    expect(lap.measured).toMatchObject({ kind: 'timed', validity: { valid: true } })
    expect(lap.trace.channels.find(({ name }) => name === 'x')!.values).not.toContain(900)
    expect(lap.facts.fuelUsedL).toBeCloseTo(2, 1)
  })

  test('a replay between does not end the lap either', () => {
    const game = inSecondLap()
    game.clockRuns = false
    game.activity = 'replay'
    game.status = { completedLaps: 0, currentMs: 1_000 }
    game.run(20_000)
    Object.assign(game, { clockRuns: true, activity: 'live', status: {} })
    game.runLaps(1)
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed', 'timed'])
    expect(sessionsOf(game)).toBe(1)
  })

  test('a pause takes no time of the lap, however long and often', () => {
    const game = inSecondLap()
    for (const pausedMs of [400, 3_000, 60_000]) {
      game.clockRuns = false
      game.activity = 'pause'
      game.run(pausedMs)
      game.clockRuns = true
      game.activity = 'live'
      game.run(5_000)
    }
    game.runLaps(1)
    const lap = game.laps[2]!
    expect(lap.measured.kind).toBe('timed')
    expect(timesOf(game.laps)[2]).toBe(30_000)
    expect(Math.abs(lap.facts.ownMs! - 30_000)).toBeLessThan(50)
    expect(lap.facts.gapMs).toBe(0)
    const time = lap.trace.groups[0]!.timeMs
    expect(time.at(-1)! - time[0]!).toBeLessThanOrEqual(30_000)
    expect(time.length).toBeGreaterThan(2_990)
  })

  test('a pause in which the game goes on is none', () => {
    const game = inSecondLap()
    game.activity = 'pause'
    game.runLaps(1)
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed', 'timed'])
    expect(game.laps[2]!.facts.gapMs).toBeLessThan(100)
  })

  test('standing in the box is kept for two seconds only', () => {
    const game = createToyGame({ fromShare: 0.95 })
    game.inBox = true
    game.moves = false
    game.run(60_000)
    Object.assign(game, { inBox: false, inPit: true, moves: true })
    game.run(3_000)
    game.inPit = false
    game.runLaps(1)
    const out = game.laps.find(({ measured }) => measured.kind === 'out')!
    expect(out.facts.gapMs).toBeGreaterThan(57_000)
    expect(out.trace.groups[0]!.timeMs.length).toBeLessThan(3_600)
  })
})

describe('kinds', () => {
  test('from the box to the line is out, into the box is in', () => {
    const game = createToyGame({ fromShare: 0.95 })
    game.inBox = true
    game.moves = false
    game.run(3_000)
    Object.assign(game, { inBox: false, inPit: true, moves: true })
    game.run(3_000)
    game.inPit = false
    game.runLaps(3, 20_000)
    game.inPit = true
    game.run(5_000)
    Object.assign(game, { inBox: true, moves: false })
    game.run(20_000)
    gone(game)
    expect(kindsOf(game.laps)).toEqual(['out', 'out', 'timed', 'timed', 'in'])
  })

  test('the line crossed in the pit lane: the lap before is in, the one after is out', () => {
    const game = inSecondLap().run(19_000)
    game.inPit = true
    game.runLaps(1, 4_000)
    game.inPit = false
    game.runLaps(2)
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed', 'in', 'out', 'timed'])
    expect(timesOf(game.laps).slice(1)).toEqual([30_000, 30_000, 30_000, 30_000])
  })

  test('through the pit lane and back on the road before the line is in as well', () => {
    const game = inSecondLap()
    game.inPit = true
    game.run(5_000)
    game.inPit = false
    game.runLaps(2)
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed', 'in', 'timed'])
  })

  test('the first lap of a race began on the grid, not at the line', () => {
    const game = createToyGame({ fromShare: 0.99, sessionKind: 'race' })
    game.moves = false
    game.status = { currentMs: 0 }
    game.run(5_000)
    game.moves = true
    game.status = {}
    game.runLaps(3)
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed', 'timed'])
  })

  test('the line counted by nobody after the pits ends the out lap', () => {
    const game = createToyGame({ fromShare: 0.3 })
    game.inBox = true
    game.run(500)
    Object.assign(game, { inBox: false, counts: false })
    game.runLaps(1)
    game.counts = true
    game.runLaps(1)
    expect(kindsOf(game.laps)).toEqual(['out', 'timed'])
    expect(timesOf(game.laps)[1]).toBe(30_000)
  })

  test('a lap that goes nowhere is not kept', () => {
    const game = createToyGame()
    game.moves = false
    game.run(60_000)
    expect(gone(game).laps).toEqual([])
  })
})

describe('ends', () => {
  test('put into the box: the lap is partial and ends before it', () => {
    const game = inSecondLap()
    Object.assign(game, { share: 0.97, inBox: true, moves: false })
    game.run(4_000)
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed', 'partial'])
    const xs = game.laps[2]!.trace.channels.find(({ name }) => name === 'x')!.values
    const far = Math.hypot(xs.at(-1)! - xs[0]!, 0)
    expect(far).toBeLessThan(LENGTH_M)
    Object.assign(game, { inBox: false, moves: true, currentMs: 0 })
    game.runLaps(3)
    expect(kindsOf(game.laps).slice(2)).toEqual(['partial', 'out', 'timed', 'timed'])
    expect(sessionsOf(game)).toBe(1)
  })

  test('put into the box with the clock begun anew', () => {
    const game = inSecondLap()
    Object.assign(game, { share: 0.97, inBox: true, moves: false, currentMs: 0 })
    game.run(8_000)
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed', 'partial'])
    expect(sessionsOf(game)).toBe(1)
  })

  test('the game is gone: the lap is kept as partial once it stays away', () => {
    const game = inSecondLap()
    game.take({ kind: 'away', atMs: game.atMs + 2_000 })
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed'])
    game.take({ kind: 'away', atMs: game.atMs + GONE_MS + 100 })
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed', 'partial'])
    expect(timesOf(game.laps)[2]).toBeGreaterThan(7_900)
    expect(game.recorder.timing().current).toBeNull()
  })

  test('back in time the lap goes on, with a gap', () => {
    const game = inSecondLap()
    game.take({ kind: 'away', atMs: game.atMs + 10 })
    game.isSeen = false
    game.run(4_000)
    game.isSeen = true
    game.runLaps(1)
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed', 'timed'])
    expect(game.laps[2]!.facts.gapMs).toBeGreaterThan(3_900)
    expect(sessionsOf(game)).toBe(1)
  })

  test('back later the session goes on, with a lap joined on its way', () => {
    const game = inSecondLap()
    game.isSeen = false
    gone(game)
    game.run(15_000)
    game.take(identity({ atMs: game.atMs }))
    game.isSeen = true
    game.runLaps(2)
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed', 'partial', 'partial', 'timed'])
    expect(sessionsOf(game)).toBe(1)
  })

  test('back with smaller numbers it is another session', () => {
    const game = inSecondLap()
    gone(game)
    Object.assign(game, {
      atMs: game.atMs + 60_000,
      completedLaps: 0,
      currentMs: 0,
      share: 0,
      lastMs: Number.NaN,
    })
    game.runLaps(2)
    expect(sessionsOf(game)).toBe(2)
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed', 'partial', 'partial', 'timed'])
  })

  test('the line passed while nobody looked: the game’s time counts, the gap is told', () => {
    const game = inSecondLap().run(15_000)
    game.isSeen = false
    game.take({ kind: 'gap', fromMs: game.atMs, toMs: game.atMs + 10_000, why: 'stopped' })
    game.run(10_000)
    game.isSeen = true
    game.runLaps(1)
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed', 'timed', 'timed'])
    expect(timesOf(game.laps).slice(1)).toEqual([30_000, 30_000, 30_000])
    expect(game.laps[2]!.facts.gapMs! + game.laps[3]!.facts.gapMs!).toBeGreaterThan(9_900)
    expect(game.laps[3]!.measured.sectorsMissing ?? '').toBe('')
  })

  test('several laps passed while nobody looked are one partial lap', () => {
    const game = inSecondLap()
    game.isSeen = false
    game.run(70_000)
    game.isSeen = true
    game.runLaps(2)
    expect(kindsOf(game.laps)).toEqual(['partial', 'timed', 'partial', 'timed', 'timed'])
  })

  test('a lap of many samples is cut into partial pieces', () => {
    const game = createToyGame({ fromShare: 0.9 }).runLaps(1)
    const rows = 2_000
    const values = new Float32Array(rows * SAMPLE_WIDTH).fill(Number.NaN)
    for (let batch = 0; batch < 160; batch++) {
      const timesMs = Float64Array.from({ length: rows }, (_, i) => game.atMs + i * 3)
      game.take({ kind: 'samples', timesMs, values })
      game.atMs += rows * 3
      game.currentMs += rows * 3
    }
    expect(kindsOf(game.laps)).toEqual(['partial', 'partial'])
    game.runLaps(2)
    expect(kindsOf(game.laps)).toEqual(['partial', 'partial', 'partial', 'timed'])
    const kept = game.laps.map(({ trace }) => trace.groups[0]!.timeMs.length)
    expect(kept[1]).toBeGreaterThanOrEqual(300_000)
    expect(kept[1]! + kept[2]!).toBeGreaterThan(320_000)
  })
})
