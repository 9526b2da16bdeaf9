import { describe, expect, test } from 'vitest'
import { governanceOf } from '#shared/logbook'
import { asEpochMillis } from '#shared/units'
import { founded, govern, invite, judge, member, roll } from './doings.ts'
import { joinLeague, START } from './scribe.ts'

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
