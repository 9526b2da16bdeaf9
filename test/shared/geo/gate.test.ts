import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createProjection,
  gateCenter,
  gateFromPoint,
  gateHeading,
  gateToDegrees,
  gateToMetres,
  gateWidth,
  metresPast,
} from '#shared/geo'

const coordinate = fc.double({ min: -3000, max: 3000, noNaN: true })
const heading = fc.double({ min: 0, max: 6.28, noNaN: true })
const width = fc.double({ min: 1, max: 100, noNaN: true })

describe('a gate', () => {
  test('driven north has its left end in the west', () => {
    const gate = gateFromPoint({ x: 10, y: 20 }, 0, 30)
    expect(gate.left.x).toBeCloseTo(-5)
    expect(gate.right.x).toBeCloseTo(25)
    expect(gate.left.y).toBeCloseTo(20)
  })

  test('driven east has its left end in the north', () => {
    const gate = gateFromPoint({ x: 0, y: 0 }, Math.PI / 2, 30)
    expect(gate.left.y).toBeCloseTo(15)
    expect(gate.right.y).toBeCloseTo(-15)
  })

  test('keeps the centre, heading and width it was made from', () => {
    fc.assert(
      fc.property(coordinate, coordinate, heading, width, (x, y, h, w) => {
        const gate = gateFromPoint({ x, y }, h, w)
        expect(gateCenter(gate).x).toBeCloseTo(x, 6)
        expect(gateCenter(gate).y).toBeCloseTo(y, 6)
        expect(gateWidth(gate)).toBeCloseTo(w, 6)
        expect(Math.cos(gateHeading(gate) - h)).toBeCloseTo(1, 9)
      }),
    )
  })

  test('is behind before it and in front after it', () => {
    fc.assert(
      fc.property(
        coordinate,
        coordinate,
        heading,
        width,
        fc.integer({ min: -500, max: 500 }),
        (x, y, h, w, d) => {
          const gate = gateFromPoint({ x, y }, h, w)
          expect(metresPast(gate, { x: x + d * Math.sin(h), y: y + d * Math.cos(h) })).toBeCloseTo(d, 6)
        },
      ),
    )
  })

  test('of no width has no front', () => {
    const gate = gateFromPoint({ x: 1, y: 2 }, 0, 0)
    expect(metresPast(gate, { x: 50, y: 60 })).toBe(0)
  })

  test('survives being stored in degrees to a micrometre', () => {
    const projection = createProjection({ lat: 43.2506, lon: 5.7917 })
    fc.assert(
      fc.property(coordinate, coordinate, heading, width, (x, y, h, w) => {
        const gate = gateFromPoint({ x, y }, h, w)
        const back = gateToMetres(gateToDegrees(gate, projection), projection)
        expect(Math.hypot(back.left.x - gate.left.x, back.left.y - gate.left.y)).toBeLessThan(1e-6)
        expect(Math.hypot(back.right.x - gate.right.x, back.right.y - gate.right.y)).toBeLessThan(1e-6)
      }),
    )
  })
})
