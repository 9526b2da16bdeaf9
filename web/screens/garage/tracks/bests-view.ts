/**
 * Which laps of a layout the bests are about, as an address says it and as the tables ask for it.
 *
 * Invariants: one filter for every table of the page; only what the sessions of the layout have can be chosen; what
 * cannot be read in an address is passed over.
 */
import type { BestsColumn, BestsFilter, SessionBests } from '#shared/bests'
import { type CarId, type DriverId, isId } from '#shared/id'
import { SURFACES, type Surface, WORLDS, type World } from '#shared/lap'

export const FACETS = ['car', 'class', 'driver', 'surface', 'world'] as const satisfies readonly BestsColumn[]
export type Facet = (typeof FACETS)[number]

/** What is absent is not asked for. */
export type Asked = Partial<Record<Facet, string>>

export interface BestsView {
  readonly asked: Asked
  /** Side by side by what. */
  readonly by: BestsColumn
}

/** A class is a person's own word at most so long. */
const LONGEST = 80

const isReadable: Readonly<Record<Facet, (text: string) => boolean>> = {
  car: isId,
  class: text => text !== '' && text.length <= LONGEST,
  driver: isId,
  surface: text => SURFACES.includes(text as Surface),
  world: text => WORLDS.includes(text as World),
}

export const detailsToView = (details: URLSearchParams): BestsView => {
  const asked: Asked = {}
  for (const facet of FACETS) {
    const text = details.get(facet)
    if (text !== null && isReadable[facet](text)) asked[facet] = text
  }
  return { asked, by: FACETS.find(facet => facet === details.get('by')) ?? 'car' }
}

/** As much as differs from what is usual. */
export const viewToDetails = ({ asked, by }: BestsView): Record<string, string> => ({
  ...Object.fromEntries(FACETS.flatMap(facet => (asked[facet] ? [[facet, asked[facet]]] : []))),
  ...(by !== 'car' && { by }),
})

export const isNarrowed = (asked: Asked): boolean => FACETS.some(facet => asked[facet] !== undefined)

export type ClassOf = (carId: CarId) => string | null

/** Who asks for a class asks for its cars among those of the sessions. */
export const askedToFilter = (
  { car, class: className, driver, surface, world }: Asked,
  rows: readonly SessionBests[],
  classOf: ClassOf,
): BestsFilter => {
  const ofClass = className === undefined ? null : carsOf(rows).filter(id => classOf(id) === className)
  const carIds =
    car === undefined ? ofClass : ofClass && !ofClass.includes(car as CarId) ? [] : [car as CarId]
  return {
    ...(carIds && { carIds }),
    ...(driver !== undefined && { driverId: driver as DriverId }),
    ...(surface !== undefined && { surface: surface as Surface }),
    ...(world !== undefined && { world: world as World }),
  }
}

/** What there is to choose among the sessions, in the order it was met; what nobody said is no choice. */
export const choicesOf = (
  rows: readonly SessionBests[],
  classOf: ClassOf,
): Readonly<Record<Facet, readonly string[]>> => {
  const classes = new Set<string>()
  const drivers = new Set<string>()
  const surfaces = new Set<string>()
  const worlds = new Set<string>()
  // A session without a lap answers no question.
  const driven = rows.filter(({ groups }) => groups.length > 0)
  const cars = carsOf(driven)
  for (const id of cars) {
    const className = classOf(id)
    if (className) classes.add(className)
  }
  for (const { world, groups } of driven) {
    if (world) worlds.add(world)
    for (const { driverId, surface } of groups) {
      drivers.add(driverId)
      if (surface) surfaces.add(surface)
    }
  }
  return {
    car: cars,
    class: [...classes].sort(),
    driver: [...drivers],
    surface: SURFACES.filter(surface => surfaces.has(surface)),
    world: WORLDS.filter(world => worlds.has(world)),
  }
}

const carsOf = (rows: readonly SessionBests[]): CarId[] => [
  ...new Set(rows.flatMap(({ carId }) => (carId ? [carId] : []))),
]
