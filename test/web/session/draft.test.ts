/** Only what a person changed is saved, and a temperature that was not touched is not rewritten. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CarId, DriverId, LayoutId } from '#shared/id'
import type { Conditions, Driver, Session } from '#shared/lap'
import type { UnitSystem } from '#shared/units'
import type { SessionDetail } from '#web/store'
import {
  draftToEdit,
  editBack,
  faultsOf,
  isChanged,
  layoutChoice,
  NEW,
  rebased,
  type SessionDraft,
  sessionToDraft,
  textToCelsius,
} from '../../../web/screens/session/editing/draft.ts'

const KIM = 'k'.repeat(32) as DriverId
const SAM = 's'.repeat(32) as DriverId
const CAR = 'c'.repeat(32) as CarId
const LAYOUT = 'a'.repeat(32) as LayoutId

const detailOf = (changes: Partial<Session> = {}, driverIds: readonly DriverId[] = [KIM]): SessionDetail => ({
  session: {
    notes: 'left tyres 0.1 bar lower',
    name: 'Evening',
    tags: ['Test', 'new dampers'],
    carId: CAR,
    layoutId: LAYOUT,
    trackId: null,
    privacy: 'my-devices',
    conditions: { surface: 'damp', airC: 21.3 },
    ...changes,
  } as Session,
  track: null,
  layout: null,
  car: null,
  drivers: driverIds.map(id => ({ id, name: id.slice(0, 1), privacy: 'device' }) as Driver),
  laps: [],
  imported: null,
})

const editOf = (detail: SessionDetail, changes: Partial<SessionDraft>, units: UnitSystem = 'metric') => {
  const base = sessionToDraft(detail, units)
  return draftToEdit(base, { ...base, ...changes }, {})
}

describe('a draft', () => {
  test('that was not touched changes nothing, in any unit', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<UnitSystem>('metric', 'imperial'),
        fc.double({ min: -40, max: 70, noNaN: true }),
        (units, airC) => {
          const detail = detailOf({ conditions: { airC } })
          const base = sessionToDraft(detail, units)
          expect(Object.values(faultsOf(base))).not.toContain(true)
          expect(draftToEdit(base, { ...base }, {})).toEqual({})
        },
      ),
    )
  })

  test('saves what changed and nothing else', () => {
    expect(editOf(detailOf(), { name: ' Race 1 ', surface: 'wet' })).toEqual({
      name: 'Race 1',
      conditions: { surface: 'wet' },
    })
    expect(editOf(detailOf(), { name: '', air: '', surface: '' })).toEqual({
      name: null,
      conditions: { airC: null, surface: null },
    })
  })

  test('adds and removes tags, whatever else is tagged meanwhile', () => {
    expect(editOf(detailOf(), { tags: ['test', 'Rain'] })).toEqual({
      addTags: ['Rain'],
      removeTags: ['new dampers'],
    })
  })

  test('takes the id of a new car and driver, and leaves several drivers alone', () => {
    const base = sessionToDraft(detailOf({}, [KIM, SAM]), 'metric')
    expect(base.driver).toBe('')
    const draft: SessionDraft = { ...base, car: NEW, newCar: 'Mine' }
    expect(faultsOf(draft).newCar).toBe(false)
    expect(faultsOf({ ...draft, newCar: ' ' }).newCar).toBe(true)
    expect(draftToEdit(base, draft, { carId: CAR })).toEqual({ carId: CAR })
  })

  test('typed before and taken up later keeps what changed elsewhere meanwhile', () => {
    const base = sessionToDraft(detailOf(), 'metric')
    const typed = { ...base, notes: 'longer' }
    const fresh = sessionToDraft(detailOf({ name: 'Named in another tab' }), 'metric')
    expect(rebased(fresh, base, typed)).toEqual({ ...fresh, notes: 'longer' })
    expect(isChanged(fresh, rebased(fresh, base, base))).toBe(false)
  })

  test('can be taken back field by field', () => {
    const { session } = detailOf()
    const other = 'b'.repeat(32) as LayoutId
    const edit = editOf(detailOf(), {
      name: 'x',
      tags: ['Rain'],
      air: '3',
      world: 'sim',
      place: layoutChoice(other),
    })
    const back = editBack(session, edit)
    expect(back).toEqual({
      name: 'Evening',
      addTags: ['Test', 'new dampers'],
      removeTags: ['Rain'],
      conditions: { airC: 21.3, trackC: null, surface: 'damp', weather: null },
      world: null,
      layoutId: LAYOUT,
    })
  })
})

describe('a temperature', () => {
  test.each<[string, UnitSystem, number | null | undefined]>([
    ['21,5', 'metric', 21.5],
    ['−3', 'metric', -3],
    [' ', 'metric', null],
    ['70', 'imperial', 21.11],
    ['warm', 'metric', undefined],
    ['200', 'metric', undefined],
    ['1e999', 'metric', undefined],
  ])('%j in %s', (text, units, celsius) => {
    expect(textToCelsius(text, units)).toBe(celsius)
  })

  test('is shown without a needless decimal', () => {
    const conditions: Conditions = { airC: 21, trackC: 33.25 }
    const { air, track } = sessionToDraft(detailOf({ conditions }), 'metric')
    expect([air, track]).toEqual(['21', '33.3'])
  })
})
