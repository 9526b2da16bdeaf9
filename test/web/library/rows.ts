/** Lines of a library for tests: as many as asked for, different from one another in every column. */
import type { CarId, DriverId, LapId, SessionId } from '#shared/id'
import { asEpochMillis, asMillis } from '#shared/units'
import type { SessionListing } from '#web/store'

const NOON = Date.UTC(2026, 5, 6, 12)
const DAY_MS = 86_400_000
const TRACKS = ['Spa', 'Nürburgring', 'Imola', 'Suzuka', null]
const DRIVERS = ['Kim', 'Élodie', 'Sam']

export const idOf = (n: number): string => n.toString(16).padStart(32, '0')

/** Number `n`: the higher, the older. */
export const line = (n: number, changes: Partial<SessionListing> = {}): SessionListing => ({
  session: {
    id: idOf(n + 1) as SessionId,
    startedAt: asEpochMillis(NOON - n * DAY_MS),
    utcOffsetMin: 0,
    trackId: null,
    layoutId: null,
    carId: idOf(n) as CarId,
    origin: { kind: 'sample', seed: n },
    betweenTrace: null,
    notes: '',
    privacy: 'my-devices',
  },
  track: TRACKS[n % TRACKS.length]!,
  layout: n % 2 === 0 ? 'Grand Prix' : null,
  car: n % 7 === 0 ? null : `Car ${n % 12}`,
  carRecord: null,
  driverIds: n % 11 === 0 ? [] : [idOf(1_000_000 + (n % DRIVERS.length)) as DriverId],
  world: n % 3 === 0 ? null : n % 3 === 1 ? 'sim' : 'real',
  drivers: n % 11 === 0 ? [] : [DRIVERS[n % DRIVERS.length]!],
  lapCount: (n * 7) % 30,
  rankedCount: (n * 7) % 30,
  best: n % 5 === 0 ? null : { lapId: idOf(n) as LapId, timeMs: asMillis(80_000 + ((n * 7_919) % 40_000)) },
  ...changes,
})

export const lines = (count: number): SessionListing[] => Array.from({ length: count }, (_, n) => line(n))
