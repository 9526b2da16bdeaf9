/** Datagrams of chance: an answer or a tagged failure, soon, and never an exception. */
import { expect } from 'vitest'
import { decodeAcReply, decodeAcRequest, decodeBroadcast, decodeBroadcastRequest } from '#shared/sim'
import { createDice, mutate } from '../../formats/common/fuzz.ts'

const FAILURES = ['empty', 'too-long', 'unknown-type', 'cut-short', 'unknown-length', 'unknown-operation']
const LENGTHS = [0, 1, 2, 12, 50, 212, 328, 408, 2048, 65_507, 70_000]

/** Any of these is decoded in a fraction of a millisecond; this only tells work from hanging on a busy machine. */
const HANGS_MS = 4000

export const decodeDamaged = (seed: number, samples: readonly Uint8Array[]): void => {
  const dice = createDice(seed)
  const what = `seed ${seed}`
  const length = LENGTHS[dice(LENGTHS.length)]!
  const noise = Uint8Array.from({ length }, () => dice(dice(2) === 0 ? 256 : 4))
  const started = performance.now()
  for (const bytes of [noise, mutate(samples[dice(samples.length)]!, seed).slice()]) {
    // Types that exist are more interesting than those that do not.
    if (bytes.length > 0 && dice(2) === 0) bytes[0] = [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 49, 50, 51][dice(13)]!
    for (const decode of [decodeBroadcast, decodeBroadcastRequest, decodeAcReply, decodeAcRequest]) {
      try {
        const outcome = decode(bytes)
        if (!outcome.ok) expect(FAILURES, what).toContain(outcome.why)
        else expectHonest(outcome.message, what)
      } catch (error) {
        throw new Error(`${what}: decoding threw`, { cause: error })
      }
    }
  }
  expect(performance.now() - started, `${what} took too long`).toBeLessThan(HANGS_MS)
}

const expectHonest = (value: unknown, what: string): void => {
  if (typeof value === 'string') expect(value, what).not.toMatch(/\p{Cc}/u)
  else if (typeof value === 'number') expect(Math.abs(value), what).not.toBe(Number.POSITIVE_INFINITY)
  else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) expectHonest(inner, what)
}
