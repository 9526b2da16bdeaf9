/** How the values of a facet are called, and in which order they are offered. */
import { SURFACES, WORLDS } from '#shared/lap'
import type { SessionListing } from '#web/store'
import type { Words } from '#web/words'
import { type Chosen, type Facet, NONE } from '../facets.ts'
import type { LibraryWords } from '../words/en.ts'
import { type ClassOf, countsOf, tagKey } from './fitting.ts'
import { sourceNames } from './source-names.ts'

export interface Value {
  readonly value: string
  readonly label: string
  readonly count: number
  readonly isTicked: boolean
}

export interface Spoken {
  readonly page: Words
  readonly own: LibraryWords
}

/** Those that any session has under the other filters, and those that are asked for; what is not known comes last. */
export const valuesToOffer = (
  rows: readonly SessionListing[],
  facet: Facet,
  chosen: Chosen,
  classOf: ClassOf,
  spoken: Spoken,
  compareNames: (a: string, b: string) => number,
): readonly Value[] => {
  const labels = labelsOf(rows, facet, spoken)
  const values = Array.from(countsOf(rows, facet, chosen, classOf), ([value, count]) => ({
    value,
    count,
    label: labels(value),
    isTicked: chosen[facet]?.includes(value) ?? false,
  }))
  const rank = ({ value }: Value): number => (value === NONE ? 1_000 : (FIXED[facet]?.indexOf(value) ?? 0))
  const sign = facet === 'year' ? -1 : 1
  return values.sort((a, b) => rank(a) - rank(b) || sign * compareNames(a.label, b.label))
}

const FIXED: Readonly<Partial<Record<Facet, readonly string[]>>> = { surface: SURFACES, world: WORLDS }

/** Answers what a value is called, also one that no session has any more. */
export const labelsOf = (
  rows: readonly SessionListing[],
  facet: Facet,
  { page, own }: Spoken,
): ((value: string) => string) => {
  const names = new Map<string, string>([[NONE, own.none[facet]]])
  const add = (id: string | null, name: string | null | undefined): void => {
    if (id && name && !names.has(id)) names.set(id, name)
  }
  if (facet === 'surface') for (const surface of SURFACES) names.set(surface, page.library.surfaces[surface])
  if (facet === 'world') for (const world of WORLDS) names.set(world, own.worlds[world])
  if (facet === 'source')
    for (const [source, name] of Object.entries({ ...page.library.origins, ...sourceNames(own) }))
      names.set(source, name)
  if (facet === 'track') for (const row of rows) add(row.session.trackId, row.track)
  if (facet === 'car') for (const row of rows) add(row.session.carId, row.car)
  if (facet === 'driver') {
    for (const { driverIds, drivers } of rows) for (const [i, id] of driverIds.entries()) add(id, drivers[i])
  }
  if (facet === 'tag')
    for (const { session } of rows) for (const tag of session.tags ?? []) add(tagKey(tag), tag)
  const isId = facet === 'track' || facet === 'car' || facet === 'driver'
  return value => names.get(value) ?? (isId ? own.gone : value)
}
