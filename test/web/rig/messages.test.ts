/** Whatever comes through the socket is a message, of a newer bridge, or nothing; and never an error. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMessage } from '../../../web/rig/messages.ts'

const kindOf = (value: unknown): string => readMessage(JSON.stringify(value)).kind

test('a message of the contract is read', () => {
  expect(readMessage('{"type":"confirmed","lap":"00112233445566778899aabbccddeeff","more":1}')).toEqual({
    kind: 'message',
    message: { type: 'confirmed', lap: '00112233445566778899aabbccddeeff' },
  })
})

test('a message of a type that came later is no fault', () => {
  expect(kindOf({ type: 'weather-radar', map: [] })).toBe('unknown')
})

test.for([
  [{ type: 'welcome', v: 1 }],
  [{ type: 'confirmed', lap: '../etc/passwd' }],
  [{ type: 'refused', why: 'because', message: '' }],
  [{ type: 'paired', token: 'x'.repeat(201) }],
  [{ type: 'laps', laps: Array(51).fill({}), more: false }],
  [{ type: 7 }],
  [{}],
  [null],
  [[1, 2]],
] as const)('%j does not fit', ([value]) => {
  expect(kindOf(value)).toBe('broken')
})

test('half a text, an endless one and any other are no message', () => {
  expect(readMessage('{"type":"conf').kind).toBe('broken')
  expect(readMessage(`"${'x'.repeat(5_000_000)}"`).kind).toBe('broken')
  for (const texts of [fc.string(), fc.json()])
    fc.assert(
      fc.property(texts, text => {
        expect(readMessage(text).kind).not.toBe('message')
      }),
    )
})
