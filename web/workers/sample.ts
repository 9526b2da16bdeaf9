/**
 * Makes a sample session and puts it into a library, the way a session of a real logger gets there: samples are
 * simulated, laps are cut from the samples with the circuit's gates, and everything is stored.
 *
 * Invariant: the laps come from the samples, never from what the simulator knows about them. The circuit, car
 * and driver are kept under the origin `sample`, so a second sample finds the same ones, and they never mix
 * with a person's own.
 */
import { lapsFromGates, withFlaggedLaps } from '#shared/lap'
import { CIRCUIT_NAMES, type CircuitName, simulateSession } from '#shared/sim'
import { asEpochMillis } from '#shared/units'
import type { Library, RecordedSession, StoreFailure } from '#web/store'
import { cutSession } from './cut.ts'

export interface SampleOptions {
  /** The same seed gives the same session. */
  readonly seed: number
  /** When it is said to have been driven, in milliseconds since 1970. */
  readonly startedAt: number
  readonly circuit?: CircuitName
  /** Timed laps. */
  readonly laps?: number
}

export interface SampleProgress {
  readonly stage: 'driving' | 'saving'
  /** Of this stage, 0 to 1. */
  readonly done: number
}

export type SampleOutcome =
  | { readonly ok: true; readonly sessionId: RecordedSession['id']; readonly lapCount: number }
  | StoreFailure

/** Several samples show several places. */
const seedToCircuit = (seed: number): CircuitName => CIRCUIT_NAMES[seed % CIRCUIT_NAMES.length]!
/** Enough for a best lap, a theoretical best and a bad lap or two. */
const DEFAULT_LAPS = 12

const TRACK_LIMITS = 'all wheels left the track'

/** A sample is nobody's lap: it stays on this device. */
const SAMPLE = { origin: 'sample', privacy: 'device' } as const

export const makeSample = async (
  library: Library,
  { seed, startedAt, circuit = seedToCircuit(seed), laps: lapsWanted = DEFAULT_LAPS }: SampleOptions,
  onProgress: (progress: SampleProgress) => void,
): Promise<SampleOutcome> => {
  onProgress({ stage: 'driving', done: 0 })
  const driven = simulateSession({ seed, circuit, laps: lapsWanted })
  onProgress({ stage: 'driving', done: 1 })

  const { name, country, lengthM, frame, gates } = driven.circuit
  const place = await library.ensurePlace({
    ...SAMPLE,
    track: { name, country },
    layout: { name: 'Full circuit', lengthM, frame },
    gates,
  })
  if (!place.ok) return place
  const car = await library.ensureCar({ ...SAMPLE, name: driven.car.name })
  if (!car.ok) return car
  const driver = await library.ensureDriver({ ...SAMPLE, name: driven.driver.name })
  if (!driver.ok) return driver

  const { track, layout } = place.value
  const inForce = layout.gateVersions.at(-1)!
  const cut = lapsFromGates({ trace: driven.trace, frame, gates: inForce, layoutId: layout.id })
  const laps = withFlaggedLaps(cut, driven.trace, TRACK_LIMITS)
  const { lapTraces, between } = cutSession(driven.trace, laps)
  const saved = await library.saveSession(
    {
      id: library.newSessionId(),
      startedAt: asEpochMillis(startedAt),
      utcOffsetMin: null,
      trackId: track.id,
      layoutId: layout.id,
      carId: car.value.id,
      origin: { kind: 'sample', seed },
      laps: laps.map((measured, index) => ({
        measured,
        driverId: driver.value.id,
        trace: lapTraces[index]!,
      })),
      between,
      notes: '',
      privacy: SAMPLE.privacy,
    },
    ({ lapsDone, lapCount }) => onProgress({ stage: 'saving', done: lapsDone / lapCount }),
  )
  return saved.ok ? { ok: true, sessionId: saved.value, lapCount: laps.length } : saved
}
