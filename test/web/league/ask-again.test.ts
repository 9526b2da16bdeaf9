/** Where nobody answered is asked again, ever more seldom. */
import { expect, test } from 'vitest'
import { createAskAgain } from '../../../web/league/engine/leading/ask-again.ts'

const create = () => {
  const waits: number[] = []
  let due: (() => void) | null = null
  let asked = 0
  const again = createAskAgain(
    {
      now: () => 0,
      after: (ms, run) => {
        waits.push(ms)
        due = run
        return () => {
          due = null
        }
      },
    },
    () => {
      asked++
    },
  )
  return { again, waits, isWaiting: () => due !== null, pass: () => due?.(), asked: () => asked }
}

test('nobody there is asked again after 5 s, 10 s, 20 s and at most every five minutes', () => {
  const { again, waits, pass, asked } = create()
  for (let i = 0; i < 10; i++) {
    again.answered(false)
    pass()
  }
  expect(waits.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000])
  expect(waits.at(-1)).toBe(300_000)
  expect(asked()).toBe(10)
})

test('an answer ends the asking, and the next silence begins anew', () => {
  const { again, waits, isWaiting } = create()
  again.answered(false)
  again.answered(true)
  expect(isWaiting()).toBe(false)
  again.answered(false)
  expect(waits).toEqual([5_000, 5_000])
})

test('however often something else asks meanwhile, the wait is not longer', () => {
  const { again, waits, pass, asked } = create()
  for (let i = 0; i < 20; i++) again.answered(false)
  pass()
  again.answered(false)
  expect(waits).toEqual([5_000, 10_000])
  expect(asked()).toBe(1)
})

test('what is hurried waits briefly, what is stopped not at all', () => {
  const { again, waits, isWaiting, pass } = create()
  again.answered(false)
  pass()
  again.answered(false)
  again.hurry()
  again.answered(false)
  expect(waits).toEqual([5_000, 10_000, 5_000])
  again.stop()
  expect(isWaiting()).toBe(false)
})
