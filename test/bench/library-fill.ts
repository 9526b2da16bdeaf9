/**
 * A big library for benches: bulk rows behind the library's back, as its own save path would have left them, without
 * traces and without what is derived into other tables: the page does that itself when it opens next. Reproducible.
 * The page must have opened its library once, so that the tables exist.
 *
 * `fillLibrary` runs in the page: it is sent there as text and may use nothing from outside itself.
 */
import type { Page } from 'playwright'

export interface LibrarySize {
  readonly database: string
  readonly sessions: number
  readonly lapsEach: number
  /** Everything on the first layout, the worst there can be for its bests. */
  readonly isOneLayout?: boolean
}

export const fillLibrary = async (size: LibrarySize): Promise<void> => {
  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  let next = 1
  const newId = (): string => (next++).toString(16).padStart(32, '0')
  // Reproducible, and far enough from regular.
  let state = 7
  const below = (limit: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * limit)
  }
  const stored = { deletedAt: null, updatedAt: 1_767_225_600_000, privacy: 'my-devices' }
  const named = (names: readonly string[]) =>
    names.map(name => ({ ...stored, id: newId(), name, origin: 'import' }))
  const trackNames =
    'Spa-Francorchamps,Nürburgring,Brands Hatch,Suzuka,Monza,Imola,Zandvoort,Le Mans,Bathurst,Laguna Seca'
  const tracks = named(trackNames.split(',')).map(track => ({ ...track, country: null }))
  const point = { x: 0, y: 0 }
  const gate = { left: point, right: { x: 0, y: 10 } }
  const gates = {
    version: 1,
    startFinish: gate,
    finish: null,
    sectors: [],
    createdAt: 0,
    origin: 'drawn by hand',
  }
  const layouts = tracks.flatMap(track =>
    ['Grand Prix', 'Club', 'Endurance'].map(name => ({
      ...stored,
      id: newId(),
      trackId: track.id,
      name,
      lengthM: 4000,
      frame: name === 'Club' ? { kind: 'flat', space: 'bench' } : { kind: 'wgs84' },
      gateVersions: [gates],
    })),
  )
  // Known by their names to one half, and written down by a person for the other.
  const models = ['Ferrari 296 GT3', 'Porsche 992 GT3 R', 'BMW M4 GT3', 'Mazda MX-5 Cup', 'Lotus Elise S1']
  const cars = named(Array.from({ length: 60 }, (_, i) => models[i] ?? `Car ${i + 1}`)).map((car, i) =>
    i % 2 === 0 ? car : { ...car, facts: { className: ['GT3', 'GT4', 'Clubman'][i % 3] } },
  )
  const drivers = named(['Kim', 'Sam', 'Ana', 'Jürgen', 'Noor', 'Élodie', 'Tom', 'Yuki'])
  const db = await settled(indexedDB.open(size.database))
  const names = ['sessions', 'laps', 'tracks', 'layouts', 'cars', 'drivers', 'meta']
  const transaction = db.transaction(names, 'readwrite')
  // What was derived before this is derived again.
  transaction.objectStore('meta').clear()
  const put = (name: string, row: object): void => {
    transaction.objectStore(name).put(row)
  }
  for (const row of tracks) put('tracks', row)
  for (const row of layouts) put('layouts', row)
  for (const row of cars) put('cars', row)
  for (const row of drivers) put('drivers', row)
  const sha256 = (n: number): string => n.toString(16).padStart(64, '0')
  for (let session = 0; session < size.sessions; session++) {
    const id = newId()
    const layout = size.isOneLayout ? layouts[0]! : layouts[below(layouts.length)]!
    const carId = cars[below(cars.length)]!.id
    const driverId = drivers[below(drivers.length)]!.id
    const times = Array.from({ length: size.lapsEach }, () => 80_000 + below(60_000))
    const bestLapMs = Math.min(...times)
    let bestLapId: string | null = null
    let startMs = 0
    for (const [index, timeMs] of times.entries()) {
      const lapId = newId()
      if (timeMs === bestLapMs) bestLapId ??= lapId
      put('laps', {
        ...stored,
        id: lapId,
        sessionId: id,
        driverId,
        number: index + 1,
        kind: 'timed',
        startMs,
        endMs: startMs + timeMs,
        sectorsMs: [25_000, 30_000, timeMs - 55_000],
        validity: { valid: true },
        timing: { by: 'marks' },
        trace: null,
        layoutId: layout.id,
        carId,
        rankMs: timeMs,
      })
      startMs += timeMs
    }
    put('sessions', {
      ...stored,
      id,
      startedAt: 1_577_836_800_000 + session * 94_000_000 + below(20_000_000),
      utcOffsetMin: 60 * below(3),
      trackId: layout.trackId,
      layoutId: layout.id,
      carId,
      origin: {
        kind: 'file',
        fileName: `session-${session}.csv`,
        original: { sha256: sha256(session), size: 100_000 },
        reader: { name: 'csv', version: 1000 },
      },
      betweenTrace: null,
      notes:
        session % 5 === 0 ? 'New front tyres from the third lap on; understeer in the fast corners.' : '',
      ...(session % 20 === 0 && { name: `Test day ${session / 20}` }),
      ...(session % 4 === 0 && { tags: ['league', 'wet practice', 'baseline'].slice(0, 1 + below(3)) }),
      ...(session % 3 === 0 && { conditions: { surface: ['dry', 'damp', 'wet'][below(3)], airC: 18 } }),
      summary: {
        lapCount: times.length,
        rankedCount: times.length,
        bestLapId,
        bestLapMs,
        driverIds: [driverId],
      },
    })
  }
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  })
  db.close()
}

/** Waits until the page has derived what it keeps beside the laps: bests, and copies for the indexes. */
export const untilDerived = async (page: Page): Promise<void> => {
  await page.waitForFunction(isDerived, null, { polling: 500, timeout: 300_000 })
}

/** Runs in the page. */
const isDerived = (): Promise<boolean> =>
  new Promise(resolve => {
    const opening = indexedDB.open('paddock')
    opening.onsuccess = () => {
      const db = opening.result
      const reading = db.transaction('meta').objectStore('meta').get('derived-with')
      reading.onsuccess = () => {
        db.close()
        resolve(reading.result !== undefined)
      }
    }
  })
