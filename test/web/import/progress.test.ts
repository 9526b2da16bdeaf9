/** Progress is told often enough to be seen moving and seldom enough to cost nothing. */
import { expect, test } from 'vitest'
import type { ImportProgress } from '../../../web/workers/import-model.ts'
import { createTeller } from '../../../web/workers/import-progress.ts'

const told = (work: (tell: ReturnType<typeof createTeller>, tick: (ms: number) => void) => void) => {
  const sent: ImportProgress[] = []
  let now = 0
  work(
    createTeller(
      progress => sent.push(progress),
      () => now,
    ),
    ms => {
      now += ms
    },
  )
  return sent
}

test('a reader that reports ten thousand times a second is passed on twenty times', () => {
  const sent = told((tell, tick) => {
    for (let i = 0; i <= 10_000; i++) {
      tell('reading', i / 10_000)
      tick(0.1)
    }
  })
  expect(sent.length).toBeGreaterThanOrEqual(20)
  expect(sent.length).toBeLessThanOrEqual(22)
  expect(sent.at(-1)).toEqual({ stage: 'reading', done: 1 })
})

test('every stage is told at once, and its end', () => {
  const sent = told(tell => {
    tell('checking', 0)
    tell('checking', 1)
    tell('reading', 0)
    tell('saving', 0)
    tell('saving', 1)
  })
  expect(sent.map(({ stage, done }) => `${stage} ${done}`)).toEqual([
    'checking 0',
    'checking 1',
    'reading 0',
    'saving 0',
    'saving 1',
  ])
})

test('nothing outside 0 to 1 and nothing backwards is told', () => {
  const sent = told((tell, tick) => {
    for (const done of [-1, 0.5, 0.4, Number.NaN, 7]) {
      tell('reading', done)
      tick(100)
    }
  })
  expect(sent.map(({ done }) => done)).toEqual([0, 0.5, 1])
})
