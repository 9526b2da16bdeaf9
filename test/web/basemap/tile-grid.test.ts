/** Tiles of the web lie where they belong in the flat metres of a circuit. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createProjection } from '#shared/geo'
import { piecesOf, tileAt, tilesOver, tileToLatLon, zoomFor } from '../../../web/basemap/tile-grid.ts'

const lat = fc.double({ min: -60, max: 68, noNaN: true })
const lon = fc.double({ min: -179, max: 179, noNaN: true })

describe('a tile', () => {
  test('of a place is found again from its address', () => {
    fc.assert(
      fc.property(lat, lon, fc.integer({ min: 0, max: 20 }), (at, across, z) => {
        const { x, y } = tileAt({ lat: at, lon: across }, z)
        const back = tileToLatLon(x, y, z)
        expect(back.lat).toBeCloseTo(at, 9)
        expect(back.lon).toBeCloseTo(across, 9)
      }),
    )
    // Known from the convention itself: the middle of the world.
    expect(tileAt({ lat: 0, lon: 0 }, 1)).toEqual({ x: 1, y: 1 })
  })

  test('is painted within half a metre of the truth, 10 km around a circuit, at every zoom from 10 on', () => {
    fc.assert(
      fc.property(
        lat,
        lon,
        fc.integer({ min: 10, max: 18 }),
        fc.double({ min: -5000, max: 5000, noNaN: true }),
        fc.double({ min: -5000, max: 5000, noNaN: true }),
        (originLat, originLon, z, x, y) => {
          const projection = createProjection({ lat: originLat, lon: originLon })
          const there = tileAt(projection.toLatLon(x, y), z)
          const tile = { z, x: Math.floor(there.x), y: Math.floor(there.y) }
          const [u, v] = [there.x - tile.x, there.y - tile.y]
          const piece = piecesOf(tile, projection).find(
            ({ left, top, size }) => u >= left && u <= left + size && v >= top && v <= top + size,
          )!
          const [a, b] = [(u - piece.left) / piece.size, (v - piece.top) / piece.size]
          const { northWest: nw, northEast: ne, southWest: sw } = piece
          const painted = {
            x: nw.x + a * (ne.x - nw.x) + b * (sw.x - nw.x),
            y: nw.y + a * (ne.y - nw.y) + b * (sw.y - nw.y),
          }
          // Coarser than 12 a tile is larger than its eight by eight pieces of 1 km.
          expect(Math.hypot(painted.x - x, painted.y - y)).toBeLessThan(z >= 12 ? 0.5 : 8)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('is off by less than half a metre at the worst corner of a piece, far to the north', () => {
    const projection = createProjection({ lat: 68, lon: 20 })
    for (const z of [12, 13, 14, 15, 16]) {
      const there = tileAt({ lat: 68, lon: 20 }, z)
      const tile = { z, x: Math.floor(there.x), y: Math.floor(there.y) }
      for (const { left, top, size, northWest: nw, northEast: ne, southWest: sw } of piecesOf(
        tile,
        projection,
      )) {
        const { lat, lon } = tileToLatLon(tile.x + left + size, tile.y + top + size, z)
        const truth = projection.toPoint(lat, lon)
        const painted = { x: ne.x + sw.x - nw.x, y: ne.y + sw.y - nw.y }
        expect(Math.hypot(painted.x - truth.x, painted.y - truth.y)).toBeLessThan(0.5)
      }
    }
  })

  test('is cut into pieces without holes', () => {
    const projection = createProjection({ lat: 50.4, lon: 6 })
    const pieces = piecesOf({ z: 12, x: 2116, y: 1387 }, projection)
    expect(pieces.length).toBe(49)
    expect(pieces.reduce((sum, { size }) => sum + size * size, 0)).toBeCloseTo(1, 9)
    expect(piecesOf({ z: 16, x: 33862, y: 22200 }, projection)).toHaveLength(1)
  })
})

describe('the tiles of a view', () => {
  const spa = createProjection({ lat: 50.4372, lon: 5.9714 })

  test('cover it and no more', () => {
    const tiles = tilesOver({ minX: -1000, minY: -800, maxX: 1000, maxY: 800 }, 15, spa)
    for (const [x, y] of [
      [-1000, -800],
      [1000, 800],
      [0, 0],
      [999, -799],
    ] as const) {
      const at = tileAt(spa.toLatLon(x, y), 15)
      expect(tiles).toContainEqual({ z: 15, x: Math.floor(at.x), y: Math.floor(at.y) })
    }
    expect(tiles.length).toBeLessThanOrEqual(16)
  })

  test('are none where they would be too many or the plane has no place', () => {
    expect(tilesOver({ minX: -9e4, minY: -9e4, maxX: 9e4, maxY: 9e4 }, 18, spa)).toEqual([])
    expect(tilesOver({ minX: -9e6, minY: -9e6, maxX: 9e6, maxY: 9e6 }, 2, spa)).toEqual([])
  })

  test('are as sharp as the screen, within what the file has', () => {
    const all = { minZoom: 0, maxZoom: 20 }
    expect(zoomFor(0.2, 50, all)).toBe(14)
    expect(zoomFor(2, 50, all)).toBe(18)
    expect(zoomFor(30, 50, { minZoom: 8, maxZoom: 15 })).toBe(15)
    expect(zoomFor(0.001, 50, { minZoom: 8, maxZoom: 15 })).toBe(8)
  })
})
