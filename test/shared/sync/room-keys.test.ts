/** A room's secret goes from member to member, is believed only when the logbook names it, and stops at viewers. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Governance, PersonId, Role } from '#shared/logbook'
import { createRoomKeys, type RoomKey } from '#shared/sync'
import { decodeRoomMessage, encodeRoomMessage } from '../../../shared/sync/room-keys.ts'
import { createLanePair, createTestClock, settle } from './made.ts'

type Bytes = Uint8Array<ArrayBuffer>

const secretOf = (letter: number): Bytes => new Uint8Array(32).fill(letter)
const sha256 = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(createHash('sha256').update(bytes).digest())
const hexOf = (secret: Bytes): string => createHash('sha256').update(secret).digest('hex')

/** What each device believes; the people are those of `createLanePair`. */
const BOTH: Record<string, Role> = { a: 'driver', b: 'driver' }
const device = (rooms: readonly RoomKey[], named: RoomKey | null, roles = BOTH) => {
  const state = { rooms: [...rooms], named }
  const keys = createRoomKeys({
    governance: async () =>
      ({
        room: state.named && { epoch: state.named.epoch, commitment: hexOf(state.named.secret) },
        members: Object.entries(roles).map(([letter, role]) => ({
          person: letter.repeat(64) as PersonId,
          role,
          removed: null,
        })),
      }) as unknown as Governance,
    kept: async () => state.rooms,
    keep: async key => void state.rooms.push(key),
    sha256,
  })
  return { keys, state }
}

const ONE = { epoch: 1, secret: secretOf(1) }
const TWO = { epoch: 2, secret: secretOf(2) }

const meet = async (near: ReturnType<typeof device>, far: ReturnType<typeof device>) => {
  const pair = createLanePair(createTestClock())
  near.keys.join(pair.near)
  far.keys.join(pair.far)
  await settle()
  return pair
}

describe('the secret of a room', () => {
  test('reaches who lacks it, and the next after a removal does too', async () => {
    const admin = device([ONE], ONE)
    const member = device([], ONE)
    await meet(admin, member)
    expect(member.state.rooms).toEqual([ONE])
    admin.state.named = TWO
    admin.state.rooms.push(TWO)
    await admin.keys.look()
    await settle()
    expect(member.state.rooms).toEqual([ONE])
    member.state.named = TWO
    await member.keys.look()
    await settle()
    expect(member.state.rooms).toEqual([ONE, TWO])
  })

  test('of two admins who made one of the same number at once: whoever has the other one gets the one that counts', async () => {
    const other = { epoch: 2, secret: secretOf(3) }
    const admin = device([other], other)
    const member = device([], other)
    await meet(admin, member)
    expect(member.state.rooms).toEqual([other])
    admin.state.named = TWO
    admin.state.rooms.push(TWO)
    member.state.named = TWO
    await member.keys.look()
    await admin.keys.look()
    await settle()
    expect(member.state.rooms).toEqual([other, TWO])
  })

  test('waits for the entry that names it', async () => {
    const admin = device([ONE], ONE)
    const newcomer = device([], null)
    await meet(admin, newcomer)
    expect(newcomer.state.rooms).toEqual([])
    newcomer.state.named = ONE
    await newcomer.keys.look()
    expect(newcomer.state.rooms).toEqual([ONE])
  })

  test('waits while the logbook here still names another of its number (seed 332287)', async () => {
    const other = { epoch: 1, secret: secretOf(3) }
    const admin = device([ONE], ONE)
    const newcomer = device([], other)
    await meet(admin, newcomer)
    expect(newcomer.state.rooms).toEqual([])
    newcomer.state.named = ONE
    await newcomer.keys.look()
    expect(newcomer.state.rooms).toEqual([ONE])
  })

  test('is not what somebody says it is', async () => {
    const member = device([], ONE)
    const pair = createLanePair(createTestClock())
    member.keys.join(pair.near)
    await pair.far.send(encodeRoomMessage({ type: 'secret', epoch: 1, secret: secretOf(9) }))
    await settle()
    expect(member.state.rooms).toEqual([])
    expect(pair.near.failedAs).toBeNull()
  })

  test.each<[string, Record<string, Role>]>([
    ['a viewer', { a: 'driver', b: 'viewer' }],
    ['who is no member', { a: 'driver' }],
  ])('is not given to %s', async (_, roles) => {
    const admin = device([ONE], ONE, roles)
    const other = device([], ONE)
    await meet(admin, other)
    expect(other.state.rooms).toEqual([])
  })

  test('is asked for by who floods in vain', async () => {
    const admin = device([ONE], ONE)
    const pair = createLanePair(createTestClock())
    admin.keys.join(pair.near)
    for (let i = 0; i < 1_100 && !pair.near.failedAs; i++)
      await pair.far.send(encodeRoomMessage({ type: 'have', epoch: 0 }))
    expect(pair.near.failedAs).toBe('too-much')
    expect(pair.near.sent.filter(message => message.length > 32)).toHaveLength(1)
  })

  test('C2: any bytes are a message, an unknown one, or malformed; these are so for ever', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), bytes => {
        try {
          const message = decodeRoomMessage(bytes)
          if (message)
            expect(encodeRoomMessage(message)).toEqual(bytes.slice(0, encodeRoomMessage(message).length))
        } catch (error) {
          expect((error as Error).name).toBe('Malformed')
        }
      }),
      { numRuns: 2000 },
    )
    expect(Buffer.from(encodeRoomMessage({ type: 'secret', ...ONE })).toString('hex')).toBe(
      `0201${'01'.repeat(32)}`,
    )
    expect(Buffer.from(encodeRoomMessage({ type: 'have', epoch: 300 })).toString('hex')).toBe('01ac02')
  })
})
