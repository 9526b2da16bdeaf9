/** Zip files as they should be, and made to hurt. */

import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../../../shared/formats/common/index.ts'
import { crc32, openZip, type Zip, type ZipLimits } from '../../../../shared/formats/zip/index.ts'
import { mutate } from '../common/fuzz.ts'

const LIMITS: ZipLimits = {
  maxEntries: 100,
  maxEntryBytes: 64 << 20,
  maxTotalBytes: 128 << 20,
  maxRatio: 100,
}
/** fflate stamps entries with the clock otherwise. */
const MTIME = new Date(2020, 5, 1)

const open = async (bytes: Uint8Array, limits: Partial<ZipLimits> = {}): Promise<Zip> => {
  const opened = await openZip(memorySource('a.zip', bytes), { ...LIMITS, ...limits })
  if (!opened.ok) throw new Error(opened.problem)
  return opened.zip
}
const problemOf = async (bytes: Uint8Array, limits: Partial<ZipLimits> = {}): Promise<string> => {
  const opened = await openZip(memorySource('a.zip', bytes), { ...LIMITS, ...limits })
  if (!opened.ok) return opened.problem
  for (const entry of opened.zip.entries) {
    const outcome = await opened.zip.read(entry)
    if (!outcome.ok) return outcome.problem
  }
  return 'none'
}

describe('a zip file', () => {
  test('gives back what was put in, stored or deflated', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.stringMatching(/^[a-z_/]{1,20}$/), fc.uint8Array({ maxLength: 5000 }), {
          maxKeys: 5,
        }),
        fc.constantFrom(0, 6) as fc.Arbitrary<0 | 6>,
        async (files, level) => {
          const { entries, read } = await open(zipSync(files, { level, mtime: MTIME }))
          expect(entries.map(({ name }) => name).sort()).toEqual(Object.keys(files).sort())
          for (const entry of entries) {
            const outcome = await read(entry)
            expect(outcome.ok && Array.from(outcome.bytes)).toEqual(Array.from(files[entry.name]!))
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  test('may have a comment behind it', async () => {
    const zip = zipSync({ a: Uint8Array.of(1, 2, 3) }, { mtime: MTIME })
    const longer = new Uint8Array(zip.length + 500)
    longer.set(zip)
    expect((await open(longer)).entries).toHaveLength(1)
  })

  test('checks what it hands out against the checksum', async () => {
    const zip = zipSync({ a: new Uint8Array(1000).map((_, i) => i) }, { level: 0, mtime: MTIME })
    zip[500] = zip[500]! ^ 1
    expect(await problemOf(zip)).toBe('damaged')
  })
})

test('the checksum is that of every zip program', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
  expect(crc32(new Uint8Array(0))).toBe(0)
})

describe('bombs', () => {
  const bomb = (bytes: number): Uint8Array =>
    zipSync({ a: new Uint8Array(bytes) }, { level: 9, mtime: MTIME })

  test('an entry that is too large is not inflated', async () => {
    expect(await problemOf(bomb(3 << 20), { maxEntryBytes: 2 << 20 })).toBe('too-large')
  })

  test('an archive that shrinks too well is not inflated beyond a little', async () => {
    const files = Object.fromEntries(['a', 'b', 'c'].map(name => [name, new Uint8Array(10 << 20)]))
    const zip = await open(zipSync(files, { level: 9, mtime: MTIME }))
    const outcomes = []
    for (const entry of zip.entries) outcomes.push(await zip.read(entry))
    expect(outcomes.map(outcome => (outcome.ok ? 'ok' : outcome.problem))).toEqual([
      'ok',
      'too-large',
      'too-large',
    ])
  })

  test('an entry that is more than it says is not inflated further', async () => {
    const zip = bomb(8 << 20)
    const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
    // The size stands in the list of contents, 24 bytes behind its signature.
    for (let at = 0; at + 4 <= zip.length; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 1000, true)
    }
    expect(await problemOf(zip)).toBe('damaged')
  })

  test('an entry that claims more than deflate can give takes no memory', async () => {
    const zip = bomb(1000)
    const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
    for (let at = 0; at + 4 <= zip.length; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 60 << 20, true)
    }
    expect(await problemOf(zip)).toBe('damaged')
  })

  test('too many entries are refused before they are listed', async () => {
    const files = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`${i}`, new Uint8Array(0)]))
    expect(await problemOf(zipSync(files, { mtime: MTIME }))).toBe('too-many')
  })
})

describe('damage', () => {
  const good = zipSync({ 'session.json': new Uint8Array(300), b: new Uint8Array(2000) }, { mtime: MTIME })

  test('cut anywhere, it has no list of contents', async () => {
    for (let length = 0; length < good.length; length++) {
      expect(await problemOf(good.subarray(0, length)), `cut at ${length}`).toBe('no-directory')
    }
  })

  test('of any kind ends with an answer', async () => {
    for (let seed = 1; seed <= 300; seed++) {
      expect(typeof (await problemOf(mutate(good, seed))), `seed ${seed}`).toBe('string')
    }
  })
})
