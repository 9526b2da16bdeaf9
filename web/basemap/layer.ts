/**
 * The background map under the road: picture tiles laid into the flat metres of the circuit.
 *
 * Not a grid layer of Leaflet's, whose tiles follow the map's own coordinates: ours are the web's Mercator tiles on a map of
 * flat metres, so each is painted by its corners into one canvas below everything else. The map's style mutes its pane, so
 * that the traces stay what one looks at.
 */
import type { Map as LeafletMap } from 'leaflet'
import type { Point, Projection } from '#shared/geo'
import { type Box, createCanvasPane, type Paint, toMetres, toPixel, type View } from '#web/parts/map'
import type { Archive } from './archive.ts'
import { createTileCache, type TileCache } from './tile-cache.ts'
import { piecesOf, type TileAddress, type TilePiece, tilesOver, zoomFor } from './tile-grid.ts'

/** Below the road's pane. */
const Z_INDEX = 200
/** Levels above a missing tile that are tried in its place. */
const COARSER = 4
/** Neighbours overlap by so much of a pixel: canvases leave a hairline between exact edges. */
const OVERLAP_PX = 0.4

/** Adds the layer to a map; the function it returns takes it away again. */
export const createBasemapLayer =
  (archive: Archive, projection: Projection) =>
  (map: LeafletMap): (() => void) => {
    const tiles = createTileCache(archive, () => pane.repaint())
    const paint: Paint = (context, view, box) => {
      context.imageSmoothingQuality = 'high'
      for (const tile of tilesInView(view, box, archive, projection)) {
        paintTile(context, view, tiles, tile, archive.minZoom, projection)
      }
    }
    const pane = createCanvasPane(map, { name: 'basemap', zIndex: Z_INDEX, paint })
    return () => {
      pane.remove()
      tiles.close()
    }
  }

export const tilesInView = (
  view: View,
  box: Box,
  archive: Pick<Archive, 'minZoom' | 'maxZoom'>,
  projection: Projection,
): TileAddress[] => {
  const northWest = toMetres(view, { x: box.left, y: box.top })
  const southEast = toMetres(view, { x: box.right, y: box.bottom })
  const ground = { minX: northWest.x, maxX: southEast.x, minY: southEast.y, maxY: northWest.y }
  return tilesOver(ground, zoomFor(view.scale, projection.origin.lat, archive), projection)
}

/** The tile, or while it is on its way the part of a coarser one that covers it. */
const paintTile = (
  context: CanvasRenderingContext2D,
  view: View,
  tiles: TileCache,
  tile: TileAddress,
  minZoom: number,
  projection: Projection,
): void => {
  const picture = tiles.get(tile)
  const pieces = piecesOf(tile, projection)
  if (picture) {
    for (const piece of pieces) paintPiece(context, view, picture, piece, piece)
    return
  }
  for (let up = 1; up <= COARSER && tile.z - up >= minZoom; up++) {
    const share = 2 ** up
    const coarser = { z: tile.z - up, x: Math.floor(tile.x / share), y: Math.floor(tile.y / share) }
    const above = tiles.peek(coarser)
    if (!above) continue
    for (const piece of pieces) {
      paintPiece(context, view, above, piece, {
        left: ((tile.x % share) + piece.left) / share,
        top: ((tile.y % share) + piece.top) / share,
        size: piece.size / share,
      })
    }
    return
  }
}

const paintPiece = (
  context: CanvasRenderingContext2D,
  view: View,
  picture: ImageBitmap,
  { northWest, northEast, southWest }: TilePiece,
  part: { readonly left: number; readonly top: number; readonly size: number },
): void => {
  const [a, b, c] = [northWest, northEast, southWest].map(p => toPixel(view, p)) as [Point, Point, Point]
  const [width, height] = [Math.hypot(b.x - a.x, b.y - a.y), Math.hypot(c.x - a.x, c.y - a.y)]
  if (!(width > 0 && height > 0)) return
  context.save()
  context.transform(b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y, a.x, a.y)
  const [overX, overY] = [OVERLAP_PX / width, OVERLAP_PX / height]
  context.drawImage(
    picture,
    part.left * picture.width,
    part.top * picture.height,
    part.size * picture.width,
    part.size * picture.height,
    -overX,
    -overY,
    1 + 2 * overX,
    1 + 2 * overY,
  )
  context.restore()
}
