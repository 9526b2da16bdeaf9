/**
 * The laps of a layout that do not count, read only when somebody asks and a page at a time: the newest session first.
 *
 * Invariant: rows of bests say how many there are and in which sessions, so sessions without one are never opened.
 */
import { type BestsFilter, type NotRanked, type SessionBests, whyNotRanked } from '#shared/bests'
import { type Lap, type Session, surfaceOf } from '#shared/lap'
import type { Library } from '#web/store'

export interface NotCounted {
  readonly lap: Lap
  readonly session: Session
  readonly driver: string
  readonly why: NotRanked
}

/** Sessions with a lap that does not count, newest first. */
export const sessionsToLookIn = (
  rows: readonly SessionBests[],
  filter: BestsFilter,
): readonly SessionBests[] => {
  const cars = filter.carIds && new Set<SessionBests['carId']>(filter.carIds)
  return rows
    .filter(
      row =>
        (!cars || cars.has(row.carId)) &&
        (filter.world === undefined || row.world === filter.world) &&
        row.groups.some(
          group =>
            group.lapCount > group.rankedCount &&
            (!filter.driverId || group.driverId === filter.driverId) &&
            (!filter.surface || group.surface === filter.surface),
        ),
    )
    .sort((a, b) => b.startedAt - a.startedAt)
}

export interface Page {
  readonly laps: readonly NotCounted[]
  /** How many of the sessions were read by now. */
  readonly read: number
  /** Why a session could not be read; the others are here. */
  readonly problem: string | null
}

/** At least `atLeast` laps, or all there are, from the session numbered `from` on. */
export const readNotCounted = async (
  library: Library,
  sessions: readonly SessionBests[],
  { driverId, surface }: BestsFilter,
  from: number,
  atLeast: number,
): Promise<Page> => {
  const laps: NotCounted[] = []
  let problem: string | null = null
  let read = from
  for (; read < sessions.length && laps.length < atLeast; read++) {
    const found = await library.session(sessions[read]!.sessionId)
    if (!found.ok) {
      problem = found.message
      continue
    }
    const { session, drivers } = found.value
    for (const lap of found.value.laps) {
      const why = whyNotRanked(lap, session)
      const isAsked =
        (!driverId || lap.driverId === driverId) && (!surface || surfaceOf(lap, session) === surface)
      if (!why || why.why === 'deleted' || !isAsked) continue
      laps.push({ lap, session, why, driver: drivers.find(each => each.id === lap.driverId)?.name ?? '' })
    }
  }
  return { laps, read, problem }
}
