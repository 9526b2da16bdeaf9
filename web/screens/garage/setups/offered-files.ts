/**
 * Files somebody wants to add as setups: read, and given the car they say they are for.
 *
 * The file may be in any of the ways games and people write text; it is kept as the text it means. Limit: 256 kB.
 */
import type { CarId } from '#shared/id'
import { type KnownCar, knownCarById } from '#shared/known'
import type { Car } from '#shared/lap'
import { decodeSetup, MAX_SETUP_BYTES, readSetup, type SetupReading } from '#shared/setup'
import { knownOf } from '../cars/car-facts.ts'
import { kindOf, type SetupKind } from './setup-rows.ts'

export type RefusedFile = Extract<SetupReading, { readonly kind: 'refused' }>['reason'] | 'unreadable'

export type OfferedFile =
  | {
      readonly ok: true
      readonly fileName: string
      /** The file's name without its ending. */
      readonly name: string
      readonly text: string
      readonly kind: SetupKind
      /** What the file says it is for, as a person calls it. */
      readonly carName: string | null
      /** The car of the garage that is, if there is exactly one. */
      readonly carId: CarId | null
    }
  | { readonly ok: false; readonly fileName: string; readonly why: RefusedFile }

export const offerFile = async (file: File, cars: readonly Car[]): Promise<OfferedFile> => {
  const refused = (why: RefusedFile): OfferedFile => ({ ok: false, fileName: file.name, why })
  if (file.size > MAX_SETUP_BYTES) return refused('too-large')
  const bytes = await file.arrayBuffer().catch(() => null)
  if (!bytes) return refused('unreadable')
  const text = decodeSetup(new Uint8Array(bytes))
  if (text === null) return refused('no-text')
  const reading = readSetup(text)
  if (reading.kind === 'refused') return refused(reading.reason)
  const known = carSaidBy(reading)
  const said = 'car' in reading ? reading.car : null
  const carName = known?.name ?? said
  return {
    ok: true,
    fileName: file.name,
    name: nameOf(file.name),
    text,
    kind: kindOf(reading),
    carName,
    carId: carName === null ? null : carBeing(cars, known, carName),
  }
}

const carSaidBy = (reading: SetupReading): KnownCar | null => {
  if (reading.kind === 'acc') return knownCarById('acc-kunos', reading.car)
  return reading.kind === 'ac' && reading.car !== null ? knownCarById('ac1', reading.car) : null
}

const carBeing = (cars: readonly Car[], known: KnownCar | null, name: string): CarId | null => {
  const same = cars.filter(car => (known ? knownOf(car)?.id === known.id : car.name === name))
  return same.length === 1 ? same[0]!.id : null
}

const nameOf = (fileName: string): string => {
  const stem = fileName.replace(/\.[^.]{1,8}$/, '').trim()
  return (stem === '' ? fileName : stem).slice(0, 120)
}
