/** A disk that is full or faulty: the recorder goes on, it is said, nothing is thrown away, and it mends by itself. */
import { expect, test } from 'vitest'
import type { Keeping } from '../../../rig-bridge/keeping/index.ts'
import { createMachine } from './machine.ts'
import { createGame, type Game, keptLaps, LAP_MS, NOON, openOn, SAMPLE_MS } from './rig.ts'
import { createTestTime, type TestTime } from './test-time.ts'

const TICK_MS = 100

const driveFor = async (keeping: Keeping, game: Game, time: TestTime, ms: number): Promise<void> => {
  for (let at = 0; at < ms; at += TICK_MS) {
    await time.pass(TICK_MS)
    keeping.take(game.next(time.epochMs() - NOON))
  }
}

const expectEverySample = (times: readonly number[], untilMs: number): void => {
  const wanted = Array.from({ length: Math.floor(untilMs / SAMPLE_MS) - 1 }, (_, n) => (n + 1) * SAMPLE_MS)
  expect([...times].sort((a, b) => a - b).filter(at => at < untilMs)).toEqual(wanted)
}

test('a full disk: said at once, laps wait in memory, and everything is written when there is room', async () => {
  const machine = createMachine()
  const time = createTestTime(NOON)
  const keeping = await openOn(machine, time, 1)
  const game = createGame(0)
  await driveFor(keeping, game, time, LAP_MS + 300)
  expect(keeping.laps.waiting(null)).toBe(1)
  machine.capacity = 0
  await driveFor(keeping, game, time, 3 * LAP_MS)
  const said = keeping.recording()
  expect(said.kind).toBe('failed')
  expect(said.kind === 'failed' && said.message).toMatch(
    /^What you drive now is not kept.*disk is full.*make room.*\.$/,
  )
  expect(keeping.laps.waiting(null)).toBe(1)
  expect(keeping.recorder.newest().atMs).toBeGreaterThan(4 * LAP_MS)
  machine.capacity = Number.POSITIVE_INFINITY
  await driveFor(keeping, game, time, LAP_MS + 2500)
  expect(keeping.recording()).toEqual({ kind: 'on' })
  await keeping.close()
  expect(keeping.recording()).toEqual({ kind: 'off' })

  const again = await openOn(machine, time, 2)
  const laps = await keptLaps(again)
  expect(laps.length).toBe(6)
  expectEverySample(
    laps.flatMap(({ timesMs }) => timesMs),
    6 * LAP_MS,
  )
  expect(machine.names().filter(name => name.endsWith('.part'))).toEqual([])
  expect(machine.names().filter(name => name.startsWith('journal')).length).toBe(1)
  await again.close()
})

test('a crash while the disk is full loses what was said not to be kept, and nothing else', async () => {
  const machine = createMachine()
  const time = createTestTime(NOON)
  const keeping = await openOn(machine, time, 3)
  const game = createGame(0)
  await driveFor(keeping, game, time, LAP_MS + 700)
  machine.capacity = machine.names().reduce((sum, name) => sum + machine.bytesOf(name).length, 0) + 5000
  await driveFor(keeping, game, time, LAP_MS)
  machine.capacity = Number.POSITIVE_INFINITY
  const again = await openOn(machine, time, 4)
  await time.pass(TICK_MS)
  const laps = await keptLaps(again)
  expect(laps.map(({ lap }) => lap.measured.number)).toEqual([1])
  expect(again.recorder.newest().atMs).toBeGreaterThan(LAP_MS + 700)
  await again.close()
})

test('a disk that fails once, at any step: nothing of the drive is missing afterwards', async () => {
  const whole = createMachine()
  const steps = await driveWithFault(whole, -1)
  for (let step = 5; step < steps; step++) await driveWithFault(createMachine(), step)
})

const driveWithFault = async (
  machine: ReturnType<typeof createMachine>,
  faultAt: number,
): Promise<number> => {
  const time = createTestTime(NOON)
  const keeping = await openOn(machine, time, 5)
  machine.fault = () => (machine.steps.length - 1 === faultAt ? 'EIO' : null)
  const game = createGame(0)
  await driveFor(keeping, game, time, 2 * LAP_MS + 400)
  const steps = machine.steps.length
  await driveFor(keeping, game, time, LAP_MS + 2200)
  expect(keeping.recording(), `after step ${faultAt}`).toEqual({ kind: 'on' })
  await keeping.close()
  const again = await openOn(machine, time, 6)
  const times = (await keptLaps(again)).flatMap(({ timesMs }) => timesMs)
  expectEverySample(times, 4 * LAP_MS)
  await again.close()
  return steps
}

test('a shelf that cannot be written does not stop the journal, and a restart puts the laps on it', async () => {
  const machine = createMachine()
  const time = createTestTime(NOON)
  const keeping = await openOn(machine, time, 7)
  machine.fault = ({ name }) => (name.includes('.lap') ? 'EACCES' : null)
  await driveFor(keeping, createGame(0), time, 3 * LAP_MS + 300)
  const said = keeping.recording()
  expect(said.kind === 'failed' && said.message).toMatch(
    /^3 finished laps wait in memory.*may not write.*\.$/,
  )
  machine.fault = null
  // Nobody closes it: it was killed.
  const again = await openOn(machine, time, 8)
  await time.pass(TICK_MS)
  const laps = await keptLaps(again)
  expect(laps.length).toBe(3)
  expectEverySample(
    laps.flatMap(({ timesMs }) => timesMs),
    3 * LAP_MS,
  )
  await again.close()
})

test('an event that cannot be kept stops neither the loop nor the rest, and no journal is removed any more', async () => {
  const machine = createMachine()
  const time = createTestTime(NOON)
  const keeping = await openOn(machine, time, 9)
  await driveFor(keeping, createGame(0), time, 500)
  const bad = { kind: 'status', atMs: 600, values: new Float64Array(1) } as const
  keeping.take([bad])
  const said = keeping.recording()
  expect(said.kind === 'failed' && said.message).toMatch(/^The recorder met something.*\.$/)
  keeping.take([{ kind: 'words', atMs: 700, compound: 'wet', trackStatus: '' }])
  await keeping.close()
  const journal = machine.names().find(name => name.startsWith('journal'))!
  expect(Buffer.from(machine.bytesOf(journal)).includes('"compound":"wet"')).toBe(true)
})
