/** A map file is read as it is meant, and whatever is wrong with it is refused with its own reason. */
import { gzipSync } from 'fflate'
import { zxyToTileId } from 'pmtiles'
import { describe, expect, test } from 'vitest'
import { openArchive } from '../../../web/basemap/archive.ts'
import { makeArchive, makePng, varint } from './made-archive.ts'

const RED = makePng([200, 0, 0])
const TILES = [
  { z: 1, x: 0, y: 0, bytes: RED },
  { z: 1, x: 1, y: 1, bytes: makePng([0, 200, 0]) },
  { z: 2, x: 3, y: 2, bytes: makePng([0, 0, 200], 512) },
]
const open = (bytes: Uint8Array<ArrayBuffer>) => openArchive(new Blob([bytes]), String(Math.random()))
const problemOf = async (bytes: Uint8Array<ArrayBuffer>) => {
  const opened = await open(bytes)
  return opened.ok ? 'none' : opened.problem
}
const u64 = (n: bigint): number[] => [...new Uint8Array(new BigUint64Array([n]).buffer)]

describe('a whole file', () => {
  test.each([
    { levels: 1, isPacked: true },
    { levels: 2, isPacked: true },
    { levels: 1, isPacked: false },
    { levels: 2, isPacked: false },
  ] as const)('gives its tiles: %o', async shape => {
    const opened = await open(makeArchive({ tiles: TILES, ...shape }))
    if (!opened.ok) throw new Error(opened.problem)
    const { minZoom, maxZoom, tile } = opened.value
    expect([minZoom, maxZoom]).toEqual([1, 2])
    const red = await tile(1, 0, 0)
    expect(red!.type).toBe('image/png')
    expect(new Uint8Array(await red!.arrayBuffer())).toEqual(RED)
    expect((await tile(2, 3, 2))!.size).toBe(TILES[2]!.bytes.length)
    expect(await tile(1, 0, 1)).toBeNull()
    expect(await tile(5, 0, 1)).toBeNull()
  })

  test('names its makers as text, without its markup', async () => {
    const attribution = '<a href="https://example.org">© OpenStreetMap</a> contributors &amp; others'
    const opened = await open(makeArchive({ tiles: TILES, metadata: { attribution } }))
    expect(opened.ok && opened.value.credit).toBe('© OpenStreetMap contributors & others')
    const without = await open(makeArchive({ tiles: TILES, metadata: ['odd'] }))
    expect(without.ok && without.value.credit).toBeNull()
  })
})

describe('refused', () => {
  test('what is no PMTiles file, or of another version', async () => {
    expect(await problemOf(new Uint8Array(0))).toBe('notPmtiles')
    expect(await problemOf(RED)).toBe('notPmtiles')
    expect(await problemOf(makeArchive({ tiles: TILES, broken: [[7, 2]] }))).toBe('notPmtiles')
    expect(await problemOf(makeArchive({ tiles: TILES, broken: [[7, 4]] }))).toBe('notPmtiles')
  })

  test('what is cut short, wherever it is cut', async () => {
    const whole = makeArchive({ tiles: TILES })
    for (const share of [0.02, 0.1, 0.3, 0.9, 0.999]) {
      expect(await problemOf(whole.slice(0, Math.floor(whole.length * share)))).toBe('truncated')
    }
  })

  test('tiles that are not pictures: by what the file says, and by what they are', async () => {
    const of = (type: number) => makeArchive({ tiles: TILES, broken: [[99, type]] })
    expect(await problemOf(of(1))).toBe('vector')
    expect(await problemOf(of(6))).toBe('vector')
    expect(await problemOf(of(0))).toBe('tiles')
    expect(await problemOf(of(5))).toBe('tiles')
    expect(await problemOf(of(77))).toBe('tiles')
    const lie = makeArchive({ tiles: [{ z: 0, x: 0, y: 0, bytes: Uint8Array.of(26, 200, 1, 10) }] })
    expect(await problemOf(lie)).toBe('tiles')
  })

  test('what is packed in a way no browser unpacks', async () => {
    expect(await problemOf(makeArchive({ tiles: TILES, broken: [[97, 3]] }))).toBe('packed')
    expect(await problemOf(makeArchive({ tiles: TILES, broken: [[97, 0]] }))).toBe('packed')
    expect(await problemOf(makeArchive({ tiles: TILES, broken: [[98, 4]] }))).toBe('packed')
  })

  test('lengths that cannot be right, before anything is read', async () => {
    const of = (offset: number, n: bigint) => makeArchive({ tiles: TILES, broken: [[offset, ...u64(n)]] })
    expect(await problemOf(of(16, 1n << 40n))).toBe('hostile')
    expect(await problemOf(of(16, 0n))).toBe('hostile')
    expect(await problemOf(of(8, 0n))).toBe('hostile')
    expect(await problemOf(of(8, 2n ** 64n - 1n))).toBe('hostile')
    expect(await problemOf(of(32, 1n << 30n))).toBe('hostile')
    expect(await problemOf(of(64, 1n << 50n))).toBe('truncated')
    expect(await problemOf(of(56, 2n ** 63n))).toBe('hostile')
  })

  test('zooms and bounds outside of the world', async () => {
    expect(await problemOf(makeArchive({ tiles: TILES, broken: [[101, 99]] }))).toBe('hostile')
    expect(await problemOf(makeArchive({ tiles: TILES, broken: [[100, 9]] }))).toBe('hostile')
    expect(await problemOf(makeArchive({ tiles: TILES, bounds: [10, 0, -10, 5] }))).toBe('hostile')
    expect(await problemOf(makeArchive({ tiles: TILES, bounds: [0, -89, 10, 89] }))).toBe('hostile')
  })

  test('a directory or metadata that unfolds to far more than it is', async () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(12_000_000)))
    expect(bomb.length).toBeLessThan(16_000)
    expect(await problemOf(makeArchive({ tiles: TILES, rootBytes: bomb }))).toBe('hostile')
    const long = makeArchive({ tiles: TILES, metadata: { attribution: 'x'.repeat(3_000_000) } })
    expect(await problemOf(long)).toBe('hostile')
  })

  test('a directory that counts more entries than it has', async () => {
    const counted = new Uint8Array(gzipSync(Uint8Array.from([...varint(2 ** 40), 1, 1, 1, 1])))
    expect(await problemOf(makeArchive({ tiles: TILES, rootBytes: counted }))).toBe('truncated')
  })
})

describe('a tile is not handed out', () => {
  const withTile = async (bytes: Uint8Array<ArrayBuffer>) => {
    const opened = await open(makeArchive({ tiles: [...TILES, { z: 3, x: 5, y: 5, bytes }] }))
    return opened.ok ? opened.value.tile(3, 5, 5) : null
  }

  test('when it claims to be larger than any tile', async () => {
    const huge = makePng([1, 2, 3], 4)
    new DataView(huge.buffer).setUint32(16, 60_000)
    expect(await withTile(huge)).toBeNull()
    expect(await withTile(makePng([1, 2, 3], 1024, 8))).not.toBeNull()
  })

  test('when it is a page or nothing', async () => {
    expect(
      await withTile(new TextEncoder().encode('<svg onload="alert(1)"/>') as Uint8Array<ArrayBuffer>),
    ).toBeNull()
    expect(await withTile(new Uint8Array(0))).toBeNull()
  })

  test('when its directory points outside of the file or is deeper than the format allows', async () => {
    const id = zxyToTileId(1, 0, 0)
    const outside = new Uint8Array(
      gzipSync(Uint8Array.from([1, id, 1, ...varint(100), ...varint(2 ** 45)].flat())),
    )
    const opened = await open(makeArchive({ tiles: TILES, rootBytes: outside }))
    if (opened.ok) await expect(opened.value.tile(1, 0, 0)).rejects.toThrow()
    else expect(opened.problem).toBe('truncated')
  })
})
