/** Two devices with nothing but each other, in a real browser: codes, words, and what they met for. */
import { describe, expect, test } from 'vitest'
import { compareWords, leagueOf, leaguesOf, openTestOffice, value } from './offices.ts'

describe('a second device', () => {
  test('becomes mine when the words were said to be equal on both screens, and shows in the league of my devices', async () => {
    const pc = await openTestOffice('Sam', 'PC')
    const laptop = await openTestOffice('', 'Laptop')
    const { answer, here, there } = await compareWords(pc.office, laptop.office, { kind: 'device' })
    expect(answer.asks).toBe('be-my-device')
    expect(here.words).toHaveLength(4)
    expect(here.words).toEqual(there.words)
    const [confirmedHere, confirmedThere] = await Promise.all([here.confirm(), there.confirm()])
    expect([confirmedHere, confirmedThere]).toEqual([
      { ok: true, value: null },
      { ok: true, value: null },
    ])
    const [own] = value(await laptop.keeper.leagues())
    const seen = leagueOf(pc.office, own!.id)
    await expect
      .poll(() =>
        seen()?.people.map(({ name, devices }) => [name, devices.map(device => device.name).sort()]),
      )
      .toEqual([['Sam', ['Laptop', 'PC']]])
    await expect
      .poll(() => seen()?.people[0]?.devices.find(({ name }) => name === 'Laptop')?.connected?.route)
      .toBe('paired')
    const listed = leaguesOf(laptop.office)
    await expect.poll(() => listed()[0]?.sync.kind).toBe('level')
    expect(value(await laptop.keeper.me())).toMatchObject({ personName: 'Sam', holdsPersonKey: false })
  })

  test('gets the other leagues of that person, too', async () => {
    const pc = await openTestOffice('Sam', 'PC')
    const crew = value(await pc.office.create('crew', 'Night shift'))
    const laptop = await openTestOffice('', 'Laptop')
    const { here, there } = await compareWords(pc.office, laptop.office, { kind: 'device' })
    await Promise.all([here.confirm(), there.confirm()])
    const seen = leagueOf(laptop.office, crew)
    await expect.poll(() => seen()?.role).toBe('admin')
    const rooms = value(await laptop.keeper.league(crew))?.rooms
    expect(rooms).toEqual(value(await pc.keeper.league(crew))?.rooms)
    expect(rooms).toHaveLength(1)
  })

  test('stays what it was when one of the two says that the words differ', async () => {
    const pc = await openTestOffice('Sam', 'PC')
    const laptop = await openTestOffice('Kim', 'Laptop')
    const { here, there } = await compareWords(pc.office, laptop.office, { kind: 'device' })
    const confirmed = here.confirm()
    there.deny()
    expect(await confirmed).toMatchObject({ ok: false })
    expect(value(await laptop.keeper.me()).personName).toBe('Kim')
    expect(value(await laptop.keeper.leagues())).toEqual([])
  })

  test('cannot bring in a third: only the one with the person key can', async () => {
    const pc = await openTestOffice('Sam', 'PC')
    const laptop = await openTestOffice('', 'Laptop')
    const { here, there } = await compareWords(pc.office, laptop.office, { kind: 'device' })
    await Promise.all([here.confirm(), there.confirm()])
    expect(await laptop.office.offerPairing({ kind: 'device' })).toMatchObject({ ok: false })
  })
})

describe('two people who meet', () => {
  test('sync a league; who is no member is invited by the admin who offered', async () => {
    const sam = await openTestOffice('Sam', 'PC')
    const kim = await openTestOffice('Kim', 'Phone')
    const league = value(await sam.office.create('league', 'Tuesday'))
    const { answer, here, there } = await compareWords(sam.office, kim.office, { kind: 'league', league })
    expect(answer.asks).toBe('meet')
    await Promise.all([here.confirm(), there.confirm()])
    const [seenBySam, seenByKim] = [leagueOf(sam.office, league), leagueOf(kim.office, league)]
    const expected = [
      ['Sam', 'admin'],
      ['Kim', 'driver'],
    ]
    for (const seen of [seenBySam, seenByKim])
      await expect.poll(() => seen()?.people.map(({ name, role }) => [name, role])).toEqual(expected)
    expect(seenByKim()?.name).toBe('Tuesday')
  })

  test('hear it in a sentence when only an admin could bring the other in', async () => {
    const sam = await openTestOffice('Sam', 'PC')
    const kim = await openTestOffice('Kim', 'Phone')
    const ada = await openTestOffice('Ada', 'Tablet')
    const league = value(await sam.office.create('league', 'Tuesday'))
    const first = await compareWords(sam.office, kim.office, { kind: 'league', league })
    await Promise.all([first.here.confirm(), first.there.confirm()])
    const second = await compareWords(kim.office, ada.office, { kind: 'league', league })
    const [confirmed, other] = await Promise.all([second.here.confirm(), second.there.confirm()])
    expect(confirmed).toMatchObject({ ok: false, message: expect.stringContaining('only an admin') })
    expect(other).toMatchObject({ ok: false })
    expect(value(await ada.keeper.leagues())).toEqual([])
  })
})

describe('a code', () => {
  test('of this very device, another text, or the answer to another pairing is said to be that', async () => {
    const pc = await openTestOffice('Sam', 'PC')
    const laptop = await openTestOffice('Kim', 'Laptop')
    const [first, second] = [
      value(await pc.office.offerPairing({ kind: 'device' })),
      value(await pc.office.offerPairing({ kind: 'device' })),
    ]
    expect(await pc.office.answerPairing(first.code)).toMatchObject({ ok: false })
    expect(await laptop.office.answerPairing('hello')).toMatchObject({ ok: false })
    const answer = value(await laptop.office.answerPairing(first.code))
    expect(await second.accept(answer.code)).toMatchObject({ ok: false })
    expect(await second.accept(first.code)).toMatchObject({ ok: false })
    for (const open of [first, second, answer]) open.cancel()
    expect(await answer.words).toMatchObject({ ok: false })
  })
})
