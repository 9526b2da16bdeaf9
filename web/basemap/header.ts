/**
 * The header of a PMTiles file, judged before anything it points to is read.
 *
 * PMTiles version 3: 127 bytes, little-endian; the root directory lies within the first 16 KiB. Everything it names must lie
 * inside the file, and what will be held in memory must be small: the package that reads directories trusts these numbers.
 */
import type { Header } from 'pmtiles'
import { accept, type Checked, refuse } from './problems.ts'

export const HEADER_BYTES = 127
/** By the format: whoever reads the first 16 KiB has the header and the root directory. */
export const FIRST_BYTES = 16_384

/** Larger than any real one: attributions and layer names are a few kilobytes. */
export const MOST_METADATA_BYTES = 256 * 1024
/** Leaf directories of a map of the whole planet are some 100 KiB. */
export const MOST_DIRECTORY_BYTES = 1024 * 1024
/** Beyond this tiles are smaller than a parking space. */
const MOST_ZOOM = 22
/** Where the square world of web maps ends. */
const MOST_LAT = 85.06

const MAGIC = 'PMTiles'
const VERSION = 3

const TILE = { vector: [1, 6], pictures: [2, 3, 4] } as const
const COMPRESSION = { unknown: 0, none: 1, gzip: 2 } as const

/** Whether the first bytes say what they must; nothing else of a file is looked at before. */
export const checkMagic = (first: Uint8Array): Checked<null> => {
  const text = String.fromCharCode(...first.subarray(0, MAGIC.length))
  if (text !== MAGIC || first[MAGIC.length] !== VERSION) return refuse('notPmtiles')
  return first.length < HEADER_BYTES ? refuse('truncated') : accept(null)
}

export const checkHeader = (header: Header, fileBytes: number): Checked<Header> => {
  const { rootDirectoryOffset: root, rootDirectoryLength: rootLength } = header
  const sections = [
    [root, rootLength],
    [header.jsonMetadataOffset, header.jsonMetadataLength],
    [header.leafDirectoryOffset, header.leafDirectoryLength ?? 0],
    [header.tileDataOffset, header.tileDataLength ?? 0],
  ] as const
  if (sections.some(([offset, length]) => !Number.isSafeInteger(offset + length))) return refuse('hostile')
  if (root < HEADER_BYTES || rootLength === 0 || root + rootLength > FIRST_BYTES) return refuse('hostile')
  if (header.jsonMetadataLength > MOST_METADATA_BYTES) return refuse('hostile')
  if (sections.some(([offset, length]) => offset + length > fileBytes)) return refuse('truncated')
  if (TILE.vector.some(type => type === header.tileType)) return refuse('vector')
  if (!TILE.pictures.some(type => type === header.tileType)) return refuse('tiles')
  const { unknown, none, gzip } = COMPRESSION
  const internal: number = header.internalCompression
  const ofTiles: number = header.tileCompression
  if (internal !== none && internal !== gzip) return refuse('packed')
  if (ofTiles !== unknown && ofTiles !== none && ofTiles !== gzip) return refuse('packed')
  return areBoundsPossible(header) ? accept(header) : refuse('hostile')
}

const areBoundsPossible = ({ minZoom, maxZoom, minLon, maxLon, minLat, maxLat }: Header): boolean =>
  minZoom <= maxZoom &&
  maxZoom <= MOST_ZOOM &&
  minLon < maxLon &&
  minLat < maxLat &&
  minLon >= -180 &&
  maxLon <= 180 &&
  minLat >= -MOST_LAT &&
  maxLat <= MOST_LAT
