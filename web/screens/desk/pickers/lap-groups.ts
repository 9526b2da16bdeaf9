/**
 * The sessions of a library as a lap picker offers them.
 *
 * Groups, in order: the session at hand · others of the reference's layout · those of no known layout, which may or
 * may not fit · those of another layout, which cannot be laid along the reference. Newest first within each.
 * Cost: one pass over the sessions; the text a filter looks in is made once per session and language.
 */
import type { LapId, LayoutId, SessionId } from '#shared/id'
import type { Millis } from '#shared/units'
import type { SessionListing } from '#web/store'

export const MAX_LAPS = 8

export interface LapGroups {
  readonly here: SessionListing | null
  readonly sameLayout: readonly SessionListing[]
  readonly noLayout: readonly SessionListing[]
  readonly otherLayouts: readonly SessionListing[]
}

/** A lap worth offering before its session is opened. */
export interface BestOffer {
  readonly sessionId: SessionId
  readonly lapId: LapId
  readonly timeMs: Millis
  /** Null: the best of all. */
  readonly driver: string | null
  readonly listing: SessionListing
}

export const groupSessions = (
  sessions: readonly SessionListing[],
  here: SessionId | null,
  layoutId: LayoutId | null,
): LapGroups => {
  const sameLayout: SessionListing[] = []
  const noLayout: SessionListing[] = []
  const otherLayouts: SessionListing[] = []
  let own: SessionListing | null = null
  for (const listing of sessions) {
    const { session } = listing
    if (session.id === here) own = listing
    else if (session.layoutId === null || layoutId === null) noLayout.push(listing)
    else if (session.layoutId === layoutId) sameLayout.push(listing)
    else otherLayouts.push(listing)
  }
  return { here: own, sameLayout, noLayout, otherLayouts }
}

/**
 * The best of all, then the best of every driver who is not its driver. A session of several drivers does not say
 * whose its best lap is, so it counts for the best of all only.
 */
export const bestOffers = (listings: readonly SessionListing[]): BestOffer[] => {
  let best: BestOffer | null = null
  const byDriver = new Map<string, BestOffer>()
  for (const listing of listings) {
    if (!listing.best) continue
    const { lapId, timeMs } = listing.best
    const offer = { sessionId: listing.session.id, lapId, timeMs, driver: null, listing }
    if (!best || timeMs < best.timeMs) best = offer
    const [driver, ...others] = listing.drivers
    if (driver === undefined || others.length > 0) continue
    const known = byDriver.get(driver)
    if (!known || timeMs < known.timeMs) byDriver.set(driver, { ...offer, driver })
  }
  if (!best) return []
  const rest = [...byDriver.values()].filter(({ lapId }) => lapId !== best.lapId)
  return [best, ...rest.sort((a, b) => a.timeMs - b.timeMs)]
}

/** What a filter looks in: names, and the date as the reader writes it and as a number. */
export const searchTextOf = (
  listing: SessionListing,
  dateOf: (listing: SessionListing) => string,
): string => {
  const { track, layout, car, drivers } = listing
  return [track, layout, car, ...drivers, dateOf(listing)].join(' ').toLowerCase()
}

/** Every typed word must occur. */
export const isWanted = (searchText: string, typed: string): boolean =>
  typed
    .toLowerCase()
    .split(/\s+/)
    .every(part => searchText.includes(part))
