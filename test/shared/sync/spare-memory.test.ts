/** Memory that is used again is never two people's at once. */
import { expect, test } from 'vitest'
import { giveBack, SPARE_BYTES, takeMemory } from '../../../shared/sync/spare-memory.ts'

test('what was given back is taken again, once, however often and in whatever view it was given', () => {
  const memory = takeMemory()
  expect(memory.length).toBe(SPARE_BYTES)
  giveBack(memory.subarray(37))
  giveBack(memory)
  const taken = Array.from({ length: 3 }, takeMemory)
  expect(new Set(taken.map(({ buffer }) => buffer)).size).toBe(3)
  expect(taken.filter(({ buffer }) => buffer === memory.buffer)).toHaveLength(1)
})

test('what was never taken is not kept, and of what was no more than a few', () => {
  const strange = new Uint8Array(SPARE_BYTES + 1)
  giveBack(strange)
  expect(takeMemory().buffer).not.toBe(strange.buffer)
  const many = new Set(Array.from({ length: 100 }, () => takeMemory().buffer))
  for (const buffer of many) giveBack(new Uint8Array(buffer))
  let known = 0
  for (let i = 0; i < 100; i++) if (many.has(takeMemory().buffer)) known++
  expect(known).toBe(16)
})
