/** What passed is collected every few megabytes, by a minor collection. */
import { constants, PerformanceObserver } from 'node:perf_hooks'
import { expect, onTestFinished, test } from 'vitest'
import { createYoungCollector } from '../../../node/p2p/young-garbage.ts'

const MIB = 1024 * 1024

test('once for so many bytes, whatever pieces they passed in, and not for fewer', () => {
  const asked: unknown[] = []
  const note = createYoungCollector(options => void asked.push(options))
  for (let i = 0; i < 2 * 1024 - 1; i++) note(1024)
  expect(asked).toEqual([])
  note(1024)
  expect(asked).toEqual([{ type: 'minor' }])
  note(3 * MIB)
  note(MIB)
  expect(asked).toHaveLength(2)
})

test('this Node hands it out, and it is a minor one', async () => {
  const kinds: unknown[] = []
  const observer = new PerformanceObserver(list => {
    for (const entry of list.getEntries())
      kinds.push((entry as typeof entry & { readonly detail: { readonly kind: number } }).detail.kind)
  })
  observer.observe({ entryTypes: ['gc'] })
  onTestFinished(() => observer.disconnect())
  createYoungCollector()(2 * MIB)
  await expect.poll(() => kinds).toContain(constants.NODE_PERFORMANCE_GC_MINOR)
})
