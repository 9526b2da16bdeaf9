/**
 * Where the square tiles of web maps lie in the flat metres of a circuit.
 *
 * Tiles are cut in the web's Mercator projection (on a sphere, of WGS 84 angles); laps lie on a plane that touches the
 * ellipsoid. A tile is drawn in straight-edged pieces of at most `PIECE_M`, laid by three of their corners: at the fourth,
 * where it is most, the picture is off by L²·tan φ / R, 0.4 m at 68° of latitude and less than a pixel at any zoom a
 * tile is drawn at.
 */
import type { LatLon, Point, Projection } from '#shared/geo'

export interface TileAddress {
  readonly z: number
  readonly x: number
  readonly y: number
}

const PIECE_M = 1000
/** Coarse tiles are larger than the plane is true; cut finer than this they cost more than they show. */
const MOST_PIECES = 8

const EQUATOR_M = 2 * Math.PI * 6_378_137
const TILE_PX = 256

/** With fractions: the whole numbers are the tile, the rest the place on it (y grows to the south). */
export const tileAt = ({ lat, lon }: LatLon, z: number): Point => {
  const sin = Math.sin((lat * Math.PI) / 180)
  const count = 2 ** z
  return {
    x: ((lon + 180) / 360) * count,
    y: (0.5 - Math.atanh(sin) / (2 * Math.PI)) * count,
  }
}

export const tileToLatLon = (x: number, y: number, z: number): LatLon => {
  const count = 2 ** z
  return {
    lat: (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / count))) * 180) / Math.PI,
    lon: (x / count) * 360 - 180,
  }
}

/** A piece of a tile: which part of the picture (0 to 1) and where three of its corners lie in metres. */
export interface TilePiece {
  readonly left: number
  readonly top: number
  readonly size: number
  readonly northWest: Point
  readonly northEast: Point
  readonly southWest: Point
}

export const piecesOf = ({ z, x, y }: TileAddress, { origin, toPoint }: Projection): TilePiece[] => {
  const tileM = (EQUATOR_M * Math.cos((origin.lat * Math.PI) / 180)) / 2 ** z
  const count = Math.max(1, Math.min(MOST_PIECES, Math.ceil(tileM / PIECE_M)))
  const size = 1 / count
  const corner = (column: number, row: number): Point => {
    const { lat, lon } = tileToLatLon(x + column * size, y + row * size, z)
    return toPoint(lat, lon)
  }
  return Array.from({ length: count * count }, (_, k) => {
    const [column, row] = [k % count, Math.floor(k / count)]
    return {
      left: column * size,
      top: row * size,
      size,
      northWest: corner(column, row),
      northEast: corner(column + 1, row),
      southWest: corner(column, row + 1),
    }
  })
}

/** The zoom whose tiles are about as sharp as the screen, within what the file has. */
export const zoomFor = (
  pxPerMetre: number,
  latitude: number,
  { minZoom, maxZoom }: { readonly minZoom: number; readonly maxZoom: number },
): number => {
  const ideal = Math.log2((EQUATOR_M * Math.cos((latitude * Math.PI) / 180) * pxPerMetre) / TILE_PX)
  // A picture may be drawn up to 1.3 times its size before the next finer one is taken.
  return Math.max(minZoom, Math.min(maxZoom, Math.ceil(ideal - 0.4)))
}

/** A screen is a few dozen tiles; a file whose coarsest tiles are many more is not drawn so far out. */
const MOST_TILES = 160

/** The tiles over a rectangle of the ground; none when that would be too many. */
export const tilesOver = (
  { minX, minY, maxX, maxY }: { minX: number; minY: number; maxX: number; maxY: number },
  z: number,
  { toLatLon }: Projection,
): TileAddress[] => {
  const corners = [
    [minX, minY],
    [minX, maxY],
    [maxX, minY],
    [maxX, maxY],
  ].map(([x, y]) => tileAt(toLatLon(x!, y!), z))
  if (corners.some(({ x, y }) => !Number.isFinite(x + y))) return []
  const last = 2 ** z - 1
  const range = (values: number[]): [number, number] => [
    Math.max(0, Math.floor(Math.min(...values))),
    Math.min(last, Math.floor(Math.max(...values))),
  ]
  const [left, right] = range(corners.map(({ x }) => x))
  const [top, bottom] = range(corners.map(({ y }) => y))
  if ((right - left + 1) * (bottom - top + 1) > MOST_TILES) return []
  const tiles: TileAddress[] = []
  for (let y = top; y <= bottom; y++) for (let x = left; x <= right; x++) tiles.push({ z, x, y })
  return tiles
}
