/**
 * The conditions of a session as its laps tell them, and what of it is kept when a person has said otherwise.
 *
 * Invariant: a field a person changed or cleared is never written again. It is told apart without being marked: what
 * nobody touched is what the laps before told.
 */
import type { Conditions, Lap, SimFacts, Surface } from '#shared/lap'

type Driven = Pick<Lap, 'startMs' | 'sim'>

/** Words of `GRIPS` and `RAINS`; those of a newer bridge say nothing here. */
const SURFACE_OF_GRIP: Readonly<Record<string, Surface>> = {
  green: 'dry',
  fast: 'dry',
  optimum: 'dry',
  greasy: 'damp',
  damp: 'damp',
  wet: 'wet',
  flooded: 'wet',
}
/** Without a word about the road: what falls on it. That nothing falls does not make it dry. */
const SURFACE_OF_RAIN: Readonly<Record<string, Surface>> = {
  drizzle: 'damp',
  light: 'damp',
  medium: 'wet',
  heavy: 'wet',
  thunderstorm: 'wet',
}

export const surfaceOfFacts = ({ grip = '', rain = '' }: Pick<SimFacts, 'grip' | 'rain'>): Surface | null =>
  SURFACE_OF_GRIP[grip] ?? SURFACE_OF_RAIN[rain] ?? null

/** Temperatures are the mean of the laps; the surface is that of the first, and laps that differ say so themselves. */
export const conditionsOfLaps = (laps: readonly Driven[]): Conditions => {
  const inOrder = laps.toSorted((a, b) => a.startMs - b.startMs)
  const surface = inOrder.map(({ sim }) => sim && surfaceOfFacts(sim)).find(each => each)
  const airC = mean(laps.map(({ sim }) => sim?.airC))
  const trackC = mean(laps.map(({ sim }) => sim?.trackC))
  return {
    ...(surface && { surface }),
    ...(airC !== null && { airC }),
    ...(trackC !== null && { trackC }),
  }
}

export const withTold = (
  stored: Conditions | undefined,
  before: readonly Driven[],
  after: readonly Driven[],
): Conditions | undefined => {
  const [toldBefore, told] = [conditionsOfLaps(before), conditionsOfLaps(after)]
  const next: Record<string, unknown> = { ...stored }
  for (const field of ['surface', 'airC', 'trackC'] as const) {
    if (stored?.[field] === toldBefore[field] && told[field] !== undefined) next[field] = told[field]
  }
  return Object.keys(next).length > 0 ? (next as Conditions) : undefined
}

/** To a tenth of a degree; null when nobody said. */
const mean = (values: readonly (number | undefined)[]): number | null => {
  const known = values.filter(value => value !== undefined)
  if (known.length === 0) return null
  return Math.round((10 * known.reduce((sum, value) => sum + value, 0)) / known.length) / 10
}
