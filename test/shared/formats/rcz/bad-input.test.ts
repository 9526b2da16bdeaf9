/** Archives that are not what they seem, made to hurt, and 300 damaged ones. */
import { readFileSync } from 'node:fs'
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../../../shared/formats/common/index.ts'
import { rczReader } from '../../../../shared/formats/rcz/index.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import { expectHonest, mutate, readMutant } from '../common/fuzz.ts'
import { drive } from '../motec-ld/fixture.ts'
import { type Files, filesOf, json, notesOf, rczOf, read, readLog, STARTED_AT, storedRczOf } from './made.ts'

/** A drive of one lap, written once and kept: a later reader must not change what an old file means. */
const golden = new Uint8Array(readFileSync(new URL('golden.rcz', import.meta.url)))

test('the kept file means what it always meant', async () => {
  const [session] = (await readLog(golden)).sessions
  expect(lapsFromMarks(session!.marks!).map(lapTimeMs)).toEqual(GOLDEN_LAPS)
  expect(session!.trace.channels.map(({ name, source }) => `${name} ${source}`)).toEqual(GOLDEN_CHANNELS)
  expect(session!.lines?.sectors).toHaveLength(2)
})
const GOLDEN_LAPS = [99_435, 73_273, 95_292]
const GOLDEN_CHANNELS = [
  ...['lat', 'lon', 'speed', 'altitude', 'heading'].map(name => `${name} gps`),
  ...['speed', 'steering', 'brake', 'rpm', 'throttle'].map(name => `${name} can`),
]

describe('what is no archive', () => {
  test.each([
    ['nothing', new Uint8Array(0)],
    ['a picture', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46)],
    ['zeros', new Uint8Array(5000)],
    ['the beginnings of entries', new Uint8Array(60_000).map((_, i) => golden[i % 30]!)],
  ])('%s', async (_, bytes) => {
    const outcome = await read(bytes)
    expectHonest(outcome, 'bad input')
    expect(outcome).toMatchObject({ ok: false, kind: 'refused' })
  })
})

test('a bomb is not inflated', async () => {
  const files: Files = { ...filesOf(drive({ laps: 1, rateHz: 1 })) }
  for (let i = 0; i < 5; i++) files[`channel2_12_200_10024_${3000 + i}_3`] = new Uint8Array(8 << 20)
  const bomb = zipSync(files, { level: 9, mtime: new Date(2020, 5, 1) })
  const log = await readLog(bomb)
  const bytes = log.sessions[0]!.trace.channels.reduce((sum, { values }) => sum + values.byteLength, 0)
  expect(bytes).toBeLessThan(32 << 20)
  expect(notesOf(log)).toMatch(/far too large and were left out/)
})

test('cut anywhere, it is refused with a sentence', async () => {
  for (let length = 0; length < golden.length; length += 61) {
    const outcome = await read(golden.subarray(0, length))
    expectHonest(outcome, `cut at ${length}`)
    expect(outcome.ok).toBe(false)
  }
})

test('300 damaged archives are read or refused with a sentence', async () => {
  expect(golden.length).toBeLessThanOrEqual(32_000)
  for (let seed = 1; seed <= 300; seed++) await readMutant(rczReader, golden, seed)
})

test('300 archives of damaged files are read or refused with a sentence', async () => {
  const files = unzipSync(golden)
  const names = Object.keys(files)
  for (let seed = 1; seed <= 300; seed++) {
    const name = names[seed % names.length]!
    const archive = storedRczOf({ ...files, [name]: mutate(files[name]!, seed) })
    expectHonest(await read(archive), `seed ${seed}`)
  }
})

test.each([
  ['wrong types', { laps: 'none', firstTimestamp: [], trackName: 5, title: null }],
  ['no members', {}],
  [
    'wild numbers',
    { firstTimestamp: -1e300, latestTimestamp: 1e300, laps: [{ startTimestamp: 1e300, number: -1e9 }] },
  ],
  [
    'laps within laps',
    {
      laps: Array.from({ length: 9000 }, () => ({
        startTimestamp: STARTED_AT,
        finishTimestamp: STARTED_AT + 9e4,
      })),
    },
  ],
])('a session.json with %s is survived', async (_, value) => {
  const files = unzipSync(golden)
  expectHonest(await read(rczOf({ ...files, 'session.json': json(value) })), 'json')
})

test('a read can be cancelled, at the first and at the last moment', async () => {
  const source = memorySource('a.rcz', golden)
  let asked = 0
  await rczReader.read(source, { isCancelled: () => ++asked < 0 })
  expect(asked).toBeGreaterThan(1)
  for (let after = 0; after < asked; after++) {
    let left = after
    const outcome = await rczReader.read(source, { isCancelled: () => left-- === 0 })
    expect(outcome).toMatchObject({ ok: false, kind: 'cancelled' })
  }
})

test('progress rises', async () => {
  const done: number[] = []
  await rczReader.read(memorySource('a.rcz', golden), { onProgress: share => done.push(share) })
  expect(done).toEqual(done.toSorted((a, b) => a - b))
  expect(done.at(-1)!).toBeLessThanOrEqual(1)
})
