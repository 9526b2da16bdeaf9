/** Cars and drivers with what they drove, put together from rows of bests alone. */
import { describe, expect, test } from 'vitest'
import type { SessionBests } from '#shared/bests'
import type { CarId, DriverId, Id, LapId, LayoutId, SessionId, TrackId } from '#shared/id'
import type { Car } from '#shared/lap'
import { asEpochMillis, asMetres, asMillis } from '#shared/units'
import { descriptionOf, knownOf, toldFactsOf } from '../../../web/screens/garage/cars/car-facts.ts'
import { CAR_KEYS, carRowsOf } from '../../../web/screens/garage/cars/car-rows.ts'
import { driverRowsOf } from '../../../web/screens/garage/drivers/driver-rows.ts'
import { bestsByLayout } from '../../../web/screens/garage/parts/best-of-layouts.ts'
import { drivenMsOf, formatDriven, hoursAndMinutes } from '../../../web/screens/garage/parts/driven.ts'
import { isMatch } from '../../../web/screens/garage/parts/matching.ts'
import type { PlaceNames } from '../../../web/screens/garage/parts/place-names.ts'
import { inOrder, pressed } from '../../../web/screens/garage/parts/sorting.ts'

const idOf = <T extends Id>(n: number): T => n.toString(16).padStart(32, '0') as T
const privacy = 'my-devices' as const
const car = (n: number, name: string): Car => ({ id: idOf<CarId>(n), name, privacy })
const [LONG, SHORT] = [idOf<LayoutId>(1), idOf<LayoutId>(2)]
const places: PlaceNames = {
  ofLayout: () => null,
  trackName: id => `Track ${Number.parseInt(id, 16)}`,
  lengthOf: id => (id === LONG ? asMetres(5000) : null),
}

let made = 0
const driven = (
  carId: number,
  layoutId: LayoutId,
  timesMs: readonly number[],
  { driver = 1, surface = null as 'dry' | 'wet' | null } = {},
): SessionBests => {
  made += 1
  return {
    sessionId: idOf<SessionId>(made),
    startedAt: asEpochMillis(made * 1000),
    trackId: idOf<TrackId>(layoutId === LONG ? 1 : 2),
    layoutId,
    carId: idOf<CarId>(carId),
    world: null,
    groups: [
      {
        driverId: idOf<DriverId>(driver),
        surface,
        lapCount: timesMs.length + 1,
        wholeCount: timesMs.length,
        rankedCount: timesMs.length,
        best: { lapId: idOf<LapId>(made), timeMs: asMillis(Math.min(...timesMs)) },
        sectors: null,
        pace: { medianMs: asMillis(timesMs[0]!), spreadMs: null, lapCount: timesMs.length },
      },
    ],
  }
}

describe('cars', () => {
  const rows = [
    driven(1, LONG, [90_000, 91_000]),
    driven(1, SHORT, [60_000]),
    driven(2, LONG, [89_000]),
    driven(1, LONG, [95_000], { surface: 'wet' }),
  ]
  const cars = [car(1, 'Ferrari 296 GT3'), car(2, 'Hatch'), car(3, 'Never driven')]
  const listed = carRowsOf(cars, rows, [{ carId: idOf<CarId>(2) }], places)

  test('have the distance of whole laps where the length is known, and say what is left out', () => {
    const [ferrari, hatch, never] = listed
    expect(ferrari!.totals.distance).toEqual({ atLeastM: 15_000, lapCount: 3, unknownCount: 1 })
    expect(ferrari!.totals).toMatchObject({ sessionCount: 3, lapCount: 7 })
    expect(ferrari!.best).toMatchObject({ layoutId: LONG, best: { timeMs: 90_000 } })
    expect(hatch!.setupCount).toBe(1)
    expect(never).toMatchObject({ best: null, totals: { sessionCount: 0, lastAt: null } })
  })

  test('have a line of bests for each surface, layouts driven most first', () => {
    const ofFerrari = rows.filter(row => row.carId === idOf<CarId>(1))
    const lines = bestsByLayout(ofFerrari).map(each => [each.layoutId, each.rows.map(row => row.key)])
    expect(lines).toEqual([
      [LONG, [null, 'wet']],
      [SHORT, [null]],
    ])
  })

  test('without a time or a day come last, up and down', () => {
    for (const direction of ['ascending', 'descending'] as const) {
      const ordered = inOrder(listed, { by: 'best', direction }, CAR_KEYS, 'en')
      expect(ordered.at(-1)!.car.name).toBe('Never driven')
    }
    const order = pressed({ by: 'name', direction: 'ascending' }, 'laps', CAR_KEYS)
    expect(order).toEqual({ by: 'laps', direction: 'descending' })
    expect(pressed(order, 'laps', CAR_KEYS).direction).toBe('ascending')
  })

  test('are known by their names, and a person overrules every fact', () => {
    const known = knownOf(cars[0]!)
    const facts = toldFactsOf({ className: 'fia gt3', engine: 'V6' }, known)
    expect(facts.make).toEqual({ value: 'Ferrari', by: 'list' })
    expect(facts.className).toEqual({ value: 'GT3', by: 'person' })
    expect(facts.engine).toEqual({ value: 'V6', by: 'person' })
    expect(knownOf({ ...cars[0]!, known: null })).toBeNull()
    expect(knownOf({ name: 'My car', known: 'ferrari-296-gt3' })?.make).toBe('Ferrari')
    expect(descriptionOf(facts, 'Ferrari 296 GT3')).toBe('2023')
    expect(descriptionOf(facts, 'Red one')).toBe('Ferrari 296 GT3 (2023)')
  })

  test('are found by any words of theirs, without accents', () => {
    expect(isMatch(['Lamborghini Huracán', null, 'GT3'], 'gt3 huracan')).toBe(true)
    expect(isMatch(['Lamborghini Huracán'], 'gt4')).toBe(false)
    expect(isMatch([], '  ')).toBe(true)
  })
})

describe('drivers', () => {
  test('count their own laps of a session they shared, not those of others', () => {
    const shared = driven(1, LONG, [90_000], { driver: 1 })
    const [other] = driven(1, LONG, [80_000, 81_000], { driver: 2 }).groups
    const both = { ...shared, groups: [...shared.groups, other!] }
    const drivers = [1, 2].map(n => ({ id: idOf<DriverId>(n), name: `D${n}`, privacy }))
    const [one, two] = driverRowsOf(drivers, [both], places)
    expect(one!.totals).toMatchObject({ sessionCount: 1, lapCount: 2 })
    expect(two!.totals).toMatchObject({ sessionCount: 1, lapCount: 3 })
    expect(two!.bests[0]!.groups).toEqual([other])
    expect(one!.tracks).toEqual(['Track 1'])
  })
})

describe('how much was driven', () => {
  test('is in km or miles, with a tenth as long as it says something', () => {
    expect(formatDriven(asMetres(46_606), 'metric')).toEqual({ value: '46.6', unit: 'km' })
    expect(formatDriven(asMetres(12_345_678), 'metric').value.replace(/\s/g, ' ')).toBe('12 346')
    expect(formatDriven(asMetres(1609.344), 'imperial')).toEqual({ value: '1.0', unit: 'mi' })
  })

  test('in time is whole laps at the pace of their session', () => {
    const ms = drivenMsOf([driven(1, LONG, [120_000, 130_000]), driven(1, LONG, [60_000])])
    expect(ms).toBe(300_000)
    expect(hoursAndMinutes(asMillis(3_600_000 * 2 + 60_000 * 5))).toEqual({ hours: 2, minutes: 5 })
  })
})
