/** Files that are not what they seem, and 300 damaged ones. */
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../../../shared/formats/common/index.ts'
import { raceChronoCsvReader } from '../../../../shared/formats/racechrono-csv/index.ts'
import { expectHonest, readBytes, readMutant } from '../common/fuzz.ts'
import { goldenBytes } from './made.ts'

const golden = goldenBytes()
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const FIRST = 'This file is created using RaceChrono v9'
const NAMES = 'timestamp,fragment_id,lap_number,latitude,longitude,speed'

const reasonOf = async (bytes: Uint8Array): Promise<string> => {
  const outcome = await readBytes(raceChronoCsvReader, bytes)
  expectHonest(outcome, 'bad input')
  return outcome.ok ? 'it was read' : outcome.reason
}

describe('what is no export', () => {
  test.each([
    ['nothing', new Uint8Array(0)],
    ['a first line only', bytesOf(FIRST)],
    ['a picture', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46)],
    ['zeros', new Uint8Array(200_000)],
    ['names without a time', bytesOf(`${FIRST}\nspeed,rpm,gear\n1,2,3\n`)],
  ])('%s', async (_, bytes) => {
    expect(await reasonOf(bytes)).toContain('no row of column names')
  })

  test.each([
    ['names only', `${FIRST}\n${NAMES}`],
    ['names and units only', `${FIRST}\n${NAMES}\nunix time,,,deg,deg,m/s\n`],
    ['rows of something else', `${FIRST}\n${NAMES}\n${'x,y\n'.repeat(100)}`],
    ['rows without a time', `${FIRST}\n${NAMES}\n${',,,,,\n'.repeat(100)}`],
    ['a time and nothing else', `${FIRST}\n${NAMES}\n1700000000,,,,,\n1700000001,,,,,\n`],
  ])('%s', async (_, text) => {
    expect(await reasonOf(bytesOf(text))).toContain('ends before its first sample')
  })
})

test('a header wider than the first look is found', async () => {
  const many = Array.from({ length: 4000 }, (_, i) => `a_rather_long_channel_name_${i}`)
  const cells = (values: readonly unknown[]) => values.join(',')
  const text = [FIRST, 'Format,3', '', `${NAMES},${cells(many)}`, cells(many.map(() => '')), cells(many)]
  const rows = [0, 1].map(i => `${1_700_000_000 + i},0,1,50,8,10,${cells(many.map((_, k) => k))}`)
  const outcome = await readBytes(raceChronoCsvReader, bytesOf([...text, ...rows].join('\n')))
  expectHonest(outcome, 'wide')
  expect(outcome.ok && outcome.log.sessions[0]!.trace.channels.length).toBe(4003)
})

test('a table that changes its lap with every row is read in no time', async () => {
  const rows = Array.from({ length: 60_000 }, (_, i) => `${i},${i % 7 || ''},T,50,8,10`)
  const text = `${FIRST}\nTime (s),Lap #,Trap name,Latitude (deg),Longitude (deg),Speed (m/s)\n${rows.join('\n')}\n`
  // Time of the processor, which a busy machine does not stretch: 0.3 s; walking the traps lap by lap takes minutes.
  const before = process.cpuUsage()
  const outcome = await readBytes(raceChronoCsvReader, bytesOf(text))
  const { user, system } = process.cpuUsage(before)
  expectHonest(outcome, 'laps')
  expect((user + system) / 1000).toBeLessThan(5000)
})

test('a read can be cancelled', async () => {
  const outcome = await raceChronoCsvReader.read(memorySource('a.csv', golden), { isCancelled: () => true })
  expect(outcome).toMatchObject({ ok: false, kind: 'cancelled' })
})

test('cut anywhere, it is read or refused with a sentence', async () => {
  for (let length = 0; length < golden.length; length += 97) {
    expectHonest(await readBytes(raceChronoCsvReader, golden.subarray(0, length)), `cut at ${length}`)
  }
})

test('300 damaged exports are read or refused with a sentence', async () => {
  for (let seed = 1; seed <= 300; seed++) await readMutant(raceChronoCsvReader, golden, seed)
})
