/** Exports that are not what they seem, and 300 damaged ones. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { motecCsvReader } from '../../../../shared/formats/motec-csv/index.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import { expectHonest, readBytes, readMutant } from '../common/fuzz.ts'
import { channel } from '../common/real.ts'
import { bytesOf, notesOf, readCsv } from './made.ts'

/** A drive of one lap, written once and kept: a later reader must not change what an old file means. */
const golden = new Uint8Array(readFileSync(new URL('golden.csv', import.meta.url)))

test('the kept file means what it always meant', async () => {
  const [session] = (await readCsv(golden)).sessions
  expect(lapsFromMarks(session!.marks!).map(lapTimeMs)).toEqual([99_435, 73_273, 95_292])
  expect(session!.trace.channels.map(({ name, source }) => `${name} ${source}`)).toEqual([
    'speed logger',
    'gLat logger',
    'lat gps',
    'lon gps',
    'heading gps',
    'speed gps',
  ])
  expect(Math.max(...channel(session!, 'gLat').values)).toBeCloseTo(1.474, 6)
})

test.each([
  ['nothing', ''],
  ['a picture', '\u00ff\u00d8\u00ff\u00e0JFIF'],
  ['a header alone', '"Format","MoTeC CSV File"\n"Venue","x"\n'],
  ['names alone', '"Time","Gear"\n'],
  ['names and units alone', '"Time","Gear"\n"s",""\n'],
  ['words for numbers', '"Time","Gear"\n"s",""\n"a","b"\n"c","d"\n'],
  ['one endless line', `"Time"${',"x"'.repeat(200_000)}`],
])('%s is refused with a sentence', async (_, text) => {
  const outcome = await readBytes(motecCsvReader, bytesOf(text))
  expectHonest(outcome, 'bad input')
  expect(outcome).toMatchObject({ ok: false, kind: 'refused' })
})

test('a clock that goes back costs rows, and is said', async () => {
  const log = await readCsv('"Time","Gear"\n"s",""\n"0.0","1"\n"0.1","2"\n"0.05","3"\n"0.2","4"\n"0.3","5"\n')
  const { trace } = log.sessions[0]!
  expect(Array.from(trace.groups[0]!.timeMs)).toHaveLength(4)
  expect(notesOf(log)).toMatch(/went backwards/)
})

test('cut anywhere, it is read or refused with a sentence', async () => {
  for (let length = 0; length < golden.length; length += 173) {
    expectHonest(await readBytes(motecCsvReader, golden.subarray(0, length)), `cut at ${length}`)
  }
})

test('300 damaged exports are read or refused with a sentence', async () => {
  expect(golden.length).toBeLessThanOrEqual(32_000)
  for (let seed = 1; seed <= 300; seed++) await readMutant(motecCsvReader, golden, seed)
})
