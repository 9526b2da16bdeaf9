/** What is due is given out a moment after the last change, one publishing at a time. */
import { expect, test } from 'vitest'
import { startPublishing } from '../../../web/league/engine/leading/publishing.ts'

const createHandClock = () => {
  const due = new Set<() => void>()
  return {
    clock: {
      now: () => 0,
      after: (_: number, run: () => void) => {
        due.add(run)
        return () => void due.delete(run)
      },
    },
    /** All that waits comes due. */
    pass: async (): Promise<void> => {
      const runs = [...due]
      due.clear()
      for (const run of runs) run()
      await new Promise(resolve => setImmediate(resolve))
    },
    waiting: () => due.size,
  }
}

const start = () => {
  const time = createHandClock()
  const under: PromiseWithResolvers<void>[] = []
  let change: () => void = () => {}
  let most = 0
  let open = 0
  const publishing = startPublishing({
    keeper: {
      async publishDue() {
        const gate = Promise.withResolvers<void>()
        under.push(gate)
        most = Math.max(most, ++open)
        await gate.promise
        open--
        return { ok: true, value: { published: 0, withdrawn: 0 } }
      },
    },
    clock: time.clock,
    watchSessions: run => {
      change = run
      return () => {
        change = () => {}
      }
    },
    onFault: error => {
      throw error
    },
  })
  return { ...time, publishing, under, change: () => change(), most: () => most }
}

test('many changes in a row are given out once', async () => {
  const { change, pass, under } = start()
  for (let i = 0; i < 20; i++) change()
  await pass()
  expect(under).toHaveLength(1)
})

test('what changes while it gives out is given out after that, never at the same time', async () => {
  const { change, pass, under, most } = start()
  await pass()
  change()
  await pass()
  expect(under).toHaveLength(1)
  under[0]!.resolve()
  await pass()
  await pass()
  expect(under).toHaveLength(2)
  expect(most()).toBe(1)
})

test('a tab that leads no more gives nothing out', async () => {
  const { publishing, change, pass, under, waiting } = start()
  publishing.stop()
  change()
  await pass()
  expect(waiting()).toBe(0)
  expect(under).toHaveLength(0)
})
