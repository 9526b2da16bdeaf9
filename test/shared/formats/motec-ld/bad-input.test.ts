/** Files that are not what they seem, and 300 damaged ones. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { motecLdReader } from '../../../../shared/formats/motec-ld/index.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import { expectHonest, readMutant } from '../common/fuzz.ts'
import { statisticsOf } from '../common/real.ts'
import { read, readSession, smallLd, withDamagedLists } from './fixture.ts'

/** A drive of one lap, written once and kept: a later writer must not change what an old file means. */
const golden = new Uint8Array(readFileSync(new URL('golden.ld', import.meta.url)))

test('the kept file means what it always meant', async () => {
  const session = await readSession(golden)
  expect(lapsFromMarks(session.marks!).map(lapTimeMs)).toEqual(GOLDEN_LAPS)
  const range = ({ values }: { values: ArrayLike<number> }): string => {
    const { min, max } = statisticsOf(values)
    return `${min.toPrecision(6)} … ${max.toPrecision(6)}`
  }
  expect(session.trace.channels.map(c => `${c.name} ${c.unit} ${c.source} ${range(c)}`)).toEqual(
    GOLDEN_CHANNELS,
  )
})
const GOLDEN_LAPS = [99_435, 73_273, 95_292]
const GOLDEN_CHANNELS = [
  'speed m/s logger 0.00000 … 65.4400',
  'throttle % logger 0.00000 … 100.000',
  'brake % logger 0.00000 … 95.5000',
  'gear  logger 0.00000 … 5.00000',
  'rpm rpm logger 1085.00 … 7544.00',
  'steering deg logger -110.900 … 84.0000',
  'gLat g logger -1.34400 … 1.47400',
  'gLong g logger -1.96500 … 0.935000',
  'lapInvalid  logger 0.00000 … 0.00000',
  'altitude m gps 100.983 … 115.785',
  'heading deg gps 2.45515 … 359.007',
  'speed m/s gps 0.00000 … 65.4210',
  'Beacon  logger -32767.0 … 17300.0',
  'lat deg gps 58.3511 … 58.3544',
  'lon deg gps -3.95112 … -3.93709',
]

describe('what is no log', () => {
  test.each([
    ['nothing', new Uint8Array(0)],
    ['a picture', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46)],
    ['zeros', new Uint8Array(5000)],
    ['ones', new Uint8Array(5000).fill(0xff)],
    ['the first word alone', Uint8Array.of(0x40, 0, 0, 0, 0, 0, 0, 0)],
  ])('%s', async (_, bytes) => {
    expect(motecLdReader.detect(bytes)).toBe(false)
    const outcome = await read(bytes)
    expectHonest(outcome, 'bad input')
    expect(outcome).toMatchObject({ ok: false, kind: 'refused' })
  })
})

test('cut anywhere, it is read or refused with a sentence', async () => {
  for (let length = 0; length < golden.length; length += 61) {
    expectHonest(await read(golden.subarray(0, length)), `cut at ${length}`)
  }
})

test('cut in its samples, the channels before the cut are whole and the loss is said', async () => {
  const half = golden.subarray(0, golden.length - 8000)
  const [whole, session] = [await readSession(golden), await readSession(half)]
  const [first] = session.trace.channels
  expect(first!.values).toEqual(whole.trace.channels[0]!.values)
  expect(session.trace.channels.length).toBeLessThan(whole.trace.channels.length)
  const outcome = await read(half)
  expect(outcome.ok && outcome.log.notes.map(({ text }) => text).join()).toMatch(/cut off or damaged/)
})

test('300 damaged logs are read or refused with a sentence', async () => {
  const fixture = smallLd()
  expect(fixture.length).toBeLessThanOrEqual(32_000)
  for (let seed = 1; seed <= 300; seed++) await readMutant(motecLdReader, fixture, seed)
})

test('300 logs with damaged pointers, counts and scalings are read or refused with a sentence', async () => {
  for (let seed = 1; seed <= 300; seed++) {
    expectHonest(await read(withDamagedLists(golden, seed)), `seed ${seed}`)
  }
})

test('a read can be cancelled, at the first and at the last moment', async () => {
  let asked = 0
  await read(golden, { isCancelled: () => ++asked < 0 })
  expect(asked).toBeGreaterThan(1)
  for (let after = 0; after < asked; after++) {
    let left = after
    const outcome = await read(golden, { isCancelled: () => left-- === 0 })
    expect(outcome).toMatchObject({ ok: false, kind: 'cancelled' })
  }
})

test('progress rises to the end', async () => {
  const done: number[] = []
  await read(golden, { onProgress: share => done.push(share) })
  expect(done.at(-1)).toBe(1)
  expect(done).toEqual(done.toSorted((a, b) => a - b))
})
