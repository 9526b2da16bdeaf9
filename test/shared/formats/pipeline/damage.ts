/** What every reader must stand: files cut anywhere, files that are something else, damaged ones by the hundred. */
import { expect, test } from 'vitest'
import { memorySource } from '../../../../shared/formats/common/index.ts'
import type { FormatReader } from '../../../../shared/formats/model.ts'
import { expectHonest, readBytes, readMutant } from '../common/fuzz.ts'
import { bytesOf } from './made.ts'

const STRANGERS: readonly (readonly [what: string, bytes: Uint8Array])[] = [
  ['nothing', new Uint8Array(0)],
  ['a picture', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0, 1, 2)],
  ['zeros', new Uint8Array(100_000)],
  ['a letter', bytesOf('Dear Sir,\r\n\r\nthe car is red.\r\n')],
  ['one endless line', new Uint8Array(3_000_000).fill(0x61)],
  ['line ends only', new Uint8Array(100_000).fill(0x0a)],
]

/** The tests of one reader; `fixture` is a good file of at most 32 kB. */
export const testDamage = (reader: FormatReader, fixture: Uint8Array): void => {
  test('the fixture is small and good', async () => {
    expect(fixture.length).toBeLessThanOrEqual(32_768)
    expect(reader.detect(fixture)).toBe(true)
    expect((await readBytes(reader, fixture)).ok).toBe(true)
  })

  test.each(STRANGERS)('%s is refused with a sentence', async (what, bytes) => {
    expect(reader.detect(bytes.subarray(0, 65_536))).toBe(false)
    const outcome = await readBytes(reader, bytes)
    expectHonest(outcome, what)
    expect(outcome.ok).toBe(false)
  })

  test('cut anywhere, it is read or refused with a sentence', async () => {
    for (let length = 0; length < fixture.length; length += 131) {
      expectHonest(await readBytes(reader, fixture.subarray(0, length)), `cut at ${length}`)
    }
  })

  test('300 damaged files are read or refused with a sentence', async () => {
    for (let seed = 1; seed <= 300; seed++) await readMutant(reader, fixture, seed)
  })

  test('a read can be cancelled', async () => {
    const outcome = await reader.read(memorySource('a', fixture), { isCancelled: () => true })
    expect(outcome).toMatchObject({ ok: false, kind: 'cancelled' })
  })

  test('progress goes from something to everything', async () => {
    const seen: number[] = []
    await reader.read(memorySource('a', fixture), { onProgress: done => seen.push(done) })
    expect(seen.at(-1)).toBe(1)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  })
}
