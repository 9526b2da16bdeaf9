/**
 * A PMTiles file with picture tiles, read by byte ranges from wherever it lies.
 *
 * Nothing of the file is trusted: the header is judged first, directories and metadata are inflated with a limit, ranges
 * must lie in the file, and a tile is handed out only when it is a picture of a sane size. The package `pmtiles` knows the
 * format; these limits are what it does not have.
 */
import type { Header, PMTiles, Source } from 'pmtiles'
import { attributionOf } from './attribution.ts'
import {
  checkHeader,
  checkMagic,
  FIRST_BYTES,
  HEADER_BYTES,
  MOST_DIRECTORY_BYTES,
  MOST_METADATA_BYTES,
} from './header.ts'
import { inflate, TooLarge } from './inflate.ts'
import { pictureSizeOf } from './picture-size.ts'
import { accept, type Checked, refuse } from './problems.ts'

export interface Archive {
  readonly minZoom: number
  readonly maxZoom: number
  readonly bounds: Pick<Header, 'minLon' | 'minLat' | 'maxLon' | 'maxLat'>
  /** Plain text; null when the file names nobody. */
  readonly credit: string | null
  /** Null where the file has no picture, or none that can be shown. */
  tile(z: number, x: number, y: number): Promise<Blob | null>
}

/** Tiles are 256 or 512 pixels; double that is allowed for, and no more is decoded. */
const MOST_PICTURE_PX = 1024
const MOST_TILE_BYTES = 4 * 1024 * 1024
/** Directories kept in memory. */
const CACHED = 48

class OutOfFile extends Error {}

export const openArchive = async (file: Blob, key: string): Promise<Checked<Archive>> => {
  const first = new Uint8Array(await file.slice(0, FIRST_BYTES).arrayBuffer())
  const magic = checkMagic(first)
  if (!magic.ok) return magic
  const { bytesToHeader, Compression, PMTiles: Reader, ResolvedValueCache } = await import('pmtiles')
  const checked = checkHeader(bytesToHeader(first.slice(0, HEADER_BYTES).buffer), file.size)
  if (!checked.ok) return checked
  const header = checked.value

  const unpack =
    (mostBytes: number) =>
    async (bytes: ArrayBuffer, compression: number): Promise<ArrayBuffer> =>
      compression === Compression.Gzip ? inflate(bytes, mostBytes) : bytes
  const ofDirectories = new ResolvedValueCache(CACHED, false, unpack(MOST_DIRECTORY_BYTES))
  const source = createSource(file, key)
  const tiles = new Reader(source, ofDirectories, unpack(MOST_TILE_BYTES))
  const metadata = new Reader(source, ofDirectories, unpack(MOST_METADATA_BYTES))

  try {
    const archive: Archive = {
      minZoom: header.minZoom,
      maxZoom: header.maxZoom,
      bounds: header,
      credit: await creditOf(metadata, header),
      tile: async (z, x, y) => {
        const found = await tiles.getZxy(z, x, y)
        return found ? pictureOf(found.data) : null
      },
    }
    return await probe(tiles, header).then(isPicture => (isPicture ? accept(archive) : refuse('tiles')))
  } catch (error) {
    return refuse(error instanceof TooLarge ? 'hostile' : 'truncated')
  }
}

/** Ranges of the file and nothing beyond it; no range is larger than what is ever needed at once. */
const createSource = (file: Blob, key: string): Source => ({
  getKey: () => key,
  getBytes: async (offset, length) => {
    if (!(offset >= 0) || !(length >= 0) || length > MOST_TILE_BYTES) throw new TooLarge()
    // The first read of the format is 16 KiB, also of smaller files.
    const end = offset === 0 ? Math.min(offset + length, file.size) : offset + length
    if (end > file.size) throw new OutOfFile()
    return { data: await file.slice(offset, end).arrayBuffer() }
  },
})

const creditOf = async (reader: PMTiles, { jsonMetadataLength }: Header): Promise<string | null> =>
  jsonMetadataLength === 0 ? null : attributionOf(await reader.getMetadata())

/** Looks at the middle of the map: what the header calls pictures must be some. */
const probe = async (reader: PMTiles, header: Header): Promise<boolean> => {
  const { minZoom, minLon, maxLon, minLat, maxLat } = header
  const { tileAt } = await import('./tile-grid.ts')
  const { x, y } = tileAt({ lat: (minLat + maxLat) / 2, lon: (minLon + maxLon) / 2 }, minZoom)
  const found = await reader.getZxy(minZoom, Math.floor(x), Math.floor(y))
  return !found || pictureOf(found.data) !== null
}

const pictureOf = (data: ArrayBuffer): Blob | null => {
  const size = pictureSizeOf(new Uint8Array(data))
  if (!size || size.width > MOST_PICTURE_PX || size.height > MOST_PICTURE_PX) return null
  return new Blob([data], { type: size.type })
}
