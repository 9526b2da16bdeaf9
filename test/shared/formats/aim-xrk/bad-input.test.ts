/** Files that are not what they seem, and 300 damaged ones. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { aimXrkReader } from '../../../../shared/formats/aim-xrk/index.ts'
import { latinBytes, xrkMessage } from '../../../../shared/formats/aim-xrk/write-records.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import { expectHonest, readMutant } from '../common/fuzz.ts'
import { choppedSource } from '../text/pieces.ts'
import { drive, read, readLog, xrkOf } from './fixture.ts'

/** A drive of one lap, written once and kept: a later writer must not change what an old file means. */
const golden = new Uint8Array(readFileSync(new URL('golden.xrk', import.meta.url)))

test('the kept file means what it always meant', async () => {
  const log = await readLog(golden)
  const [session] = log.sessions
  expect(lapsFromMarks(session!.marks!).map(lapTimeMs)).toEqual(GOLDEN_LAPS)
  expect(session!.trace.channels.map(({ name }) => name)).toEqual(GOLDEN_CHANNELS)
})
const GOLDEN_LAPS = [91_435, 73_273, 90_097]
const GOLDEN_CHANNELS = [
  ...['lat', 'lon', 'altitude', 'speed', 'heading', 'accuracy', 'satellites', 'speed', 'throttle', 'brake'],
  ...['gear', 'steering', 'Flag', 'rpm', 'gLat', 'gLong', 'fuel'],
  ...['tyreTempFL', 'tyreTempFR', 'tyreTempRL', 'tyreTempRR'],
]

describe('what is no log', () => {
  test.each([
    ['nothing', new Uint8Array(0)],
    ['a picture', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46)],
    ['zeros', new Uint8Array(5000)],
    ['settings only', xrkMessage('RCR', latinBytes('Somebody', 12), 1)],
    ['parentheses', new Uint8Array(100_000).fill(0x28)],
    ['the beginnings of messages', new Uint8Array(99_996).map((_, i) => golden[i % 12]!)],
  ])('%s', async (_, bytes) => {
    const outcome = await read(bytes)
    expectHonest(outcome, 'bad input')
    expect(outcome.ok || outcome.reason).toMatch(/no recorded samples/)
  })
})

test('cut anywhere, it is read or refused with a sentence', async () => {
  for (let length = 0; length < golden.length; length += 61) {
    expectHonest(await read(golden.subarray(0, length)), `cut at ${length}`)
  }
})

test('300 damaged logs are read or refused with a sentence', async () => {
  for (let seed = 1; seed <= 300; seed++) await readMutant(aimXrkReader, golden, seed)
})

test('it does not matter in which pieces the file comes', async () => {
  const bytes = xrkOf(drive({ laps: 1, rateHz: 50, gps: { rateHz: 25 } }))
  expect(bytes.length).toBeGreaterThan(3 << 18)
  const chopped = await aimXrkReader.read(choppedSource(bytes, [70_001, 4096, 9]), {})
  expect(chopped).toEqual(await read(bytes))
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
