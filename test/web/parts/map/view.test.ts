/** Metres and pixels are the same place. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundsOf, toMetres, toPixel } from '../../../../web/parts/map/view.ts'

const coordinate = fc.double({ min: -20_000, max: 20_000, noNaN: true })

test('a pixel of a place is that place again, and north is up', () => {
  fc.assert(
    fc.property(
      fc.record({ x: coordinate, y: coordinate }),
      fc.double({ min: 0.01, max: 40, noNaN: true }),
      coordinate,
      coordinate,
      (place, scale, originX, originY) => {
        const view = { scale, originX, originY, width: 800, height: 400 }
        const pixel = toPixel(view, place)
        const back = toMetres(view, pixel)
        expect(back.x).toBeCloseTo(place.x, 4)
        expect(back.y).toBeCloseTo(place.y, 4)
        expect(toPixel(view, { ...place, y: place.y + 1 }).y).toBeLessThan(pixel.y)
      },
    ),
  )
})

test('bounds leave out what is unknown, and there are none when nothing is known', () => {
  const path = { x: [Number.NaN, 3, -2], y: [9, 4, Number.NaN] }
  expect(boundsOf([path])).toEqual({ minX: 3, minY: 4, maxX: 3, maxY: 4 })
  expect(boundsOf([])).toBeNull()
  expect(boundsOf([{ x: [Number.NaN], y: [1] }])).toBeNull()
})
