/** A real recording of a touring car against numbers computed by independent scripts. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import { aimDrkReader } from '../../../../shared/formats/aim-drk/index.ts'
import { memorySource } from '../../../../shared/formats/common/index.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import { channelOf } from '../../../../shared/trace/index.ts'
import { aimOracle } from '../aim-xrk/oracle.ts'
import { describeReal, realBytes, statisticsOf } from '../common/real.ts'
import { notesOf, readLog } from './fixture.ts'

const BASE = 'WT-20_E05-ARA_Q3_AU-RS3-R5-S-S_017_a_1220'
const FILE = `aim/${BASE}.drk`

/** Renamed, and what their values are multiplied by. */
const RENAMED: Readonly<Record<string, readonly [name: string, factor: number]>> = {
  'External Voltage': ['battery', 1],
  fEngRpm: ['rpm', 1],
  rPedal: ['throttle', 1],
  posGear: ['gear', 1],
  pBrakeF: ['brakePressure', 1],
  tWater: ['waterTemp', 1],
  wYaw: ['yawRate', 1],
  // To the right is positive.
  bSteering: ['steering', -1],
  vWheelFL: ['wheelSpeedFL', 1 / 3.6],
  vWheelFR: ['wheelSpeedFR', 1 / 3.6],
  vWheelRL: ['wheelSpeedRL', 1 / 3.6],
  vWheelRR: ['wheelSpeedRR', 1 / 3.6],
}
const IN_BASE_UNITS: Readonly<Record<string, number>> = { mbar: 0.001, mV: 0.001 }

describeReal(FILE, async () => {
  const oracle = aimOracle(FILE, {
    laps: z.array(z.object({ start_s: z.number(), duration_s: z.number() })),
  })
  const drk = memorySource(`${BASE}.drk`, realBytes(FILE))
  const rrk = memorySource(`${BASE}.rrk`, realBytes(`aim/${BASE}.rrk`))
  const log = await readLog(drk, [rrk])
  const [session] = log.sessions
  const { trace } = session!

  test('both are recognised', async () => {
    for (const file of [drk, rrk]) expect(aimDrkReader.detect(await file.read(0, 65536))).toBe(true)
  })

  test('laps are those of the maker', () => {
    const laps = lapsFromMarks(session!.marks!)
    expect(laps.map(({ startMs }) => startMs)).toEqual(
      oracle.laps.map(({ start_s }) => Math.round(start_s * 1000)),
    )
    expect(laps.map(lapTimeMs)).toEqual(oracle.laps.map(({ duration_s }) => Math.round(duration_s * 1000)))
    expect(laps.map(({ kind }) => kind)).toEqual(['out', 'timed', 'timed', 'in'])
    expect(laps[1]!.sectorsMs).toEqual([35_818, 30_658, 67_273])
  })

  test.each(oracle.channels)('channel $name', expected => {
    const [name, byName] = RENAMED[expected.name] ?? [expected.name, 1]
    const factor = byName * (IN_BASE_UNITS[expected.unit ?? ''] ?? 1)
    const { values } = channelOf(trace, name, 'logger')!
    const got = statisticsOf(values)
    expect(values.length).toBe(expected.n)
    expect(got.finite).toBe(expected.finite)
    const range = [expected.min! * factor, expected.max! * factor].sort((a, b) => a - b)
    const slack = 1e-4 * Math.max(Math.abs(range[0]!), Math.abs(range[1]!), 1e-6)
    expect(Math.abs(got.min - range[0]!)).toBeLessThanOrEqual(slack)
    expect(Math.abs(got.max - range[1]!)).toBeLessThanOrEqual(slack)
    expect(Math.abs(got.mean - expected.mean! * factor)).toBeLessThanOrEqual(slack)
  })

  test('positions, and the laps begin at one place', () => {
    const [lat, lon] = ['lat', 'lon'].map(name => channelOf(trace, name, 'gps')!.values)
    expect(lat).toHaveLength(5801)
    const time = trace.groups[0]!.timeMs
    const at = (ms: number): number => time.findIndex(t => t >= ms)
    const [first, second] = session!.marks!.slice(1, 3).map(({ startMs }) => at(startMs))
    // At 55 m/s and 10 fixes per second, 6 m lie between two fixes.
    expect(Math.abs(lat![first!]! - lat![second!]!) * 111_132).toBeLessThan(6)
    expect(Math.abs(lon![first!]! - lon![second!]!) * 84_000).toBeLessThan(6)
  })

  test('when, and what had to be guessed', () => {
    expect(new Date(session!.startedAt!).toISOString()).toBe('2020-11-14T14:49:21.819Z')
    expect(session).toMatchObject({ utcOffsetMin: 120, driver: '017', vehicle: 'AU-RS3-R5-S-S' })
    expect(notesOf(log)).toMatch(/Steering had the opposite sign/)
    expect(notesOf(log)).not.toMatch(/damaged/)
  })
})
