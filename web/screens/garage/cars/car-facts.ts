/**
 * What is known of a car: what a person wrote first, and where they wrote nothing what the list of known cars has.
 * Whoever shows a fact says which of the two it is.
 */
import {
  type CarClassId,
  carClassOf,
  type KnownCar,
  knownCarByKey,
  knownCarOf,
  knownTrackNear,
  knownTrackOf,
} from '#shared/known'
import type { Car, CarFacts } from '#shared/lap'
import { knownIdOfCar } from '#web/store'

export interface Told<T> {
  readonly value: T
  readonly by: 'person' | 'list'
}

export type ToldFacts = {
  readonly [Name in keyof CarFacts]-?: Told<NonNullable<CarFacts[Name]>> | null
}

export const FACT_NAMES = [
  'make',
  'model',
  'year',
  'className',
  'powerW',
  'weightKg',
  'drivetrain',
  'engine',
  'tyres',
] as const satisfies readonly (keyof CarFacts)[]
export type FactName = (typeof FACT_NAMES)[number]

const knownId = knownIdOfCar({ knownCarOf, knownTrackOf, knownTrackNear })

/** The known car it is: as a person said, else as its name says. */
export const knownOf = (car: Pick<Car, 'known' | 'name' | 'aliases'>): KnownCar | null => {
  const id = knownId(car)
  return id === null ? null : knownCarByKey(id)
}

export const toldFactsOf = (facts: CarFacts = {}, known: KnownCar | null): ToldFacts => {
  const listed: CarFacts = known
    ? {
        make: known.make,
        model: known.model,
        ...(known.year !== undefined && { year: known.year }),
        className: known.className,
      }
    : {}
  const told = <Name extends FactName>(name: Name): Told<NonNullable<CarFacts[Name]>> | null => {
    const own = facts[name]
    if (own !== undefined) return { value: own, by: 'person' }
    const value = listed[name]
    return value === undefined ? null : { value, by: 'list' }
  }
  const written = told('className')
  return {
    make: told('make'),
    model: told('model'),
    year: told('year'),
    className: written && { ...written, value: carClassOf(written.value)?.name ?? written.value },
    powerW: told('powerW'),
    weightKg: told('weightKg'),
    drivetrain: told('drivetrain'),
    engine: told('engine'),
    tyres: told('tyres'),
  }
}

export const classIdOf = ({ className }: Pick<ToldFacts, 'className'>): CarClassId | null =>
  (className && carClassOf(className.value)?.id) ?? null

/** 'Ferrari 296 GT3 (2023)': make, model and year as far as they are known; what the name says is not said again. */
export const descriptionOf = ({ make, model, year }: ToldFacts, name: string): string | null => {
  const words = [make?.value, model?.value].filter(word => word !== undefined).join(' ')
  if (words === '' || words.toLowerCase() === name.toLowerCase()) return year ? String(year.value) : null
  return year ? `${words} (${year.value})` : words
}
