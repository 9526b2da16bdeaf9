/** Events on their way out, in order: samples that follow one another become one event. */
import { SAMPLE_WIDTH, type SimEvent } from '../frames/index.ts'

/** 16 ms at 333 samples a second are six; a slow drain makes the buffers larger once. */
const FIRST_CAPACITY = 16
/** Samples of two packets in the same instant are this far apart, so that times increase strictly. */
const LEAST_STEP_MS = 0.001

export interface EventQueue {
  push(event: SimEvent): void
  /** Gives the row to fill; it is part of the next drain. */
  addSample(atMs: number): { readonly values: Float32Array; readonly from: number }
  drain(): SimEvent[]
}

export const createEventQueue = (): EventQueue => {
  let events: SimEvent[] = []
  let times = new Float64Array(FIRST_CAPACITY)
  let values = new Float32Array(FIRST_CAPACITY * SAMPLE_WIDTH)
  let count = 0
  let lastMs = Number.NEGATIVE_INFINITY

  const closeSamples = (): void => {
    if (count === 0) return
    events.push({
      kind: 'samples',
      timesMs: times.slice(0, count),
      values: values.slice(0, count * SAMPLE_WIDTH),
    })
    count = 0
  }

  return {
    push: event => {
      closeSamples()
      events.push(event)
    },
    addSample: atMs => {
      if (count === times.length) {
        const moreTimes = new Float64Array(count * 2)
        moreTimes.set(times)
        times = moreTimes
        const moreValues = new Float32Array(count * 2 * SAMPLE_WIDTH)
        moreValues.set(values)
        values = moreValues
      }
      lastMs = Math.max(atMs, lastMs + LEAST_STEP_MS)
      times[count] = lastMs
      return { values, from: count++ * SAMPLE_WIDTH }
    },
    drain: () => {
      closeSamples()
      const drained = events
      events = []
      return drained
    },
  }
}
