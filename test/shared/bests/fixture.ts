/** Sessions and laps to ask for bests, and random libraries of one layout of two versions of its lines. */
import fc from 'fast-check'
import { type LapFacts, type SessionBests, type SessionFacts, sessionBests } from '#shared/bests'
import type { CarId, DriverId, Id, LapId, LayoutId, SessionId, Sha256, TrackId } from '#shared/id'
import type { LapKind, SessionOrigin, Timing } from '#shared/lap'
import { asEpochMillis, asMillis } from '#shared/units'

const idOf = <K extends string>(kind: string, n: number): Id<K> =>
  (kind.charCodeAt(0).toString(16) + n.toString(16).padStart(30, '0')) as Id<K>

export const lapId = (n: number): LapId => idOf('lap', n)
export const sessionId = (n: number): SessionId => idOf('session', n)
export const driverId = (n: number): DriverId => idOf('driver', n)
export const carId = (n: number): CarId => idOf('car', n)
export const layoutId = (n: number): LayoutId => idOf('out', n)
export const TRACK: TrackId = idOf('track', 1)
export const LAYOUT = layoutId(1)

export const MARKS: Timing = { by: 'marks' }
export const gates = (gateVersion: number, of = LAYOUT): Timing => ({
  by: 'gates',
  layoutId: of,
  gateVersion,
})
export const INVALID = { validity: { valid: false, reason: 'Four wheels off.' } } as const

const ORIGIN: SessionOrigin = {
  kind: 'file',
  fileName: 'a.csv',
  original: { sha256: '0'.repeat(64) as Sha256, size: 1 },
  reader: { name: 'csv', version: 1 },
}

/** `n` names it and says when it was driven. Without sector times, `timeMs` is its time. */
export const lapOf = (
  n: number,
  sectors: readonly number[],
  { timeMs, ...change }: Partial<LapFacts> & { timeMs?: number } = {},
): LapFacts => ({
  id: lapId(n),
  driverId: driverId(1),
  kind: 'timed',
  validity: { valid: true },
  timing: gates(1),
  startMs: asMillis(n * 1e6),
  endMs: asMillis(n * 1e6 + (timeMs ?? sectors.reduce((a, b) => a + b, 0))),
  sectorsMs: sectors.map(asMillis),
  ...change,
})

export const sessionOf = (n: number, change: Partial<SessionFacts> = {}): SessionFacts => ({
  id: sessionId(n),
  startedAt: asEpochMillis(1.7e12 + n * 86_400_000),
  trackId: TRACK,
  layoutId: LAYOUT,
  carId: carId(1),
  origin: ORIGIN,
  ...change,
})

/** A session of one driver with these lap times. */
export const rowOf = (
  n: number,
  timesMs: readonly number[],
  change: Partial<SessionFacts> = {},
  lap: Partial<LapFacts> = {},
): SessionBests =>
  sessionBests(
    sessionOf(n, change),
    timesMs.map((timeMs, i) => lapOf(n * 1000 + i, [], { timeMs, ...lap })),
  )

export interface Driven {
  readonly session: SessionFacts
  readonly laps: readonly LapFacts[]
}

export const rowsOf = (library: readonly Driven[]): readonly SessionBests[] =>
  library.map(({ session, laps }) => sessionBests(session, laps))

const SURFACES = [{}, { surface: 'dry' }, { surface: 'damp' }, { surface: 'wet' }] as const
const WORLDS = [{}, { world: 'real' }, { world: 'sim' }] as const
const KINDS: readonly LapKind[] = ['timed', 'timed', 'timed', 'timed', 'out', 'in', 'partial']
const TIMINGS: readonly Timing[] = [
  MARKS,
  gates(1),
  gates(2),
  gates(2),
  gates(2, layoutId(9)),
  { by: 'counter' },
]

/** Few drivers, cars and times, so that equals are frequent. */
const anyLap = (n: number): fc.Arbitrary<LapFacts> =>
  fc
    .record({
      sectors: fc.array(fc.integer({ min: 20, max: 40 }), { minLength: 3, maxLength: 3 }),
      hasSectors: fc.boolean(),
      driver: fc.integer({ min: 1, max: 2 }),
      kind: fc.constantFrom(...KINDS),
      timing: fc.constantFrom(...TIMINGS),
      surface: fc.constantFrom(...SURFACES),
      isValid: fc.boolean(),
      isDeleted: fc.boolean().map(is => is && n % 4 === 0),
    })
    .map(({ sectors, hasSectors, driver, kind, timing, surface, isValid, isDeleted }) => {
      const timeMs = sectors.reduce((a, b) => a + b, 0)
      return lapOf(n, hasSectors ? sectors : [], {
        timeMs,
        driverId: driverId(driver),
        kind,
        timing,
        ...surface,
        deletedAt: isDeleted ? asEpochMillis(1) : null,
        ...(isValid ? {} : INVALID),
      })
    })

const anySession = (n: number): fc.Arbitrary<Driven> =>
  fc
    .record({
      startedAt: fc.integer({ min: 0, max: 3 }).map(asEpochMillis),
      carId: fc.constantFrom(null, carId(1), carId(2)),
      surface: fc.constantFrom(...SURFACES),
      world: fc.constantFrom(...WORLDS),
      laps: fc
        .integer({ min: 0, max: 8 })
        .chain(count => fc.tuple(...Array.from({ length: count }, (_, i) => anyLap(n * 100 + i)))),
    })
    .map(({ surface, world, laps, ...session }) => ({
      session: sessionOf(n, { ...session, ...world, conditions: surface }),
      laps,
    }))

export const anyLibrary: fc.Arbitrary<readonly Driven[]> = fc
  .integer({ min: 0, max: 6 })
  .chain(count => fc.tuple(...Array.from({ length: count }, (_, i) => anySession(i + 1))))

export const anyFilter = fc.record(
  {
    carIds: fc.subarray([carId(1), carId(2)]),
    driverId: fc.constantFrom(driverId(1), driverId(2)),
    surface: fc.constantFrom('dry' as const, 'damp' as const, 'wet' as const),
    world: fc.constantFrom('real' as const, 'sim' as const),
  },
  { requiredKeys: [] },
)
