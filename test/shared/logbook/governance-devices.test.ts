import { describe, expect, test } from 'vitest'
import { type Tip, winnerOf } from '#shared/logbook'
import { founded, govern, judge, member } from './doings.ts'
import { type Scribe, START } from './scribe.ts'

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
