/** A drive of the simulator, written as XRK and read back: laps to the millisecond, values to their steps. */
import { describe, expect, test } from 'vitest'
import { aimXrkReader } from '../../../../shared/formats/aim-xrk/index.ts'
import { gateCenter, gateHeading } from '../../../../shared/geo/index.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import { type Channel, channelOf, timeOf } from '../../../../shared/trace/index.ts'
import { drive, notesOf, readLog, STARTED_AT, xrkOf } from './fixture.ts'

const session = drive({ laps: 3, rateHz: 50, gps: { rateHz: 10 } })
const bytes = xrkOf(session)
const { format, sessions, notes } = await readLog(bytes)
const [log] = sessions

test('it is recognised and named', () => {
  expect(aimXrkReader.detect(bytes.subarray(0, 65536))).toBe(true)
  expect(format).toBe('AiM XRK')
  expect(sessions).toHaveLength(1)
})

test('who drove what, where and when', () => {
  expect(log).toMatchObject({
    driver: session.driver.name,
    vehicle: session.car.name,
    venue: session.circuit.name,
    utcOffsetMin: 120,
    frame: { kind: 'wgs84' },
  })
  // The session starts with its first lap.
  expect(log!.startedAt).toBe(STARTED_AT + Math.round(session.truth.laps[0]!.startMs))
})

describe.each([2, 3] as const)('laps of message version %s', version => {
  test('are those of the drive, with sectors that sum to them', async () => {
    const written = await readLog(xrkOf(session, { lapVersion: version }))
    const laps = lapsFromMarks(written.sessions[0]!.marks!)
    const truth = session.truth.laps.map(({ startMs, splitsMs, endMs }) => {
      const edges = [startMs, ...splitsMs, endMs].map(Math.round)
      return edges.slice(1).map((edge, k) => edge - edges[k]!)
    })
    expect(laps.map(lap => lap.sectorsMs)).toEqual(truth)
    expect(laps.map(lapTimeMs)).toEqual(truth.map(sectors => sectors.reduce((a, b) => a + b)))
    expect(laps.map(({ kind }) => kind)).toEqual(['out', 'timed', 'timed', 'timed', 'in'])
    expect(laps.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5])
    expect(laps[0]!.startMs).toBe(0)
  })
})

test('lines lie where they were driven over, in that direction', () => {
  const truth = session.circuit.gates
  for (const [gate, original] of [
    [log!.lines!.startFinish, truth.startFinish],
    [log!.lines!.sectors[0]!, truth.sectors[0]!],
    [log!.lines!.sectors[1]!, truth.sectors[1]!],
  ] as const) {
    expect(gateCenter(gate).x).toBeCloseTo(gateCenter(original).x, 6)
    expect(gateCenter(gate).y).toBeCloseTo(gateCenter(original).y, 6)
    // In degrees both are squeezed alike.
    const turned = Math.abs(gateHeading(gate) - gateHeading(original))
    expect(Math.min(turned, 2 * Math.PI - turned)).toBeLessThan(0.1)
  }
})

/** Largest difference between what was read and what was driven, gaps compared as gaps. */
const worst = (read: Channel, name: string, source: string): number => {
  const original = channelOf(session.trace, name, source)!
  expect(read.values).toHaveLength(original.values.length)
  let largest = 0
  for (let i = 0; i < original.values.length; i++) {
    const [a, b] = [read.values[i]!, original.values[i]!]
    if (Number.isNaN(a) !== Number.isNaN(b)) return Number.POSITIVE_INFINITY
    if (!Number.isNaN(a)) largest = Math.max(largest, Math.abs(a - b))
  }
  return largest
}

test.each([
  ['speed', 'm/s', 1e-5],
  ['throttle', '%', 0.04],
  ['brake', '%', 0.04],
  ['gear', '', 0],
  ['rpm', 'rpm', 0],
  ['steering', 'deg', 1e-5],
  ['gLat', 'g', 0.001],
  ['gLong', 'g', 0.001],
  ['fuel', 'l', 1e-5],
  ['tyreTempFL', '°C', 0.04],
])('%s comes back in %s', (name, unit, step) => {
  const channel = channelOf(log!.trace, name, 'logger')!
  expect(channel.unit).toBe(unit)
  expect(worst(channel, name, 'can')).toBeLessThanOrEqual(step)
  const started = Math.round(session.truth.laps[0]!.startMs)
  expect(timeOf(log!.trace, channel)[0]).toBe(-started)
})

test.each([
  // Centimetres, and centimetres per second.
  ['lat', 1e-7],
  ['lon', 2e-7],
  ['altitude', 0.02],
  ['speed', 0.02],
])('the receiver keeps its own %s', (name, step) => {
  expect(worst(channelOf(log!.trace, name, 'gps')!, name, 'gps')).toBeLessThanOrEqual(step)
})

test('the course is kept while the car drives', () => {
  const [read, driven] = [log!.trace, session.trace].map(trace => channelOf(trace, 'heading', 'gps')!.values)
  const speed = channelOf(session.trace, 'speed', 'gps')!.values
  for (let i = 0; i < speed.length; i++) {
    if (!(speed[i]! > 5)) continue
    const turned = Math.abs(read![i]! - driven![i]!)
    expect(Math.min(turned, 360 - turned)).toBeLessThan(0.2)
  }
})

test('speeds of the receiver and of the car stay two channels', () => {
  const speeds = log!.trace.channels.filter(({ name }) => name === 'speed')
  expect(speeds.map(({ source }) => source).toSorted()).toEqual(['gps', 'logger'])
})

test('channels sampled together share one time base', () => {
  expect(log!.trace.groups).toHaveLength(4)
})

test('the only remark is about the direction of the lines', () => {
  expect(notes.map(({ kind }) => kind)).toEqual(['guessed'])
  expect(notesOf({ format, sessions, notes })).toMatch(/one point per line/)
})
