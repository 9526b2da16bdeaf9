/** A map of the ground around a place: a chequerboard of two greens, so that where it lies can be measured. */
import { createProjection, type LatLon } from '#shared/geo'
import { tileAt } from '../../../web/basemap/tile-grid.ts'
import { type MadeTile, makeArchive, makePng } from './made-archive.ts'

export const PLACE: LatLon = { lat: 50.4372, lon: 5.9714 }
export const projection = createProjection(PLACE)

export const LIGHT = [190, 210, 170] as const
export const DARK = [120, 160, 110] as const

/** Light where x + y of the tile's address is even. */
export const isLight = (x: number, y: number): boolean => (x + y) % 2 === 0

export const tilesAround = (zooms: readonly number[], reach = 3): MadeTile[] => {
  const [light, dark] = [makePng(LIGHT), makePng(DARK)]
  return zooms.flatMap(z => {
    const at = tileAt(PLACE, z)
    const side = 2 * reach + 1
    return Array.from({ length: side * side }, (_, k) => {
      const [x, y] = [Math.floor(at.x) - reach + (k % side), Math.floor(at.y) - reach + Math.floor(k / side)]
      return { z, x, y, bytes: isLight(x, y) ? light : dark }
    })
  })
}

export const regionFile = (
  name = 'spa.pmtiles',
  { zooms = [13, 14, 15], attribution = '<b>© Our own</b> surveyors' } = {},
): File => {
  const bytes = makeArchive({
    tiles: tilesAround(zooms),
    metadata: { attribution },
    bounds: [PLACE.lon - 0.05, PLACE.lat - 0.05, PLACE.lon + 0.05, PLACE.lat + 0.05],
  })
  return new File([bytes], name)
}
