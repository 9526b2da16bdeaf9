/**
 * A season on the track of the one sample there is: its session again, a week apart, in two cars, by two drivers, dry and
 * wet, a little faster each time; and twice on a second track that nobody invented. Behind the library's back, without
 * what is derived: the page derives that itself when it opens next.
 *
 * `driveSeason` runs in the page: it is sent there as text and may use nothing from outside itself.
 */
export const driveSeason = async (weeks: number): Promise<void> => {
  interface Row {
    readonly id: string
    readonly [field: string]: unknown
  }
  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  let made = 1
  const newId = (): string => `f${(made++).toString(16).padStart(31, '0')}`
  const db = await settled(indexedDB.open('paddock'))
  const names = ['sessions', 'laps', 'tracks', 'layouts', 'cars', 'drivers', 'meta']
  const transaction = db.transaction(names, 'readwrite')
  const table = (name: string) => transaction.objectStore(name)
  const all = (name: string): Promise<Row[]> => settled(table(name).getAll())
  const rows = await Promise.all(['sessions', 'tracks', 'layouts', 'cars', 'drivers'].map(all))
  const [session, track, layout, car, driver] = rows.map(each => each[0]!) as [Row, Row, Row, Row, Row]
  const laps = await all('laps')
  const second = {
    track: { ...track, id: newId(), name: 'The long way', country: 'IT', origin: 'import' },
    layout: { ...layout, id: newId(), name: 'Full' },
    car: { ...car, id: newId(), name: 'Porsche 992 GT3 R' },
    driver: { ...driver, id: newId(), name: 'Kim' },
  }
  table('tracks').put(second.track)
  table('layouts').put({ ...second.layout, trackId: second.track.id })
  table('cars').put(second.car)
  table('drivers').put(second.driver)
  const drive = (week: number, at: { readonly track: Row; readonly layout: Row }): void => {
    const id = newId()
    const isSecond = week % 3 === 0
    const isWet = week % 4 === 0
    // Slower the longer ago, and more so in the wet.
    const slowerMs = week * 130 + (isWet ? 4200 : 0) + (week % 2) * 240
    const carId = isSecond ? second.car.id : session.carId
    const ids = { trackId: at.track.id, layoutId: at.layout.id, carId }
    table('sessions').put({
      ...session,
      ...ids,
      id,
      startedAt: (session.startedAt as number) - week * 7 * 86_400_000,
      conditions: week % 5 === 0 ? undefined : { surface: isWet ? 'wet' : 'dry', airC: 18 },
    })
    let laterMs = 0
    for (const lap of laps) {
      const byMs = slowerMs + ((lap.number as number) % 5) * 45 * week
      const startMs = (lap.startMs as number) + laterMs
      laterMs += byMs
      table('laps').put({
        ...lap,
        id: newId(),
        sessionId: id,
        layoutId: at.layout.id,
        carId,
        driverId: isSecond ? second.driver.id : driver.id,
        startMs,
        endMs: (lap.endMs as number) + laterMs,
        sectorsMs: (lap.sectorsMs as number[]).map((ms, i) => (i === 0 ? ms + byMs : ms)),
        timing: { ...(lap.timing as object), layoutId: at.layout.id },
      })
    }
  }
  for (let week = 1; week <= weeks; week++) drive(week, { track, layout })
  for (const week of [1, 2]) drive(week, second)
  table('meta').clear()
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  })
  db.close()
}
