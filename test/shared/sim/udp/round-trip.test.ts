import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeAcReply,
  decodeBroadcast,
  decodeBroadcastRequest,
  encodeAcReply,
  encodeBroadcast,
  encodeBroadcastRequest,
  MAX_DATAGRAM_BYTES,
} from '#shared/sim'
import { anyMessage, anyReply, anyRequest } from './messages.ts'

describe('messages come back as they were sent', () => {
  test('from ACC', () => {
    fc.assert(
      fc.property(anyMessage, message => {
        expect(decodeBroadcast(encodeBroadcast(message))).toEqual({ ok: true, message })
      }),
      { numRuns: 300 },
    )
  })

  test('to ACC', () => {
    fc.assert(
      fc.property(anyRequest, message => {
        expect(decodeBroadcastRequest(encodeBroadcastRequest(message))).toEqual({ ok: true, message })
      }),
      { numRuns: 300 },
    )
  })

  test('from AC1', () => {
    fc.assert(
      fc.property(anyReply, message => {
        expect(decodeAcReply(encodeAcReply(message))).toEqual({ ok: true, message })
      }),
      { numRuns: 300 },
    )
  })
})

describe('what a datagram can hold', () => {
  const register = (displayName: string) =>
    encodeBroadcastRequest({
      kind: 'register',
      version: 4,
      displayName,
      connectionPassword: '',
      updateMs: 250,
      commandPassword: '',
    })

  test('a long text is carried whole, one that fits no datagram is a bug of the caller', () => {
    const long = 'ö'.repeat(20_000)
    expect(decodeBroadcastRequest(register(long))).toMatchObject({ ok: true, message: { displayName: long } })
    expect(() => register('x'.repeat(MAX_DATAGRAM_BYTES))).toThrow(RangeError)
  })

  test('control characters and bad UTF-8 do not reach a screen', () => {
    const bytes = register('ab\u0007\u202ac')
    expect(decodeBroadcastRequest(bytes)).toMatchObject({ message: { displayName: 'ab\u202ac' } })
    bytes[5] = 0xff
    expect(decodeBroadcastRequest(bytes)).toMatchObject({
      message: { displayName: expect.stringContaining('\ufffd') },
    })
  })
})
