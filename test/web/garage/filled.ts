/** A library with three cars, three drivers and two tracks that were driven, dry and wet, and setups. */
import type { CarId, DriverId, LayoutId, SessionId, SetupId, TrackId } from '#shared/id'
import { asEpochMillis, asMetres } from '#shared/units'
import type { Library } from '#web/store'
import { measuredLap, NOON, openTestLibrary, unwrap } from '../store/support.ts'

const DAY_MS = 86_400_000
const SHARED = { origin: 'user', privacy: 'my-devices' } as const

export interface Filled {
  readonly library: Library
  readonly cars: { readonly ferrari: CarId; readonly porsche: CarId; readonly own: CarId }
  readonly drivers: { readonly kim: DriverId; readonly ada: DriverId; readonly kimAgain: DriverId }
  readonly tracks: { readonly spa: TrackId; readonly monza: TrackId }
  readonly layouts: { readonly spa: LayoutId; readonly monza: LayoutId }
  readonly sessions: readonly SessionId[]
  readonly setups: { readonly race: SetupId; readonly quali: SetupId; readonly words: SetupId }
}

export const accText = (changes: { readonly pressure?: number; readonly wing?: number } = {}): string =>
  JSON.stringify({
    carName: 'ferrari_296_gt3',
    basicSetup: {
      tyres: { tyreCompound: 0, tyrePressure: [changes.pressure ?? 53, 53, 50, 50] },
      alignment: {
        camber: [4, 4, 2, 2],
        toe: [10, 10, 24, 24],
        staticCamber: [-0.061, -0.061, -0.052, -0.052],
      },
      electronics: { tC1: 3, tC2: 2, abs: 4, eCUMap: 0 },
      strategy: { fuel: 60, nPitStops: 0, tyreSet: 0, frontBrakePadCompound: 0 },
    },
    advancedSetup: {
      mechanicalBalance: { aRBFront: 3, aRBRear: 1, wheelRate: [4, 4, 3, 3], brakeBias: 22 },
      dampers: { bumpSlow: [10, 10, 8, 8], bumpFast: [12, 12, 12, 12] },
      aeroBalance: { rideHeight: [6, 6, 14, 14], splitter: 0, rearWing: changes.wing ?? 8 },
      drivetrain: { preload: 6 },
    },
    trackBopType: 9,
  })

export const fillGarage = async (): Promise<Filled> => {
  const library = await openTestLibrary()
  const carNamed = async (name: string) => unwrap(await library.ensureCar({ ...SHARED, name })).id
  const driverNamed = async (name: string) => unwrap(await library.ensureDriver({ ...SHARED, name })).id
  const placeNamed = async (name: string, country: string, lengthM: number) => {
    const gate = { left: { x: 0, y: 0 }, right: { x: 0, y: 10 } }
    const place = await library.ensurePlace({
      ...SHARED,
      track: { name, country },
      layout: { name: 'Grand Prix', lengthM: asMetres(lengthM), frame: { kind: 'flat', space: name } },
      gates: { startFinish: gate, finish: null, sectors: [], origin: 'drawn by hand' },
    })
    return unwrap(place)
  }
  const cars = {
    ferrari: await carNamed('Ferrari 296 GT3'),
    porsche: await carNamed('Porsche 992 GT3 R'),
    own: await carNamed('Track day hatch'),
  }
  const drivers = {
    kim: await driverNamed('Kim'),
    ada: await driverNamed('Ada'),
    kimAgain: await driverNamed('K. Driver'),
  }
  const spa = await placeNamed('Spa-Francorchamps', 'BE', 7004)
  const monza = await placeNamed('Monza', 'IT', 5793)
  const drive = async (
    day: number,
    { layout, track }: typeof spa,
    carId: CarId,
    driverId: DriverId,
    timesMs: readonly number[],
  ): Promise<SessionId> => {
    let startMs = 0
    const laps = timesMs.map((timeMs, i) => {
      const measured = measuredLap(i + 1, startMs, timeMs)
      startMs += timeMs
      return { measured, driverId, trace: null }
    })
    return unwrap(
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
  }
  const sessions = [
    await drive(0, spa, cars.ferrari, drivers.kim, [140_100, 138_420, 138_900]),
    await drive(1, spa, cars.ferrari, drivers.kim, [158_300, 157_250]),
    await drive(2, monza, cars.ferrari, drivers.ada, [108_600, 107_912]),
    await drive(3, monza, cars.porsche, drivers.kimAgain, [109_004, 108_777, 108_950, 109_800]),
  ]
  unwrap(await library.editSessions([sessions[0]!], { conditions: { surface: 'dry' }, world: 'sim' }))
  unwrap(await library.editSessions([sessions[1]!], { conditions: { surface: 'wet' }, world: 'sim' }))
  const setup = async (name: string, fileName: string, text: string, trackId: TrackId | null) =>
    unwrap(
      await library.addSetup({
        carId: cars.ferrari,
        trackId,
        name,
        fileName,
        text,
        notes: '',
        privacy: 'my-devices',
      }),
    )
  const setups = {
    race: await setup('Spa race', 'spa-race.json', accText(), spa.track.id),
    quali: await setup('Spa quali', 'spa-quali.json', accText({ pressure: 54, wing: 6 }), spa.track.id),
    words: await setup('Ideas', 'ideas.txt', 'Softer rear bar when it is cold.', null),
  }
  unwrap(await library.editSessions([sessions[0]!], { setupId: setups.race }))
  return {
    library,
    cars,
    drivers,
    tracks: { spa: spa.track.id, monza: monza.track.id },
    layouts: { spa: spa.layout.id, monza: monza.layout.id },
    sessions,
    setups,
  }
}
