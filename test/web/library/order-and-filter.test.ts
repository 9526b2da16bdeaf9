/** Orders of the library by every column, and what typing finds. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SessionListing } from '#web/store'
import { createSearch, folded } from '../../../web/screens/library/filter.ts'
import {
  COLUMNS,
  type Column,
  createCompareNames,
  inOrder,
  NEWEST_FIRST,
  type Order,
  orderBy,
  pressed,
  reversed,
} from '../../../web/screens/library/order.ts'
import { line, lines } from './rows.ts'

const SEED = 77
const compareNames = createCompareNames('en')
const sorted = (rows: readonly SessionListing[], order: Order) => inOrder(rows, order, compareNames)
const shuffledLines = fc.shuffledSubarray(lines(60), { minLength: 2 })
const anyOrder = fc.record({
  by: fc.constantFrom(...COLUMNS),
  direction: fc.constantFrom('ascending' as const, 'descending' as const),
})
const isUnknown = (row: SessionListing, by: Column): boolean =>
  (by === 'track' && row.track === null) ||
  (by === 'car' && row.car === null) ||
  (by === 'driver' && row.drivers.length === 0) ||
  (by === 'best' && row.best === null)

describe(`an order (seed ${SEED})`, () => {
  test('shows every session once, whatever the order they came in', () => {
    fc.assert(
      fc.property(shuffledLines, anyOrder, (rows, order) => {
        const once = sorted(rows, order)
        expect(new Set(once)).toEqual(new Set(rows))
        expect(sorted(rows.toReversed(), order)).toEqual(once)
      }),
      { seed: SEED },
    )
  })

  test('puts what is not known last, in both directions', () => {
    fc.assert(
      fc.property(shuffledLines, anyOrder, (rows, order) => {
        const unknown = sorted(rows, order).map(row => isUnknown(row, order.by))
        expect(unknown).toEqual(unknown.toSorted((a, b) => Number(a) - Number(b)))
      }),
      { seed: SEED },
    )
  })

  test('leaves ties in the order of their dates, newest first, in both directions', () => {
    const rows = lines(40).map(row => ({ ...row, car: 'the same' }))
    for (const order of [orderBy('car'), reversed(orderBy('car'))]) {
      expect(sorted(rows.toReversed(), order)).toEqual(rows)
    }
  })

  test('by date begins with the newest, by best lap with the fastest, by laps with the most', () => {
    const rows = lines(40)
    expect(sorted(rows.toReversed(), NEWEST_FIRST)).toEqual(rows)
    const times = sorted(rows, orderBy('best')).flatMap(row => row.best?.timeMs ?? [])
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    const counts = sorted(rows, orderBy('laps')).map(row => row.lapCount)
    expect(counts).toEqual(counts.toSorted((a, b) => b - a))
  })

  test('of names follows the language and counts: Élodie between Dan and Finn, Car 9 before Car 10', () => {
    const named = ['Finn', 'Élodie', 'Dan'].map((name, n) => line(n, { drivers: [name] }))
    expect(sorted(named, orderBy('driver')).flatMap(row => row.drivers)).toEqual(['Dan', 'Élodie', 'Finn'])
    const cars = ['Car 10', 'Car 9'].map((car, n) => line(n, { car }))
    expect(sorted(cars, orderBy('car')).map(row => row.car)).toEqual(['Car 9', 'Car 10'])
  })

  test('turns around when its column is pressed again, and starts afresh on another', () => {
    expect(pressed(NEWEST_FIRST, 'date')).toEqual({ by: 'date', direction: 'ascending' })
    expect(pressed(reversed(NEWEST_FIRST), 'track')).toEqual({ by: 'track', direction: 'ascending' })
    expect(pressed(pressed(NEWEST_FIRST, 'laps'), 'laps')).toEqual({ by: 'laps', direction: 'ascending' })
  })
})

describe('typing', () => {
  const dates = new Map([[0, '6 June 2026']])
  const search = createSearch(({ session }) => dates.get(Number.parseInt(session.id, 16) - 1) ?? '1 May 2026')
  const rows = [
    line(0, { track: 'Spa', layout: 'Club', car: '296 GT3', drivers: ['Kim', 'Sam'] }),
    line(1, { track: 'Nürburgring', layout: null, car: null, drivers: ['Élodie'] }),
  ]
  const found = (typed: string): readonly number[] =>
    search.matching(rows, typed).map(row => rows.indexOf(row))

  test('finds words of track, layout, car, driver and date, in any order', () => {
    for (const typed of ['spa', 'club', '296', 'sam', 'june', 'kim spa', 'SPA 2026 kim', ' june  296 ']) {
      expect([typed, found(typed)]).toEqual([typed, [0]])
    }
    expect(found('2026')).toEqual([0, 1])
    expect(found('spa elodie')).toEqual([])
  })

  test('finds words with accents with or without them', () => {
    for (const typed of ['nürburg', 'nurburg', 'NÜRBURG', 'elodie', 'Élodie'])
      expect(found(typed)).toEqual([1])
    expect(folded('Ñandú')).toBe('nandu')
  })

  test('of nothing leaves the very same list', () => {
    expect(search.matching(rows, '')).toBe(rows)
    expect(search.matching(rows, '  ')).toBe(rows)
  })

  test('finds the same whether it was prepared or not, and preparing stops when its time is up', () => {
    const many = lines(50)
    let asked = 0
    const warmed = createSearch(() => 'date')
    expect(warmed.warm(many, () => ++asked > 10)).toBe(false)
    expect(warmed.warm(many, () => false)).toBe(true)
    expect(warmed.matching(many, 'kim')).toEqual(createSearch(() => 'date').matching(many, 'kim'))
  })
})
