/** What is said about who leads is read back, and whatever else arrives is ignored. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readLeaderMessage, type TabId, toLeaderMessage } from '../../../web/leader/messages.ts'

const A = 'a'.repeat(32) as TabId
const B = 'b'.repeat(32) as TabId

test('what was said is what is heard', () => {
  for (const message of [
    { kind: 'leads', from: A },
    { kind: 'ping', from: A, n: 7 },
    { kind: 'pong', from: B, n: 7, to: A },
  ] as const) {
    expect(readLeaderMessage(structuredClone(toLeaderMessage(message)))).toEqual(message)
  }
})

test('a tab of another version is understood, for it shares the lock', () => {
  const newer = { ...(toLeaderMessage({ kind: 'ping', from: A, n: 1 }) as object), v: 9, more: 'words' }
  expect(readLeaderMessage(newer)).toEqual({ kind: 'ping', from: A, n: 1 })
})

test('anything else is nothing', () => {
  for (const none of [
    null,
    'leads',
    { kind: 'leads' },
    { kind: 'leads', from: 'x' },
    { kind: 'ping', from: A },
    { kind: 'ping', from: A, n: 0.5 },
    { kind: 'pong', from: A, n: 1, to: 'me' },
    { kind: 'abdicates', from: A, n: 1 },
  ]) {
    expect(readLeaderMessage(none)).toBeNull()
  }
})

test('any value at all is answered without throwing', () => {
  const fields = fc.record(
    {
      kind: fc.oneof(fc.constantFrom('leads', 'ping', 'pong'), fc.anything()),
      from: fc.oneof(fc.constant(A), fc.anything()),
      n: fc.anything(),
      to: fc.anything(),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fields), value => {
      const message = readLeaderMessage(value)
      expect(message === null || ['leads', 'ping', 'pong'].includes(message.kind)).toBe(true)
    }),
  )
})
