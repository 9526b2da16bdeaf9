/**
 * A name or number as a sim or a result file writes it, to the car model it means.
 *
 * A name is looked up whole, with and without the year of the model. Unknown is null: what is shown then
 * ('Car model 42') are the words of whoever asked.
 */
import { KNOWN_CARS } from './cars.ts'
import { foldName } from './fold.ts'
import type { KnownCar } from './model.ts'

/** Whose ids: ACC has numbers in results and broadcasting, names in shared memory and setups. */
export type CarIds = 'acc' | 'acc-kunos' | 'ac1'

export const knownCarOf = (name: string): KnownCar | null => index().byName.get(foldName(name)) ?? null

export const knownCarById = (ids: CarIds, id: number | string): KnownCar | null =>
  index().byId.get(`${ids}/${String(id).trim().toLowerCase()}`) ?? null

export const knownCarByKey = (id: string): KnownCar | null => index().byKey.get(id) ?? null

interface CarIndex {
  readonly byName: ReadonlyMap<string, KnownCar>
  readonly byId: ReadonlyMap<string, KnownCar>
  readonly byKey: ReadonlyMap<string, KnownCar>
}

let made: CarIndex | null = null

const index = (): CarIndex => {
  made ??= {
    byName: new Map(carNames()),
    byId: new Map(carIds()),
    byKey: new Map(KNOWN_CARS.map(car => [car.id, car])),
  }
  return made
}

/** Every key with the car it names. */
export function* carNames(): Generator<readonly [key: string, car: KnownCar]> {
  for (const car of KNOWN_CARS) {
    const names = [car.name, ...car.aliases]
    const ids = [car.id, car.ids.kunos, car.ids.ac1].filter(id => id !== undefined)
    const dated = car.year === undefined ? [] : names.map(name => `${name} ${car.year}`)
    for (const key of new Set([...names, ...ids, ...dated].map(foldName))) yield [key, car]
  }
}

function* carIds(): Generator<readonly [string, KnownCar]> {
  for (const car of KNOWN_CARS) {
    const { acc, kunos, ac1 } = car.ids
    if (acc !== undefined) yield [`acc/${acc}`, car]
    if (kunos !== undefined) yield [`acc-kunos/${kunos}`, car]
    if (ac1 !== undefined) yield [`ac1/${ac1}`, car]
  }
}
