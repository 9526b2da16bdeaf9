import { describe, expect, test } from 'vitest'
import { founded, govern, invite, judge, member, remove, roll } from './doings.ts'
import { joinLeague } from './scribe.ts'

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
