/**
 * A big library for benches: bulk rows behind the library's back, as its own save path would have left them, without
 * traces. Reproducible. The page must have opened its library once, so that the tables exist.
 *
 * `fillLibrary` runs in the page: it is sent there as text and may use nothing from outside itself.
 */
export const fillLibrary = async (size: {
  readonly sessions: number
  readonly lapsEach: number
}): Promise<void> => {
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
      frame: { kind: 'flat', space: 'bench' },
      gateVersions: [gates],
    })),
  )
  const cars = named(Array.from({ length: 60 }, (_, i) => `Car ${i + 1} GT3`))
  const drivers = named(['Kim', 'Sam', 'Ana', 'Jürgen', 'Noor', 'Élodie', 'Tom', 'Yuki'])
  const db = await settled(indexedDB.open('paddock'))
  const names = ['sessions', 'laps', 'tracks', 'layouts', 'cars', 'drivers']
  const transaction = db.transaction(names, 'readwrite')
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
    const layout = layouts[below(layouts.length)]!
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
        sectorsMs: [],
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
      notes: '',
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
