/** What the office says and writes without a network: roles, invitations, decisions. */
import { describe, expect, test } from 'vitest'
import { bytesToHex } from '#shared/id'
import type { LeagueId, PersonId } from '#shared/logbook'
import { textToInvitation } from '#shared/sync'
import { asMillis } from '#shared/units'
import type { Answer } from '#web/league'
import type { LeagueKeeper } from '#web/workers'
import { createMembership } from '../../../web/league/engine/membership.ts'
import { createStewarding } from '../../../web/league/engine/stewarding.ts'
import { createMemoryKeeper } from './memory-keeper.ts'

const value = <T>(answer: Answer<T>): T => {
  if (!answer.ok) throw new Error(answer.message)
  return answer.value
}

const open = () => {
  const keeper = createMemoryKeeper('Sam', 'PC')
  const random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes)
  const me = async () => {
    const known = await keeper.me()
    return known.ok ? known.value : null
  }
  const membership = createMembership({
    keeper,
    random,
    me,
    sha256: async bytes => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)),
    joinPlace: 'https://paddock.test/join',
    homeAddresses: async () => ['/ip4/127.0.0.1/tcp/7420/ws', '/ip4/192.168.0.7/tcp/7422/ws'],
    now: () => Date.now(),
    changed: () => {},
  })
  const stewarding = createStewarding({ keeper, random, me: async () => (await me())?.person ?? null })
  return { keeper, membership, stewarding }
}

const NOTHING = asMillis(0)
const how = { role: 'driver', admits: true, until: null, note: '' } as const
const openInvites = async (keeper: LeagueKeeper, league: LeagueId) =>
  (await keeper.replica(league).governance())!.invites.filter(({ revoked }) => !revoked)

describe('an invitation', () => {
  test('says what it invites to, and where others than this machine are reached first', async () => {
    const { membership } = open()
    const league = value(await membership.create('league', 'Tuesday'))
    const { link } = value(await membership.invite(league, how))
    const read = textToInvitation(link)
    expect(read).toMatchObject({
      ok: true,
      value: {
        league,
        addresses: ['/ip4/192.168.0.7/tcp/7422/ws', '/ip4/127.0.0.1/tcp/7420/ws'],
        saying: { league: 'Tuesday', by: 'Sam', role: 'driver', admits: true },
      },
    })
  })

  test('is closed once, and said to be closed after that', async () => {
    const { keeper, membership } = open()
    const league = value(await membership.create('league', 'Tuesday'))
    await membership.invite(league, how)
    const [invite] = await openInvites(keeper, league)
    expect(await membership.revokeInvite(league, invite!.key)).toMatchObject({ ok: true })
    expect(await openInvites(keeper, league)).toEqual([])
    expect(await membership.revokeInvite(league, invite!.key)).toMatchObject({ ok: false })
  })
})

test('a league begins with a room secret whose hash its members agree on', async () => {
  const { keeper, membership } = open()
  const league = value(await membership.create('crew', 'Night shift'))
  const [room] = value(await keeper.league(league))!.rooms
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', room!.secret))
  const governance = await keeper.replica(league).governance()
  expect(governance?.room).toEqual({ epoch: 1, commitment: bytesToHex(digest) })
})

/** What one has and the other lacks. */
const bring = async (from: LeagueKeeper, to: LeagueKeeper, league: LeagueId): Promise<void> => {
  const [source, target] = [from.replica(league), to.replica(league)]
  for (const { device } of await source.tips()) await target.receive(await source.missing(device, [], 0, 1e6))
}

/** Somebody came by the league's one open invitation. */
const withGuest = async () => {
  const [sam, kim] = [open(), open()]
  const league = value(await sam.membership.create('league', 'Tuesday'))
  const read = textToInvitation(value(await sam.membership.invite(league, how)).link)
  if (!read.ok) throw new Error(read.kind)
  const invite = read.value.seed
  await kim.keeper.joinLeague({ id: league, use: 'league', name: '', invite, addresses: [] })
  await bring(kim.keeper, sam.keeper, league)
  await bring(sam.keeper, kim.keeper, league)
  return { sam, kim, league, person: value(await kim.keeper.me()).person }
}

test('whoever came by an invitation stays when it is closed', async () => {
  const { sam, kim, league, person } = await withGuest()
  const [invite] = await openInvites(sam.keeper, league)
  await sam.membership.revokeInvite(league, invite!.key)
  await bring(sam.keeper, kim.keeper, league)
  const governance = await kim.keeper.replica(league).governance()
  expect(governance?.members.find(member => member.person === person)?.role).toBe('driver')
})

test('somebody who is removed knows neither the room nor an open invitation any more', async () => {
  const { sam, kim, league, person } = await withGuest()
  const [before] = await openInvites(sam.keeper, league)
  expect(await sam.membership.remove(league, person, 'left the team')).toMatchObject({ ok: true })
  await bring(sam.keeper, kim.keeper, league)
  const governance = await kim.keeper.replica(league).governance()
  expect(governance?.members.find(member => member.person === person)?.removed?.reason).toBe('left the team')
  expect(governance?.room?.epoch).toBe(2)
  const after = await openInvites(kim.keeper, league)
  expect(after).toHaveLength(1)
  expect(after[0]!.key).not.toBe(before!.key)
  const rooms = value(await sam.keeper.league(league))!.rooms
  expect(rooms.map(({ epoch }) => epoch)).toEqual([1, 2])
})

describe('a steward', () => {
  const lap = { session: 'ab'.repeat(16), row: 0, number: 3 }

  test('gives a reason for every decision, and takes back only what they decided', async () => {
    const { keeper, membership, stewarding } = open()
    const league = value(await membership.create('league', 'Tuesday'))
    const { person } = value(await keeper.me())
    const pointer = { ...lap, league, author: person }
    expect(await stewarding.decide(pointer, 'void-lap', ' ', NOTHING)).toMatchObject({ ok: false })
    expect(await stewarding.decide(pointer, 'void-lap', 'cut T1', NOTHING)).toMatchObject({ ok: true })
    const other = `${'cd'.repeat(32)} ${'ef'.repeat(16)}`
    expect(await stewarding.takeBackDecision(league, other)).toMatchObject({ ok: false })
    const own = `${person} ${'ef'.repeat(16)}`
    expect(await stewarding.takeBackDecision(league, own)).toMatchObject({ ok: true })
  })

  test('is who the league says: a driver hears that they are none', async () => {
    const sam = open()
    const kim = open()
    const league = value(await sam.membership.create('league', 'Tuesday'))
    const pointer = { ...lap, league, author: 'ab'.repeat(32) as PersonId }
    expect(await kim.stewarding.decide(pointer, 'note', 'x', NOTHING)).toMatchObject({ ok: false })
    expect(await kim.membership.saveSettings(league, { name: 'x', about: '', addresses: [] })).toMatchObject({
      ok: false,
    })
  })
})
