/** Sessions as a lap picker groups and finds them. */
import { describe, expect, test } from 'vitest'
import type { LayoutId } from '#shared/id'
import { createDateText } from '../../../../web/screens/desk/pickers/date-text.ts'
import {
  bestOffers,
  groupSessions,
  isWanted,
  searchTextOf,
} from '../../../../web/screens/desk/pickers/lap-groups.ts'
import { idOf } from '../tables/driven.ts'
import { listingOf } from './listings.ts'

const HERE = idOf<LayoutId>(1)
const OTHER = idOf<LayoutId>(2)

const own = listingOf(1, { layoutId: HERE, bestMs: 100_000, drivers: ['Kim'] })
const same = listingOf(2, { layoutId: HERE, bestMs: 99_000, drivers: ['Ada Lovelace'] })
const shared = listingOf(3, { layoutId: HERE, bestMs: 98_000, drivers: ['Kim', 'Ada Lovelace'] })
const unknown = listingOf(4, { layoutId: null })
const other = listingOf(5, { layoutId: OTHER, layout: 'Short' })

describe('sessions of a lap picker', () => {
  test('are grouped by what can be laid along the reference', () => {
    const groups = groupSessions([own, same, shared, unknown, other], own.session.id, HERE)
    expect(groups.here).toBe(own)
    expect(groups.sameLayout).toEqual([same, shared])
    expect(groups.noLayout).toEqual([unknown])
    expect(groups.otherLayouts).toEqual([other])
  })

  test('cannot be refused beforehand when the reference has no layout', () => {
    const groups = groupSessions([same, other], null, null)
    expect([groups.noLayout.length, groups.otherLayouts.length]).toEqual([2, 0])
  })

  test('offer the best of all and of every driver, who must be certain', () => {
    const offers = bestOffers([own, same, shared])
    expect(offers.map(({ driver, timeMs }) => [driver, timeMs])).toEqual([
      [null, 98_000],
      ['Ada Lovelace', 99_000],
      ['Kim', 100_000],
    ])
  })

  test('do not offer one lap twice', () => {
    expect(bestOffers([own, same]).map(({ driver }) => driver)).toEqual([null, 'Kim'])
    expect(bestOffers([unknown])).toEqual([])
  })

  test('are found by track, car, driver and date in any order', () => {
    const dateOf = createDateText('en')
    const text = searchTextOf(same, listing => dateOf(listing.session))
    for (const typed of ['ada', 'lovelace valdoro', 'oct 2025', '2025-10-12', 'GT', '']) {
      expect(isWanted(text, typed), typed).toBe(true)
    }
    expect(isWanted(text, 'kim')).toBe(false)
  })

  test('have the date of the circuit’s own clock', () => {
    const late = { startedAt: Date.UTC(2025, 9, 12, 23, 30) as never, utcOffsetMin: 120 }
    expect(createDateText('de')(late)).toBe('13. Oktober 2025 2025-10-13')
  })

  test('five thousand of them are grouped and searched in no time worth a worker', () => {
    const many = Array.from({ length: 5000 }, (_, i) =>
      listingOf(i, { layoutId: i % 3 === 0 ? HERE : OTHER, bestMs: 90_000 + i }),
    )
    const dateOf = createDateText('en')
    const texts = many.map(listing => searchTextOf(listing, l => dateOf(l.session)))
    const found = many.filter((_, i) => isWanted(texts[i]!, 'valdoro kim'))
    expect(found.length).toBe(5000)
    expect(groupSessions(found, many[0]!.session.id, HERE).sameLayout.length).toBe(1666)
  })
})
