/** Choosing sessions by what is known of them, what is counted beside it, and the address of a view. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SessionListing } from '#web/store'
import { countsOf, fitting, valuesOf, withValue } from '../../../web/screens/library/choosing/fitting.ts'
import { type Chosen, FACETS, type Facet, NONE } from '../../../web/screens/library/facets.ts'
import { COLUMNS } from '../../../web/screens/library/order.ts'
import { EVERYTHING, queryToView, type View, viewToQuery } from '../../../web/screens/library/view.ts'
import { line, lines } from './rows.ts'

const SEED = 41
const RUNS = { seed: SEED, numRuns: 200 }
const classOf = ({ car }: SessionListing): string | null => (car === 'Car 3' ? 'GT3' : null)

const spiced = (n: number): SessionListing => {
  const row = line(n)
  return {
    ...row,
    session: {
      ...row.session,
      trackId: (row.track && `track ${row.track}`) as never,
      ...(n % 3 === 0 && { tags: ['League', n % 2 ? 'wet' : 'dry set'] }),
      ...(n % 4 === 0 && { conditions: { surface: n % 8 ? 'wet' : 'dry' } as const }),
    },
  }
}
const rows = lines(60).map((_, n) => spiced(n))

const anyChosen: fc.Arbitrary<Chosen> = fc
  .uniqueArray(fc.constantFrom(...FACETS), { maxLength: 3 })
  .chain(facets =>
    fc.record(
      Object.fromEntries(
        facets.map(facet => {
          const values = [...new Set(rows.flatMap(row => valuesOf(row, facet, classOf)))]
          return [facet, fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 })]
        }),
      ),
    ),
  )

describe(`choosing (seed ${SEED})`, () => {
  test('shows exactly the sessions that have a value asked for in every facet asked for', () => {
    fc.assert(
      fc.property(anyChosen, chosen => {
        const asked = Object.entries(chosen) as [Facet, readonly string[]][]
        const expected = rows.filter(row =>
          asked.every(([facet, values]) =>
            valuesOf(row, facet, classOf).some(value => values.includes(value)),
          ),
        )
        expect(fitting(rows, chosen, classOf)).toEqual(expected)
      }),
      RUNS,
    )
  })

  test('counts what would be shown with that value ticked alone in its facet', () => {
    fc.assert(
      fc.property(anyChosen, fc.constantFrom(...FACETS), (chosen, facet) => {
        for (const [value, count] of countsOf(rows, facet, chosen, classOf)) {
          expect(fitting(rows, { ...chosen, [facet]: [value] }, classOf)).toHaveLength(count)
        }
      }),
      { ...RUNS, numRuns: 60 },
    )
  })

  test('of nothing leaves the very same list', () => {
    expect(fitting(rows, {}, classOf)).toBe(rows)
  })

  test('finds sessions of which nothing is known, and tags however they are written', () => {
    const untagged = fitting(rows, { tag: [NONE] }, classOf)
    expect(untagged).toHaveLength(40)
    expect(untagged.every(row => !row.session.tags)).toBe(true)
    expect(fitting(rows, { tag: ['league'] }, classOf)).toHaveLength(20)
    expect(fitting(rows, { class: ['GT3'] }, classOf).every(row => row.car === 'Car 3')).toBe(true)
    expect(fitting(rows, { source: ['sample'] }, classOf)).toHaveLength(60)
  })

  test('takes a year from the clock of the circuit', () => {
    const { session } = line(0)
    const newYear = { ...session, startedAt: Date.UTC(2025, 11, 31, 23, 30) as never, utcOffsetMin: 60 }
    expect(valuesOf(line(0, { session: newYear }), 'year', classOf)).toEqual(['2026'])
    // The second half of a recording that went past midnight.
    const late = { ...newYear, utcOffsetMin: 0, spans: [{ fromMs: 3_600_000, toMs: 7_200_000 }] }
    expect(valuesOf(line(0, { session: late as never }), 'year', classOf)).toEqual(['2026'])
  })

  test('ticking and unticking a value leaves nothing behind', () => {
    const one = withValue({}, 'tag', 'wet', true)
    expect(one).toEqual({ tag: ['wet'] })
    expect(withValue(one, 'tag', 'wet', true)).toEqual(one)
    expect(withValue(one, 'tag', 'wet', false)).toEqual({})
  })
})

describe(`the address of a view (seed ${SEED})`, () => {
  const anyView: fc.Arbitrary<View> = fc.record({
    order: fc.record({
      by: fc.constantFrom(...COLUMNS),
      direction: fc.constantFrom('ascending' as const, 'descending' as const),
    }),
    typed: fc.string({ maxLength: 40 }).filter(text => text === '' || text.trim() !== ''),
    chosen: anyChosen,
  })

  test('brings the same view back', () => {
    fc.assert(
      fc.property(anyView, view => {
        expect(queryToView(new URLSearchParams(viewToQuery(view)))).toEqual(view)
      }),
      RUNS,
    )
  })

  test('is empty for everything, newest first', () => {
    expect(viewToQuery(EVERYTHING)).toBe('')
    expect(queryToView(new URLSearchParams())).toEqual(EVERYTHING)
  })

  test('whatever somebody made of it opens as far as it can be read', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const view = queryToView(new URLSearchParams(text))
        expect(fitting(rows, view.chosen, classOf).length).toBeLessThanOrEqual(rows.length)
      }),
      RUNS,
    )
    const odd = queryToView(new URLSearchParams('sort=price-up&track=a&track=a&colour=red&q=spa'))
    expect(odd).toEqual({ ...EVERYTHING, typed: 'spa', chosen: { track: ['a'] } })
  })
})
