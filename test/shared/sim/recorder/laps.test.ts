/**
 * Laps of the simulator, told like a game tells them: every time to the millisecond, whatever comes late.
 */
import { expect, test } from 'vitest'
import { createRecorder, type RecordedLap } from '#shared/sim'
import { driveEvents } from './drive-events.ts'
import { counter } from './ids.ts'
import { expectTrueLaps } from './true-laps.ts'

const RATES = { sampleHz: 60, statusHz: 30 } as const

test.each([
  {
    seed: 1,
    circuit: 'kestrel-heath',
    laps: 10,
    lapsPerRun: 4,
    lateStatuses: 4,
    pausesPerHour: 60,
    ...RATES,
  },
  { seed: 2, circuit: 'valdoro', laps: 3, game: 'ac', sectorTimes: 'split', latencyMs: 30, ...RATES },
  { seed: 3, circuit: 'stormark', laps: 2, lapsPerRun: 1, lateStatuses: 2, ...RATES },
] as const)('laps are the simulator’s: %o', options => {
  expect(expectTrueLaps(options)).toBe(options.laps)
})

test('the trace, the lines and the facts are those of the drive', () => {
  const recorder = createRecorder(counter())
  const laps: RecordedLap[] = []
  for (const event of driveEvents({ seed: 4, circuit: 'valdoro', laps: 2, sampleHz: 120 }).events()) {
    recorder.take(event)
    laps.push(...recorder.drain())
  }
  const [, first, second] = laps
  expect(first!.lines).toHaveLength(3)
  for (const [i, line] of first!.lines.entries()) {
    const again = second!.lines[i]!
    // Two laps cross a line some metres apart and in much the same direction.
    expect(Math.hypot(line!.x - again.x, line!.y - again.y)).toBeLessThan(15)
    expect(Math.cos(line!.headingRad - again.headingRad)).toBeGreaterThan(0.98)
  }
  const names = first!.trace.channels.map(({ name }) => name)
  expect(names).toContain('steeringShare')
  expect(names).toContain('lapShare')
  expect(names).not.toContain('tyresOut')
  expect(names.filter(name => name === 'x')).toHaveLength(1)
  expect(first!.facts).toMatchObject({
    game: 'acc',
    sessionKind: 'practice',
    compound: 'dry_compound',
    gapMs: 0,
    grip: 'optimum',
    settings: { tc: 3, abs: 2, brakeBias: 56.5 },
  })
  expect(first!.facts.settingsHash).toBe(second!.facts.settingsHash)
  expect(Math.abs(first!.facts.rateHz! - 120)).toBeLessThan(1)
  expect(first!.facts.fuelStartL! - first!.facts.fuelEndL!).toBeCloseTo(first!.facts.fuelUsedL!, 3)
})
