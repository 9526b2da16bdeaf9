/** A drive of the simulator as a DRK and an RRK, together, apart, and in the wrong company. */
import { describe, expect, test } from 'vitest'
import { aimDrkReader } from '../../../../shared/formats/aim-drk/index.ts'
import { lapsFromMarks } from '../../../../shared/lap/index.ts'
import { channelOf, timeOf } from '../../../../shared/trace/index.ts'
import { drive, drkOf, notesOf, readLog, rrkOf, STARTED_AT, source } from './fixture.ts'

const session = drive()
const drk = source(drkOf(session))
const rrk = source(rrkOf(session), 'C:\\logs\\RUN 7.RRK')
const both = await readLog(drk, [rrk])
const alone = await readLog(drk)

test('both files are recognised, whatever they are called', async () => {
  for (const file of [drk, rrk]) expect(aimDrkReader.detect(await file.read(0, 65536))).toBe(true)
  expect((await readLog(source(await drk.read(0, drk.size), 'x.xdrk'))).sessions).toHaveLength(1)
})

test('laps and sectors are those of the drive to the millisecond', () => {
  const laps = lapsFromMarks(both.sessions[0]!.marks!)
  const truth = session.truth.laps
  expect(laps.map(({ endMs }) => endMs).slice(0, -1)).toEqual(
    truth.slice(0, -1).map(({ endMs }) => Math.round(endMs)),
  )
  expect(laps.map(({ kind }) => kind)).toEqual(['out', 'timed', 'timed', 'in'])
  for (const [k, lap] of laps.entries()) {
    const edges = [lap.startMs, ...truth[k]!.splitsMs.map(Math.round), lap.endMs]
    expect(lap.sectorsMs).toEqual(edges.slice(1).map((edge, n) => edge - edges[n]!))
  }
})

test('who, where and when', () => {
  expect(both.sessions[0]).toMatchObject({
    driver: session.driver.name,
    vehicle: session.car.name,
    venue: session.circuit.name,
    comment: 'Club',
    startedAt: STARTED_AT,
    utcOffsetMin: 120,
  })
})

test.each([
  // Half a step of the range, and what single precision keeps.
  ['wheelSpeedFL', 'speed', 'm/s', 0.001],
  ['throttle', 'throttle', '%', 0.001],
  ['rpm', 'rpm', 'rpm', 0.1],
  ['gear', 'gear', '', 0.001],
  ['steering', 'steering', 'deg', 0.01],
])('%s', (name, original, unit, step) => {
  const { trace } = both.sessions[0]!
  const channel = channelOf(trace, name, 'logger')!
  const driven = channelOf(session.trace, original, 'can')!.values
  expect(channel.unit).toBe(unit)
  for (let i = 0; i < channel.values.length; i++) {
    expect(Math.abs(channel.values[i]! - driven[i]!)).toBeLessThan(step)
  }
  expect(Array.from(timeOf(trace, channel).subarray(0, 3))).toEqual([0, 20, 40])
})

describe('positions', () => {
  test('come from the file of the same name', () => {
    expect(both.format).toBe('AiM DRK with RRK')
    const lat = channelOf(both.sessions[0]!.trace, 'lat', 'gps')!
    const driven = channelOf(session.trace, 'lat', 'gps')!.values
    expect(lat.values).toHaveLength(driven.length)
    expect(lat.values[500]).toBeCloseTo(driven[500]!, 7)
    expect(notesOf(both)).toMatch(/positions are those of C:\\logs\\RUN 7\.RRK/)
  })

  test('without it the log says what is missing, and no date is invented', () => {
    expect(alone.format).toBe('AiM DRK')
    expect(alone.sessions[0]!.startedAt).toBeNull()
    expect(notesOf(alone)).toMatch(/import it together with Run 7\.rrk/)
    expect(notesOf(alone)).toMatch(/2026-05-03 11:30/)
    // How slow the car was at the ends is not known then.
    expect(alone.sessions[0]!.marks!.map(({ kind }) => kind)).toEqual(['out', 'timed', 'timed', 'partial'])
  })

  test('a file of another name, or one that only has the name, is not taken', async () => {
    const other = source(rrkOf(session), 'Run 8.rrk')
    const text = source(new TextEncoder().encode('Time,Speed\n1,2\n'.repeat(20)), 'Run 7.csv')
    expect(await readLog(drk, [other, text])).toEqual(alone)
  })

  test('by themselves they are a drive without channels', async () => {
    const log = await readLog(rrk)
    expect(log.format).toBe('AiM RRK')
    expect(log.sessions[0]).toMatchObject({ startedAt: STARTED_AT, marks: null })
    expect(notesOf(log)).toMatch(/import it together with the \.drk/)
  })

  test('dropped together with their DRK they are not read a second time', async () => {
    const outcome = await aimDrkReader.read(rrk, { companions: [rrk, drk] })
    expect(outcome).toMatchObject({ ok: false, kind: 'refused' })
    expect(outcome.ok || outcome.reason).toMatch(/was read together with it, so nothing is missing/)
  })
})

test('what the logger worked out from its receiver keeps apart from what it measured', async () => {
  const rows = [0, 1000, 65_535]
  const raw = (name: string, scaling: number) =>
    ({ name, unit: '\t12345', rateHz: 10, values: rows, raw: { scaling } }) as const
  const bytes = drkOf(session, 1, {
    channels: [
      raw('GPS Speed', 3001),
      raw('GPS LatAcc', 3003),
      raw('GPS Heading', 3006),
      raw('GPS Gyro', 3007),
      raw('GPS Nsat', 600),
      raw('GPS PosAccuracy', 336),
      raw('Own', 10),
      raw('Odd', 12),
    ],
  })
  const log = await readLog(source(bytes))
  const of = (name: string) => {
    const { values, unit, source } = channelOf(log.sessions[0]!.trace, name)!
    return { unit, source, values: Array.from(values, v => Math.round(v * 1000) / 1000) }
  }
  expect(of('speed')).toEqual({ unit: 'm/s', source: 'calc', values: [0, 27.778, 1820.417] })
  expect(of('gLat')).toEqual({ unit: 'g', source: 'calc', values: [-16, -15, 49.535] })
  expect(of('heading').values).toEqual([180, 191.459, 210.975])
  expect(of('yawRate')).toMatchObject({ unit: 'deg/s', source: 'calc' })
  expect(of('satellites').values).toEqual(rows)
  expect(of('accuracy')).toEqual({ unit: 'm', source: 'calc', values: [0, 10, 655.35] })
  expect(of('Own')).toMatchObject({ unit: 'g', source: 'logger' })
  expect(of('Odd')).toEqual({ unit: '', source: 'logger', values: rows })
  expect(notesOf(log)).toMatch(/raw numbers: Odd\./)
})
