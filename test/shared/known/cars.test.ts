/** The tables of cars and classes: nothing is claimed twice, everything finds itself, every car of ACC is there. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CAR_CLASSES,
  carClassById,
  carClassOf,
  KNOWN_CARS,
  knownCarById,
  knownCarByKey,
  knownCarOf,
} from '#shared/known'
import { carNames } from '../../../shared/known/find-car.ts'
import { foldName } from '../../../shared/known/fold.ts'
import { factsOf, testWith } from './facts.ts'

describe('the tables', () => {
  test('no id, number or folder is given to two cars', () => {
    const ids = KNOWN_CARS.flatMap(({ id, ids: { acc, kunos, ac1 } }) => [
      `id ${id}`,
      ...(acc === undefined ? [] : [`acc ${acc}`]),
      ...(kunos === undefined ? [] : [`kunos ${kunos}`]),
      ...(ac1 === undefined ? [] : [`ac1 ${ac1}`]),
    ])
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('no name is claimed by two', () => {
    const claims = new Map<string, string>()
    for (const [key, { id }] of carNames()) {
      expect(`${key}: ${claims.get(key) ?? id}`).toBe(`${key}: ${id}`)
      claims.set(key, id)
    }
  })

  test('every name finds its own car, with and without its year', () => {
    for (const car of KNOWN_CARS) {
      for (const name of [car.name, ...car.aliases, car.id]) {
        expect(knownCarOf(name)?.id, name).toBe(car.id)
        expect(knownCarOf(name.toUpperCase())?.id, name).toBe(car.id)
        expect(knownCarOf(name.replaceAll(' ', '_').normalize('NFD'))?.id, name).toBe(car.id)
      }
      for (const name of car.year ? [car.name, ...car.aliases] : []) {
        expect(knownCarOf(`${name} (${car.year})`)?.id, name).toBe(car.id)
      }
      expect(knownCarByKey(car.id)).toBe(car)
    }
  })

  test('no class name is claimed by two, and each finds its own', () => {
    const claims = new Map<string, string>()
    for (const { id, name, aliases } of CAR_CLASSES) {
      for (const key of new Set([id, name, ...aliases].map(foldName))) {
        expect(`${key}: ${claims.get(key) ?? id}`).toBe(`${key}: ${id}`)
        claims.set(key, id)
      }
      for (const each of [id, name, ...aliases]) expect(carClassOf(each)?.id, each).toBe(id)
      expect(carClassById(id).name).toBe(name)
    }
  })
})

test.each([
  ['Ferrari 296 GT3', 'ferrari-296-gt3'],
  ['FERRARI 296 GT3', 'ferrari-296-gt3'],
  ['Lamborghini Huracán Super Trofeo EVO2', 'lamborghini-huracan-st-evo2'],
  ['Lamborghini Gallardo R‑EX', 'lamborghini-gallardo-rex'],
  ['porsche_991ii_gt3_r', 'porsche-991ii-gt3-r'],
  ['Porsche 911 GT3 R (992)', 'porsche-992-gt3-r'],
  ['ks_mazda_mx5_cup', 'mazda-mx5-cup'],
])('%s is %s', (name, id) => {
  expect(knownCarOf(name)?.id).toBe(id)
})

test.each([
  ...['', 'GT3', 'Porsche', 'Porsche 911 GT3 R', 'Nissan GT-R Nismo GT3', 'Bentley Continental GT3'],
  ...['rss_formula_rss_4', 'Car model 42', '42', 'constructor', '__proto__', 'my golf'],
])('%j is no car we know', name => {
  expect(knownCarOf(name)).toBeNull()
})

test('ids of the sims', () => {
  expect(knownCarById('acc', 0)?.id).toBe('porsche-991-gt3-r')
  expect(knownCarById('acc-kunos', 'porsche_991_gt3_r')?.ids.acc).toBe(0)
  expect(knownCarById('ac1', 'ks_porsche_911_gt3_r_2016')?.ids.acc).toBe(0)
  for (const unknown of [42, -1, 37, 1.5, Number.NaN]) expect(knownCarById('acc', unknown)).toBeNull()
})

test('classes as series write them', () => {
  expect(carClassOf('GTD PRO')?.id).toBe('gt3')
  expect(carClassOf('LMGT3')?.id).toBe('gt3')
  expect(carClassOf('HYPERCAR')?.id).toBe('hypercar')
  expect(carClassOf('GTP')?.id).toBe('hypercar')
  expect(carClassOf('LMP2 Pro/Am')?.id).toBe('lmp2')
  expect(carClassOf('LMGTE Am')?.id).toBe('gte')
  for (const unknown of ['', 'A', 'SP3T', 'constructor', 'OK']) expect(carClassOf(unknown)).toBeNull()
})

test('any text answers', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), name => {
      knownCarOf(name)
      carClassOf(name)
      knownCarById('ac1', name)
    }),
    { numRuns: 1000 },
  )
})

interface CarFacts {
  readonly cars: readonly {
    readonly id: number
    readonly name: string
    readonly make: string
    readonly kunosId: string
    readonly year: number
    readonly class: string
    readonly namesElsewhere: Readonly<Record<string, string>>
  }[]
}

/** Names of four public tables that name two cars of ACC each: the one without a year. */
const AMBIGUOUS = ['Nissan GT-R Nismo GT3', 'Bentley Continental GT3']

testWith('every car of the facts is known by each of its names', 'facts/cars.json', () => {
  const facts = factsOf<CarFacts>('cars.json')
  expect(facts.cars).toHaveLength(54)
  for (const fact of facts.cars) {
    const car = knownCarById('acc', fact.id)
    expect(car?.ids, fact.name).toMatchObject({ acc: fact.id, kunos: fact.kunosId })
    expect(knownCarById('acc-kunos', fact.kunosId)).toBe(car)
    expect(car!.make, fact.name).toBe(fact.make)
    expect(car!.year, fact.name).toBe(fact.year)
    expect(carClassOf(fact.class)?.id, fact.name).toBe(car!.classId)
    for (const name of [fact.name, fact.kunosId, ...Object.values(fact.namesElsewhere)]) {
      expect(knownCarOf(name)?.id ?? null, name).toBe(AMBIGUOUS.includes(name) ? null : car!.id)
    }
  }
})
