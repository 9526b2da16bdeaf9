/** What the forms choose from, read once when one opens. */
import type { CarId } from '#shared/id'
import type { Car, Driver, Setup } from '#shared/lap'
import type { Library, Outcome, TrackWithLayouts } from '#web/store'

export interface Lists {
  readonly cars: readonly Car[]
  /** Whoever drove when nobody said who has no name, and is not offered. */
  readonly drivers: readonly Driver[]
  readonly tracks: readonly TrackWithLayouts[]
}

/** A list that cannot be read is empty: the form still saves what does not need it. */
export const readLists = async (library: Library): Promise<Lists> => {
  const [cars, drivers, tracks] = await Promise.all([
    library.listCars(),
    library.listDrivers(),
    library.listTracks(),
  ])
  return {
    cars: orNone(cars).filter(car => car.name !== ''),
    drivers: orNone(drivers).filter(driver => driver.name !== ''),
    tracks: orNone(tracks),
  }
}

export const readSetups = async (library: Library, carId: CarId): Promise<readonly Setup[]> =>
  orNone(await library.listSetups(carId))

/** Of all sessions, the most used first. */
export const readTags = async (library: Library): Promise<readonly string[]> => {
  const counts = new Map<string, { readonly tag: string; count: number }>()
  for (const { session } of orNone(await library.listSessions())) {
    for (const tag of session.tags ?? []) {
      const known = counts.get(tag.toLowerCase())
      if (known) known.count += 1
      else counts.set(tag.toLowerCase(), { tag, count: 1 })
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).map(({ tag }) => tag)
}

const orNone = <T>(outcome: Outcome<readonly T[]>): readonly T[] => (outcome.ok ? outcome.value : [])
