/** A line as a person moves it lies where it is said to lie. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createPolyline,
  gateCenter,
  gateToPlace,
  gateWidth,
  lengthOf,
  movedBy,
  placeToGate,
  turnedBy,
  WIDTH_M,
  widenedBy,
} from '#shared/geo'

/** A circle of 200 m radius, driven clockwise. */
const angles = Array.from({ length: 361 }, (_, i) => (i * Math.PI) / 180)
const ring = createPolyline(
  angles.map(a => 200 * Math.sin(a)),
  angles.map(a => 200 * Math.cos(a)),
)
const place = fc.record({
  s: fc.double({ min: 0, max: lengthOf(ring), noNaN: true }),
  turnDeg: fc.integer({ min: -89, max: 89 }),
  widthM: fc.integer({ min: WIDTH_M.least, max: WIDTH_M.most }),
})

test('a place makes a gate across the road there, and the gate gives the place back', () => {
  fc.assert(
    fc.property(place, there => {
      const gate = placeToGate(ring, there)
      const center = gateCenter(gate)
      expect(Math.hypot(center.x, center.y)).toBeCloseTo(200, 0)
      expect(gateWidth(gate)).toBeCloseTo(there.widthM, 6)
      const back = gateToPlace(ring, gate)
      const apart = Math.abs(back.s - there.s)
      expect(Math.min(apart, lengthOf(ring) - apart)).toBeLessThan(0.5)
      // At the seam of the ring the road is taken over half the distance.
      expect(Math.abs(back.turnDeg - there.turnDeg)).toBeLessThanOrEqual(3)
    }),
  )
})

test('straight across the road, left is on the left of who drives there', () => {
  // At the top of the ring one drives east.
  const gate = placeToGate(ring, { s: 0, turnDeg: 0, widthM: 20 })
  expect(gate.left.y).toBeGreaterThan(gate.right.y)
})

test('moving past the end goes on at the beginning; turning and widening stay within their limits', () => {
  const start = { s: 5, turnDeg: 175, widthM: WIDTH_M.most }
  expect(movedBy(ring, start, -10).s).toBeCloseTo(lengthOf(ring) - 5, 6)
  expect(movedBy(ring, { ...start, s: lengthOf(ring) - 1 }, 10).s).toBeCloseTo(9, 6)
  expect(turnedBy(start, 10).turnDeg).toBe(-175)
  expect(widenedBy(start, 5).widthM).toBe(WIDTH_M.most)
  expect(widenedBy({ ...start, widthM: WIDTH_M.least }, -5).widthM).toBe(WIDTH_M.least)
})
