/** Typing as changes: what two people typed at once merges, whatever they typed. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TextChange } from '#web/league'
import { mapPlace, shiftChange, textChange } from '../../../web/room/text-changes.ts'

const applied = (text: string, { at, removed, inserted }: TextChange): string =>
  text.slice(0, at) + inserted + text.slice(at + removed)

const letters = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '🏁', '\n'), maxLength: 12 })

test('a change makes the text before into the text after, and cuts no letter in two', () => {
  fc.assert(
    fc.property(letters, letters, (before, after) => {
      const change = textChange(before, after)
      expect(change ? applied(before, change) : before).toBe(after)
      if (!change) return
      expect(change.inserted.isWellFormed()).toBe(true)
      expect(before.slice(change.at, change.at + change.removed).isWellFormed()).toBe(true)
    }),
  )
})

test('the caret stays at the letter it stood at', () => {
  const others = [{ at: 0, removed: 0, inserted: 'Kim: ' }]
  expect(mapPlace(3, others)).toBe(8)
  expect(mapPlace(3, [{ at: 1, removed: 4, inserted: '' }])).toBe(1)
  expect(mapPlace(3, [{ at: 3, removed: 0, inserted: 'x' }])).toBe(3)
  expect(mapPlace(0, others)).toBe(0)
})

test('what was composed while others wrote stays inside the text', () => {
  fc.assert(
    fc.property(letters, letters, letters, (base, mine, theirs) => {
      const own = textChange(base, mine)
      const other = textChange(base, theirs)
      if (!own || !other) return
      const shifted = shiftChange(own, [other])
      expect(shifted.at + shifted.removed).toBeLessThanOrEqual(theirs.length)
      expect(applied(theirs, shifted)).toContain(own.inserted)
    }),
  )
})
