/** Replicas that hold the same entries show the same boards, byte for byte, however the entries came. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boardsDigest, createBoards, loadBoards, saveBoards } from '#shared/boards'
import type { VerifiedEntry } from '#shared/logbook'
import { asEpochMillis, asMillis } from '#shared/units'
import { idOf, type Scribe, START } from '../logbook/scribe.ts'
import { decide, LATER, type LapLine, merge, publish, smallLeague, viewOf, viewOfBoards } from './fixture.ts'
import { seasonOf } from './season.ts'

const SEASON = { seed: 7, drivers: 6, sessions: 8, laps: 12 }

const shuffled = <T>(items: readonly T[], numbers: Iterator<number>): T[] => {
  const mixed = [...items]
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = numbers.next().value! % (i + 1)
    ;[mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!]
  }
  return mixed
}

const digestOf = (entries: readonly VerifiedEntry[], league: Scribe['league']): string => {
  const boards = createBoards()
  for (const entry of entries) boards.add([entry])
  return boardsDigest(viewOfBoards(boards, entries, league, { now: LATER }))
}

test('a season comes in any order to the same boards', () => {
  const { entries, league } = seasonOf(SEASON)
  const digest = digestOf(entries, league)
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), numbers => {
      expect(digestOf(shuffled(entries, numbers), league)).toBe(digest)
    }),
    { numRuns: 20 },
  )
})

test('a quarrel of forks, revocations, removals, decisions and merges comes in any order to the same boards', () => {
  fc.assert(
    fc.property(quarrel, fc.infiniteStream(fc.nat()), ({ entries, league }, numbers) => {
      expect(digestOf(shuffled(entries, numbers), league)).toBe(digestOf(entries, league))
    }),
    { numRuns: 100 },
  )
})

test('an entry given twice changes nothing', () => {
  const { entries, league } = seasonOf(SEASON)
  const boards = createBoards()
  expect(boards.add(entries)).toBe(entries.length)
  const before = boardsDigest(viewOfBoards(boards, entries, league))
  expect(boards.add(entries)).toBe(0)
  expect(boardsDigest(viewOfBoards(boards, entries, league))).toBe(before)
})

test('saved boards are the same when loaded, and go on', () => {
  const { entries, league, drivers } = seasonOf(SEASON)
  const boards = createBoards()
  boards.add(entries)
  const loaded = loadBoards(structuredClone(saveBoards(boards)))!
  expect(boardsDigest(viewOfBoards(loaded, entries, league))).toBe(
    boardsDigest(viewOfBoards(boards, entries, league)),
  )
  expect(loaded.held()).toEqual(boards.held())
  publish(drivers[0]!, [100_000])
  const more = [...entries, drivers[0]!.said.at(-1)!]
  expect([boards.add(more), loaded.add(more)]).toEqual([1, 1])
  expect(boardsDigest(viewOfBoards(loaded, more, league))).toBe(
    boardsDigest(viewOfBoards(boards, more, league)),
  )
})

test('what another version saved, or nobody, is not loaded', () => {
  const saved = saveBoards(createBoards())
  expect(loadBoards({ ...saved, v: saved.v + 1 })).toBeNull()
  expect(loadBoards({ ...saved, text: '{' })).toBeNull()
  expect(loadBoards({ ...saved, text: '[1]' })).toBeNull()
})

test('boards say of each device how much of it they hold', () => {
  const { kim, all } = smallLeague()
  publish(kim, [100_000])
  const boards = createBoards()
  boards.add(all.flatMap(({ said }) => said))
  expect(boards.held().find(({ device }) => device === kim.device)).toEqual({
    device: kim.device,
    entries: 2,
    seq: 1,
  })
  expect(viewOf(all).sessionsByLayout.size).toBe(1)
})

const quarrel = fc
  .array(
    fc.record({
      by: fc.nat(9),
      on: fc.nat(3),
      deed: fc.constantFrom(
        ...['session', 'session', 'session', 'withdraw', 'void', 'penalty', 'endorse', 'merge'],
        ...['promote', 'demote', 'remove', 'fork', 'revoke-device'],
      ),
      ms: fc.integer({ min: 100_000, max: 100_005 }),
      rev: fc.nat(2),
      place: fc.nat(2),
      days: fc.nat(3),
      early: fc.boolean(),
    }),
    { maxLength: 50 },
  )
  .map(deeds => {
    const { sam, all } = smallLeague()
    const hands: Scribe[] = [...all, all[2]!.another(1)]
    for (const { by, on, deed, ms, rev, place, days, early } of deeds) {
      const hand = hands[by % hands.length]!
      const other = all[on]!
      const at = asEpochMillis(START + days * 86_400_000)
      const id = idOf(16, 'session', on)
      const about = { author: other.person, session: id, lap: 1 + place, reason: 'Because.' }
      const tips = early ? [other.tip()] : []
      const laps: LapLine[] = [ms, [ms + 1, { by: 'gates' }], [ms - 1, { flaw: 'Cut.' }]]
      const gates = { layout: idOf(16, 'layout', place), version: 1 }
      if (deed === 'session') {
        const wish = { gates, place: { known: early ? 'spa' : null, layout: gates.layout } }
        publish(hand, laps, wish, { id, rev, at })
      } else if (deed === 'withdraw') hand.say('session', id, null, { rev, at })
      else if (deed === 'void') decide(hand, { what: 'void-lap', ...about }, { at })
      else if (deed === 'penalty') decide(hand, { what: 'penalty', addMs: asMillis(3), ...about }, { at })
      else if (deed === 'endorse') {
        const { layout, version } = gates
        decide(hand, { what: 'endorse-gates', author: other.person, layout, version, reason: 'Yes.' }, { at })
      } else if (deed === 'merge') merge(hand, 'drivers', [other.person, hand.person], { at })
      else if (deed === 'promote' || deed === 'demote') {
        const role = deed === 'promote' ? 'admin' : 'driver'
        hand.say('member', other.person, { name: other.name, role, until: tips }, { rev })
      } else if (deed === 'remove') {
        const body = { what: 'person', person: other.person, last: tips, reason: 'Enough.' }
        hand.say('revoke', other.person, body, { rev })
      } else if (deed === 'fork' && hands.length < 12) hands.push(hand.fork())
      else if (deed === 'revoke-device') {
        const body = { what: 'device', device: hand.device, last: early ? hand.tip() : null }
        hand.say('revoke', hand.device, { ...body, certificate: new Uint8Array(64) })
      }
    }
    const entries = [...new Map(hands.flatMap(({ said }) => said).map(one => [one.hash, one])).values()]
    return { entries, league: sam.league }
  })
