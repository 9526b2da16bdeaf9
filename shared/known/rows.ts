/** The short forms the tables are written in, so that a row of a table is a line or two. */
import { asMetres } from '#shared/units'
import { carClassById } from './classes.ts'
import type { CarClassId, KnownCar, KnownLayout, KnownTrack } from './model.ts'

export interface LayoutRow {
  /** Within its place. */
  readonly id: string
  readonly name: string
  readonly lengthM?: number
  readonly words?: readonly string[]
  readonly aliases?: readonly string[]
  readonly ids?: KnownLayout['ids']
}

export interface TrackRow {
  readonly id: string
  readonly name: string
  /** Absent when the name is short itself. */
  readonly short?: string
  /** Absent for an invented place, as is `at`. */
  readonly country?: string
  readonly at?: readonly [lat: number, lon: number]
  readonly reachM?: number
  readonly aliases?: readonly string[]
  readonly layouts: readonly LayoutRow[]
}

/** A circuit is within 1.5 km of its middle; positions here are good to about one. */
const USUAL_REACH_M = 3000

export const track = (row: TrackRow): KnownTrack => ({
  id: row.id,
  name: row.name,
  short: row.short ?? row.name,
  country: row.country ?? null,
  lengthM: lengthOf(row.layouts[0]),
  at: row.at ? { lat: row.at[0], lon: row.at[1] } : null,
  reachM: asMetres(row.reachM ?? USUAL_REACH_M),
  aliases: row.aliases ?? [],
  layouts: row.layouts.map(layout => ({
    id: `${row.id}/${layout.id}`,
    name: layout.name,
    lengthM: lengthOf(layout),
    words: layout.words ?? [],
    aliases: layout.aliases ?? [],
    ids: layout.ids ?? {},
  })),
})

const lengthOf = (layout: LayoutRow | undefined): KnownTrack['lengthM'] =>
  layout?.lengthM === undefined ? null : asMetres(layout.lengthM)

/** What the grand prix layout of a place is called after its name. */
export const GP = ['GP', 'Grand Prix']

/** A place with one layout that matters, and perhaps others. */
export const circuit = (
  id: string,
  name: string,
  short: string,
  country: string,
  at: readonly [lat: number, lon: number],
  lengthM: number | null,
  aliases: readonly string[],
  others: readonly LayoutRow[] = [],
  ids: KnownLayout['ids'] = {},
): KnownTrack => {
  const full: LayoutRow = { id: 'full', name: 'Full', words: ['Full', 'Long', ...GP], ids }
  return track({
    id,
    name,
    short,
    country,
    at,
    aliases,
    layouts: [lengthM === null ? full : { ...full, lengthM }, ...others],
  })
}

export interface CarRow {
  readonly id: string
  readonly make: string
  readonly model: string
  readonly year?: number
  readonly classId: CarClassId
  readonly aliases?: readonly string[]
  readonly ids: KnownCar['ids']
}

export const car = (row: CarRow): KnownCar => ({
  id: row.id,
  name: `${row.make} ${row.model}`,
  make: row.make,
  model: row.model,
  ...(row.year === undefined ? {} : { year: row.year }),
  classId: row.classId,
  className: carClassById(row.classId).name,
  aliases: row.aliases ?? [],
  ids: row.ids,
})
