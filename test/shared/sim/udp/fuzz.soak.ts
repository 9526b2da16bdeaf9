/** Ten thousand damaged datagrams; a failure names its seed. */
import fc from 'fast-check'
import { test } from 'vitest'
import { encodeAcReply, encodeBroadcast, encodeBroadcastRequest } from '#shared/sim'
import { decodeDamaged } from './fuzz.ts'
import { anyMessage, anyReply, anyRequest } from './messages.ts'

test('10,000 damaged datagrams are answered', () => {
  const samples = [
    ...fc.sample(anyMessage, { seed: 8, numRuns: 200 }).map(encodeBroadcast),
    ...fc.sample(anyRequest, { seed: 8, numRuns: 80 }).map(encodeBroadcastRequest),
    ...fc.sample(anyReply, { seed: 8, numRuns: 80 }).map(encodeAcReply),
  ]
  for (let seed = 1000; seed < 11_000; seed++) decodeDamaged(seed, samples)
})
