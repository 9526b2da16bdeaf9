/** What one seed makes of a rig file, read: only events that were written, soon, and never an exception. */
import { expect } from 'vitest'
import { bytesToEvents, EVENT_KINDS, eventsToBytes, findRecord } from '../../../../shared/sim/index.ts'
import { createDice, mutate } from '../../formats/common/fuzz.ts'
import { madeEvents } from './made.ts'

/** Any of them is read in some milliseconds; this only tells work from hanging on a busy machine. */
const HANGS_MS = 8000

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

/** A third are two files spliced, the others one with bytes flipped, cut, doubled or put elsewhere. */
export const expectOnlyWritten = (seed: number): void => {
  const dice = createDice(seed)
  const events = madeEvents(seed % 7, 6)
  const others = madeEvents(7 + (seed % 5), 3)
  const written = new Set([...events, ...others].map(event => textOf(eventsToBytes([event]))))
  const [bytes, other] = [eventsToBytes(events), eventsToBytes(others)]
  const damaged =
    seed % 3 === 0
      ? Buffer.concat([bytes.subarray(0, dice(bytes.length)), other.subarray(dice(other.length))])
      : mutate(bytes, seed)
  const started = performance.now()
  for (let at: number | null = 0; at !== null; ) {
    const read = bytesToEvents(damaged, at)
    expect(read.usedBytes, `seed ${seed}`).toBeGreaterThanOrEqual(at)
    for (const event of read.events) {
      expect(written.has(textOf(eventsToBytes([event]))), `seed ${seed}`).toBe(true)
    }
    at = read.end === 'whole' ? null : findRecord(damaged, read.usedBytes + 1, EVENT_KINDS)
  }
  expect(performance.now() - started, `seed ${seed} took too long`).toBeLessThan(HANGS_MS)
}
