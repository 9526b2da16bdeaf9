/** Which laps are asked for survives the address, and no address asks for nonsense. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LeagueId } from '#shared/logbook'
import { asEpochMillis, asMillis } from '#shared/units'
import type { BoardQuery } from '#web/league'
import {
  dayToEnd,
  detailsToQuery,
  isNarrowed,
  momentToDay,
  queryToDetails,
} from '../../../../web/screens/league/board/board-query.ts'
import { textToPenalty } from '../../../../web/screens/league/board/row-text.ts'

const LEAGUE = 'a'.repeat(64) as LeagueId
const name = fc.option(fc.string({ minLength: 1 }), { nil: null })
const query: fc.Arbitrary<BoardQuery> = fc.record({
  league: fc.constant(LEAGUE),
  layout: name,
  className: name,
  car: name,
  surface: fc.constantFrom(null, 'dry', 'damp', 'wet'),
  world: fc.constantFrom(null, 'real', 'sim'),
  sector: fc.option(fc.nat(98), { nil: null }),
  asOf: fc.option(
    fc
      .date({ min: new Date(2000, 0, 1), max: new Date(2100, 0, 1), noInvalidDate: true })
      .map(date => dayToEnd(momentToDay(asEpochMillis(date.getTime())))),
    { nil: null },
  ),
})

test('a query is the same after it was an address', () => {
  fc.assert(
    fc.property(query, asked => {
      expect(detailsToQuery(LEAGUE, new URLSearchParams(queryToDetails(asked)))).toEqual(asked)
    }),
  )
})

test('whatever stands in an address, the answer is a query', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('layout', 'class', 'road', 'driven', 'sector', 'at'), fc.string())),
      pairs => {
        const read = detailsToQuery(LEAGUE, new URLSearchParams(pairs.map(([key, value]) => [key, value])))
        expect([null, 'dry', 'damp', 'wet']).toContain(read.surface)
        expect([null, 'real', 'sim']).toContain(read.world)
        if (read.sector !== null) expect(Number.isInteger(read.sector) && read.sector >= 0).toBe(true)
        if (read.asOf !== null) expect(Number.isSafeInteger(read.asOf)).toBe(true)
      },
    ),
  )
})

test('a day that is none asks for nothing', () => {
  for (const day of [null, '', '2026-02-30', '2026-13-01', '26-1-1', 'today'])
    expect(dayToEnd(day)).toBeNull()
  expect(dayToEnd('2026-02-28')).toBe(new Date(2026, 1, 28, 23, 59, 59, 999).getTime())
  expect(isNarrowed(detailsToQuery(LEAGUE, new URLSearchParams('at=2026-02-30&road=icy')))).toBe(false)
})

test('a penalty is between a millisecond and an hour', () => {
  expect(textToPenalty('5')).toBe(asMillis(5000))
  expect(textToPenalty(' 2,5 ')).toBe(asMillis(2500))
  expect(textToPenalty('3600')).toBe(asMillis(3_600_000))
  for (const text of ['', '0', '-5', '3600.001', '1e3', '5 s', '0.0001', 'Infinity', '٥'])
    expect(textToPenalty(text)).toBeNull()
})
