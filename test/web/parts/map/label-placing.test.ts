/** Names lie beside their corner, inside the map and never on each other. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeLabels } from '../../../../web/parts/map/label-placing.ts'

const INSIDE = { left: 4, top: 4, right: 596, bottom: 396 }
const point = fc.record({
  x: fc.double({ min: 0, max: 600, noNaN: true }),
  y: fc.double({ min: 0, max: 400, noNaN: true }),
})
const label = fc.record({
  anchor: point,
  width: fc.integer({ min: 16, max: 120 }),
  height: fc.constant(20),
  wish: fc.record({
    x: fc.double({ min: -1, max: 1, noNaN: true }),
    y: fc.double({ min: -1, max: 1, noNaN: true }),
  }),
})

test('placed names fit and keep apart, whatever the circuit', () => {
  fc.assert(
    fc.property(fc.array(label, { maxLength: 40 }), fc.array(point, { maxLength: 100 }), (wishes, road) => {
      const labels = wishes.map((wish, i) => ({ ...wish, key: String(i) }))
      const boxes = placeLabels(labels, road, INSIDE).map(({ key, offset }) => {
        const { anchor, width, height } = labels[Number(key)]!
        const [x, y] = [anchor.x + offset.x, anchor.y + offset.y]
        return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 }
      })
      for (const [i, a] of boxes.entries()) {
        expect(a.left).toBeGreaterThanOrEqual(INSIDE.left)
        expect(a.right).toBeLessThanOrEqual(INSIDE.right)
        expect(a.top).toBeGreaterThanOrEqual(INSIDE.top)
        expect(a.bottom).toBeLessThanOrEqual(INSIDE.bottom)
        for (const b of boxes.slice(i + 1)) {
          const overlaps = a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
          expect(overlaps).toBe(false)
        }
      }
    }),
  )
})

test('with room a name lies where it likes to, and off the road', () => {
  const corner = { key: 'T1', anchor: { x: 300, y: 200 }, width: 30, height: 20, wish: { x: 1, y: 0 } }
  const [alone] = placeLabels([corner], [], INSIDE)
  expect(alone!.offset.x).toBeGreaterThan(20)
  expect(alone!.offset.y).toBeCloseTo(0)
  const roadOnTheRight = Array.from({ length: 60 }, (_, i) => ({ x: 300 + i * 5, y: 200 }))
  const [pushed] = placeLabels([corner], roadOnTheRight, INSIDE)
  expect(Math.abs(pushed!.offset.y)).toBeGreaterThan(10)
})

test('the first of two that want one place keeps it', () => {
  const at = { anchor: { x: 300, y: 200 }, width: 500, height: 300, wish: { x: 0, y: 1 } }
  expect(
    placeLabels(
      [
        { ...at, key: 'a', anchor: { x: 300, y: 20 } },
        { ...at, key: 'b' },
      ],
      [],
      INSIDE,
    ),
  ).toMatchObject([{ key: 'a' }])
})
