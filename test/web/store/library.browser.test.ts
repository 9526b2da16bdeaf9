/** The library as a screen uses it: what is saved is found again, shown with names, deleted and brought back. */
import { describe, expect, test } from 'vitest'
import { createId } from '#shared/id'
import { asEpochMillis } from '#shared/units'
import { DEFAULT_SETTINGS, openLibrary, summaryOf, UNDO_MS } from '#web/store'
import {
  behindItsBack,
  ensureAll,
  fillRandom,
  firstOf,
  measuredLap,
  NOON,
  openTestLibrary,
  recordedSession,
  saveTestSession,
  traceOf,
  unwrap,
} from './support.ts'

const countIn = (name: string, table: string) => behindItsBack(name, table, store => store.count())

describe('saving a session', () => {
  test('gives a line of the library with names, lap count and best time', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const [line, ...others] = unwrap(await library.listSessions())
    expect(others).toEqual([])
    expect(line).toMatchObject({
      session: { id, startedAt: NOON, origin: { kind: 'sample', seed: 1 } },
      track: 'Testring',
      layout: 'Full',
      car: '296 GT3',
      drivers: ['Kim'],
      lapCount: 3,
      rankedCount: 3,
      best: { timeMs: 60_000 },
    })
  })

  test('keeps every lap, its driver and its trace', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const { laps, drivers, session } = unwrap(await library.session(id))
    expect(laps.map(lap => lap.number)).toEqual([1, 2, 3])
    expect(laps.map(lap => lap.driverId)).toEqual(laps.map(() => drivers[0]!.id))
    expect(unwrap(await library.lapTrace(laps[1]!))).toEqual(traceOf(61_000, 1, 1))
    expect(unwrap(await library.sessionTrace(session))).toEqual(traceOf(183_000, 2))
    expect(unwrap(await library.listSessions())[0]!.best?.lapId).toBe(laps[1]!.id)
  })

  test('keeps the original file, and finds what came from it', async () => {
    const library = await openTestLibrary()
    const original = new Blob([crypto.getRandomValues(new Uint8Array(60_000))])
    const reader = { name: 'csv', version: 1 }
    const origin = { kind: 'file', fileName: 'day.csv', original, reader } as const
    const id = unwrap(await library.saveSession(await recordedSession(library, {}, { origin })))
    const saved = unwrap(await library.session(id)).session.origin
    if (saved.kind !== 'file') throw new Error('the origin was not kept')
    expect(unwrap(await library.blobs.read(saved.original.sha256))).toEqual(
      new Uint8Array(await original.arrayBuffer()),
    )
    const found = unwrap(await library.sessionsFromOriginal(saved.original.sha256))
    expect(found.map(line => line.session.id)).toEqual([id])
  })

  test('with the same id twice, also at once, keeps the first', async () => {
    const library = await openTestLibrary()
    const recorded = await recordedSession(library)
    await Promise.all([library.saveSession(recorded), library.saveSession(recorded)])
    expect(unwrap(await library.saveSession(recorded))).toBe(recorded.id)
    expect(unwrap(await library.listSessions())).toHaveLength(1)
    expect(await countIn(library.name, 'laps')).toBe(3)
    expect(await countIn(library.name, 'chunks')).toBe(4)
    expect(await countIn(library.name, 'staging')).toBe(0)
  })

  test('whose laps have no trace and whose places are unknown is kept too', async () => {
    const library = await openTestLibrary()
    const { driver } = await ensureAll(library)
    const unknown = { trackId: null, layoutId: null, carId: null, between: null }
    const laps = [{ measured: measuredLap(1, 0, 60_000), driverId: driver.id, trace: null }]
    const id = unwrap(await library.saveSession(await recordedSession(library, {}, { ...unknown, laps })))
    const { session, laps: saved } = unwrap(await library.session(id))
    expect(unwrap(await library.listSessions())[0]).toMatchObject({ track: null, layout: null, car: null })
    expect(unwrap(await library.sessionTrace(session))).toBeNull()
    expect(await library.lapTrace(saved[0]!)).toMatchObject({ ok: false, kind: 'missing' })
  })

  test('tells how far it is, lap by lap', async () => {
    const library = await openTestLibrary()
    const seen: string[] = []
    await library.saveSession(await recordedSession(library), ({ lapsDone, lapCount }) =>
      seen.push(`${lapsDone}/${lapCount}`),
    )
    expect(seen).toEqual(['1/3', '2/3', '3/3'])
  })

  test('stores a summary that is what its laps say', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library, { lapTimesMs: [70_000, 65_000, 68_000] })
    const row = await behindItsBack(library.name, 'sessions', store => store.get(id))
    expect(row.summary).toEqual(summaryOf(unwrap(await library.session(id)).laps))
  })

  test('does not rank laps that are out laps or invalid', async () => {
    const library = await openTestLibrary()
    const { driver, layout } = await ensureAll(library)
    const laps = [
      { ...measuredLap(0, 0, 50_000), kind: 'out' as const },
      { ...measuredLap(1, 50_000, 55_000), validity: { valid: false as const, reason: 'cut' } },
      measuredLap(2, 105_000, 60_000),
    ].map(measured => ({ measured, driverId: driver.id, trace: null }))
    await library.saveSession(await recordedSession(library, {}, { laps }))
    expect(unwrap(await library.listSessions())[0]).toMatchObject({
      lapCount: 3,
      rankedCount: 1,
      best: { timeMs: 60_000 },
    })
    const bests = unwrap(await library.bestLaps({ layoutId: layout.id, limit: 10 }))
    expect(bests.map(lap => lap.number)).toEqual([2])
  })
})

describe('finding sessions', () => {
  test('newest first, by track, layout, car, driver and date', async () => {
    const library = await openTestLibrary()
    const { track, layout, car, driver } = await ensureAll(library)
    const other = await ensureAll(library, 'Elsewhere')
    const save = async (day: number, place: typeof other | null) => {
      const changes = {
        startedAt: asEpochMillis(NOON + day * 86_400_000),
        ...(place ? { trackId: place.track.id, layoutId: place.layout.id, carId: null } : {}),
      }
      return unwrap(await library.saveSession(await recordedSession(library, {}, changes)))
    }
    const [first, second, third] = [await save(0, null), await save(1, other), await save(2, null)]
    const found = async (filter: Parameters<typeof library.listSessions>[0]) =>
      unwrap(await library.listSessions(filter)).map(line => line.session.id)

    expect(await found({})).toEqual([third, second, first])
    expect(await found({ trackId: track.id })).toEqual([third, first])
    expect(await found({ layoutId: other.layout.id })).toEqual([second])
    expect(await found({ carId: car.id })).toEqual([third, first])
    expect(await found({ driverId: driver.id })).toEqual([third, second, first])
    expect(await found({ driverId: createId<'driver'>(fillRandom) })).toEqual([])
    const secondDay = asEpochMillis(NOON + 86_400_000)
    expect(await found({ from: secondDay })).toEqual([third, second])
    expect(await found({ to: secondDay })).toEqual([first])
    expect(await found({ layoutId: layout.id, from: secondDay })).toEqual([third])
    expect(await found({ trackId: other.track.id, layoutId: layout.id })).toEqual([])
  })

  test('a session that is not there is a failure with a sentence', async () => {
    const library = await openTestLibrary()
    const answer = await library.session(library.newSessionId())
    expect(answer).toMatchObject({ ok: false, kind: 'missing', message: expect.stringMatching(/\.$/) })
  })

  test('best laps come fastest first, of one car or driver if asked', async () => {
    const library = await openTestLibrary()
    await saveTestSession(library, { lapTimesMs: [61_000, 60_000] })
    await saveTestSession(library, { lapTimesMs: [60_500] })
    const { layout, car, driver } = await ensureAll(library)
    const times = async (filter: object) =>
      unwrap(await library.bestLaps({ layoutId: layout.id, limit: 2, ...filter })).map(
        lap => lap.endMs - lap.startMs,
      )
    expect(await times({})).toEqual([60_000, 60_500])
    expect(await times({ carId: car.id })).toEqual([60_000, 60_500])
    expect(await times({ driverId: driver.id })).toEqual([60_000, 60_500])
    expect(await times({ driverId: driver.id, carId: createId<'car'>(fillRandom) })).toEqual([])
  })
})

describe('deleting a session', () => {
  test('hides it and its laps until it is restored', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const { layout } = await ensureAll(library)
    const bests = async () => unwrap(await library.bestLaps({ layoutId: layout.id, limit: 9 })).length
    const before = unwrap(await library.session(id))

    unwrap(await library.deleteSession(id))
    expect(unwrap(await library.listSessions())).toEqual([])
    expect(unwrap(await library.listSessions({ deleted: true }))).toHaveLength(1)
    expect(await bests()).toBe(0)

    unwrap(await library.restoreSession(id))
    expect(unwrap(await library.listSessions())).toHaveLength(1)
    expect(await bests()).toBe(3)
    const after = unwrap(await library.session(id))
    expect(after.laps.map(lap => lap.id)).toEqual(before.laps.map(lap => lap.id))
    expect(unwrap(await library.lapTrace(after.laps[0]!))).toEqual(traceOf(0, 1, 0))
  })

  test('that is not there is a failure', async () => {
    const library = await openTestLibrary()
    expect(await library.deleteSession(library.newSessionId())).toMatchObject({ ok: false, kind: 'missing' })
  })

  test('is final after a month, and spares bytes that another session has too', async () => {
    let now = NOON
    const library = await openTestLibrary({ now: () => now })
    const gone = await saveTestSession(library, { lapTimesMs: [61_000, 60_000] })
    const kept = await saveTestSession(library, { lapTimesMs: [61_000] })
    unwrap(await library.deleteSession(gone))
    now = asEpochMillis(NOON + UNDO_MS - 1)
    expect(unwrap(await library.tidy()).purgedSessions).toBe(0)
    now = asEpochMillis(NOON + 2 * UNDO_MS)
    expect(unwrap(await library.tidy()).purgedSessions).toBe(1)
    expect(await library.session(gone)).toMatchObject({ ok: false, kind: 'missing' })
    const { laps, session } = unwrap(await library.session(kept))
    expect(unwrap(await library.lapTrace(laps[0]!))).toEqual(traceOf(0, 1, 0))
    expect(unwrap(await library.sessionTrace(session))).not.toBeNull()
    expect(await countIn(library.name, 'laps')).toBe(1)
    expect(await countIn(library.name, 'chunks')).toBe(2)
  })
})

test('tidying sweeps what an interrupted save left, at most once in a while', async () => {
  let now = NOON
  const library = await openTestLibrary({ now: () => now })
  const draft = { bytes: Uint8Array.of(1), kind: 'trace', own: true } as const
  await library.blobs.stage([draft])
  now = asEpochMillis(NOON + 2 * 86_400_000)
  await library.blobs.stage([draft])
  expect(unwrap(await library.tidy())).toEqual({ sweptBlobs: 1, purgedSessions: 0 })
  await library.blobs.stage([draft])
  now = asEpochMillis(now + 60_000)
  expect(unwrap(await library.tidy())).toEqual({ sweptBlobs: 0, purgedSessions: 0 })
  expect(await countIn(library.name, 'chunks')).toBe(2)
})

describe('tracks, cars and drivers', () => {
  test('are found again by name and origin, also when asked for twice at once', async () => {
    const library = await openTestLibrary()
    const [first, second] = await Promise.all([ensureAll(library), ensureAll(library)])
    expect(second).toEqual(first)
    expect(unwrap(await library.listTracks())).toEqual([{ track: first.track, layouts: [first.layout] }])
    expect(unwrap(await library.listCars())).toEqual([first.car])
    expect(unwrap(await library.listDrivers())).toEqual([first.driver])
    const sample = unwrap(await library.ensureDriver({ name: 'Kim', origin: 'sample', privacy: 'device' }))
    expect(sample.id).not.toBe(first.driver.id)
  })

  test('a new layout starts with version 1 of its gates', async () => {
    const { layout } = await ensureAll(await openTestLibrary())
    expect(layout.gateVersions.map(gates => gates.version)).toEqual([1])
  })
})

describe('settings', () => {
  test('have defaults, are kept, and one does not overwrite another', async () => {
    const library = await openTestLibrary()
    expect(unwrap(await library.settings())).toEqual(DEFAULT_SETTINGS)
    await Promise.all([library.setSetting('units', 'imperial'), library.setSetting('theme', 'contrast')])
    const again = unwrap(await openLibrary({ name: library.name }))
    expect(unwrap(await again.settings())).toMatchObject({ units: 'imperial', theme: 'contrast' })
    again.close()
  })
})

describe('live values', () => {
  test('follow what is saved and deleted, also by another connection', async () => {
    const library = await openTestLibrary()
    const other = unwrap(await openLibrary({ name: library.name }))
    const lines = library.watchSessions()
    const withCount = (count: number) =>
      firstOf(lines, outcome => outcome.ok && outcome.value.length === count).then(unwrap)
    expect(await withCount(0)).toEqual([])
    const id = await saveTestSession(other)
    expect((await withCount(1))[0]!.session.id).toBe(id)
    await other.deleteSession(id)
    expect(await withCount(0)).toEqual([])
    other.close()
  })

  test('follow one session and the settings', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    expect(unwrap(await firstOf(library.watchSession(id))).laps).toHaveLength(3)
    const imperial = firstOf(library.watchSettings(), each => each.ok && each.value.units === 'imperial')
    await library.setSetting('units', 'imperial')
    expect(await imperial).toMatchObject({ ok: true })
  })

  test('say that the library was closed instead of falling silent', async () => {
    const library = await openTestLibrary()
    const failure = firstOf(library.watchSessions(), outcome => !outcome.ok)
    library.close()
    expect(await failure).toMatchObject({ kind: 'unavailable', because: 'closed' })
  })
})

test('storage use is told by kind, with what the browser says', async () => {
  const library = await openTestLibrary()
  await saveTestSession(library)
  const usage = unwrap(await library.storageUsage())
  expect(usage.bytesByKind.trace).toBeGreaterThan(0)
  expect(usage.bytesByKind.original).toBe(0)
  expect(usage.quotaBytes).toBeGreaterThan(0)
  expect(usage.persisted).toBeTypeOf('boolean')
  expect(await library.requestPersistence()).toMatch(/granted|refused/)
})
