/** Files that are not what they seem, and 300 damaged ones. */
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../../../shared/formats/common/index.ts'
import { trackAddictReader } from '../../../../shared/formats/trackaddict/index.ts'
import { expectHonest, readBytes, readMutant } from '../common/fuzz.ts'
import { goldenBytes } from './made.ts'

const golden = goldenBytes()
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const FIRST = '# RaceRender Data: TrackAddict 4.8.0 on iOS'
const NAMES = '"Time","UTC Time","Lap","GPS_Update","Latitude","Longitude","Speed (MPH)"'

const reasonOf = async (bytes: Uint8Array): Promise<string> => {
  const outcome = await readBytes(trackAddictReader, bytes)
  expectHonest(outcome, 'bad input')
  return outcome.ok ? 'it was read' : outcome.reason
}

describe('what is no log', () => {
  test.each([
    ['nothing', new Uint8Array(0)],
    ['a first line only', bytesOf(FIRST)],
    ['a picture', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46)],
    ['zeros', new Uint8Array(5000)],
    ['names without a time', bytesOf(`${FIRST}\n"A","B"\n1,2\n`)],
  ])('%s', async (_, bytes) => {
    expect(await reasonOf(bytes)).toContain('no row of column names')
  })

  test.each([
    ['no rows', `${FIRST}\n${NAMES}\n`],
    ['rows of something else', `${FIRST}\n${NAMES}\n${'x,y\n'.repeat(100)}`],
    ['rows without a time', `${FIRST}\n${NAMES}\n${',,,,,,\n'.repeat(100)}`],
  ])('%s', async (_, text) => {
    expect(await reasonOf(bytesOf(text))).toContain('ends before its first sample')
  })
})

test('time that repeats, jumps and goes back costs those rows only', async () => {
  const rows = [
    '0,,0,1,50,8,10',
    '1,,0,1,50,8,10',
    '1,,0,1,50,8,20',
    '99999,,0,1,50,8,10',
    '2,,0,1,50,8,30',
    '2.5,,0,1,50,8,30',
    '1.5,,0,1,50,8,1',
    '3,,0,1,50,8,40',
  ]
  const outcome = await readBytes(
    trackAddictReader,
    bytesOf(`${FIRST}\n${NAMES}\n${rows.join('\n')}\n# Session End`),
  )
  if (!outcome.ok) throw new Error(outcome.reason)
  const { trace } = outcome.log.sessions[0]!
  expect(Array.from(trace.groups[0]!.timeMs)).toEqual([0, 1000, 2000, 2500, 3000])
  expect(outcome.log.notes.map(({ text }) => text)).toEqual([
    '2 rows were left out because the clock of the recording went backwards there.',
  ])
})

test('a vehicle with an odd name is shown cleanly', async () => {
  const text = `${FIRST}\n# Vehicle: \u202eevil\u0007 ${'x'.repeat(500)}\n${NAMES}\n0,,0,1,50,8,10\n1,,0,1,50,8,10\n`
  const outcome = await readBytes(trackAddictReader, bytesOf(text))
  if (!outcome.ok) throw new Error(outcome.reason)
  const { vehicle } = outcome.log.sessions[0]!
  expect(vehicle).toMatch(/^evil x+$/)
  expect(vehicle!.length).toBeLessThan(257)
})

test('a read can be cancelled', async () => {
  const outcome = await trackAddictReader.read(memorySource('log.csv', golden), { isCancelled: () => true })
  expect(outcome).toMatchObject({ ok: false, kind: 'cancelled' })
})

test('cut anywhere, it is read or refused with a sentence', async () => {
  for (let length = 0; length < golden.length; length += 97) {
    expectHonest(await readBytes(trackAddictReader, golden.subarray(0, length)), `cut at ${length}`)
  }
})

test('300 damaged logs are read or refused with a sentence', async () => {
  for (let seed = 1; seed <= 300; seed++) await readMutant(trackAddictReader, golden, seed)
})
