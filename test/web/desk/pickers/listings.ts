/** Sessions as the library lists them. */
import type { LapId, LayoutId, SessionId } from '#shared/id'
import { asEpochMillis, asMillis } from '#shared/units'
import type { SessionListing } from '#web/store'

const hex = (n: number): string => n.toString(16).padStart(32, '0')

export const listingOf = (
  n: number,
  {
    layoutId = null as LayoutId | null,
    layout = 'Full circuit' as string | null,
    bestMs = null as number | null,
    drivers = ['Kim'] as readonly string[],
  } = {},
): SessionListing => ({
  session: {
    id: hex(n) as SessionId,
    startedAt: asEpochMillis(Date.UTC(2025, 9, 12, 14, 30) - n * 3_600_000),
    utcOffsetMin: null,
    trackId: null,
    layoutId,
    carId: null,
    origin: { kind: 'sample', seed: n },
    betweenTrace: null,
    notes: '',
    privacy: 'device',
  },
  track: 'Valdoro',
  layout,
  car: 'GT four',
  carRecord: null,
  driverIds: [],
  drivers,
  world: 'sim',
  lapCount: 12,
  rankedCount: bestMs === null ? 0 : 10,
  best: bestMs === null ? null : { lapId: hex(n + 1_000_000) as LapId, timeMs: asMillis(bestMs) },
})
