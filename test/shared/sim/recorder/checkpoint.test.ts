/**
 * Written down at any moment and read back, a recorder goes on as if nothing had been; fed with anything, it never throws.
 */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  createRecorder,
  type RecordedLap,
  type RecorderCheckpoint,
  SAMPLE_WIDTH,
  type SimEvent,
  STATUS_WIDTH,
} from '#shared/sim'
import { createRandom, type Random } from '../../../../shared/sim/simulator/random.ts'
import { driveEvents, identity } from './drive-events.ts'
import { counter } from './ids.ts'
import { createToyGame } from './toy-game.ts'

/** All there is of a lap, the numbers of its trace to the last bit. */
const bytesOf = ({ trace, ...lap }: RecordedLap): string => {
  const hash = createHash('sha256')
  for (const { timeMs } of trace.groups) hash.update(timeMs)
  for (const { values, ...about } of trace.channels) hash.update(JSON.stringify(about)).update(values)
  return `${JSON.stringify(lap)} ${hash.digest('hex')}`
}

const throughFile = ({ state, events }: RecorderCheckpoint): RecorderCheckpoint => ({
  state: JSON.parse(JSON.stringify(state)),
  events,
})

/** Laps of a recorder that is written down and replaced before each of these events. */
const withCuts = (events: readonly SimEvent[], cuts: ReadonlySet<number>): string[] => {
  const ids = counter()
  let recorder = createRecorder(ids)
  const laps: string[] = []
  for (const [i, event] of events.entries()) {
    if (cuts.has(i)) {
      const from = throughFile(recorder.checkpoint())
      const before = {
        now: recorder.lapMs(),
        delta: recorder.deltaBestMs(),
        newest: recorder.newest(),
        timing: recorder.timing(),
      }
      recorder = createRecorder({ ...ids, from })
      expect({
        now: recorder.lapMs(),
        delta: recorder.deltaBestMs(),
        newest: recorder.newest(),
        timing: recorder.timing(),
      }).toEqual(before)
    }
    recorder.take(event)
    laps.push(...recorder.drain().map(bytesOf))
  }
  return laps
}

describe('a recorder written down', () => {
  const driven = [
    ...driveEvents({
      seed: 5,
      circuit: 'kestrel-heath',
      laps: 4,
      lapsPerRun: 2,
      sampleHz: 60,
      lateStatuses: 5,
      pausesPerHour: 90,
    }).events(),
  ]
  const whole = withCuts(driven, new Set())

  test.each([11, 12])('gives the same laps bit by bit, cut at random (seed %i)', seed => {
    const chance = createRandom(seed, 1)
    const cuts = new Set(Array.from({ length: 25 }, () => Math.floor(chance.between(0, driven.length))))
    expect(whole.length).toBe(8)
    expect(withCuts(driven, cuts)).toEqual(whole)
  })

  test('and cut at every event around a line', () => {
    const game = createToyGame({ lapMs: 9_000 }).runLaps(2, 700)
    const last = game.events.length
    const cuts = new Set(Array.from({ length: 200 }, (_, i) => last - 200 + i))
    game.runLaps(1)
    expect(withCuts(game.events, cuts)).toEqual(withCuts(game.events, new Set()))
    expect(game.laps.length).toBe(3)
  })

  test('by another version: what was seen of the open lap is kept as a partial lap', () => {
    const game = createToyGame().runLaps(1, 12_000)
    const { events } = game.recorder.checkpoint()
    const other = game.again({ state: { version: 0 }, events })
    other.take({ kind: 'away', atMs: game.atMs })
    other.take({ kind: 'away', atMs: game.atMs + 60_000 })
    const laps = other.drain()
    expect(laps.map(({ measured }) => measured.kind)).toEqual(['partial'])
    expect(laps[0]!.trace.groups[0]!.timeMs.length).toBeGreaterThan(1_100)
  })
})

const WILD = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -0,
  1e300,
  -1e300,
  2 ** 31,
  -1,
  0.5,
]

const anyNumber = (chance: Random): number => {
  const kind = chance.next()
  if (kind < 0.3) return WILD[Math.floor(chance.between(0, WILD.length))]!
  if (kind < 0.7) return Math.floor(chance.between(-2, 8))
  return chance.between(-1e5, 1e5)
}

const anyEvent = (chance: Random, atMs: number): SimEvent => {
  const at = chance.next() < 0.05 ? anyNumber(chance) : atMs
  const kind = chance.next()
  if (kind < 0.5) {
    const count = Math.floor(chance.between(0, 6))
    const timesMs = Float64Array.from({ length: count }, (_, i) => at + i * chance.between(0, 5))
    const values = new Float32Array(count * SAMPLE_WIDTH).map(() => anyNumber(chance))
    return { kind: 'samples', timesMs, values: chance.next() < 0.02 ? values.subarray(1) : values }
  }
  if (kind < 0.94) {
    const values = new Float64Array(chance.next() < 0.02 ? 3 : STATUS_WIDTH).map(() => anyNumber(chance))
    // Mostly driving, else nothing would be reached.
    if (chance.next() < 0.9) values[0] = 2
    return { kind: 'status', atMs: at, values }
  }
  if (kind < 0.95) return { kind: 'away', atMs: at }
  if (kind < 0.96) return { kind: 'gap', fromMs: at, toMs: anyNumber(chance), why: 'missed' }
  if (kind < 0.97) return { kind: 'clock', atMs: at, epochMs: anyNumber(chance) as never, utcOffsetMin: 0 }
  if (kind < 0.98) return { kind: 'words', atMs: at, compound: '#NaN', trackStatus: '' }
  return identity({
    atMs: at,
    car: chance.next() < 0.5 ? 'a' : '#b',
    sectorCount: anyNumber(chance),
    trackLengthM: anyNumber(chance),
    assists: JSON.parse('{"__proto__": 1, "x": 2}'),
  })
}

describe('nonsense', () => {
  test('12 random streams: nothing throws, laps touch, traces are whole, cuts change nothing', () => {
    for (let seed = 0; seed < 12; seed++) {
      const chance = createRandom(seed, 9)
      let atMs = 1000
      const events: SimEvent[] = [identity()]
      for (let i = 0; i < 200; i++) {
        atMs += chance.next() < 0.02 ? chance.between(0, 20_000) : chance.between(0, 30)
        events.push(anyEvent(chance, atMs))
      }
      const recorder = createRecorder(counter())
      const laps: RecordedLap[] = []
      for (const event of events) {
        recorder.take(event)
        recorder.timing()
        laps.push(...recorder.drain())
      }
      for (const { measured, session } of laps) {
        const { startMs, endMs, sectorsMs } = measured
        expect(Number.isInteger(startMs) && Number.isInteger(endMs) && endMs > startMs, `seed ${seed}`).toBe(
          true,
        )
        if (sectorsMs.length > 0) expect(sectorsMs.reduce((sum, ms) => sum + ms, 0)).toBe(endMs - startMs)
        const before = laps.filter(lap => lap.session.id === session.id && lap.measured.endMs <= startMs)
        expect(startMs === 0 || before.some(lap => lap.measured.endMs === startMs)).toBe(true)
      }
      const cuts = new Set([50, 51, 100].map(i => i + Math.floor(chance.between(0, 90))))
      expect(withCuts(events, cuts), `seed ${seed}`).toEqual(withCuts(events, new Set()))
    }
  })
})
