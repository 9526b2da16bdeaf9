/** The pair of files kept here: what the writers write, and what the reader made of them when they were kept. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lapsFromMarks, lapTimeMs } from '#shared/lap'
import { drive, drkOf, readLog, rrkOf, source } from './fixture.ts'

const keptDrk = new Uint8Array(readFileSync(new URL('golden.drk', import.meta.url)))
const keptRrk = new Uint8Array(readFileSync(new URL('golden.rrk', import.meta.url)))

test('they are what the writers write', () => {
  const session = drive(1)
  expect(keptDrk).toEqual(drkOf(session, 1))
  expect(keptRrk).toEqual(rrkOf(session, 20))
})

test('they read as they did', async () => {
  const { sessions } = await readLog(source(keptDrk, 'golden.drk'), [source(keptRrk, 'golden.rrk')])
  const { driver, trace, marks } = sessions[0]!
  expect(driver).toBe(drive(1).driver.name)
  expect(lapsFromMarks(marks!).map(lap => [lap.kind, lapTimeMs(lap)])).toEqual(LAPS)
  expect(trace.channels.map(c => `${c.name} ${c.unit} ${c.source} ${c.values.length}`)).toEqual(CHANNELS)
})

const LAPS: readonly unknown[] = [
  ['out', 99435],
  ['timed', 73273],
  ['in', 96092],
]
const CHANNELS: readonly string[] = [
  'lat deg gps 135',
  'lon deg gps 135',
  'altitude m gps 135',
  'speed m/s gps 135',
  'heading deg gps 135',
  'accuracy m gps 135',
  'satellites  gps 135',
  'wheelSpeedFL m/s logger 268',
  'throttle % logger 268',
  'rpm rpm logger 268',
  'gear  logger 268',
  'steering deg logger 268',
]
