/** Lines moved by hand: their ends, and the set they belong to. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createPolyline,
  gateCenter,
  gateFromPoint,
  gateHeading,
  gateWidth,
  lengthOf,
  placeToGate,
} from '#shared/geo'
import {
  APART_M,
  gateOf,
  gatesToMap,
  keysOf,
  sorted,
  withGate,
  withoutSector,
  withSectorAt,
} from '../../../../web/parts/map/gate-set.ts'
import { gateTurned, gateWithEnd, LEVER_PX, leverOf } from '../../../../web/parts/map/gate-shape.ts'
import { makeLap } from './laps.ts'

const lap = makeLap()
const road = createPolyline(lap.x, lap.y)
const gate = fc
  .record({
    x: fc.double({ min: -500, max: 500, noNaN: true }),
    y: fc.double({ min: -500, max: 500, noNaN: true }),
    heading: fc.double({ min: 0, max: 6.28, noNaN: true }),
    width: fc.double({ min: 6, max: 80, noNaN: true }),
  })
  .map(({ x, y, heading, width }) => gateFromPoint({ x, y }, heading, width))
const end = fc.constantFrom('left' as const, 'right' as const)
const scale = fc.double({ min: 0.05, max: 30, noNaN: true })

describe('an end in the hand', () => {
  test('left where it is, the line stays as it is', () => {
    fc.assert(
      fc.property(gate, end, scale, (start, side, s) => {
        const same = gateWithEnd(start, side, leverOf(start, side, s), s)
        expect(same.left.x).toBeCloseTo(start.left.x, 6)
        expect(same.left.y).toBeCloseTo(start.left.y, 6)
        expect(same.right.x).toBeCloseTo(start.right.x, 6)
      }),
    )
  })

  test('points to where it was pulled, around a middle that stays', () => {
    fc.assert(
      fc.property(
        gate,
        end,
        scale,
        fc.double({ min: 0, max: 6.28, noNaN: true }),
        (start, side, s, angle) => {
          const center = gateCenter(start)
          const to = { x: center.x + 100 * Math.sin(angle), y: center.y + 100 * Math.cos(angle) }
          const pulled = gateWithEnd(start, side, to, s)
          const tip = pulled[side]
          const across = (tip.x - center.x) * Math.cos(angle) - (tip.y - center.y) * Math.sin(angle)
          expect(across).toBeCloseTo(0, 6)
          expect((tip.x - center.x) * Math.sin(angle) + (tip.y - center.y) * Math.cos(angle)).toBeGreaterThan(
            0,
          )
          expect(gateCenter(pulled).x).toBeCloseTo(center.x, 6)
          expect(gateWidth(pulled)).toBeGreaterThanOrEqual(6 - 1e-9)
          expect(gateWidth(pulled)).toBeLessThanOrEqual(80 + 1e-9)
        },
      ),
    )
  })

  test('far out it only turns; close by, a metre pulled is a metre on each side', () => {
    const start = gateFromPoint({ x: 0, y: 0 }, 0, 20)
    expect(gateWidth(gateWithEnd(start, 'right', { x: 300, y: 0 }, 0.2))).toBeCloseTo(20, 9)
    const s = 10
    expect(gateWidth(gateWithEnd(start, 'right', { x: 10 + 3, y: 0 }, s))).toBeCloseTo(26, 9)
    expect(leverOf(start, 'right', 0.2).x).toBeCloseTo(LEVER_PX / 0.2, 9)
  })

  test('turned by keys it keeps its middle and width', () => {
    const start = gateFromPoint({ x: 3, y: 4 }, 1, 20)
    const turned = gateTurned(start, 5)
    expect(gateHeading(turned)).toBeCloseTo(1 + (5 * Math.PI) / 180, 9)
    expect(gateWidth(turned)).toBeCloseTo(20, 9)
  })
})

describe('a set of lines', () => {
  const set = {
    startFinish: placeToGate(road, { s: 0, turnDeg: 0, widthM: 24 }),
    finish: null,
    sectors: [0.3, 0.7].map(part => placeToGate(road, { s: part * lengthOf(road), turnDeg: 0, widthM: 24 })),
  }

  test('has a key and a name for each', () => {
    expect(keysOf(set)).toEqual(['start', 'sector-0', 'sector-1'])
    expect(gatesToMap(set).map(({ label }) => label)).toEqual(['S/F', 'S2', 'S3'])
    expect(gatesToMap({ ...set, finish: set.startFinish }).at(-1)).toMatchObject({
      kind: 'finish',
      label: 'F',
    })
    expect(gateOf(set, 'sector-5')).toBeNull()
    expect(gateOf(set, 'finish')).toBeNull()
  })

  test('takes a new sector line in driving order, as wide as the start line, and gives it up again', () => {
    const added = withSectorAt(set, road, 0.5 * lengthOf(road))!
    expect(added.key).toBe('sector-1')
    expect(gateWidth(gateOf(added.set, added.key)!)).toBeCloseTo(24, 6)
    expect(withoutSector(added.set, added.key)).toEqual(set)
  })

  test('takes none within reach of another line, nor beside the start', () => {
    const length = lengthOf(road)
    expect(withSectorAt(set, road, 0.3 * length + APART_M / 2)).toBeNull()
    expect(withSectorAt(set, road, 5)).toBeNull()
    expect(withSectorAt(set, road, length - 5)).toBeNull()
  })

  test('keeps the key of a line dragged past another until it is put in order', () => {
    const far = placeToGate(road, { s: 0.9 * lengthOf(road), turnDeg: 0, widthM: 24 })
    const dragged = withGate(set, 'sector-0', far)
    expect(gateOf(dragged, 'sector-0')).toBe(far)
    expect(sorted(dragged, road).sectors[1]).toBe(far)
    expect(withGate(set, 'finish', far)).toEqual(set)
  })
})
