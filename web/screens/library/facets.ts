/**
 * By what sessions can be chosen beside typing. The names only: what they mean is fetched when somebody chooses
 * (`choosing/fitting.ts`).
 */
export const FACETS = [
  'track',
  'car',
  'class',
  'driver',
  'surface',
  'world',
  'tag',
  'source',
  'year',
] as const
export type Facet = (typeof FACETS)[number]

export const NONE = ''

/** The values asked for, by facet; a facet that is absent is not asked for. */
export type Chosen = Readonly<Partial<Record<Facet, readonly string[]>>>

export const isAsked = (chosen: Chosen): boolean => FACETS.some(facet => chosen[facet])
