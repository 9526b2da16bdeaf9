/**
 * A library with a real track driven five times by two drivers in two cars, dry and wet, with sectors and laps that do
 * not count; a second layout of it; and a sample's track with traces.
 */
import type { CarId, DriverId, LayoutId, SessionId, TrackId } from '#shared/id'
import type { Conditions, MeasuredLap } from '#shared/lap'
import { asEpochMillis, asMetres, asMillis } from '#shared/units'
import type { Library } from '#web/store'
import { makeSample } from '../../../web/workers/sample.ts'
import { NOON, openTestLibrary, unwrap } from '../store/support.ts'

const DAY_MS = 86_400_000
const SHARED = { origin: 'user', privacy: 'my-devices' } as const

export interface TracksFilled {
  readonly library: Library
  readonly tracks: { readonly spa: TrackId; readonly monza: TrackId }
  readonly layouts: { readonly grandPrix: LayoutId; readonly endurance: LayoutId }
  readonly cars: { readonly ferrari: CarId; readonly porsche: CarId }
  readonly drivers: { readonly kim: DriverId; readonly ada: DriverId }
  /** Those on the Grand Prix layout, in the order they were driven. */
  readonly sessions: readonly SessionId[]
}

/** Of three sectors; `invalid` is why it does not count. */
const lapOf = (
  number: number,
  startMs: number,
  sectors: readonly number[],
  layoutId: LayoutId,
  invalid: string | null,
): MeasuredLap => ({
  number,
  kind: number === 0 ? 'out' : 'timed',
  startMs: asMillis(startMs),
  endMs: asMillis(startMs + sectors.reduce((a, b) => a + b, 0)),
  sectorsMs: sectors.map(asMillis),
  validity: invalid === null ? { valid: true } : { valid: false, reason: invalid },
  timing: { by: 'gates', layoutId, gateVersion: 1 },
})

export const fillTracks = async (): Promise<TracksFilled> => {
  const library = await openTestLibrary()
  const carNamed = async (name: string) => unwrap(await library.ensureCar({ ...SHARED, name })).id
  const driverNamed = async (name: string) => unwrap(await library.ensureDriver({ ...SHARED, name })).id
  const gate = (y: number) => ({ left: { x: 0, y }, right: { x: 0, y: y + 10 } })
  const placeNamed = async (name: string, country: string | null, layout: string, lengthM: number | null) =>
    unwrap(
      await library.ensurePlace({
        ...SHARED,
        track: { name, country },
        layout: {
          name: layout,
          lengthM: lengthM === null ? null : asMetres(lengthM),
          frame: { kind: 'flat', space: 'test' },
        },
        gates: {
          startFinish: gate(0),
          finish: null,
          sectors: [gate(100), gate(200)],
          origin: 'Drawn by hand',
        },
      }),
    )
  const cars = { ferrari: await carNamed('Ferrari 296 GT3'), porsche: await carNamed('Porsche 992 GT3 R') }
  const drivers = { kim: await driverNamed('Kim'), ada: await driverNamed('Ada') }
  const spa = await placeNamed('Spa-Francorchamps', null, 'Grand Prix', 7004)
  const endurance = await placeNamed('Spa-Francorchamps', null, 'Endurance pits', null)
  const monza = await placeNamed('Monza', 'IT', 'Full', 5793)

  const drive = async (
    day: number,
    { layout, track }: typeof spa,
    carId: CarId,
    driverId: DriverId,
    sectors: readonly (readonly [number, number, number])[],
    conditions?: Conditions,
  ): Promise<SessionId> => {
    let startMs = 0
    const laps = sectors.map((own, i) => {
      const measured = lapOf(i, startMs, own, layout.id, i === 2 ? 'Four wheels off.' : null)
      startMs += own.reduce((a, b) => a + b, 0)
      return { measured, driverId, trace: null }
    })
    const id = unwrap(
      await library.saveSession({
        id: library.newSessionId(),
        startedAt: asEpochMillis(NOON + day * DAY_MS),
        utcOffsetMin: 120,
        trackId: track.id,
        layoutId: layout.id,
        carId,
        origin: { kind: 'sample', seed: day },
        laps,
        between: null,
        notes: '',
        privacy: 'my-devices',
      }),
    )
    if (conditions) unwrap(await library.editSessions([id], { conditions, world: 'sim' }))
    return id
  }
  /** Out of the pits, best, one that does not count, and one more. */
  const run = (s1: number, s2: number, s3: number) =>
    [
      [s1 + 9000, s2, s3],
      [s1, s2, s3],
      [s1 - 900, s2, s3],
      [s1 + 400, s2 - 100, s3],
    ] as const
  const sessions = [
    await drive(0, spa, cars.ferrari, drivers.kim, run(42_000, 58_000, 40_500), { surface: 'dry' }),
    await drive(1, spa, cars.ferrari, drivers.kim, run(41_500, 57_800, 40_300), { surface: 'dry' }),
    await drive(2, spa, cars.porsche, drivers.ada, run(41_600, 57_300, 40_100), { surface: 'dry' }),
    await drive(3, spa, cars.ferrari, drivers.kim, run(47_000, 63_000, 45_000), { surface: 'wet' }),
    await drive(4, spa, cars.ferrari, drivers.kim, run(41_200, 57_700, 40_000)),
  ]
  await drive(5, endurance, cars.ferrari, drivers.kim, run(42_100, 58_100, 40_600))
  await drive(6, monza, cars.porsche, drivers.ada, run(30_000, 40_000, 38_000), { surface: 'dry' })
  return {
    library,
    tracks: { spa: spa.track.id, monza: monza.track.id },
    layouts: { grandPrix: spa.layout.id, endurance: endurance.layout.id },
    cars,
    drivers,
    sessions,
  }
}

/** The same sample circuit driven so many times, with traces. */
export const driveSamples = async (
  library: Library,
  count: number,
  laps = 3,
): Promise<readonly SessionId[]> => {
  const ids: SessionId[] = []
  for (let seed = 1; seed <= count; seed++) {
    const made = await makeSample(
      library,
      { seed, startedAt: NOON + seed * DAY_MS, circuit: 'kestrel-heath', laps },
      () => {},
    )
    if (!made.ok) throw new Error(made.message)
    ids.push(made.sessionId)
  }
  return ids
}
