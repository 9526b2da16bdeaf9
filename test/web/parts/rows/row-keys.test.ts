import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assignKeys, type RowKeys } from '../../../../web/parts/rows/row-keys.ts'

const none: RowKeys<string> = new Map()
const keysOf = (keys: RowKeys<string>) => [...keys.values()]

test('a row keeps its element, and one that comes takes over that of one that went', () => {
  const first = assignKeys(none, ['a', 'b', 'c'], false)
  expect(keysOf(first)).toEqual([0, 1, 2])
  const scrolled = assignKeys(first, ['b', 'c', 'd'], false)
  expect(Object.fromEntries(scrolled)).toEqual({ b: 1, c: 2, d: 0 })
})

test('while one holds the focus no element is taken over', () => {
  const first = assignKeys(none, ['a', 'b'], false)
  expect(Object.fromEntries(assignKeys(first, ['b', 'c'], true))).toEqual({ b: 1, c: 2 })
})

test('whatever comes and goes, no element shows two rows, rows that stay keep theirs, and few are made', () => {
  const id = fc.constantFrom(...'abcdefghijklmnop')
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(id, { maxLength: 6 }), { maxLength: 20 }), lists => {
      let keys = none
      for (const ids of lists) {
        const next = assignKeys(keys, ids, false)
        expect(new Set(keysOf(next)).size).toBe(ids.length)
        for (const each of ids) if (keys.has(each)) expect(next.get(each)).toBe(keys.get(each))
        expect(Math.max(-1, ...keysOf(next))).toBeLessThan(12)
        keys = next
      }
    }),
  )
})
