import fc from 'fast-check'
import { expect, test } from 'vitest'
import { governanceOf, type Role } from '#shared/logbook'
import { invite, member, remove } from './doings.ts'
import { foundLeague, joinLeague } from './scribe.ts'

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
