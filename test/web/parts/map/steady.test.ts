/** What says the same stays the same thing. */
import { expect, test } from 'vitest'
import { createSteady } from '../../../../web/parts/map/steady.ts'

test('a list made anew of the same things is the list from before; one other thing makes it another', () => {
  const x = new Float64Array(3)
  const steady = createSteady<readonly { key: string; x: Float64Array }[]>()
  const first = steady([{ key: 'a', x }])
  expect(steady([{ key: 'a', x }])).toBe(first)
  expect(steady([{ key: 'b', x }])).not.toBe(first)
  expect(steady([{ key: 'a', x: x.slice() }])).not.toBe(first)
  expect(steady([])).toEqual([])
})

test('objects are compared by what they say, nothing and numbers by themselves', () => {
  const steady = createSteady<unknown>()
  const stretch = steady({ fromM: 1, toM: 2 })
  expect(steady({ fromM: 1, toM: 2 })).toBe(stretch)
  expect(steady({ fromM: 1, toM: 2, more: 3 })).not.toBe(stretch)
  expect(steady(null)).toBeNull()
  expect(steady(Number.NaN)).toBeNaN()
})
