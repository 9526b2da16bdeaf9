/** Whose cursor can be shown on whose desk. */
import { expect, test } from 'vitest'
import { isSameRoad, onOwnRoad } from '../../../web/room/roads.ts'

const spa = { layout: 'a', name: 'Spa · Grand Prix', lengthM: 7004 }

test.each([
  ['the same layout, another line', { ...spa, lengthM: 6990 }, true],
  ['a layout of one’s own of the same name', { ...spa, layout: 'b', name: ' spa · grand prix' }, true],
  ['the same name, another layout of it', { ...spa, layout: 'b', lengthM: 5100 }, false],
  ['another road', { ...spa, layout: 'b', name: 'Monza' }, false],
])('%s', (_, other, isSame) => {
  expect(isSameRoad(spa, other)).toBe(isSame)
})

test('roads without a name are the same only when they are one', () => {
  const nameless = { layout: 'a', name: '', lengthM: 4245 }
  expect(isSameRoad(nameless, { ...nameless, layout: 'b' })).toBe(false)
  expect(isSameRoad(nameless, nameless)).toBe(true)
})

test('a place is carried over by share of the way', () => {
  expect(onOwnRoad(spa, { at: 'desk', road: { ...spa, lengthM: 7104 }, cursorM: 3552 })).toBeCloseTo(3502)
  expect(onOwnRoad(spa, { at: 'desk', road: spa, cursorM: null })).toBeNull()
  expect(onOwnRoad(spa, { at: 'desk', road: null, cursorM: 12 })).toBeNull()
})
