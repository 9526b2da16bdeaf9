import { describe, expect, test } from 'vitest'
import { asEpochMillis } from '#shared/units'
import { idOf, START } from '../logbook/scribe.ts'
import { board, decide, LATER, lines, publish, smallLeague, viewOf } from './fixture.ts'

const DAY = 86_400_000

describe('what speaks', () => {
  test('a later revision replaces a session, a withdrawal makes it vanish', () => {
    const { kim, all } = smallLeague()
    const id = publish(kim, [138_000])
    publish(kim, [139_000], {}, { id, rev: 1 })
    expect(lines(board(all))).toEqual(['Kim 139.000'])
    kim.say('session', id, null, { rev: 2 })
    expect(lines(board(all))).toEqual([])
  })

  test('a lap dated into the future waits until the clock has passed it', () => {
    const { kim, all } = smallLeague()
    const tomorrow = asEpochMillis(LATER + DAY)
    publish(kim, [138_000], {}, { at: tomorrow })
    const shown = board(all)
    expect(lines(shown)).toEqual([])
    expect(shown.apart).toEqual([{ why: 'future', count: 1 }])
    const view = viewOf(all)
    expect(lines(board(all, {}, { now: view.until! }))).toEqual(['Kim 138.000'])
    expect(lines(board(all, {}, { now: asEpochMillis(view.until! - 1) }))).toEqual([])
  })

  test('as of a date later sessions and decisions were not there', () => {
    const { ada, kim, all } = smallLeague()
    const at = (days: number) => ({ at: asEpochMillis(START + days * DAY) })
    const session = publish(kim, [139_000], {}, at(1))
    decide(ada, { what: 'void-lap', author: kim.person, session, lap: 1, reason: 'No.' }, at(2))
    publish(kim, [140_000], {}, at(3))
    const asOf = (days: number) => lines(board(all, {}, { asOf: asEpochMillis(START + days * DAY) }))
    expect(asOf(0.5)).toEqual([])
    expect(asOf(1)).toEqual(['Kim 139.000'])
    expect(asOf(2)).toEqual([])
    expect(asOf(3)).toEqual(['Kim 140.000'])
  })

  test('laps of a revoked device with an old date do not count', () => {
    const { sam, kim, all } = smallLeague()
    const phone = kim.another(1)
    publish(phone, [138_000])
    const tip = phone.tip()
    publish(phone, [130_000], {}, { at: START })
    const certificate = new Uint8Array(64)
    kim.say('revoke', phone.device, { what: 'device', device: phone.device, last: tip, certificate })
    expect(lines(board([...all, phone]))).toEqual(['Kim 138.000'])
    expect(sam.said.length).toBeGreaterThan(0)
  })

  test('laps of a removed driver count up to the named entry', () => {
    const { sam, kim, all } = smallLeague()
    publish(kim, [139_000])
    const last = [kim.tip()]
    publish(kim, [130_000])
    sam.say(
      'revoke',
      kim.person,
      { what: 'person', person: kim.person, last, reason: 'Cheated.' },
      { rev: 1 },
    )
    expect(lines(board(all))).toEqual(['Kim 139.000'])
  })

  test('of two revisions of a fork one speaks, the same on every device', () => {
    const { kim, all } = smallLeague()
    const twin = kim.fork()
    const id = publish(kim, [138_000], {}, { id: idOf(16, 'same') })
    publish(twin, [137_000], {}, { id })
    const [a, b] = [kim.said.at(-1)!, twin.said.at(-1)!]
    expect(board([...all, twin]).rows[0]!.entry).toBe(a.hash < b.hash ? a.hash : b.hash)
  })
})
