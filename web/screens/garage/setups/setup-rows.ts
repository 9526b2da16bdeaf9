/** The setups of the garage with what their files say and what they are called by; each file is read once. */
import type { CarId, SetupId } from '#shared/id'
import type { Car, Setup } from '#shared/lap'
import { readSetup, type SetupReading } from '#shared/setup'
import type { PlaceNames } from '../parts/place-names.ts'
import type { SortKeys } from '../parts/sorting.ts'

export interface SetupRow {
  readonly setup: Setup
  readonly kind: SetupKind
  readonly car: string | null
  readonly track: string | null
}

/** What cannot be read as a setup is notes. */
export type SetupKind = 'acc' | 'ac' | 'text'

const readings = new Map<SetupId, SetupReading>()

/** The text of a setup never changes, so what it says is kept while the page is open. */
export const readingOf = ({ id, text }: Pick<Setup, 'id' | 'text'>): SetupReading => {
  const known = readings.get(id)
  if (known) return known
  const reading = readSetup(text)
  readings.set(id, reading)
  return reading
}

export const kindOf = ({ kind }: SetupReading): SetupKind => (kind === 'refused' ? 'text' : kind)

export const setupRowsOf = (
  setups: readonly Setup[],
  cars: readonly Pick<Car, 'id' | 'name'>[],
  places: PlaceNames,
): readonly SetupRow[] => {
  const carNames = new Map<CarId, string>(cars.map(car => [car.id, car.name]))
  return setups.map(setup => ({
    setup,
    kind: kindOf(readingOf(setup)),
    car: carNames.get(setup.carId) ?? null,
    track: setup.trackId && places.trackName(setup.trackId),
  }))
}

export const SETUP_COLUMNS = ['name', 'car', 'track', 'kind', 'added'] as const
export type SetupColumn = (typeof SETUP_COLUMNS)[number]

export const SETUP_KEYS: SortKeys<SetupColumn, SetupRow> = {
  name: { first: 'ascending', of: row => row.setup.name },
  car: { first: 'ascending', of: row => row.car },
  track: { first: 'ascending', of: row => row.track },
  kind: { first: 'ascending', of: row => row.kind },
  added: { first: 'descending', of: row => row.setup.createdAt },
}
