/** PMTiles files of our own making: pictures of one colour each, with whatever header a test wishes to be wrong. */
import { gzipSync, zlibSync } from 'fflate'
import { zxyToTileId } from 'pmtiles'

export interface MadeTile {
  readonly z: number
  readonly x: number
  readonly y: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

export interface ArchiveWish {
  readonly tiles: readonly MadeTile[]
  readonly metadata?: unknown
  /** Two: one leaf directory for all tiles. */
  readonly levels?: 1 | 2
  readonly isPacked?: boolean
  readonly bounds?: readonly [west: number, south: number, east: number, north: number]
  /** Written over the header at the end: offset and bytes. */
  readonly broken?: readonly (readonly [offset: number, ...bytes: number[]])[]
  readonly rootBytes?: Uint8Array<ArrayBuffer>
}

const text = new TextEncoder()

export const makeArchive = (wish: ArchiveWish): Uint8Array<ArrayBuffer> => {
  const { metadata = { name: 'test' }, levels = 1, isPacked = true } = wish
  const pack = (bytes: Uint8Array<ArrayBuffer>) => (isPacked ? new Uint8Array(gzipSync(bytes)) : bytes)
  const tiles = wish.tiles
    .map(tile => ({ ...tile, id: zxyToTileId(tile.z, tile.x, tile.y) }))
    .toSorted((a, b) => a.id - b.id)
  let at = 0
  const entries = tiles.map(({ id, bytes }) => {
    const entry = { id, offset: at, length: bytes.length, run: 1 }
    at += bytes.length
    return entry
  })
  const all = pack(directory(entries))
  const leaf = levels === 2 ? all : new Uint8Array(0)
  const root =
    wish.rootBytes ??
    (levels === 2 ? pack(directory([{ id: entries[0]!.id, offset: 0, length: leaf.length, run: 0 }])) : all)
  const json = pack(text.encode(JSON.stringify(metadata)) as Uint8Array<ArrayBuffer>)
  const header = new Uint8Array(127)
  const view = new DataView(header.buffer)
  header.set(text.encode('PMTiles'))
  header[7] = 3
  const sections = [root.length, json.length, leaf.length, at]
  let offset = 127
  for (const [i, length] of sections.entries()) {
    view.setBigUint64(8 + 16 * i, BigInt(offset), true)
    view.setBigUint64(16 + 16 * i, BigInt(length), true)
    offset += length
  }
  for (const place of [72, 80, 88]) view.setBigUint64(place, BigInt(tiles.length), true)
  header.set([1, isPacked ? 2 : 1, 1, 2], 96)
  header[100] = Math.min(...tiles.map(({ z }) => z))
  header[101] = Math.max(...tiles.map(({ z }) => z))
  const [west, south, east, north] = wish.bounds ?? [-180, -85, 180, 85]
  for (const [i, degrees] of [west, south, east, north].entries()) {
    view.setInt32(102 + 4 * i, Math.round(degrees * 1e7), true)
  }
  for (const [where, ...bytes] of wish.broken ?? []) header.set(bytes, where)
  return join([header, root, json, leaf, ...tiles.map(({ bytes }) => bytes)])
}

const directory = (
  entries: readonly {
    readonly id: number
    readonly offset: number
    readonly length: number
    readonly run: number
  }[],
): Uint8Array<ArrayBuffer> => {
  const out: number[] = [...varint(entries.length)]
  for (const [i, { id }] of entries.entries()) out.push(...varint(id - (entries[i - 1]?.id ?? 0)))
  for (const { run } of entries) out.push(...varint(run))
  for (const { length } of entries) out.push(...varint(length))
  for (const { offset } of entries) out.push(...varint(offset + 1))
  return Uint8Array.from(out)
}

export const varint = (n: number): number[] => {
  const bytes: number[] = []
  for (let rest = n; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest]
    bytes.push((rest % 128) | 128)
  }
}

const join = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** A picture of one colour with a darker left and upper edge, so that tiles are told apart by eye. */
export const makePng = (
  [r, g, b]: readonly [number, number, number],
  width = 256,
  height = width,
): Uint8Array<ArrayBuffer> => {
  const rows = new Uint8Array((3 * width + 1) * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const part = x < 2 || y < 2 ? 0.5 : 1
      rows.set([r * part, g * part, b * part], y * (3 * width + 1) + 1 + 3 * x)
    }
  }
  const size = new Uint8Array(13)
  const view = new DataView(size.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  size.set([8, 2, 0, 0, 0], 8)
  return join([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', size),
    chunk('IDAT', zlibSync(rows)),
    chunk('IEND', new Uint8Array(0)),
  ])
}

const chunk = (kind: string, data: Uint8Array): Uint8Array => {
  const body = join([text.encode(kind), data])
  const out = new Uint8Array(body.length + 8)
  const view = new DataView(out.buffer)
  view.setUint32(0, data.length)
  out.set(body, 4)
  view.setUint32(body.length + 4, crc32(body))
  return out
}

const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}
