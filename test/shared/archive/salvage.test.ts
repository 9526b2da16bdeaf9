/** Half an export still gives back what it holds. */
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { salvageArchive } from '../../../shared/archive/index.ts'
import {
  altered,
  archiveOf,
  contentOf,
  digestOf,
  inPieces,
  join,
  memoryOf,
  noise,
  placesOf,
  textOf,
} from './made.ts'

const MIB = 1 << 20
const LOCAL = 0x04034b50

const parts = [
  { name: 'README.txt', bytes: textOf('a backup') },
  { name: 'laps/1', bytes: noise(700, 3) },
  { name: 'streamed', bytes: noise(2 * MIB, 5) },
  { name: 'laps/2', bytes: noise(900, 7) },
]
const exported = (): Promise<Uint8Array> =>
  archiveOf(
    parts.map(({ name, bytes }) => ({ name, source: name === 'streamed' ? inPieces(bytes, 65_536) : bytes })),
  )
const digests = parts.map(({ name, bytes }) => [name, digestOf(bytes)])

describe('an archive that was cut off', () => {
  test('gives back every entry before the cut, whole', async () => {
    const bytes = await exported()
    const begins = [...(await salvageArchive(memoryOf(bytes))).entries.map(({ at }) => at)]
    for (const [k, begin] of begins.entries()) {
      for (const cut of [begin, begin + 3, begin + 20, begin + 31, begin + 40]) {
        const salvaged = await salvageArchive(memoryOf(bytes.subarray(0, cut)))
        expect(salvaged.end, `cut at ${cut}`).toBe('cut')
        const whole = (await contentOf(salvaged)).filter(([, content]) => content !== 'cut')
        expect(whole, `cut at ${cut}`).toEqual(digests.slice(0, k))
      }
    }
  })

  test('names the entry it was cut within', async () => {
    const bytes = await exported()
    const salvaged = await salvageArchive(memoryOf(bytes.subarray(0, MIB)))
    expect(salvaged.entries.map(({ name, problem }) => [name, problem])).toEqual([
      ['README.txt', null],
      ['laps/1', null],
      ['streamed', 'cut'],
    ])
  })

  test('in its list of contents has lost no entry', async () => {
    const bytes = await exported()
    for (const cut of [10, 25, 100]) {
      const salvaged = await salvageArchive(memoryOf(bytes.subarray(0, bytes.length - cut)))
      expect([salvaged.end, await contentOf(salvaged)]).toEqual(['complete', digests])
    }
  })
})

describe('what can be salvaged', () => {
  test('is checked like anything else', async () => {
    const bytes = await archiveOf([
      { name: 'a', source: noise(100) },
      { name: 'b', source: noise(100) },
    ])
    const hurt = altered(bytes, view => view.setUint8(50, view.getUint8(50) ^ 1))
    expect(await contentOf(await salvageArchive(memoryOf(hurt)))).toEqual([
      ['a', 'wrong-checksum'],
      ['b', digestOf(noise(100))],
    ])
  })

  test('ends where a header is lost, and says so', async () => {
    const bytes = await exported()
    const second = placesOf(bytes, LOCAL)[1]!
    const hurt = altered(bytes, view => view.setUint8(second, 0))
    const salvaged = await salvageArchive(memoryOf(hurt))
    expect([salvaged.end, salvaged.endedAt]).toEqual(['lost', second])
    expect(await contentOf(salvaged)).toEqual(digests.slice(0, 1))
  })

  test('is nothing in a file that is no archive', async () => {
    expect(await salvageArchive(memoryOf(noise(1000)))).toMatchObject({
      entries: [],
      end: 'lost',
      endedAt: 0,
    })
    expect(await salvageArchive(memoryOf(new Uint8Array(0)))).toMatchObject({ entries: [], end: 'cut' })
  })

  test('does not include what is in an archive within, streamed or not', async () => {
    const inner = zipSync({ 'records/laps.jsonl': noise(2 * MIB) }, { level: 0, mtime: new Date(2020, 5, 1) })
    for (const size of [undefined, inner.length]) {
      const bytes = await archiveOf([
        {
          name: 'originals/1/a.zip',
          source: inPieces(inner, 65_536),
          ...(size ? { options: { size } } : {}),
        },
        { name: 'originals/2/a.zip', source: inner },
      ])
      for (const cut of [bytes.length, bytes.length - 200, 3 * MIB]) {
        const { entries } = await salvageArchive(memoryOf(bytes.subarray(0, cut)))
        expect(entries.map(({ name }) => name)).not.toContain('records/laps.jsonl')
      }
    }
  })

  test('a streamed entry does not end at a descriptor of an archive within', async () => {
    const inner = await archiveOf([{ name: 'b', source: inPieces(noise(2 * MIB), 65_536) }])
    const bytes = await archiveOf([{ name: 'a.zip', source: inPieces(inner, 65_536) }])
    expect(await contentOf(await salvageArchive(memoryOf(bytes)))).toEqual([['a.zip', digestOf(inner)]])
  })

  test('an entry of known size is not searched for its end, so that nothing in it can feign one', async () => {
    const feigned = altered(new Uint8Array(2 * MIB), view => {
      view.setUint32(1000, 0x08074b50, true)
      view.setBigUint64(1008, 1000n, true)
      view.setBigUint64(1016, 1000n, true)
    })
    const source = (): AsyncIterable<Uint8Array> => inPieces(feigned, 65_536)
    const bytes = await archiveOf([{ name: 'a', source: source(), options: { size: feigned.length } }])
    expect(await contentOf(await salvageArchive(memoryOf(bytes)))).toEqual([['a', digestOf(feigned)]])
  })

  test('keeps the limits', async () => {
    const bytes = await exported()
    const few = await salvageArchive(memoryOf(bytes), { limits: { maxEntries: 2 } })
    expect([few.end, few.entries.length]).toEqual(['too-many', 2])
    const small = await salvageArchive(memoryOf(bytes), { limits: { maxEntryBytes: 800 } })
    expect(small.entries.map(({ problem }) => problem)).toEqual([null, null, 'too-large', 'too-large'])
  })

  test('stops when it is told to', async () => {
    const bytes = await exported()
    let asked = 0
    const salvaged = await salvageArchive(memoryOf(bytes), { isCancelled: () => ++asked > 2 })
    expect([salvaged.end, salvaged.entries.length]).toEqual(['cancelled', 2])
  })

  test('tells how far it is, and never goes back', async () => {
    const told: number[] = []
    await salvageArchive(memoryOf(await exported()), { onProgress: done => told.push(done) })
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(told.at(-1)).toBeGreaterThan(0.99)
  })

  test('of two files with one name is neither', async () => {
    const one = (await archiveOf([{ name: 'a', source: noise(10) }])).subarray(0, 30 + 1 + 10)
    const salvaged = await salvageArchive(memoryOf(join([one, one])))
    expect(salvaged.entries.map(({ problem }) => problem)).toEqual(['duplicate-name', 'duplicate-name'])
  })
})
