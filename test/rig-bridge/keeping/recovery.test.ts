/** What the next start makes of what is there: restarts, clocks that jump, damage, files of others. */
import { expect, test } from 'vitest'
import type { Keeping } from '../../../rig-bridge/keeping/index.ts'
import { createRigHeader, type SimEvent } from '../../../shared/sim/index.ts'
import { asEpochMillis } from '../../../shared/units/index.ts'
import { createMachine, type Machine } from './machine.ts'
import { createGame, keptLaps, LAP_MS, NOON, openOn } from './rig.ts'
import { createStandIn } from './stand-in.ts'
import { createTestTime, type TestTime } from './test-time.ts'

const TICK_MS = 100

const driveUntil = async (keeping: Keeping, time: TestTime, ms: number): Promise<void> => {
  const game = createGame(time.epochMs() - NOON)
  while (time.epochMs() - NOON < ms) {
    await time.pass(TICK_MS)
    keeping.take(game.next(time.epochMs() - NOON))
  }
}

const journalOf = (machine: Machine): string => machine.names().find(name => /^journal.*rig$/.test(name))!

test('a clean stop does not end the lap: the next run goes on with it', async () => {
  const machine = createMachine()
  const time = createTestTime(NOON)
  const first = await openOn(machine, time, 1)
  await driveUntil(first, time, 1000)
  await first.close()
  time.jump(200)
  const second = await openOn(machine, time, 2)
  expect(second.recorder.newest().atMs).toBe(1000)
  expect(second.recorder.isDriving()).toBe(true)
  await driveUntil(second, time, LAP_MS + 300)
  const laps = await keptLaps(second)
  expect(laps.length).toBe(1)
  expect(laps[0]!.timesMs[0]).toBe(20)
  expect(laps[0]!.timesMs.filter(at => at > 980 && at < 1240)).toEqual([1000, 1220])
  await second.close()
})

test('the open lap is given up when no game is seen for a minute', async () => {
  const machine = createMachine()
  const time = createTestTime(NOON)
  const first = await openOn(machine, time, 3)
  await driveUntil(first, time, 800)
  const second = await openOn(machine, time, 4)
  second.take([])
  expect(second.laps.waiting(null)).toBe(0)
  await time.pass(61_000)
  second.take([])
  await time.pass(TICK_MS)
  const laps = await keptLaps(second)
  expect(laps.map(({ lap }) => lap.measured.kind)).toEqual(['partial'])
  await second.close()
})

test.each([
  -3_600_000, 3_600_000,
])('a wall clock that jumps by %i ms: time goes on, never back', async jumpMs => {
  const machine = createMachine()
  const time = createTestTime(NOON)
  const first = await openOn(machine, time, 5)
  await driveUntil(first, time, 700)
  await first.close()
  const second = await openOn(machine, time, 6)
  const epochMs = asEpochMillis(NOON + 700 + jumpMs)
  second.take([{ kind: 'clock', atMs: 5, epochMs, utcOffsetMin: 0 }, samplesAt(6)])
  const atMs = second.recorder.newest().atMs
  expect(atMs).toBe(jumpMs < 0 ? 702 : 701 + jumpMs)
  second.take([samplesAt(16)])
  expect(second.recorder.newest().atMs).toBe(atMs + 10)
  await second.close()
})

test('a source that begins again in one run goes on where the last one was', async () => {
  const keeping = await openOn(createMachine(), createTestTime(NOON), 7)
  keeping.take([samplesAt(90_000)])
  keeping.take([samplesAt(10)])
  expect(keeping.recorder.newest().atMs).toBe(90_001)
  keeping.take([samplesAt(30)])
  expect(keeping.recorder.newest().atMs).toBe(90_021)
  await keeping.close()
})

test('damage in the middle costs the damaged record only; the file is set aside', async () => {
  const machine = createMachine()
  const time = createTestTime(NOON)
  const first = await openOn(machine, time, 8)
  await driveUntil(first, time, 1500)
  await first.close()
  const name = journalOf(machine)
  machine.damage(name, Math.floor(machine.bytesOf(name).length / 2))
  const second = await openOn(machine, time, 9)
  expect(second.recorder.newest().atMs).toBe(1500)
  await driveUntil(second, time, LAP_MS + 300)
  const times = (await keptLaps(second))[0]!.timesMs
  expect(times.length).toBeGreaterThanOrEqual(79 - 6)
  expect(times.length).toBeLessThan(79)
  expect(machine.names()).toContain(`${name}.damaged`)
  await second.close()
})

test('without its opening a segment still gives what was driven', async () => {
  const machine = createMachine()
  const time = createTestTime(NOON)
  const first = await openOn(machine, time, 10)
  await driveUntil(first, time, LAP_MS + 900)
  await first.close()
  const name = journalOf(machine)
  const opening = Buffer.from(machine.bytesOf(name)).indexOf('"seed"')
  machine.damage(name, opening)
  const second = await openOn(machine, time, 11)
  expect(second.recorder.newest().atMs).toBe(LAP_MS + 900)
  expect(second.laps.waiting(null)).toBe(1)
  await second.close()
})

test('a journal the recorder cannot take is set aside, and the bridge starts', async () => {
  const machine = createMachine()
  const time = createTestTime(NOON)
  const first = await openOn(machine, time, 13)
  await driveUntil(first, time, 500)
  await first.close()
  const name = journalOf(machine)
  const second = await openOn(machine, time, 14, {
    createRecorder: options => ({
      ...createStandIn(options),
      take: () => {
        throw new Error('a bug')
      },
    }),
  })
  await time.pass(TICK_MS)
  expect(second.recording()).toEqual({ kind: 'on' })
  expect(machine.names()).toContain(`${name}.damaged`)
  await second.close()
})

test('what is none of ours is set aside, and what a newer version wrote is left for it', async () => {
  const machine = createMachine()
  const time = createTestTime(NOON)
  const newer = createRigHeader().map((byte, at) => (at === 8 ? 9 : byte))
  await machine.files.writeWhole('journal-00000003.rig', [newer])
  await machine.files.writeWhole('journal-00000004.rig', [
    new TextEncoder().encode('a shopping list, quite long'),
  ])
  await machine.files.writeWhole('journal-00000005.rig', [new Uint8Array(5000)])
  await machine.files.writeWhole(`${'a'.repeat(32)}.lap`, [new Uint8Array(100).fill(7)])
  await machine.files.writeWhole(`${'b'.repeat(32)}.lap.part`, [new Uint8Array(100)])
  await machine.files.writeWhole(`${'c'.repeat(32)}.confirmed`, [new Uint8Array(100)])
  await machine.files.writeWhole('notes.txt', [new Uint8Array(1)])
  const keeping = await openOn(machine, time, 12)
  await time.pass(TICK_MS)
  expect(keeping.recording()).toEqual({ kind: 'on' })
  expect(machine.names()).toEqual([
    `${'a'.repeat(32)}.lap.damaged`,
    'journal-00000003.rig',
    'journal-00000004.rig.damaged',
    'journal-00000006.rig',
    'notes.txt',
  ])
  await keeping.close()
})

const samplesAt = (atMs: number): SimEvent => ({
  kind: 'samples',
  timesMs: Float64Array.of(atMs),
  values: new Float32Array(51),
})
