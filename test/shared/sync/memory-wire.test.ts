/** The wire in memory keeps the promises of every wire, over real time; and the worse things it does to order. */
import { expect, test } from 'vitest'
import { type Clock, createMemoryLink } from '#shared/sync'
import { createVirtualClock } from '../../chaos/world/virtual-clock.ts'
import { describeWire } from '../../conformance/wire.ts'

const realTime: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

describeWire('memory', async () => {
  const link = createMemoryLink({ clock: realTime })
  const [a, b] = link.wires
  return { a, b, cut: () => link.break(), close: async () => link.break() }
})

test('a wire in memory breaks at exactly the byte it was told to', async () => {
  const clock = createVirtualClock(0)
  const { wires } = createMemoryLink({ clock, breakAfterBytes: 10, cutAt: () => 3 })
  let received = 0
  let isBroken = false
  const reading = (async () => {
    for await (const piece of wires[1].received) received += piece.length
  })().catch(() => {
    isBroken = true
  })
  await wires[0].send(new Uint8Array(8))
  await wires[0].send(new Uint8Array(8))
  await clock.pass(1)
  await reading
  expect({ received, isBroken }).toEqual({ received: 10, isBroken: true })
})

test('pieces of a wire in memory take their time and never overtake one another', async () => {
  const clock = createVirtualClock(0)
  const delays = [50, 5, 20]
  const { wires } = createMemoryLink({ clock, delayMs: () => delays.shift() ?? 0 })
  const arrivals: string[] = []
  void (async () => {
    for await (const piece of wires[1].received) arrivals.push(`${piece[0]} at ${clock.now()}`)
  })()
  for (const byte of [1, 2, 3]) await wires[0].send(Uint8Array.of(byte))
  await clock.pass(100)
  expect(arrivals).toEqual(['1 at 50', '2 at 50', '3 at 50'])
})
