import { describe, expect, test } from 'vitest'
import { ANY, boardHolders, recentChanges, recordHistory } from '#shared/boards'
import { governanceOf, lineageOf } from '#shared/logbook'
import { asEpochMillis, asMetres } from '#shared/units'
import { createBoards } from '../../../shared/boards/boards.ts'
import { idOf, START } from '../logbook/scribe.ts'
import { board, decide, entriesOf, LATER, lines, merge, publish, smallLeague, viewOf } from './fixture.ts'

const DAY = 86_400_000

describe('a leaderboard', () => {
  test('has one row a driver: their best, with the gap to the first', () => {
    const { kim, lee, all } = smallLeague()
    publish(kim, [140_000, 138_500, 139_000])
    publish(lee, [138_200, 150_000])
    publish(kim, [138_900])
    const shown = board(all)
    expect(lines(shown)).toEqual(['Lee 138.200', 'Kim 138.500'])
    expect(shown.rows[1]).toMatchObject({
      place: 2,
      gapMs: 300,
      car: 'Ferrari 296 GT3',
      className: 'GT3',
      number: 2,
      row: 1,
      proof: { by: 'rig', detail: 'acc', has: 'times', timing: 'marks' },
    })
    expect(shown.layouts).toEqual([
      { key: 'place/spa/grandprix/7004', name: 'Circuit de Spa-Francorchamps', count: 3 },
    ])
  })

  test('puts first who drove first, of equal times', () => {
    const { kim, lee, all } = smallLeague()
    publish(kim, [138_000], { startedAt: asEpochMillis(START + 1) })
    publish(lee, [138_000])
    expect(lines(board(all))).toEqual(['Lee 138.000', 'Kim 138.000'])
  })

  test('is empty where nobody drove', () => {
    const { all } = smallLeague()
    expect(board(all)).toEqual({
      layout: null,
      layouts: [],
      classes: [],
      cars: [],
      sectorCount: 0,
      rows: [],
      apart: [],
    })
  })

  test('ranks whole, valid, exactly timed laps; the others are counted with the reason', () => {
    const { kim, all } = smallLeague()
    publish(kim, [
      [90_000, { kind: 'out' }],
      [100_000, { flaw: 'Cut.' }],
      [110_000, { by: 'counter' }],
      [120_000, { kind: 'partial' }],
      140_000,
    ])
    const shown = board(all)
    expect(lines(shown)).toEqual(['Kim 140.000'])
    expect(shown.apart).toEqual([
      { why: 'counter', count: 1 },
      { why: 'not-valid', count: 1 },
    ])
  })

  test('ranks laps at any lines until some are endorsed, then those alone', () => {
    const { ada, kim, lee, all } = smallLeague()
    const lines1 = { layout: idOf(16, 'layout'), version: 1 }
    const place = { layout: lines1.layout }
    publish(kim, [[137_000, { by: 'gates' }]], { gates: lines1, place })
    publish(kim, [139_000], { place })
    publish(lee, [[138_000, { by: 'gates' }]], { gates: { ...lines1, version: 2 }, place })
    expect(lines(board(all))).toEqual(['Kim 137.000', 'Lee 138.000'])
    const id = decide(ada, {
      what: 'endorse-gates',
      author: kim.person,
      layout: lines1.layout,
      version: 2,
      reason: 'Moved.',
    })
    const shown = board(all)
    expect(lines(shown)).toEqual(['Lee 138.000', 'Kim 139.000'])
    expect(shown.apart).toEqual([{ why: 'other-gates', count: 1 }])
    ada.say('decision', id, null, { rev: 1 })
    expect(board(all).apart).toEqual([])
  })

  test('filters by class, car, surface and world, and says what there is', () => {
    const { kim, lee, all } = smallLeague()
    publish(kim, [140_000, [150_000, { surface: 'wet' }]])
    publish(lee, [155_000], { car: { name: 'BMW M4 GT4', className: 'GT4' }, world: 'real', surface: null })
    expect(lines(board(all, { className: 'gt4' }))).toEqual(['Lee 155.000'])
    expect(lines(board(all, { car: 'name/ferrari296gt3' }))).toEqual(['Kim 140.000'])
    expect(lines(board(all, { surface: 'wet' }))).toEqual(['Kim 150.000'])
    expect(lines(board(all, { surface: 'dry' }))).toEqual(['Kim 140.000'])
    expect(lines(board(all, { world: 'real' }))).toEqual(['Lee 155.000'])
    expect(board(all).classes.map(({ key }) => key)).toEqual(['gt3', 'gt4'])
  })

  test('of a sector compares laps timed at the same lines, as most were', () => {
    const { kim, lee, all } = smallLeague()
    publish(kim, [
      [100_000, { sectors: [30_000, 40_000, 30_000] }],
      [101_000, { sectors: [29_000, 40_000, 32_000] }],
    ])
    publish(lee, [[102_000, { sectors: [28_500, 41_500, 32_000] }]])
    publish(lee, [[103_000, { sectors: [10_000, 93_000] }]])
    expect(board(all).sectorCount).toBe(3)
    expect(lines(board(all, { sector: 0 }))).toEqual(['Lee 28.500', 'Kim 29.000'])
    expect(lines(board(all, { sector: 2 }))).toEqual(['Kim 30.000', 'Lee 32.000'])
    expect(lines(board(all, { sector: 7 }))).toEqual([])
  })

  test('joins layouts of one known place and name whose lengths are within 2 %, and no others', () => {
    const { kim, lee, all } = smallLeague()
    publish(kim, [140_000], { place: { lengthM: asMetres(7004) } })
    publish(lee, [139_000], { place: { lengthM: asMetres(7010), layoutName: 'GP' } })
    publish(lee, [100_000], { place: { lengthM: asMetres(5000) } })
    expect(lines(board(all))).toEqual(['Lee 139.000', 'Kim 140.000'])
    expect(lines(board(all, { layout: 'place/spa/grandprix/7010' }))).toHaveLength(2)
    expect(board(all).layouts).toHaveLength(2)
  })

  test('keeps unknown places apart by the id their author gave, until a steward merges them', () => {
    const { ada, kim, lee, all } = smallLeague()
    const [a, b] = [idOf(16, 'a'), idOf(16, 'b')]
    publish(kim, [60_000], { place: { known: null, track: 'Kartbahn', layout: a } })
    publish(lee, [59_000], { place: { known: null, track: 'Karting', layout: b } })
    expect(board(all).layouts).toHaveLength(2)
    merge(ada, 'layouts', [`layout/${b}`, `layout/${a}`])
    expect(lines(board(all, { layout: `layout/${a}` }))).toEqual(['Lee 59.000', 'Kim 60.000'])
    expect(board(all).layout).toBe(`layout/${b}`)
  })

  test('takes from the author’s layout what a session leaves open', () => {
    const { kim, all } = smallLeague()
    const layout = idOf(16, 'layout')
    kim.say('layout', layout, {
      track: 'Spa',
      country: 'BE',
      known: 'spa',
      name: 'Grand Prix',
      lengthM: asMetres(7000),
      frame: 'metres',
      space: null,
      gates: [],
    })
    publish(kim, [140_000], { place: { known: null, track: 'Spa', layoutName: 'GP', layout, lengthM: null } })
    expect(board(all).layout).toBe('place/spa/grandprix/7000')
  })
})

describe('a decision', () => {
  const driven = () => {
    const league = smallLeague()
    const { kim, lee } = league
    const session = publish(kim, [138_000, 138_400, 150_000])
    publish(lee, [138_200])
    return { ...league, about: { author: kim.person, session, reason: 'Cut the chicane.' } }
  }

  test('voids a lap: the next best counts, and the row says who decided and why', () => {
    const { ada, about, all } = driven()
    decide(ada, { what: 'void-lap', lap: 1, ...about })
    const shown = board(all)
    expect(lines(shown)).toEqual(['Lee 138.200', 'Kim 138.400'])
    expect(shown.apart).toEqual([{ why: 'void', count: 1 }])
  })

  test('adds a penalty to the time of its lap', () => {
    const { ada, about, all } = driven()
    decide(ada, { what: 'penalty', lap: 1, addMs: 300, ...about })
    const shown = board(all)
    expect(lines(shown)).toEqual(['Lee 138.200', 'Kim 138.300'])
    expect(shown.rows[1]!.decisions).toMatchObject([
      { what: 'penalty', byName: 'Ada', reason: 'Cut the chicane.', addMs: 300 },
    ])
    decide(ada, { what: 'penalty', lap: 1, addMs: 5_000, ...about })
    expect(lines(board(all))).toEqual(['Lee 138.200', 'Kim 138.400'])
  })

  test('notes something beside a lap or a whole session', () => {
    const { ada, about, all } = driven()
    decide(ada, { what: 'note', lap: null, ...about })
    decide(ada, { what: 'note', lap: 2, ...about })
    expect(board(all).rows[0]).toMatchObject({ driver: 'Kim', decisions: [{ what: 'note', byName: 'Ada' }] })
  })

  test('is withdrawn by its steward', () => {
    const { ada, about, all } = driven()
    const id = decide(ada, { what: 'void-lap', lap: 1, ...about })
    ada.say('decision', id, null, { rev: 1 })
    expect(lines(board(all))[0]).toBe('Kim 138.000')
  })

  test('of somebody who is no steward changes nothing', () => {
    const { lee, about, all } = driven()
    decide(lee, { what: 'void-lap', lap: 1, ...about })
    expect(lines(board(all))[0]).toBe('Kim 138.000')
  })

  test('merges drivers and cars, by the name of the first', () => {
    const { ada, kim, lee, all } = driven()
    merge(ada, 'drivers', [lee.person, kim.person])
    const shown = board(all)
    expect(lines(shown)).toEqual(['Lee 138.000'])
    expect(shown.rows[0]).toMatchObject({ person: lee.person, author: kim.person })
    publish(kim, [137_000], { car: { name: 'F296' } })
    merge(ada, 'cars', ['name/ferrari296gt3', 'name/f296'])
    expect(lines(board(all, { car: 'name/ferrari296gt3' }))).toEqual(['Lee 137.000'])
  })
})

describe('who drove', () => {
  test('nobody puts a time under another member’s name', () => {
    const { kim, lee, all } = smallLeague()
    publish(kim, [100_000], { drivers: [{ name: 'Lee', person: lee.person }] })
    const [row] = board(all).rows
    expect(row).toMatchObject({ driver: 'Lee', person: null, author: kim.person })
    expect(row!.driverKey).toBe(`guest/${kim.person}/lee`)
  })

  test('a drive that its driver and the owner of the car published is listed once', () => {
    const { kim, lee, all } = smallLeague()
    publish(lee, [140_000, 138_000])
    publish(
      kim,
      [
        [140_000, { driver: 0 }],
        [138_000, { driver: 0 }],
        [139_000, { driver: 1 }],
      ],
      {
        startedAt: asEpochMillis(START + 30_000),
        drivers: [
          { name: 'lee', person: lee.person },
          { name: 'Kim', person: kim.person },
        ],
      },
    )
    expect(lines(board(all))).toEqual(['Lee 138.000', 'Kim 139.000'])
  })
})

test('the history of a record names its holders, newest first', () => {
  const { kim, lee, all } = smallLeague()
  const on = (days: number) => ({ startedAt: asEpochMillis(START + days * DAY) })
  publish(lee, [138_000, 139_500], on(2))
  publish(kim, [140_000, 139_000, 139_200], on(0))
  publish(kim, [138_500], on(1))
  expect(lines({ rows: recordHistory(viewOf(all), ANY) })).toEqual([
    'Lee 138.000',
    'Kim 138.500',
    'Kim 139.000',
    'Kim 140.000',
  ])
})

test('a newcomer gets the entries that hold the first rows', () => {
  const { kim, lee, all } = smallLeague()
  publish(kim, [139_000])
  publish(kim, [140_000])
  publish(lee, [138_000])
  const holders = boardHolders(viewOf(all), null, 10)
  expect(holders).toEqual([lee.said.at(-1)!.hash, kim.said.at(-2)!.hash])
})

test('recent changes say who did what, newest first, and only what counts', () => {
  const { sam, ada, kim, lee, all } = smallLeague()
  const at = (minutes: number) => ({ at: asEpochMillis(LATER + minutes) })
  const session = publish(kim, [139_000, 138_000], {}, at(1))
  decide(ada, { what: 'void-lap', author: kim.person, session, lap: 2, reason: 'Cut.' }, at(2))
  decide(lee, { what: 'void-lap', author: kim.person, session, lap: 1, reason: 'Me.' }, at(3))
  kim.say('session', session, null, { rev: 1, ...at(4) })
  const entries = entriesOf(all)
  const boards = createBoards()
  boards.add(entries)
  const lineage = lineageOf(entries)
  const changes = recentChanges(boards, governanceOf(entries, sam.league, { lineage }), lineage, 3)
  expect(changes.map(({ byName, what }) => [byName, what])).toEqual([
    ['Kim', { kind: 'withdrawn' }],
    ['Ada', { kind: 'decision', what: 'void-lap', reason: 'Cut.' }],
    [
      'Kim',
      { kind: 'session', track: 'Spa', car: 'Ferrari 296 GT3', laps: 2, bestMs: 138_000, isAgain: false },
    ],
  ])
})
