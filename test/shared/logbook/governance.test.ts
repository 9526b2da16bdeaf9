import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Governance,
  governanceOf,
  lineageOf,
  type Role,
  type Tip,
  type VerifiedEntry,
  verdict,
  winnerOf,
} from '#shared/logbook'
import { asEpochMillis } from '#shared/units'
import { foundLeague, invitationOf, joinLeague, type Scribe, START } from './scribe.ts'

const member = (by: Scribe, who: Scribe, role: Role, rev = 0, until: readonly Tip[] = []): VerifiedEntry =>
  by.say('member', who.person, { name: who.name, role, until }, { rev })

const remove = (by: Scribe, who: Scribe, rev: number, last: readonly Tip[] = []): VerifiedEntry =>
  by.say('revoke', who.person, { what: 'person', person: who.person, last, reason: 'Enough.' }, { rev })

const invite = (by: Scribe, name: string, body: { role?: Role; admits?: boolean; until?: number } = {}) => {
  const invitation = invitationOf(name)
  by.say('invite', invitation.key, {
    role: body.role ?? 'driver',
    admits: body.admits ?? true,
    until: body.until === undefined ? null : asEpochMillis(body.until),
    note: name,
  })
  return invitation
}

const govern = (...scribes: readonly Scribe[]): Governance =>
  governanceOf(
    scribes.flatMap(({ said }) => said),
    scribes[0]!.league,
  )

const judge = (scribes: readonly Scribe[], entry: VerifiedEntry): string =>
  verdict(govern(...scribes), lineageOf(scribes.flatMap(({ said }) => said)), entry)

/** Name and role of who is in, in order of seniority; with a minus who was removed. */
const roll = ({ members }: Governance): string[] =>
  members.map(({ name, role, removed }) => `${removed ? '-' : ''}${name} ${role}`)

const founded = () => {
  const sam = foundLeague('Sam')
  const join = (name: string) => joinLeague(sam.league, name)
  return { sam, join }
}

describe('a league', () => {
  test('begins with its founder, who is its admin', () => {
    const { sam } = founded()
    const governance = govern(sam)
    expect(roll(governance)).toEqual(['Sam admin'])
    expect(governance.name).toBe('Tuesday league')
    expect(governance.founder).toBe(sam.person)
    expect(governance.devices.map(({ device, name }) => [device, name])).toEqual([
      [sam.device, 'Sam’s device'],
    ])
  })

  test('is not governed without its genesis entry', () => {
    const { sam, join } = founded()
    const kim = join('Kim')
    expect(() => governanceOf(kim.said, sam.league)).toThrow(RangeError)
  })

  test('takes in who an admin names, and whom an invitation admits', () => {
    const { sam, join } = founded()
    const kim = join('Kim')
    member(sam, kim, 'steward')
    const lee = joinLeague(sam.league, 'Lee', invite(sam, 'Tuesday'))
    const governance = govern(sam, kim, lee)
    expect(roll(governance)).toEqual(['Sam admin', 'Kim steward', 'Lee driver'])
    expect(governance.members[2]!.admittedBy).toBe(sam.person)
  })

  test('lets wait who holds an invitation that asks for approval, until an admin names them', () => {
    const { sam } = founded()
    const kim = joinLeague(sam.league, 'Kim', invite(sam, 'ask', { admits: false }))
    const session = kim.say('session', 'ab'.repeat(16), null)
    expect(govern(sam, kim).waiting.map(({ name, role }) => [name, role])).toEqual([['Kim', 'driver']])
    expect(judge([sam, kim], session)).toBe('waiting')
    member(sam, kim, 'driver')
    expect(govern(sam, kim).waiting).toEqual([])
    expect(judge([sam, kim], session)).toBe('counts')
  })

  test('knows nobody whose invitation was made by somebody who may not', () => {
    const { sam, join } = founded()
    const kim = join('Kim')
    member(sam, kim, 'steward')
    const lee = joinLeague(sam.league, 'Lee', invite(kim, 'mine'))
    const governance = govern(sam, kim, lee)
    expect(roll(governance)).toEqual(['Sam admin', 'Kim steward'])
    expect(governance.notices).toMatchObject([{ kind: 'not-entitled', person: kim.person, what: 'invite' }])
    expect(judge([sam, kim, lee], lee.said[0]!)).toBe('void')
  })

  test('lets those wait who came by an invitation since revoked, unless an admin named them', () => {
    const { sam } = founded()
    const link = invite(sam, 'leaked')
    const kim = joinLeague(sam.league, 'Kim', link)
    const lee = joinLeague(sam.league, 'Lee', link)
    expect(roll(govern(sam, kim, lee))).toHaveLength(3)
    member(sam, kim, 'driver')
    sam.say('invite', link.key, null, { rev: 1 })
    const governance = govern(sam, kim, lee)
    expect(roll(governance)).toEqual(['Sam admin', 'Kim driver'])
    expect(governance.waiting.map(({ name }) => name)).toEqual(['Lee'])
    expect(governance.invites).toMatchObject([{ key: link.key, revoked: true, note: 'leaked' }])
  })

  test('lets those wait who come after an invitation ended', () => {
    const { sam } = founded()
    const link = invite(sam, 'short', { until: START - 1 })
    const kim = joinLeague(sam.league, 'Kim', link)
    expect(govern(sam, kim).waiting.map(({ name }) => name)).toEqual(['Kim'])
  })

  test('is as it was on an earlier day', () => {
    const { sam, join } = founded()
    const kim = join('Kim')
    const admission = member(sam, kim, 'driver')
    const all = [...sam.said, ...kim.said]
    const before = asEpochMillis(admission.entry.at - 1)
    expect(roll(governanceOf(all, sam.league, { asOf: before }))).toEqual(['Sam admin'])
    expect(roll(governanceOf(all, sam.league, { asOf: admission.entry.at }))).toHaveLength(2)
  })

  test('is called what the last admin called it, of equal revisions the senior one', () => {
    const { sam, join } = founded()
    const kim = join('Kim')
    member(sam, kim, 'admin')
    const settings = (name: string) => ({ name, about: '', addresses: [] })
    sam.say('league-settings', '', settings('Sam’s'))
    kim.say('league-settings', '', settings('Kim’s'))
    expect(govern(sam, kim).name).toBe('Sam’s')
    kim.say('league-settings', '', settings('Kim’s again'), { rev: 1 })
    expect(govern(sam, kim).name).toBe('Kim’s again')
    kim.say('league-settings', '', settings('for ever'), { rev: 2 ** 32 - 1 })
    sam.say('league-settings', '', settings('No.'), { rev: 2 ** 31 })
    expect(govern(sam, kim).name).toBe('No.')
  })

  test('gives a relay what an admin granted it, and takes it back', () => {
    const { sam, join } = founded()
    const relay = join('Relay')
    member(sam, relay, 'viewer')
    const result = relay.say('result', 'cd'.repeat(16), null)
    expect(judge([sam, relay], result)).toBe('not-entitled')
    sam.say('grant', relay.person, { may: ['results', 'hold'] })
    expect(judge([sam, relay], result)).toBe('counts')
    expect(govern(sam, relay).grants).toEqual([{ person: relay.person, may: ['results', 'hold'] }])
    sam.say('grant', relay.person, null, { rev: 1 })
    expect(govern(sam, relay).grants).toEqual([])
  })
})

describe('seniority', () => {
  const withAdmins = () => {
    const { sam, join } = founded()
    const [kim, lee, max] = [join('Kim'), join('Lee'), join('Max')]
    member(sam, kim, 'admin')
    member(sam, lee, 'admin')
    member(sam, max, 'driver')
    return { sam, kim, lee, max, all: [sam, kim, lee, max] }
  }

  test('two admins remove each other: the earlier admitted prevails', () => {
    const { kim, lee, all } = withAdmins()
    remove(lee, kim, 1, [kim.tip()])
    remove(kim, lee, 1, [lee.tip()])
    const governance = govern(...all)
    expect(roll(governance)).toEqual(['Sam admin', 'Kim admin', '-Lee admin', 'Max driver'])
    expect(governance.notices).toMatchObject([{ kind: 'overruled', by: lee.person, on: kim.person }])
  })

  test('a junior neither removes nor demotes an elder, whatever date or revision they write', () => {
    const { sam, kim, lee, all } = withAdmins()
    remove(lee, sam, 2 ** 32 - 1)
    member(lee, kim, 'viewer', 2 ** 32 - 1)
    const governance = govern(...all)
    expect(roll(governance)).toEqual(['Sam admin', 'Kim admin', 'Lee admin', 'Max driver'])
    expect(governance.notices.map(({ kind }) => kind)).toEqual(['overruled', 'overruled'])
  })

  test('any admin may remove or promote who is none', () => {
    const { lee, max, all } = withAdmins()
    member(lee, max, 'steward', 1)
    expect(roll(govern(...all)).at(-1)).toBe('Max steward')
    remove(lee, max, 2)
    expect(roll(govern(...all)).at(-1)).toBe('-Max steward')
  })

  test('what a removed admin said after the named entry is void, what they said before stands', () => {
    const { sam, lee, max, all } = withAdmins()
    const nia = joinLeague(sam.league, 'Nia')
    const oli = joinLeague(sam.league, 'Oli')
    member(lee, nia, 'driver')
    const last = lee.tip()
    const late = member(lee, oli, 'driver')
    remove(sam, lee, 1, [last])
    const scribes = [...all, nia, oli]
    expect(roll(govern(...scribes))).toEqual([
      'Sam admin',
      'Kim admin',
      '-Lee admin',
      'Max driver',
      'Nia driver',
    ])
    expect(judge(scribes, late)).toBe('void')
    expect(judge(scribes, max.said[0]!)).toBe('counts')
  })

  test('a device of a removed person that is not named is void altogether', () => {
    const { sam, max, all } = withAdmins()
    const phone = max.another(1)
    const session = phone.say('session', 'ab'.repeat(16), null)
    expect(judge([...all, phone], session)).toBe('counts')
    remove(sam, max, 1, [max.tip()])
    expect(judge([...all, phone], session)).toBe('void')
  })

  test('a removed person comes back by the word of the same or a senior admin only', () => {
    const { sam, kim, lee, max, all } = withAdmins()
    remove(kim, max, 1, [max.tip()])
    const tooJunior = member(lee, max, 'driver', 2)
    expect(roll(govern(...all)).at(-1)).toBe('-Max driver')
    expect(govern(...all).notices).toMatchObject([{ kind: 'overruled', entry: tooJunior.hash }])
    member(kim, max, 'driver', 3)
    expect(roll(govern(...all)).at(-1)).toBe('Max driver')
    remove(lee, max, 4)
    member(sam, max, 'steward', 5)
    expect(roll(govern(...all)).at(-1)).toBe('Max steward')
  })

  test('an invitation lets nobody back in who was removed', () => {
    const { sam, max, all } = withAdmins()
    remove(sam, max, 1, [max.tip()])
    const phone = max.another(1, invite(sam, 'Tuesday'))
    const governance = govern(...all, phone)
    expect(roll(governance).at(-1)).toBe('-Max driver')
    expect(governance.waiting).toEqual([])
  })

  test('the office of admin comes back from whoever took it, or a senior', () => {
    const { sam, kim, lee, all } = withAdmins()
    member(sam, lee, 'driver', 1, [lee.tip()])
    member(kim, lee, 'admin', 2)
    expect(roll(govern(...all))).toContain('Lee driver')
    member(sam, lee, 'admin', 3)
    expect(roll(govern(...all))).toEqual(['Sam admin', 'Kim admin', 'Lee admin', 'Max driver'])
  })

  test('who resigned comes back with the rank of somebody new', () => {
    const { sam, kim, all } = withAdmins()
    member(sam, sam, 'driver', 1, [sam.tip()])
    expect(roll(govern(...all))[0]).toBe('Sam driver')
    member(kim, sam, 'admin', 2)
    expect(roll(govern(...all))[0]).toBe('Sam admin')
    remove(sam, kim, 1)
    expect(roll(govern(...all))).toContain('Kim admin')
    remove(kim, sam, 3, [sam.tip()])
    expect(roll(govern(...all))[0]).toBe('-Sam admin')
  })

  test('the last admin cannot leave, resign or be missed', () => {
    const { sam, join } = founded()
    const kim = join('Kim')
    member(sam, kim, 'driver')
    const goodbye = remove(sam, sam, 1, [sam.tip()])
    const governance = govern(sam, kim)
    expect(roll(governance)).toEqual(['Sam admin', 'Kim driver'])
    expect(governance.notices).toEqual([{ kind: 'last-admin', person: sam.person, entry: goodbye.hash }])
  })

  test('two admins who resign at once do not leave the league alone', () => {
    const { sam, join } = founded()
    const kim = join('Kim')
    member(sam, kim, 'admin')
    member(sam, sam, 'driver', 1, [sam.tip()])
    member(kim, kim, 'driver', 1, [kim.tip()])
    const admins = govern(sam, kim).members.filter(({ role }) => role === 'admin')
    expect(admins).toHaveLength(1)
  })

  test('a member leaves, and comes back by themselves', () => {
    const { max, all } = withAdmins()
    remove(max, max, 1, [max.tip()])
    expect(roll(govern(...all)).at(-1)).toBe('-Max driver')
    max.say('revoke', max.person, null, { rev: 2 })
    expect(roll(govern(...all)).at(-1)).toBe('Max driver')
  })

  test('who was removed does not come back by themselves', () => {
    const { sam, max, all } = withAdmins()
    remove(sam, max, 1, [max.tip()])
    max.say('revoke', max.person, null, { rev: 2 })
    expect(roll(govern(...all)).at(-1)).toBe('-Max driver')
  })

  test('decisions of a former steward stand up to the named entry', () => {
    const { sam, max, all } = withAdmins()
    member(sam, max, 'steward', 1)
    const early = max.say('decision', '01'.repeat(16), null)
    member(sam, max, 'driver', 2, [max.tip()])
    const late = max.say('decision', '02'.repeat(16), null)
    expect(judge(all, early)).toBe('counts')
    expect(judge(all, late)).toBe('not-entitled')
  })
})

describe('a revoked device', () => {
  const revokedAt = (last: (laptop: Scribe) => Tip | null) => {
    const { sam } = founded()
    const laptop = sam.another(1)
    laptop.say('session', '01'.repeat(16), null)
    const tip = last(laptop)
    const session = laptop.say('session', '02'.repeat(16), null, { at: START })
    sam.say('revoke', laptop.device, {
      what: 'device',
      device: laptop.device,
      last: tip,
      certificate: new Uint8Array(64),
    })
    return { sam, laptop, session }
  }

  test('says nothing after the named entry, whatever date it writes', () => {
    const { sam, laptop, session } = revokedAt(device => device.tip())
    expect(judge([sam, laptop], session)).toBe('void')
    expect(judge([sam, laptop], laptop.said[1]!)).toBe('counts')
    const standing = govern(sam, laptop).devices.find(({ device }) => device === laptop.device)
    expect(standing?.revoked).toMatchObject({ by: sam.person, last: { seq: 1 } })
  })

  test('says nothing at all when no entry is named', () => {
    const { sam, laptop } = revokedAt(() => null)
    expect(laptop.said.map(entry => judge([sam, laptop], entry))).toEqual(['void', 'void', 'void'])
  })

  test('says nothing on a branch that does not hold the named entry', () => {
    const { sam } = founded()
    const laptop = sam.another(1)
    const thief = laptop.fork()
    const own = laptop.say('session', '01'.repeat(16), null)
    const stolen = thief.say('session', '02'.repeat(16), null)
    sam.say('revoke', laptop.device, {
      what: 'device',
      device: laptop.device,
      last: laptop.tip(),
      certificate: new Uint8Array(64),
    })
    expect(judge([sam, laptop, thief], own)).toBe('counts')
    expect(judge([sam, laptop, thief], stolen)).toBe('void')
    expect(govern(sam, laptop, thief).notices).toEqual([
      { kind: 'fork', device: laptop.device, person: sam.person, seq: 1, branches: 2 },
    ])
  })

  test('is revoked by its own person only', () => {
    const { sam, join } = founded()
    const kim = join('Kim')
    member(sam, kim, 'admin')
    const session = sam.say('session', '01'.repeat(16), null)
    kim.say('revoke', sam.device, {
      what: 'device',
      device: sam.device,
      last: null,
      certificate: new Uint8Array(64),
    })
    expect(judge([sam, kim], session)).toBe('counts')
  })
})

test('of one key the highest revision speaks, then the lowest hash', () => {
  const { sam } = founded()
  const other = sam.fork()
  const [a, b] = [sam.say('car', '01'.repeat(16), 1), other.say('car', '01'.repeat(16), 2)]
  const c = sam.say('car', '01'.repeat(16), 3, { rev: 1 })
  expect(winnerOf([a, b])).toBe(a.hash < b.hash ? a : b)
  expect(winnerOf([a, c, b])).toBe(c)
  expect(winnerOf([])).toBeNull()
})

test('replicas that hold the same entries are governed alike, in whatever order they came', () => {
  fc.assert(
    fc.property(quarrel(), fc.infiniteStream(fc.nat()), ({ entries, league }, numbers) => {
      const shuffled = [...entries]
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = numbers.next().value! % (i + 1)
        ;[shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!]
      }
      const governance = governanceOf(entries, league)
      expect(governanceOf(shuffled, league)).toEqual(governance)
      expect(governance.members.some(({ role, removed }) => role === 'admin' && !removed)).toBe(true)
    }),
    { numRuns: 200 },
  )
})

/** Five people who do to each other whatever one can do, forks and revoked devices among it. */
const quarrel = () =>
  fc
    .array(
      fc.record({
        by: fc.nat(6),
        on: fc.nat(4),
        deed: fc.constantFrom('member', 'remove', 'pardon', 'fork', 'revoke-device', 'invite', 'settings'),
        role: fc.constantFrom<Role>('admin', 'admin', 'steward', 'driver'),
        rev: fc.nat(4),
        early: fc.boolean(),
      }),
      { maxLength: 40 },
    )
    .map(deeds => {
      const sam = foundLeague('Sam')
      const people = [sam, ...['Kim', 'Lee', 'Max', 'Nia'].map(name => joinLeague(sam.league, name))]
      const hands = [...people, sam.another(1), people[1]!.another(1)]
      for (const { by, on, deed, role, rev, early } of deeds) {
        const [hand, other] = [hands[by % hands.length]!, people[on]!]
        const last = early ? [other.tip()] : []
        if (deed === 'member') member(hand, other, role, rev, last)
        else if (deed === 'remove') remove(hand, other, rev, last)
        else if (deed === 'pardon') hand.say('revoke', other.person, null, { rev })
        else if (deed === 'invite') invite(hand, `link ${on}`, { admits: early })
        else if (deed === 'settings') {
          hand.say('league-settings', '', { name: `N${on}`, about: '', addresses: [] }, { rev })
        } else if (deed === 'fork' && hands.length < 12) hands.push(hand.fork())
        else if (deed === 'revoke-device') {
          const certificate = new Uint8Array(64)
          const gone = early ? hand.tip() : null
          hand.say('revoke', hand.device, { what: 'device', device: hand.device, last: gone, certificate })
        }
      }
      const entries = [...new Map(hands.flatMap(({ said }) => said).map(one => [one.hash, one])).values()]
      return { entries, league: sam.league }
    })
