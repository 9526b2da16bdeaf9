/**
 * An engine whose sines, powers and lengths end in other bits, as another browser's may: a thread of its own, because
 * modules compute with what was there when they were loaded. Answers the traces, and how often it was asked for a sine.
 */
import { parentPort, workerData } from 'node:worker_threads'
import type { SessionOptions } from '#shared/sim'

export interface OtherEngineAnswer {
  readonly traces: readonly Uint8Array[]
  readonly sines: number
}

let sines = 0
for (const name of ['sin', 'cos', 'tan', 'atan', 'exp', 'log'] as const) {
  const exact = Math[name]
  Math[name] = value => {
    if (name === 'sin') sines++
    return exact(value) * (1 + 2 * Number.EPSILON)
  }
}
for (const name of ['pow', 'atan2'] as const) {
  const exact = Math[name]
  Math[name] = (a, b) => exact(a, b) * (1 - 2 * Number.EPSILON)
}
const { hypot } = Math
Math.hypot = (...all) => hypot(...all) * (1 + 2 * Number.EPSILON)

const { simulateSession } = await import('#shared/sim')
const { encodeTrace } = await import('#shared/trace')
const traces = (workerData as readonly SessionOptions[]).map(options =>
  encodeTrace(simulateSession(options).trace),
)
parentPort!.postMessage({ traces, sines } satisfies OtherEngineAnswer)
