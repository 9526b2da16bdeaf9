/**
 * One drive that two people published: the member who drove it, and whoever's machine recorded it and named them as a
 * guest. Equal in layout, name, milliseconds and (within what two clocks differ) moment: listed once, as the member's.
 */
import { foldName } from '#shared/known'
import { driverOfLap, lapCountOf, startOfLap, timeOfLap } from './laps.ts'
import type { BoardRecord } from './record.ts'
import type { SessionView } from './view.ts'

/** What the clocks of two machines nobody set differ by. */
const CLOCKS_DIFFER_MS = 120_000

type Seen = Pick<SessionView, 'record' | 'facts' | 'layout' | 'drivers'>

/** Places of laps that are a member's already, by session. */
export const doubledLaps = (sessions: readonly Seen[]): ReadonlyMap<BoardRecord, ReadonlySet<number>> => {
  const guests = sessions.filter(({ drivers }) => drivers.some(({ person }) => person === null))
  const doubled = new Map<BoardRecord, ReadonlySet<number>>()
  if (guests.length === 0) return doubled
  const names = new Set(guests.flatMap(guest => namesOf(guest, false)))
  const startsByLap = new Map<string, number[]>()
  for (const session of sessions) {
    if (!namesOf(session, true).some(name => names.has(name))) continue
    eachLap(session, true, (key, start) => {
      const starts = startsByLap.get(key)
      if (starts) starts.push(start)
      else startsByLap.set(key, [start])
    })
  }
  for (const session of guests) {
    const laps = new Set<number>()
    eachLap(session, false, (key, start, lap) => {
      const starts = startsByLap.get(key)
      if (starts?.some(other => Math.abs(other - start) <= CLOCKS_DIFFER_MS)) laps.add(lap)
    })
    if (laps.size > 0) doubled.set(session.record, laps)
  }
  return doubled
}

const namesOf = ({ drivers }: Seen, isMember: boolean): string[] =>
  drivers.flatMap(({ person, name }) => ((person !== null) === isMember ? [foldName(name)] : []))

const eachLap = (
  { facts, layout, drivers }: Seen,
  isMember: boolean,
  visit: (key: string, start: number, lap: number) => void,
): void => {
  const { laps, startedAt } = facts
  const names = drivers.map(({ person, name }) => ((person !== null) === isMember ? foldName(name) : null))
  const count = lapCountOf(laps)
  for (let lap = 0; lap < count; lap++) {
    const name = names[driverOfLap(laps, lap)]
    if (name) visit(`${layout} ${name} ${timeOfLap(laps, lap)}`, startedAt + startOfLap(laps, lap), lap)
  }
}
