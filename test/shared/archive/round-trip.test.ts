/** What is written is read again, as a list and as pieces, whole or cut. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createZipWriter, openArchive, salvageArchive } from '../../../shared/archive/index.ts'
import {
  archiveOf,
  contentOf,
  digestOf,
  inPieces,
  join,
  memoryOf,
  noise,
  opened,
  textOf,
  WRITTEN_AT,
  written,
} from './made.ts'

const MIB = 1 << 20

const segment = fc.stringMatching(/^[a-zé日ß0-9_-]{1,12}$/)
const someEntries = fc.uniqueArray(
  fc.record({
    name: fc.array(segment, { minLength: 1, maxLength: 3 }).map(parts => `${parts.join('/')}.bin`),
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.integer({ min: MIB - 2, max: 2 * MIB + 2 }).map(length => noise(length, length)),
    ),
    pieces: fc.constantFrom('whole' as const, 'sized' as const, 7919, 300_000),
  }),
  { selector: ({ name }) => name.normalize('NFC').toLowerCase(), maxLength: 6 },
)

describe('an archive', () => {
  test('gives back what was put in, from its list and without it', async () => {
    await fc.assert(
      fc.asyncProperty(someEntries, async entries => {
        const bytes = await archiveOf(
          entries.map(({ name, bytes, pieces }) => ({
            name,
            source: pieces === 'whole' ? bytes : inPieces(bytes, pieces === 'sized' ? 65_536 : pieces),
            ...(pieces === 'sized' ? { options: { size: bytes.length } } : {}),
          })),
        )
        const wanted = entries.map(({ name, bytes }) => [name, digestOf(bytes)])
        expect(await contentOf(await opened(bytes))).toEqual(wanted)
        const salvaged = await salvageArchive(memoryOf(bytes))
        expect(salvaged.end).toBe('complete')
        expect(await contentOf(salvaged)).toEqual(wanted)
      }),
      { numRuns: 25 },
    )
  })

  test('may be empty', async () => {
    const bytes = await archiveOf([])
    expect((await opened(bytes)).entries).toEqual([])
    expect(await salvageArchive(memoryOf(bytes))).toMatchObject({ entries: [], end: 'complete' })
  })

  test('is the same bytes for the same entries', async () => {
    const entries = [{ name: 'a', source: textOf('same') }]
    expect(await archiveOf(entries)).toEqual(await archiveOf(entries))
  })

  test('may have bytes behind it that nobody announced', async () => {
    const bytes = await archiveOf([{ name: 'a', source: textOf('x') }])
    expect((await opened(join([bytes, new Uint8Array(500)]))).entries).toHaveLength(1)
  })
})

describe('a writer', () => {
  test('hands on whole megabytes, whatever it is given', async () => {
    const lengths: number[] = []
    const writer = createZipWriter(bytes => void lengths.push(bytes.length), WRITTEN_AT)
    for (let i = 0; i < 3000; i++) await writer.add(`laps/${i}`, noise(700))
    await writer.add('long', inPieces(noise(3 * MIB + 5), 100_000))
    await writer.close()
    expect(lengths.length).toBe(6)
    expect(lengths.slice(0, -1).every(length => length === MIB)).toBe(true)
  })

  test('waits for its sink', async () => {
    let running = 0
    const sink = async (): Promise<void> => {
      expect(++running).toBe(1)
      await Promise.resolve()
      running--
    }
    const writer = createZipWriter(sink, WRITTEN_AT)
    await writer.add('long', inPieces(noise(5 * MIB), 400_000))
    await writer.close()
  })

  test('goes on when a source throws, short or long, without the entry', async () => {
    async function* broken(length: number): AsyncGenerator<Uint8Array> {
      yield* inPieces(noise(length), 50_000)
      throw new Error('this blob is gone')
    }
    const bytes = await written(async writer => {
      await writer.add('first', textOf('1'))
      await expect(writer.add('short', broken(1000))).rejects.toThrow('gone')
      await expect(writer.add('long', broken(3 * MIB))).rejects.toThrow('gone')
      await expect(writer.add('promised', broken(3 * MIB), { size: 6 * MIB })).rejects.toThrow('gone')
      await writer.add('last', textOf('2'))
    })
    const whole: [string, string][] = [
      ['first', digestOf(textOf('1'))],
      ['last', digestOf(textOf('2'))],
    ]
    expect(await contentOf(await opened(bytes))).toEqual(whole)
    expect(await contentOf(await salvageArchive(memoryOf(bytes)))).toEqual([
      whole[0],
      ['long', 'wrong-checksum'],
      ['promised', 'wrong-checksum'],
      whole[1],
    ])
  })

  test('refuses a source that is longer or shorter than was promised', async () => {
    await written(async writer => {
      for (const size of [0, 2 * MIB - 1, 2 * MIB + 1]) {
        const source = inPieces(noise(2 * MIB), 65_536)
        await expect(writer.add(`of ${size}`, source, { size })).rejects.toThrow(RangeError)
        await expect(writer.add(`of ${size}`, noise(10), { size: 11 })).rejects.toThrow(RangeError)
      }
    })
  })

  test('refuses names that are unsafe, folders, or there already but for capitals', async () => {
    await written(async writer => {
      await writer.add('Café', textOf(''))
      for (const name of ['../x', '/abs', 'a\\b', 'a/', '', 'café', 'CAFE\u0301']) {
        await expect(writer.add(name, textOf('')), name).rejects.toThrow(RangeError)
      }
    })
  })

  test('takes one entry at a time and none after the end', async () => {
    const writer = createZipWriter(() => {}, WRITTEN_AT)
    const first = writer.add('a', inPieces(noise(10), 1))
    await expect(writer.add('b', noise(1))).rejects.toThrow('not ended')
    await first
    await writer.close()
    await expect(writer.add('c', noise(1))).rejects.toThrow('closed')
  })

  test('is of no more use when its sink has thrown', async () => {
    let calls = 0
    const sink = (): void => {
      if (++calls === 2) throw new Error('the disk is full')
    }
    const writer = createZipWriter(sink, WRITTEN_AT)
    await expect(writer.add('a', inPieces(noise(4 * MIB), 65_536))).rejects.toThrow('full')
    await expect(writer.close()).rejects.toThrow('failed before')
  })
})

describe('reading', () => {
  test('comes in pieces, with a verdict at the end and not before', async () => {
    const bytes = await archiveOf([{ name: 'a', source: noise(5 * MIB) }])
    const archive = await opened(bytes)
    const reading = archive.read(archive.entries[0]!)
    const pieces: Uint8Array[] = []
    for await (const piece of reading) {
      expect(reading.state()).toBe('reading')
      expect(piece.length).toBeLessThanOrEqual(MIB)
      pieces.push(piece)
    }
    expect(reading.state()).toBe('ok')
    expect(digestOf(join(pieces))).toBe(digestOf(noise(5 * MIB)))
  })

  test('asks the source once for a small entry', async () => {
    const bytes = await archiveOf([
      { name: 'a', source: noise(100_000) },
      { name: 'b', source: noise(10) },
    ])
    let reads = 0
    const source = { ...memoryOf(bytes) }
    const counting = {
      size: source.size,
      read: (offset: number, length: number) => {
        reads++
        return source.read(offset, length)
      },
    }
    const outcome = await openArchive(counting)
    if (!outcome.ok) throw new Error(outcome.problem)
    reads = 0
    await outcome.archive.readWhole(outcome.archive.entries[0]!)
    expect(reads).toBe(1)
  })
})
