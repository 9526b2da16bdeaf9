/**
 * What is typed into the form of a car, and what it means. A draft that was not saved is kept while the page is open.
 *
 * Invariants: a field left empty says nothing, and then the list of known cars speaks. An amount nobody touched stays
 * exactly as it was, however it was rounded to be shown.
 */
import type { CarId } from '#shared/id'
import { type Car, type CarFacts, DRIVETRAINS, type Drivetrain } from '#shared/lap'
import type { UnitSystem } from '#shared/units'
import type { CarEdit } from '#web/store'
import { fromField, type Quantity, toField } from './car-units.ts'

export interface CarDraft {
  name: string
  make: string
  model: string
  year: string
  className: string
  powerW: string
  weightKg: string
  drivetrain: Drivetrain | ''
  engine: string
  tyres: string
  notes: string
}

export type DraftProblem = 'name' | 'year' | 'powerW' | 'weightKg'

/** Drafts of this page, by car. */
export const unsaved: Map<CarId, CarDraft> = new Map()

export const draftOf = ({ name, facts = {}, notes = '' }: Car, system: UnitSystem): CarDraft => ({
  name,
  make: facts.make ?? '',
  model: facts.model ?? '',
  year: facts.year === undefined ? '' : String(facts.year),
  className: facts.className ?? '',
  powerW: amountOf(facts, 'powerW', system),
  weightKg: amountOf(facts, 'weightKg', system),
  drivetrain: facts.drivetrain ?? '',
  engine: facts.engine ?? '',
  tyres: facts.tyres ?? '',
  notes,
})

const amountOf = (facts: CarFacts, quantity: Quantity, system: UnitSystem): string => {
  const inside = facts[quantity]
  return inside === undefined ? '' : toField(inside, quantity, system)
}

export const isSameDraft = (a: CarDraft, b: CarDraft): boolean =>
  (Object.keys(a) as (keyof CarDraft)[]).every(field => a[field] === b[field])

export type DraftReading =
  | { readonly ok: true; readonly edit: CarEdit }
  | { readonly ok: false; readonly problem: DraftProblem }

export const readDraft = (draft: CarDraft, car: Car, system: UnitSystem): DraftReading => {
  const name = draft.name.trim()
  if (name === '') return { ok: false, problem: 'name' }
  const year = draft.year.trim()
  if (year !== '' && !/^(?:18[89]|19\d|20\d)\d$/.test(year)) return { ok: false, problem: 'year' }
  const amounts: Partial<Record<Quantity, number>> = {}
  for (const quantity of ['powerW', 'weightKg'] as const) {
    const text = draft[quantity].trim()
    if (text === '') continue
    const before = car.facts?.[quantity]
    const isUntouched = before !== undefined && text === toField(before, quantity, system)
    const inside = isUntouched ? before : fromField(text, quantity, system)
    if (inside === null) return { ok: false, problem: quantity }
    amounts[quantity] = inside
  }
  const facts: CarFacts = {
    ...textsOf(draft),
    ...(year !== '' && { year: Number(year) }),
    ...(isDrivetrain(draft.drivetrain) && { drivetrain: draft.drivetrain }),
    ...amounts,
  }
  return { ok: true, edit: { name, facts, notes: draft.notes.trim() } }
}

const textsOf = (draft: CarDraft): Pick<CarFacts, 'make' | 'model' | 'className' | 'engine' | 'tyres'> => {
  const names = ['make', 'model', 'className', 'engine', 'tyres'] as const
  return Object.fromEntries(
    names.map(name => [name, draft[name].trim()] as const).filter(([, text]) => text !== ''),
  )
}

const isDrivetrain = (text: Drivetrain | ''): text is Drivetrain => DRIVETRAINS.includes(text as Drivetrain)
