/** What a track's page is made of, without the page: rows, filters, lengths, countries, drawings, progress. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allTimeBests, progress } from '#shared/bests'
import { createPolyline } from '#shared/geo'
import { asMetres, asMillis } from '#shared/units'
import {
  askedToFilter,
  choicesOf,
  detailsToView,
  FACETS,
  viewToDetails,
} from '../../../web/screens/garage/tracks/bests-view.ts'
import { countriesIn, countryName } from '../../../web/screens/garage/tracks/countries.ts'
import { layoutBestsOf } from '../../../web/screens/garage/tracks/layout-bests.ts'
import { lengthToText, readLength } from '../../../web/screens/garage/tracks/lengths.ts'
import { sessionsToLookIn } from '../../../web/screens/garage/tracks/not-counted.ts'
import {
  fitOf,
  lineMarkOf,
  outsideAt,
  pathOf,
  placeLabels,
} from '../../../web/screens/garage/tracks/outline.ts'
import { findingOf, progressChartOf } from '../../../web/screens/garage/tracks/progress-chart.ts'
import {
  anyFilter,
  anyLibrary,
  carId,
  driverId,
  gates,
  lapOf,
  rowOf,
  rowsOf,
  sessionOf,
} from '../../shared/bests/fixture.ts'

const SEED = 20261121
const property = <T>(values: fc.Arbitrary<T>, holds: (value: T) => void): void =>
  fc.assert(fc.property(values, holds), { seed: SEED, numRuns: 200 })

const noClass = (): null => null

const BOX = { width: 600, height: 280, left: 58, right: 8, top: 12, bottom: 26 }

describe(`a view of bests (seed ${SEED})`, () => {
  test('is an address and back', () => {
    const view = {
      asked: { car: carId(1), class: 'GT3', driver: driverId(2), surface: 'wet', world: 'sim' },
      by: 'driver',
    } as const
    expect(detailsToView(new URLSearchParams(viewToDetails(view)))).toEqual(view)
    expect(viewToDetails({ asked: {}, by: 'car' })).toEqual({})
  })

  test('passes over what cannot be read', () => {
    const details = new URLSearchParams({ car: 'x', surface: 'snow', world: '', by: 'luck', class: '' })
    expect(detailsToView(details)).toEqual({ asked: {}, by: 'car' })
  })

  test('asks for a class by its cars, and for a car outside of it by none', () => {
    const rows = [rowOf(1, [90_000]), rowOf(2, [91_000], { carId: carId(2) })]
    const classOf = (id: string) => (id === carId(1) ? 'GT3' : 'GT4')
    expect(askedToFilter({ class: 'GT4' }, rows, classOf)).toEqual({ carIds: [carId(2)] })
    expect(askedToFilter({ class: 'GT4', car: carId(1) }, rows, classOf)).toEqual({ carIds: [] })
    expect(allTimeBests(rows, askedToFilter({ class: 'Cup' }, rows, classOf)).best).toBeNull()
  })

  test('offers what the sessions have, and every choice of it finds a session', () => {
    property(anyLibrary, library => {
      const rows = rowsOf(library)
      const choices = choicesOf(rows, noClass)
      for (const facet of FACETS) {
        for (const value of choices[facet]) {
          const filter = askedToFilter({ [facet]: value }, rows, noClass)
          expect(allTimeBests(rows, filter).sessionCount).toBeGreaterThan(0)
        }
      }
    })
  })
})

describe('the bests of a layout', () => {
  test('compare the last session with all time only at the same lines', () => {
    const before = [lapOf(1, [30_000, 60_000]), lapOf(2, [31_000, 58_000])]
    const old = rowsOf([{ session: sessionOf(1), laps: before }])
    const now = rowsOf([{ session: sessionOf(2), laps: [lapOf(3, [30_000, 61_000], { timing: gates(2) })] }])
    const data = layoutBestsOf([...old, ...now], {}, 'car', noClass)
    expect(data.allTime.theoretical?.timeMs).toBe(88_000)
    expect(data.last?.bests.best?.timeMs).toBe(91_000)
    expect(data.isLastComparable).toBe(false)
    expect(data.bestLaps).toEqual([old[0]!.groups[0]!.best!.lapId, now[0]!.groups[0]!.best!.lapId])
  })

  test('of 2,500 sessions are there at once (50 ms are the limit)', () => {
    const rows = Array.from({ length: 2500 }, (_, n) =>
      rowOf(n, [90_000 + ((n * 7919) % 5000), 91_000], { carId: carId(n % 60) }),
    )
    for (const time of ['first', 'then']) {
      const before = performance.now()
      const data = layoutBestsOf(rows, {}, 'car', noClass)
      choicesOf(rows, noClass)
      const chart = progressChartOf(data.points.slice(-40), BOX)
      console.info(`2,500 sessions, ${time}: ${(performance.now() - before).toFixed(1)} ms`)
      expect(data.allTime.sessionCount).toBe(2500)
      expect(data.table).toHaveLength(60)
      expect(chart?.points).toHaveLength(40)
    }
  })

  test('name the sessions to look in for laps that do not count, and no other', () => {
    property(fc.tuple(anyLibrary, anyFilter), ([library, filter]) => {
      const rows = rowsOf(library)
      const { lapCount, rankedCount } = allTimeBests(rows, filter)
      const looked = sessionsToLookIn(rows, filter)
      expect(looked.length > 0).toBe(lapCount > rankedCount)
      expect(new Set(looked.map(row => row.sessionId)).size).toBe(looked.length)
    })
  })
})

describe('a length', () => {
  test('is read in the units it is written in, with a point or a comma', () => {
    expect(readLength('7.004', 'metric')).toBe(7004)
    expect(readLength(' 7,004 ', 'metric')).toBe(7004)
    expect(readLength('1', 'imperial')).toBeCloseTo(1609.344, 3)
    expect(readLength('', 'metric')).toBeNull()
    for (const wrong of ['0', '-3', 'long', '1e3', '900000', '1.2.3'])
      expect(readLength(wrong, 'metric')).toBe('wrong')
  })

  test('comes back as it was', () => {
    property(fc.integer({ min: 100_000, max: 60_000_000 }), millimetres => {
      const metres = asMetres(millimetres / 1000)
      for (const system of ['metric', 'imperial'] as const) {
        expect(readLength(lengthToText(metres, system), system)).toBeCloseTo(metres, 2)
      }
    })
  })
})

describe('countries', () => {
  test('have the names of the reader’s language, by name', () => {
    expect(countryName('BE', 'en')).toBe('Belgium')
    expect(countryName('BE', 'de')).toBe('Belgien')
    expect(countryName('?', 'en')).toBe('?')
    const codes = countriesIn('de').map(({ code }) => code)
    expect(codes).toEqual(expect.arrayContaining(['DE', 'AT', 'CH', 'US', 'JP', 'GB']))
    for (const gone of ['DD', 'SU', 'YU', 'ZZ', 'EU']) expect(codes).not.toContain(gone)
  })
})

describe(`a drawing (seed ${SEED})`, () => {
  const SIZE = { width: 300, height: 200 }
  const place = fc.double({ min: -5000, max: 5000, noNaN: true })

  test('lies inside its size, north up, with one scale', () => {
    property(fc.array(fc.tuple(place, place), { minLength: 2, maxLength: 40 }), points => {
      const line = { x: points.map(([x]) => x), y: points.map(([, y]) => y) }
      const fit = fitOf(line, SIZE, 10)
      if (!fit) return
      for (const [x, y] of points) {
        const at = fit.place({ x, y })
        expect(at.x).toBeGreaterThan(9.9)
        expect(at.x).toBeLessThan(290.1)
        expect(at.y).toBeGreaterThan(9.9)
        expect(at.y).toBeLessThan(190.1)
      }
      const [one, other] = [fit.place({ x: 0, y: 0 }), fit.place({ x: 0, y: 1 })]
      expect(other.y).toBeLessThan(one.y)
    })
  })

  test('of one place is none; gaps stay gaps', () => {
    expect(fitOf({ x: [1, 1], y: [2, 2] }, SIZE, 10)).toBeNull()
    const line = { x: [0, 100, Number.NaN, 200, 300], y: [0, 0, Number.NaN, 50, 50] }
    expect(pathOf(line, fitOf(line, SIZE, 10)!).match(/M/g)).toHaveLength(2)
  })

  test('shows which way is driven across a line', () => {
    const fit = fitOf({ x: [0, 100], y: [0, 100] }, SIZE, 10)!
    // Driven east: the left end lies north.
    const mark = lineMarkOf({ left: { x: 50, y: 55 }, right: { x: 50, y: 45 } }, fit)
    expect(Math.abs(mark.turn)).toBeLessThan(1e-6)
    expect(mark.from.y).toBeLessThan(mark.to.y)
  })

  test('names a corner on its outside', () => {
    const road = createPolyline([0, 0, 100], [0, 100, 100])
    const fit = fitOf(road, SIZE, 10)!
    // North, then east: a right-hander, whose outside is west before the apex.
    expect(outsideAt(road, 50, 'right', fit).side.x).toBeLessThan(-0.99)
    expect(outsideAt(road, 50, 'left', fit).side.x).toBeGreaterThan(0.99)
  })

  test('never puts one name over another', () => {
    const wish = fc.record({
      text: fc.constantFrom('T1', 'T12', 'Eau Rouge', 'S/F'),
      at: fc.record({ x: fc.integer({ min: 0, max: 300 }), y: fc.integer({ min: 0, max: 200 }) }),
      side: fc.constantFrom({ x: 1, y: 0 }, { x: 0, y: -1 }, { x: -0.6, y: 0.8 }),
    })
    property(fc.array(wish, { maxLength: 30 }), wishes => {
      const placed = placeLabels(wishes, SIZE)
      for (const [i, a] of placed.entries()) {
        for (const b of placed.slice(i + 1)) {
          const isApart =
            Math.abs(a.y - b.y) >= 13 || Math.abs(a.x - b.x) >= 3 * (a.text.length + b.text.length)
          expect(isApart).toBe(true)
        }
      }
    })
  })
})

describe(`progress (seed ${SEED})`, () => {
  test('is drawn inside its box, faster lower, in the order driven', () => {
    property(anyLibrary, library => {
      const points = progress(rowsOf(library))
      const chart = progressChartOf(points, BOX)
      expect(chart === null).toBe(points.every(({ best }) => best === null))
      for (const [i, point] of (chart?.points ?? []).entries()) {
        expect(point.x).toBeGreaterThanOrEqual(BOX.left)
        expect(point.x).toBeLessThanOrEqual(BOX.width - BOX.right)
        for (const y of [
          point.bestY,
          point.paceY,
          point.theoreticalY,
          point.spread?.top,
          point.spread?.bottom,
        ]) {
          if (y == null) continue
          expect(y).toBeGreaterThanOrEqual(BOX.top - 1e-6)
          expect(y).toBeLessThanOrEqual(BOX.height - BOX.bottom + 1e-6)
        }
        const before = chart!.points[i - 1]
        if (before) expect(point.x).toBeGreaterThan(before.x)
        if (
          before?.bestY != null &&
          point.bestY !== null &&
          before.point.best!.timeMs < point.point.best!.timeMs
        ) {
          expect(before.bestY).toBeGreaterThanOrEqual(point.bestY)
        }
      }
      expect(new Set(chart?.ticks.map(({ label }) => label)).size).toBe(chart?.ticks.length ?? 0)
    })
  })

  test('keeps one very slow session from pressing all others together', () => {
    const rows = [rowOf(1, [90_000]), rowOf(2, [89_800]), rowOf(3, [89_500]), rowOf(4, [150_000])]
    const { points } = progressChartOf(progress(rows), BOX)!
    expect(points.map(({ isCut }) => isCut)).toEqual([false, false, false, true])
    expect(points[2]!.bestY! - points[0]!.bestY!).toBeGreaterThan(20)
  })

  test('finds the best, what was gained since the first session, and what was left', () => {
    const rows = [rowOf(1, [92_000, 93_000]), rowOf(2, [90_000, 90_400]), rowOf(3, [90_500, 91_000])]
    expect(findingOf(progress(rows))).toMatchObject({
      sessionCount: 3,
      best: { best: { timeMs: 90_000 } },
      sinceFirstMs: -2000,
      paceChangeMs: asMillis(90_750 - 92_500),
      toTheoreticalMs: null,
    })
    expect(findingOf(progress([rowOf(1, [92_000])]))).toMatchObject({
      sinceFirstMs: null,
      paceChangeMs: null,
    })
    expect(findingOf([])).toBeNull()
  })
})
