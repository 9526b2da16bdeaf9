/**
 * The cars of the garage with what was driven with them, put together in one pass over the rows of bests: 2,500
 * sessions of 40 cars take some milliseconds, and no lap is read.
 */
import { type SessionBests, type Totals, totalsOf } from '#shared/bests'
import type { CarId } from '#shared/id'
import type { KnownCar } from '#shared/known'
import type { Car, Setup } from '#shared/lap'
import { type MainBest, mainBestOf } from '../parts/best-of-layouts.ts'
import type { PlaceNames } from '../parts/place-names.ts'
import type { SortKeys } from '../parts/sorting.ts'
import { knownOf, type ToldFacts, toldFactsOf } from './car-facts.ts'

export interface CarRow {
  readonly car: Car
  readonly known: KnownCar | null
  readonly facts: ToldFacts
  readonly totals: Totals
  readonly setupCount: number
  readonly best: MainBest | null
}

export const carRowsOf = (
  cars: readonly Car[],
  bests: readonly SessionBests[],
  setups: readonly Pick<Setup, 'carId'>[],
  places: PlaceNames,
): readonly CarRow[] => {
  const byCar = Map.groupBy(bests, row => row.carId)
  const setupCounts = new Map<CarId, number>()
  for (const { carId } of setups) setupCounts.set(carId, (setupCounts.get(carId) ?? 0) + 1)
  return cars.map(car => {
    const rows = byCar.get(car.id) ?? []
    const known = knownOf(car)
    return {
      car,
      known,
      facts: toldFactsOf(car.facts, known),
      totals: totalsOf(rows, places.lengthOf),
      setupCount: setupCounts.get(car.id) ?? 0,
      best: mainBestOf(rows),
    }
  })
}

export const CAR_COLUMNS = ['name', 'class', 'sessions', 'laps', 'distance', 'last', 'best'] as const
export type CarColumn = (typeof CAR_COLUMNS)[number]

export const CAR_KEYS: SortKeys<CarColumn, CarRow> = {
  name: { first: 'ascending', of: row => row.car.name },
  class: { first: 'ascending', of: row => row.facts.className?.value ?? null },
  sessions: { first: 'descending', of: row => row.totals.sessionCount },
  laps: { first: 'descending', of: row => row.totals.lapCount },
  distance: { first: 'descending', of: row => row.totals.distance.atLeastM },
  last: { first: 'descending', of: row => row.totals.lastAt },
  best: { first: 'ascending', of: row => row.best?.best.timeMs ?? null },
}

/** What a car is found by. */
export const textsOf = ({ car, known, facts }: CarRow): readonly (string | undefined)[] => [
  car.name,
  ...(car.aliases ?? []),
  known?.name,
  facts.make?.value,
  facts.model?.value,
  facts.className?.value,
  car.notes,
]
