/** What is typed into the form of a car: read with its limits, and never changed by being shown. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CarId } from '#shared/id'
import type { Car } from '#shared/lap'
import { draftOf, isSameDraft, readDraft } from '../../../web/screens/garage/cars/car-draft.ts'
import { formatQuantity, fromField, toField, unitOf } from '../../../web/screens/garage/cars/car-units.ts'

const SEED = 20_261
const car: Car = {
  id: '1'.repeat(32) as CarId,
  name: 'Hatch',
  privacy: 'my-devices',
  facts: { make: 'Renault', powerW: 173_123, weightKg: 1234.5, drivetrain: 'front' },
  notes: 'Winter tyres.',
}

describe('the form of a car', () => {
  test('saved untouched says exactly what it said before, in both systems of units', () => {
    for (const system of ['metric', 'imperial'] as const) {
      const read = readDraft(draftOf(car, system), car, system)
      expect(read).toEqual({ ok: true, edit: { name: 'Hatch', facts: car.facts, notes: 'Winter tyres.' } })
    }
  })

  test('leaves out what is empty, so that the list of known cars speaks', () => {
    const draft = { ...draftOf(car, 'metric'), make: '  ', powerW: '', drivetrain: '' as const }
    expect(readDraft(draft, car, 'metric')).toMatchObject({ edit: { facts: { weightKg: 1234.5 } } })
  })

  test.for([
    [{ name: ' ' }, 'name'],
    [{ year: '19' }, 'year'],
    [{ year: '3019' }, 'year'],
    [{ powerW: '-3' }, 'powerW'],
    [{ powerW: '1e9' }, 'powerW'],
    [{ weightKg: '0' }, 'weightKg'],
  ] as const)('refuses %o at its field', ([change, problem]) => {
    expect(readDraft({ ...draftOf(car, 'metric'), ...change }, car, 'metric')).toEqual({ ok: false, problem })
  })

  test('knows whether anything was typed', () => {
    const draft = draftOf(car, 'metric')
    expect(isSameDraft(draft, { ...draft })).toBe(true)
    expect(isSameDraft(draft, { ...draft, notes: '' })).toBe(false)
  })
})

describe(`power and weight (seed ${SEED})`, () => {
  test('are read in the unit they are shown in', () => {
    expect(fromField('300', 'powerW', 'metric')).toBe(300_000)
    expect(fromField('402,3', 'powerW', 'imperial')).toBeCloseTo(299_995, 0)
    expect(formatQuantity(300_000, 'powerW', 'imperial')).toBe('402')
    expect(unitOf('weightKg', 'imperial')).toBe('lb')
  })

  test('come back from a field to a tenth of what is shown', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 99_999, noNaN: true }),
        fc.constantFrom('powerW', 'weightKg'),
        fc.constantFrom('metric', 'imperial'),
        (shown, quantity, system) => {
          const inside = fromField(shown.toFixed(1), quantity, system)!
          expect(toField(inside, quantity, system)).toBe(shown.toFixed(1).replace(/\.0$/, ''))
        },
      ),
      { seed: SEED },
    )
  })
})
