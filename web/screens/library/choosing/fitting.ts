/**
 * Which sessions have what is asked for: their track, car, class, driver, surface, world, tags, source and year.
 *
 * A session fits when, in every facet that is asked for, it has one of the values asked for. The value NONE stands for
 * sessions of which nothing is known there. What a facet counts are the sessions that fit everything asked for
 * elsewhere: so many would be shown with that value ticked alone in its facet.
 */
import { sessionStart } from '#shared/lap'
import type { SessionListing } from '#web/store'
import { type Chosen, FACETS, type Facet, NONE } from '../facets.ts'

/** The class of a session's car; null when nobody knows it. */
export type ClassOf = (row: SessionListing) => string | null

export const valuesOf = (row: SessionListing, facet: Facet, classOf: ClassOf): readonly string[] => {
  const values = VALUES[facet](row, classOf)
  return values.length === 0 ? [NONE] : values
}

const VALUES: Readonly<Record<Facet, (row: SessionListing, classOf: ClassOf) => readonly string[]>> = {
  track: row => some(row.track && row.session.trackId),
  car: row => some(row.car && row.session.carId),
  class: (row, classOf) => some(classOf(row)),
  driver: row => (row.drivers.length === 0 ? [] : row.driverIds),
  surface: row => some(row.session.conditions?.surface),
  world: row => some(row.world),
  tag: row => (row.session.tags ?? []).map(tagKey),
  source: ({ session: { origin } }) => [origin.kind === 'file' ? origin.reader.name : origin.kind],
  year: row => [String(yearOf(row))],
}

/** A tag is one however it is written. */
export const tagKey = (tag: string): string => tag.toLowerCase()

const some = (value: string | null | undefined): readonly string[] => (value ? [value] : [])

/** By the clock of the circuit when that is known, else the reader's own. */
const yearOf = ({ session }: SessionListing): number => {
  const start = sessionStart(session)
  return session.utcOffsetMin === null
    ? new Date(start).getFullYear()
    : new Date(start + session.utcOffsetMin * 60_000).getUTCFullYear()
}

/** The same list when nothing is asked for. */
export const fitting = (
  rows: readonly SessionListing[],
  chosen: Chosen,
  classOf: ClassOf,
): readonly SessionListing[] => {
  const asked = FACETS.filter(facet => chosen[facet])
  if (asked.length === 0) return rows
  return rows.filter(row =>
    asked.every(facet => valuesOf(row, facet, classOf).some(value => chosen[facet]!.includes(value))),
  )
}

export type Counts = ReadonlyMap<string, number>

/** How many sessions there are of each value of a facet, among those that fit the other facets. */
export const countsOf = (
  rows: readonly SessionListing[],
  facet: Facet,
  chosen: Chosen,
  classOf: ClassOf,
): Counts => {
  const { [facet]: asked = [], ...others } = chosen
  const counts = new Map(asked.map(value => [value, 0]))
  for (const row of fitting(rows, others, classOf)) {
    for (const value of new Set(valuesOf(row, facet, classOf)))
      counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return counts
}

export const withValue = (chosen: Chosen, facet: Facet, value: string, isWanted: boolean): Chosen => {
  const { [facet]: before = [], ...others } = chosen
  const values = before.filter(other => other !== value)
  if (isWanted) values.push(value)
  return values.length === 0 ? others : { ...others, [facet]: values }
}
