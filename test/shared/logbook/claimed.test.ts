/** Whose feeds a replica says it holds. */
import { expect, test } from 'vitest'
import type { DeviceId, EntryHash, LeagueId, PersonId, Tip, VerifiedEntry } from '#shared/logbook'
import type { Level } from '../../../shared/logbook/admission.ts'
import { createClaimed } from '../../../shared/logbook/claimed.ts'

const LEAGUE = 'genesis' as LeagueId
const device = (name: string) => name as DeviceId
const tip = (of: string, seq: number, hash = `${of}-${seq}`): Tip => ({
  device: device(of),
  seq,
  hash: hash as EntryHash,
})
const entryOf = ({ device, seq, hash }: Tip): VerifiedEntry =>
  ({ device, hash, entry: { seq, person: `person of ${device}` as PersonId } }) as VerifiedEntry

const claimedBy = (levels: Readonly<Record<string, Level>>, tips: readonly Tip[], own = 'mine') => {
  const claimed = createClaimed({
    league: LEAGUE,
    own: device(own),
    feeds: { tips: () => tips },
    admission: { levelOf: person => levels[person.replace('person of ', '')] ?? 'stranger' },
  })
  for (const device of new Set(tips.map(each => each.device))) claimed.note(entryOf(tip(device, 0)))
  return claimed
}

const founded = entryOf(tip('sam', 0, LEAGUE))

test('ends of feeds of people ever admitted are claimed as they are', () => {
  const tips = [tip('kim', 3), tip('kim', 4, 'other branch'), tip('sam', 9)]
  const claimed = claimedBy({ sam: 'admin', kim: 'member' }, tips)
  claimed.note(founded)
  expect(claimed.tips()).toEqual(tips)
})

test('of whoever waits for approval the first entry is claimed, of each branch and in whatever order they came', () => {
  const claimed = claimedBy({ kim: 'waiting' }, [tip('kim', 0, 'another'), tip('kim', 2)])
  claimed.note(founded)
  claimed.note(entryOf(tip('kim', 0, 'another')))
  expect(claimed.tips()).toEqual([tip('kim', 0, 'another'), tip('kim', 0)])
})

test('of strangers nothing is claimed, but the own feed is, and all before the league is known', () => {
  const tips = [tip('kim', 2), tip('mine', 1)]
  const claimed = claimedBy({}, tips)
  expect(claimed.tips()).toEqual(tips)
  claimed.note(founded)
  expect(claimed.tips()).toEqual([tip('mine', 1)])
})
