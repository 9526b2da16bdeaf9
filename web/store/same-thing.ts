/**
 * Whether a name that a log, a sim or a result brings is a track, car or driver the library has already.
 *
 * Invariants: what a sample invented is never taken for what a person drove, and the other way round. Laps of other
 * people are put at my places and in my cars; what they brought that I have not is never taken for mine. A name that is
 * written exactly so comes first, then one that was merged into another, then one that names the same known thing.
 */
import type { Car, Driver } from '#shared/lap'
import type { Track } from '#shared/track'
import type { Originated, RecordOrigin, Stored } from './rows.ts'

/** The tables of known places and cars: some 20 kB that only whoever adds a record needs, so loaded then. */
export type KnownThings = Pick<
  typeof import('#shared/known'),
  'knownCarOf' | 'knownTrackOf' | 'knownTrackNear'
>

/** To be awaited before a transaction, never inside. */
export const loadKnown = (): Promise<typeof import('#shared/known')> => import('#shared/known')

type Named = Pick<Driver, 'name' | 'aliases'> & Stored & Originated

/** The id of the known place a track is, as a person said or its name tells; null for none. */
export const knownIdOfTrack =
  ({ knownTrackOf }: KnownThings) =>
  ({ known, name, aliases = [] }: Pick<Track, 'known' | 'name' | 'aliases'>): string | null =>
    known === undefined ? firstOf([name, ...aliases], each => knownTrackOf(each)?.track.id) : known

/** The id of the known car a car is, as a person said or its name tells; null for none. */
export const knownIdOfCar =
  ({ knownCarOf }: KnownThings) =>
  ({ known, name, aliases = [] }: Pick<Car, 'known' | 'name' | 'aliases'>): string | null =>
    known === undefined ? firstOf([name, ...aliases], each => knownCarOf(each)?.id) : known

/** The row that bears this name, among rows that may be deleted or another's. */
export const rowNamed = <Row extends Named>(
  rows: readonly Row[],
  { origin, name }: { readonly origin: RecordOrigin; readonly name: string },
  knownIdOf?: (row: Pick<Row, 'name' | 'aliases'>) => string | null,
): Row | null => {
  const isSample = origin === 'sample'
  const alike = rows.filter(row => row.deletedAt === null && (row.origin === 'sample') === isSample)
  const mine = alike.filter(row => row.origin !== 'shared')
  const possible = origin === 'shared' ? [...mine, ...alike.filter(row => row.origin === 'shared')] : mine
  const exact = possible.find(row => row.name === name) ?? possible.find(row => row.aliases?.includes(name))
  if (exact || !knownIdOf || isSample) return exact ?? null
  const known = knownIdOf({ name })
  return (known !== null && possible.find(row => knownIdOf(row) === known)) || null
}

const firstOf = (names: readonly string[], idOf: (name: string) => string | undefined): string | null => {
  for (const name of names) {
    const id = idOf(name)
    if (id !== undefined) return id
  }
  return null
}
