/** The bytes of the meeting lane: golden, round trip, and whatever a peer may send instead. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesToHex } from '#shared/id'
import type { DeviceId } from '#shared/logbook'
import type { MeetingPlace } from '#shared/sync'
import {
  decodeMeetingMessage,
  encodeCards,
  encodeMine,
  encodeSeek,
  encodeSigned,
  type MeetingCard,
} from '../../../../shared/sync/meeting/messages.ts'
import { circuitOf } from './town.ts'

const DEVICE = 'ab'.repeat(32) as DeviceId
const SIGNATURE = new Uint8Array(64).fill(5)
const ADDRESS: MeetingPlace = { kind: 'address', address: '/ip4/192.168.0.7/tcp/7424' }

const cardOf = (at: number, places: readonly MeetingPlace[]): MeetingCard => ({
  ...{ device: DEVICE, at, places, signature: SIGNATURE },
  signed: encodeSigned(at, places),
})

describe('messages of the meeting lane', () => {
  test('have the bytes they always had', () => {
    expect(bytesToHex(encodeSeek(8))).toBe('0208')
    const signed = '8827010a010200c0a80007021d00'
    expect(bytesToHex(encodeSigned(5000, [ADDRESS]))).toBe(signed)
    const card = `${DEVICE}${'05'.repeat(64)}0e${signed}`
    expect(bytesToHex(encodeMine(cardOf(5000, [ADDRESS])))).toBe(`01${card}`)
    expect(bytesToHex(encodeCards([cardOf(5000, [ADDRESS])]))).toBe(`0301${card}`)
  })

  test('come back as they were', () => {
    const card = cardOf(1_800_000_000_000, [ADDRESS, circuitOf('page')])
    expect(decodeMeetingMessage(encodeMine(card))).toEqual({ type: 'mine', card })
    expect(decodeMeetingMessage(encodeCards([card, card]))).toEqual({ type: 'cards', cards: [card, card] })
    expect(decodeMeetingMessage(encodeSeek(32))).toEqual({ type: 'seek', count: 32 })
  })

  test('of types and with places nobody knows yet are skipped', () => {
    expect(decodeMeetingMessage(new Uint8Array([77, 1, 2]))).toEqual({ type: 'unknown' })
    const signed = new Uint8Array([1, 2, 2, 9, 9, ...encodeSigned(1, [ADDRESS]).subarray(2), 42])
    const read = decodeMeetingMessage(encodeMine({ ...cardOf(1, []), signed }))
    expect(read).toMatchObject({ type: 'mine', card: { places: [ADDRESS], signed } })
  })

  test.each<[string, Uint8Array]>([
    ['more cards than anybody seeks', new Uint8Array([3, 33])],
    ['more sought than may be', encodeSeek(33)],
    ['a card that is too large', encodeMine({ ...cardOf(1, []), signed: new Uint8Array(1025) })],
    [
      'nine places',
      encodeMine({ ...cardOf(1, []), signed: new Uint8Array([1, 9, ...new Array(18).fill(1)]) }),
    ],
    ['a circuit by no peer', encodeMine(cardOf(1, [{ kind: 'circuit', relay: '../..', peer: 'x' }]))],
    ['nothing', new Uint8Array(0)],
  ])('%s is no message', (_what, bytes) => {
    expect(() => decodeMeetingMessage(bytes)).toThrow('')
  })

  test('C2: any bytes are a message or a complaint', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3), fc.uint8Array({ maxLength: 400 }), (type, rest) => {
        try {
          decodeMeetingMessage(new Uint8Array([type, ...rest]))
        } catch (error) {
          expect((error as Error).name).toBe('Malformed')
        }
      }),
      { numRuns: 2000 },
    )
  })
})
