/** A library of its own for each test, ways to reach under it, and sessions to put in. */
import { onTestFinished } from 'vitest'
import type { BlobOutcome } from '#shared/blob'
import { createId, type DriverId, type FillRandom } from '#shared/id'
import type { MeasuredLap } from '#shared/lap'
import { createTrace, type Trace } from '#shared/trace'
import { asEpochMillis, asMetres, asMillis } from '#shared/units'
import { type Library, type LibraryOptions, type Live, openLibrary, type RecordedSession } from '#web/store'

export const fillRandom: FillRandom = bytes => crypto.getRandomValues(bytes)

export const NOON = asEpochMillis(Date.UTC(2026, 5, 6, 12))

export const unwrap = <T>(outcome: BlobOutcome<T>): T => {
  if (!outcome.ok) throw new Error(`${outcome.kind}: ${outcome.message}`)
  return outcome.value
}

export const uniqueName = (): string => `test-${createId(fillRandom)}`

/** Opens a library that is closed and deleted when the test is over. */
export const openTestLibrary = async (options: LibraryOptions = {}): Promise<Library> => {
  const library = unwrap(await openLibrary({ name: uniqueName(), ...options }))
  onTestFinished(async () => {
    library.close()
    await deleteDatabase(library.name)
  })
  return library
}

export const deleteDatabase = (name: string): Promise<void> =>
  settled(indexedDB.deleteDatabase(name)).then(() => {})

/** The answer of a request of the browser's own, or its error thrown. */
export const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

/** Does something to the database behind the library's back, and closes again. */
export const behindItsBack = async <T>(
  name: string,
  store: string,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> => {
  const db = await settled(indexedDB.open(name))
  try {
    return await settled(work(db.transaction(store, 'readwrite').objectStore(store)))
  } finally {
    db.close()
  }
}

/** The first value that is as wanted. Fails by the test's own time limit. */
export const firstOf = <T>(live: Live<T>, isWanted: (value: T) => boolean = () => true): Promise<T> =>
  new Promise(resolve => {
    let stop = (): void => {}
    let found = false
    stop = live.subscribe(value => {
      if (found || !isWanted(value)) return
      found = true
      resolve(value)
      queueMicrotask(() => stop())
    })
  })

/** 10 Hz speed for `seconds`, different for each `seed`. */
export const traceOf = (fromMs: number, seconds: number, seed = 0): Trace => {
  const count = seconds * 10
  const timeMs = Float64Array.from({ length: count }, (_, i) => fromMs + i * 100)
  const values = Float32Array.from({ length: count }, (_, i) => 40 + seed + Math.sin(i / 10))
  return createTrace([
    { timeMs, channels: [{ name: 'speed', unit: 'm/s', kind: 'continuous', source: 'gps', values }] },
  ])
}

export const measuredLap = (number: number, startMs: number, timeMs: number): MeasuredLap => ({
  number,
  kind: 'timed',
  startMs: asMillis(startMs),
  endMs: asMillis(startMs + timeMs),
  sectorsMs: [],
  validity: { valid: true },
  timing: { by: 'marks' },
})

/** A driver, car, track and layout in the library. */
export const ensureAll = async (library: Library, trackName = 'Testring') => {
  const shared = { origin: 'user', privacy: 'my-devices' } as const
  const gate = { left: { x: 0, y: 0 }, right: { x: 0, y: 10 } }
  const place = await library.ensurePlace({
    ...shared,
    track: { name: trackName, country: null },
    layout: { name: 'Full', lengthM: asMetres(4000), frame: { kind: 'flat', space: 'test' } },
    gates: { startFinish: gate, finish: null, sectors: [], origin: 'drawn by hand' },
  })
  const { track, layout } = unwrap(place)
  const car = unwrap(await library.ensureCar({ ...shared, name: '296 GT3' }))
  const driver = unwrap(await library.ensureDriver({ ...shared, name: 'Kim' }))
  return { track, layout, car, driver }
}

export interface SessionParts {
  readonly lapTimesMs?: readonly number[]
  readonly driverIds?: readonly DriverId[]
}

/** A session of given lap times, one second of trace per lap, with the records it needs. */
export const recordedSession = async (
  library: Library,
  { lapTimesMs = [61_000, 60_000, 62_000] }: SessionParts = {},
  changes: Partial<RecordedSession> = {},
): Promise<RecordedSession> => {
  const { track, layout, car, driver } = await ensureAll(library)
  let startMs = 0
  const laps = lapTimesMs.map((timeMs, index) => {
    const measured = measuredLap(index + 1, startMs, timeMs)
    const trace = traceOf(startMs, 1, index)
    startMs += timeMs
    return { measured, driverId: driver.id, trace }
  })
  return {
    id: library.newSessionId(),
    startedAt: NOON,
    utcOffsetMin: 120,
    trackId: track.id,
    layoutId: layout.id,
    carId: car.id,
    origin: { kind: 'sample', seed: 1 },
    laps,
    between: traceOf(startMs, 2),
    notes: '',
    privacy: 'my-devices',
    ...changes,
  }
}

export const saveTestSession = async (
  library: Library,
  parts: SessionParts = {},
  changes: Partial<RecordedSession> = {},
) => unwrap(await library.saveSession(await recordedSession(library, parts, changes)))
