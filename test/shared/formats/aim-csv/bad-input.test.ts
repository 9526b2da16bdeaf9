/** Files that are not what they seem, and 300 damaged ones. */
import { describe, expect, test } from 'vitest'
import { aimCsvReader } from '../../../../shared/formats/aim-csv/index.ts'
import { memorySource } from '../../../../shared/formats/common/index.ts'
import { expectHonest, readBytes, readMutant } from '../common/fuzz.ts'
import { goldenBytes } from './made.ts'

const golden = goldenBytes()
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const HEADER = 'Format,AiM CSV File\nSession,X\nTime,1:34 PM\nSample Rate,20\n\n'
const NAMES = 'Time,GPS Speed,GPS Latitude,GPS Longitude\ns,km/h,deg,deg\n\n'

const reasonOf = async (bytes: Uint8Array): Promise<string> => {
  const outcome = await readBytes(aimCsvReader, bytes)
  expectHonest(outcome, 'bad input')
  return outcome.ok ? 'it was read' : outcome.reason
}

describe('what is no log', () => {
  test.each([
    ['nothing', new Uint8Array(0)],
    ['a header only', bytesOf(HEADER)],
    ['a picture', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46)],
    ['zeros', new Uint8Array(5000)],
    ['names without a time', bytesOf(`${HEADER}A,B\n1,2\n`)],
  ])('%s', async (_, bytes) => {
    expect(await reasonOf(bytes)).toContain('no row of channel names')
  })

  test.each([
    ['no rows', HEADER + NAMES],
    ['names at the very end', `${HEADER}Time,GPS Speed`],
    ['rows without a time', `${HEADER}${NAMES}0,,,\n`.replace('0,,,\n', `0,,,\n${',1,2,3\n'.repeat(100)}`)],
    ['a time and nothing else', `${HEADER}Time\n0\n1\n2\n`],
  ])('%s', async (_, text) => {
    expect(await reasonOf(bytesOf(text))).toContain('ends before its first sample')
  })
})

test('time that repeats, jumps and goes back costs those rows only', async () => {
  const rows = [
    '0,36,45,8',
    '1,36,45,8',
    '1,72,45,8',
    '99999,36,45,8',
    '2,36,45,8',
    '2.5,36,45,8',
    '1.5,1,45,8',
    '3,36,45,8',
    '4,3',
  ]
  const outcome = await readBytes(aimCsvReader, bytesOf(HEADER + NAMES + rows.join('\r')))
  if (!outcome.ok) throw new Error(outcome.reason)
  const { trace } = outcome.log.sessions[0]!
  expect(Array.from(trace.groups[0]!.timeMs)).toEqual([0, 1000, 2000, 2500, 3000])
  expect(trace.channels[0]!.values[1]).toBe(20)
  expect(outcome.log.notes.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      'One row was left out, being cut short or garbled.',
      '2 rows were left out because the clock of the recording went backwards there.',
    ]),
  )
})

test('words with odd characters are shown cleanly', async () => {
  const text = `Format,AiM CSV File\nRacer,\u202eevil\u0007 ${'x'.repeat(500)}\n\n${NAMES}0,1,45,8\n1,1,45,8\n`
  const outcome = await readBytes(aimCsvReader, bytesOf(text))
  if (!outcome.ok) throw new Error(outcome.reason)
  const { driver } = outcome.log.sessions[0]!
  expect(driver).toMatch(/^evil x+$/)
  expect(driver!.length).toBeLessThan(257)
})

test('a header wider than the first look at a file is read', async () => {
  const names = Array.from({ length: 3000 }, (_, i) => `Channel with a long name ${i}`)
  const text = [
    HEADER.trimEnd(),
    '',
    ['Time', ...names].join(','),
    ['s', ...names.map(() => 'V')].join(','),
    ...[0, 1].map(t => [t, ...names.map((_, i) => i)].join(',')),
  ].join('\n')
  const outcome = await readBytes(aimCsvReader, bytesOf(text))
  if (!outcome.ok) throw new Error(outcome.reason)
  expect(outcome.log.sessions[0]!.trace.channels).toHaveLength(3000)
})

test('a head of nothing but one character is answered at once', () => {
  for (const letter of ' ,"A;\t') {
    const started = performance.now()
    expect(aimCsvReader.detect(bytesOf(letter.repeat(65_536)))).toBe(false)
    expect(performance.now() - started).toBeLessThan(2000)
  }
})

test('a read can be cancelled', async () => {
  const outcome = await aimCsvReader.read(memorySource('log.csv', golden), { isCancelled: () => true })
  expect(outcome).toMatchObject({ ok: false, kind: 'cancelled' })
})

test('cut anywhere, it is read or refused with a sentence', async () => {
  for (let length = 0; length < golden.length; length += 53) {
    expectHonest(await readBytes(aimCsvReader, golden.subarray(0, length)), `cut at ${length}`)
  }
})

test('300 damaged exports are read or refused with a sentence', async () => {
  for (let seed = 1; seed <= 300; seed++) await readMutant(aimCsvReader, golden, seed)
})
