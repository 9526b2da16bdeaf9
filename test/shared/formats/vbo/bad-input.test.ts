/** Files that are not what they seem, and 300 damaged ones. */
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../../../shared/formats/common/index.ts'
import { vboReader } from '../../../../shared/formats/vbo/index.ts'
import { expectHonest, readBytes, readMutant } from '../common/fuzz.ts'
import { goldenBytes } from './made.ts'

const golden = goldenBytes()
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const FIRST = 'File created on 09/05/2026 at 10:30:12\n'
const NAMES = '[column names]\nsats time lat long velocity\n'

const reasonOf = async (bytes: Uint8Array): Promise<string> => {
  const outcome = await readBytes(vboReader, bytes, 'damaged.vbo')
  expectHonest(outcome, 'bad input')
  return outcome.ok ? 'it was read' : outcome.reason
}

describe('what is no log', () => {
  test.each([
    ['nothing', new Uint8Array(0), 'no [data] section'],
    ['a first line only', bytesOf(FIRST), 'no [data] section'],
    [
      'a picture',
      Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46),
      'no [data] section',
    ],
    ['zeros', new Uint8Array(200_000), 'no [data] section'],
    ['no names', bytesOf(`${FIRST}[data]\n1 2 3\n`), 'does not name its columns'],
    [
      'names without a time',
      bytesOf(`${FIRST}[column names]\na b\n[data]\n1 2\n`),
      'does not name its columns',
    ],
    ['no rows', bytesOf(`${FIRST}${NAMES}[data]\n`), 'ends before its first sample'],
    ['one row, cut', bytesOf(`${FIRST}${NAMES}[data]\n012 1030`), 'ends before its first sample'],
    [
      'times that are words',
      bytesOf(`${FIRST}${NAMES}[data]\n1 a b c d\n1 a b c d\n`),
      'ends before its first sample',
    ],
    [
      'rows of something else',
      bytesOf(`${FIRST}${NAMES}[data]\n${'1 2\n'.repeat(99)}`),
      'another number of values',
    ],
    [
      'too many names',
      bytesOf(`${FIRST}[column names]\ntime ${'c '.repeat(5000)}\n[data]\n1\n`),
      '4096 columns',
    ],
  ])('%s', async (_, bytes, reason) => {
    expect(await reasonOf(bytes)).toContain(reason)
  })
})

test('a cut last line and foreign lines cost themselves only', async () => {
  const text = new TextDecoder().decode(golden).trimEnd()
  const whole = await readBytes(vboReader, golden)
  const cut = await readBytes(vboReader, bytesOf(text.slice(0, -60)))
  if (!whole.ok || !cut.ok) throw new Error('both are readable')
  const rows = (log: typeof whole.log) => log.sessions[0]!.trace.groups[0]!.timeMs.length
  expect(rows(cut.log)).toBe(rows(whole.log) - 1)
  expect(
    cut.log.notes.some(({ text: note }) => note.startsWith('One row') || note.startsWith('one row')),
  ).toBe(true)
})

test('sections behind the rows are read and are no bad rows', async () => {
  const text = new TextDecoder().decode(golden).trimEnd()
  const timing = /\[laptiming\]\r\n(?:\S.*\r\n)*/.exec(text)![0]
  const outcome = await readBytes(vboReader, bytesOf(`${text.replace(timing, '')}\r\n\r\n${timing}`))
  if (!outcome.ok) throw new Error(outcome.reason)
  expect(outcome.log.sessions[0]!.lines).not.toBeNull()
  expect(outcome.log.notes.some(({ text: note }) => note.includes('cut short'))).toBe(false)
})

test('mixed line ends are line ends', async () => {
  let n = 0
  const mixed = new TextDecoder().decode(golden).replace(/\r\n/g, () => ['\n', '\r\n', '\r'][n++ % 3]!)
  const outcome = await readBytes(vboReader, bytesOf(mixed))
  const whole = await readBytes(vboReader, golden)
  if (!outcome.ok || !whole.ok) throw new Error('both are readable')
  expect(outcome.log.sessions[0]!.trace).toEqual(whole.log.sessions[0]!.trace)
})

test('a clock that jumps all the time makes no endless number of sessions', async () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, i) => `1 ${i % 4 < 2 ? '0100' : '0500'}0${i % 2}.00 3120 -60 10`,
  )
  const outcome = await readBytes(vboReader, bytesOf(`${FIRST}${NAMES}[data]\n${rows.join('\n')}\n`))
  if (!outcome.ok) throw new Error(outcome.reason)
  expect(outcome.log.sessions.length).toBeLessThanOrEqual(200)
})

test('a read can be cancelled', async () => {
  const outcome = await vboReader.read(memorySource('run.vbo', golden), { isCancelled: () => true })
  expect(outcome).toMatchObject({ ok: false, kind: 'cancelled' })
})

test('cut anywhere, it is read or refused with a sentence', async () => {
  for (let length = 0; length < golden.length; length += 97) {
    expectHonest(await readBytes(vboReader, golden.subarray(0, length)), `cut at ${length}`)
  }
})

test('300 damaged logs are read or refused with a sentence', async () => {
  for (let seed = 1; seed <= 300; seed++) await readMutant(vboReader, golden, seed)
})
