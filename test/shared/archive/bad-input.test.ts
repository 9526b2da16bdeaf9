/** F3: archives made to hurt. Each is an answer, none hands out a byte it should not. */
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { openArchive } from '../../../shared/archive/index.ts'
import {
  altered,
  archiveOf,
  contentOf,
  digestOf,
  join,
  memoryOf,
  noise,
  opened,
  placesOf,
  textOf,
  verdictsOf,
} from './made.ts'

/** fflate stamps entries with the clock otherwise. */
const MTIME = new Date(2020, 5, 1)
const LOCAL = 0x04034b50
const ITEM = 0x02014b50
const END = 0x06054b50

const deflated = (files: Record<string, Uint8Array>): Uint8Array => zipSync(files, { level: 9, mtime: MTIME })
const stored = (files: Record<string, Uint8Array>): Uint8Array => zipSync(files, { level: 0, mtime: MTIME })
const bomb = (bytes: number): Uint8Array => deflated({ a: new Uint8Array(bytes) })

/** Both headers of every entry get the same number. */
const inAllItems = (bytes: Uint8Array, alter: (view: DataView, at: number) => void): Uint8Array =>
  altered(bytes, view => {
    for (const at of placesOf(bytes, ITEM)) alter(view, at)
  })

describe('F3 an archive', () => {
  test('that others packed is read, stored or deflated', async () => {
    const files = {
      'a/b.txt': textOf('some text '.repeat(1000)),
      c: noise(200_000),
      empty: new Uint8Array(0),
    }
    for (const bytes of [stored(files), deflated(files)]) {
      const wanted = Object.entries(files).map(([name, content]) => [name, digestOf(content)])
      expect(await contentOf(await opened(bytes))).toEqual(wanted)
    }
  })

  test.each([
    '../x',
    '/etc/passwd',
    'a\\b',
    'C:x',
    'nul',
    'a/../../b',
    'a\u202eb',
  ])('slip: an entry called %j is not handed out', async name => {
    expect(await verdictsOf(stored({ [name]: textOf('x') }))).toEqual(['unsafe-name'])
  })

  test('bomb: an entry that is too large is not inflated', async () => {
    expect(await verdictsOf(bomb(3 << 20), { maxEntryBytes: 2 << 20 })).toEqual(['too-large'])
  })

  test('bomb: entries beyond the total are not inflated, those before are', async () => {
    const files = { a: noise(1000), b: noise(1000), c: noise(10) }
    expect(await verdictsOf(stored(files), { maxTotalBytes: 1500 })).toEqual(['ok', 'too-large', 'ok'])
  })

  test('bomb: an archive that shrinks too well is not inflated beyond a little', async () => {
    const files = Object.fromEntries(['a', 'b', 'c'].map(name => [name, new Uint8Array(10 << 20)]))
    expect(await verdictsOf(deflated(files))).toEqual(['ok', 'too-large', 'too-large'])
  })

  test('bomb: entries that share bytes are not handed out, but for the last of them', async () => {
    const good = stored({ a: noise(500), b: noise(500) })
    const [first] = placesOf(good, LOCAL)
    const bytes = inAllItems(good, (view, at) => view.setUint32(at + 42, first!, true))
    // The second item has another name than the header it points at.
    expect(await verdictsOf(bytes)).toEqual(['overlap', 'damaged'])
  })

  test('bomb: an entry whose own header makes it reach into the next is not handed out', async () => {
    const good = stored({ a: noise(500), b: noise(500) })
    const bytes = altered(good, view => view.setUint16(placesOf(good, LOCAL)[0]! + 28, 100, true))
    expect(await verdictsOf(bytes)).toEqual(['overlap', 'ok'])
  })

  test('100,000 entries are listed, and refused where fewer are allowed', async () => {
    const bytes = await archiveOf(
      Array.from({ length: 100_000 }, (_, i) => ({ name: `${i}`, source: new Uint8Array(0) })),
    )
    expect((await opened(bytes)).entries).toHaveLength(100_000)
    expect(await verdictsOf(bytes, { maxEntries: 99_999 })).toEqual(['too-many'])
    expect(await verdictsOf(bytes, { maxDirectoryBytes: 1 << 20 })).toEqual(['too-many'])
  })

  test('duplicate names: none of them is handed out, for nobody knows which is meant', async () => {
    const good = stored({ a: noise(5), b: noise(6), c: noise(7) })
    const bytes = altered(good, view => {
      for (const signature of [LOCAL, ITEM])
        view.setUint8(placesOf(good, signature)[1]! + (signature === LOCAL ? 30 : 46), 0x61)
    })
    expect(await verdictsOf(bytes)).toEqual(['duplicate-name', 'duplicate-name', 'ok'])
  })

  test('encrypted entries are not handed out', async () => {
    const bytes = inAllItems(stored({ a: noise(5) }), (view, at) => view.setUint16(at + 8, 1, true))
    expect(await verdictsOf(bytes)).toEqual(['encrypted'])
  })

  test('a symbolic link is not handed out, what zip programs read from a pipe is', async () => {
    const withMode = (mode: number): Uint8Array =>
      inAllItems(stored({ a: textOf('/etc/passwd') }), (view, at) => view.setUint16(at + 40, mode, true))
    expect(await verdictsOf(withMode(0o120777))).toEqual(['link'])
    expect(await verdictsOf(withMode(0o010644))).toEqual(['ok'])
  })

  test('a method nobody has heard of is not guessed', async () => {
    const bytes = inAllItems(stored({ a: noise(5) }), (view, at) => view.setUint16(at + 10, 93, true))
    expect(await verdictsOf(bytes)).toEqual(['unknown-method'])
  })

  test('a wrong checksum is found', async () => {
    const bytes = stored({ a: noise(1000) })
    expect(await verdictsOf(altered(bytes, view => view.setUint8(500, view.getUint8(500) ^ 1)))).toEqual([
      'wrong-checksum',
    ])
  })

  test('a size that is a lie is found, and costs no memory', async () => {
    for (const size of [0, 999, 60 << 20, 0xfffffffe]) {
      for (const good of [stored({ a: noise(1000) }), deflated({ a: noise(1000) })]) {
        const bytes = inAllItems(good, (view, at) => view.setUint32(at + 24, size, true))
        expect(await verdictsOf(bytes), `${size}`).toEqual(['wrong-size'])
      }
    }
  })

  test('an entry that is more than it says is not inflated further', async () => {
    const bytes = inAllItems(bomb(8 << 20), (view, at) => view.setUint32(at + 24, 10_000, true))
    expect(await verdictsOf(bytes)).toEqual(['wrong-size'])
  })

  test('deflated data that is none is found', async () => {
    const good = deflated({ a: textOf('some text '.repeat(1000)) })
    expect(await verdictsOf(altered(good, view => view.setUint32(31, 0xffffffff, true)))).toEqual(['damaged'])
  })

  test('an entry that is not where the list says is found', async () => {
    const good = stored({ a: noise(1000) })
    for (const at of [1, 900, 0xfffffff0]) {
      const bytes = inAllItems(good, (view, item) => view.setUint32(item + 42, at, true))
      expect(['damaged', 'overlap'], `${at}`).toContain((await verdictsOf(bytes))[0])
    }
  })

  test('an entry that says it is large without saying how large is found', async () => {
    const bytes = inAllItems(stored({ a: noise(5) }), (view, at) => view.setUint32(at + 42, 0xffffffff, true))
    expect(await verdictsOf(bytes)).toEqual(['damaged'])
  })

  test('an entry called otherwise by its own header is not handed out', async () => {
    const bytes = altered(stored({ a: noise(5) }), view => view.setUint8(30, 0x62))
    expect(await verdictsOf(bytes)).toEqual(['damaged'])
  })

  test('a folder with bytes in it is not handed out', async () => {
    expect(await verdictsOf(stored({ 'a/': noise(5), 'b/': new Uint8Array(0) }))).toEqual([
      'wrong-size',
      'ok',
    ])
  })

  test('cut anywhere has no list of contents', async () => {
    const good = await archiveOf([
      { name: 'session.json', source: noise(300) },
      { name: 'inner.zip', source: stored({ a: noise(30) }) },
    ])
    for (let length = 0; length < good.length; length++) {
      expect(await verdictsOf(good.subarray(0, length)), `cut at ${length}`).toEqual(['no-directory'])
    }
  })

  test('whose comment is full of end records is answered without reading its list again and again', async () => {
    const good = stored(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`${i}`, noise(1)])))
    const end = good.subarray(placesOf(good, END)[0]!)
    const bytes = join([good, ...Array.from({ length: 2900 }, () => end)])
    let read = 0
    const source = memoryOf(bytes)
    const outcome = await openArchive({
      size: source.size,
      read: (offset, length) => {
        read += Math.min(length, source.size - offset)
        return source.read(offset, length)
      },
    })
    expect(outcome).toEqual({ ok: false, problem: 'no-directory' })
    expect(read).toBeLessThan(2 * bytes.length)
  })
})
