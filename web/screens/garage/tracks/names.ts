/** What cars, drivers, conditions and worlds are called in the tables of a layout. */
import type { BestsColumn, Holder } from '#shared/bests'
import type { CarId, DriverId } from '#shared/id'
import type { Car, Driver, Surface, World } from '#shared/lap'
import { knownOf, toldFactsOf } from '../cars/car-facts.ts'
import type { ClassOf } from './bests-view.ts'
import type { TrackWords } from './words/en.ts'

export interface Names {
  car(id: CarId | null): string
  driver(id: DriverId): string
  /** 'Dry · Real'; what nobody said is left out. */
  conditions(of: Pick<Holder, 'surface' | 'world'>): string
  /** A row of a table by that column; null is what nobody said. */
  key(by: BestsColumn, key: string | null): string
  readonly classOf: ClassOf
}

export const namesOf = (cars: readonly Car[], drivers: readonly Driver[], { bests }: TrackWords): Names => {
  const carById = new Map(cars.map(each => [each.id, each]))
  const driverById = new Map(drivers.map(each => [each.id, each]))
  const classById = new Map(
    cars.map(each => [each.id, toldFactsOf(each.facts, knownOf(each)).className?.value ?? null]),
  )
  const car: Names['car'] = id => (id && carById.get(id)?.name) || bests.noCar
  const driver: Names['driver'] = id => driverById.get(id)?.name || bests.unnamedDriver
  return {
    car,
    driver,
    conditions: ({ surface, world }) =>
      [surface && bests.surfaces[surface], world && bests.worlds[world]].filter(Boolean).join(' · '),
    key(by, key) {
      if (by === 'car') return car(key as CarId | null)
      if (by === 'driver') return driver(key as DriverId)
      if (key === null) return bests.unsaid
      if (by === 'surface') return bests.surfaces[key as Surface]
      return by === 'world' ? bests.worlds[key as World] : key
    },
    classOf: id => classById.get(id) ?? null,
  }
}
