import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBroadcast, encodeAcReply, encodeBroadcast, encodeBroadcastRequest } from '#shared/sim'
import { decodeDamaged } from './fuzz.ts'
import { anyMessage, anyReply, anyRequest } from './messages.ts'

const SEED = 7
const samples = [
  ...fc.sample(anyMessage, { seed: SEED, numRuns: 40 }).map(encodeBroadcast),
  ...fc.sample(anyRequest, { seed: SEED, numRuns: 20 }).map(encodeBroadcastRequest),
  ...fc.sample(anyReply, { seed: SEED, numRuns: 20 }).map(encodeAcReply),
]

test('300 damaged datagrams are answered', () => {
  for (let seed = 0; seed < 300; seed++) decodeDamaged(seed, samples)
})

describe('ACC broadcasting', () => {
  test('a message cut anywhere is cut short, or what an older game would have sent', () => {
    for (const whole of samples.slice(0, 40))
      for (let length = 1; length < whole.length; length++) {
        const outcome = decodeBroadcast(whole.subarray(0, length))
        if (outcome.ok) expect(outcome.message.kind).toBe('entry')
        else expect(outcome.why).toBe('cut-short')
      }
  })

  test('bytes behind a message are a newer game’s', () => {
    for (const whole of samples.slice(0, 40)) {
      const outcome = decodeBroadcast(whole)
      const longer = new Uint8Array(whole.length + 3)
      longer.set(whole)
      expect(decodeBroadcast(longer)).toEqual(outcome)
    }
  })

  test('lists that claim more than there is allocate nothing for it', () => {
    const claims = Uint8Array.of(4, 1, 0, 0, 0, 0xff, 0xff, 1, 0)
    expect(decodeBroadcast(claims)).toEqual({ ok: false, why: 'cut-short' })
  })

  test('no bytes and unknown types are told apart', () => {
    expect(decodeBroadcast(new Uint8Array(0))).toEqual({ ok: false, why: 'empty' })
    expect(decodeBroadcast(Uint8Array.of(99, 1))).toEqual({ ok: false, why: 'unknown-type' })
    expect(decodeBroadcast(new Uint8Array(65_508))).toEqual({ ok: false, why: 'too-long' })
  })
})
