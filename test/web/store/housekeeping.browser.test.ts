/** What a person says about sessions and laps: kept, shown, undone; what the recording said is never lost. */
import { describe, expect, test } from 'vitest'
import type { LapId, SessionId } from '#shared/id'
import { lapTimeMs } from '#shared/lap'
import type { DeedOutcome, Library, Outcome } from '#web/store'
import { dumpLibrary } from './dump.ts'
import { ensureAll, openTestLibrary, saveTestSession, traceOf, unwrap } from './support.ts'

const detailOf = async (library: Library, id: SessionId) => unwrap(await library.session(id))
const lapsOf = async (library: Library, id: SessionId) => (await detailOf(library, id)).laps
const bestOf = async (library: Library, id: SessionId) =>
  unwrap(await library.listSessions()).find(line => line.session.id === id)?.best?.timeMs

/** Every row a person could miss: all but when it was changed, and the list of deeds itself. */
const contentsOf = async (library: Library) => {
  const { tables } = await dumpLibrary(library.name)
  const lasting = tables.filter(({ name }) => !['deeds', 'meta'].includes(name))
  return lasting.map(({ name, rows }) => ({
    name,
    rows: rows.map(row => ({ ...(row as object), updatedAt: 0 })),
  }))
}

/** Does it, proves that it changed something, undoes it, and proves that everything is as it was. */
const undone = async (library: Library, doIt: () => Promise<Outcome<DeedOutcome>>): Promise<void> => {
  const before = await contentsOf(library)
  const { deed } = unwrap(await doIt())
  const after = await contentsOf(library)
  expect(after).not.toEqual(before)
  const back = unwrap(await library.undoDeed(deed))
  expect(await contentsOf(library)).toEqual(before)
  unwrap(await library.undoDeed(back.deed))
  expect(await contentsOf(library)).toEqual(after)
}

describe('a session', () => {
  test('takes a name, notes, tags and conditions, each on its own', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    unwrap(await library.editSessions([id], { name: ' Trackday ', addTags: ['Slicks', 'slicks', ' '] }))
    unwrap(await library.editSessions([id], { conditions: { surface: 'wet', airC: 11 }, notes: 'Cold.' }))
    unwrap(await library.editSessions([id], { conditions: { airC: null }, addTags: ['new car'] }))
    const { session } = await detailOf(library, id)
    expect(session).toMatchObject({ name: 'Trackday', tags: ['Slicks', 'new car'], notes: 'Cold.' })
    expect(session.conditions).toEqual({ surface: 'wet' })
  })

  test('forgets what is taken back', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const before = (await detailOf(library, id)).session
    unwrap(
      await library.editSessions([id], {
        name: 'x',
        addTags: ['a'],
        conditions: { surface: 'dry' },
        world: 'sim',
      }),
    )
    unwrap(
      await library.editSessions([id], {
        name: null,
        removeTags: ['A'],
        conditions: { surface: null },
        world: null,
      }),
    )
    const after = (await detailOf(library, id)).session
    expect({ ...after, updatedAt: 0 }).toEqual({ ...before, updatedAt: 0 })
  })

  test('given to another car takes its laps and bests along', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const { layout } = await ensureAll(library)
    const car = unwrap(await library.ensureCar({ origin: 'user', privacy: 'device', name: 'M4 GT3' }))
    unwrap(await library.editSessions([id], { carId: car.id }))
    expect((await detailOf(library, id)).car?.name).toBe('M4 GT3')
    expect(unwrap(await library.bestLaps({ layoutId: layout.id, carId: car.id, limit: 9 }))).toHaveLength(3)
    expect(unwrap(await library.bestsOf({ carId: car.id }))).toHaveLength(1)
  })

  test('put on another layout takes its laps along', async () => {
    const library = await openTestLibrary()
    const { layout: other } = await ensureAll(library, 'Elsewhere')
    const id = await saveTestSession(library)
    unwrap(await library.editSessions([id], { layoutId: other.id }))
    const { track, layout, laps } = await detailOf(library, id)
    expect([track?.name, layout?.id, laps.length]).toEqual(['Elsewhere', other.id, 3])
    expect(unwrap(await library.bestLaps({ layoutId: other.id, limit: 9 }))).toHaveLength(3)
  })

  test.for([
    { name: 'a' },
    { notes: 'b' },
    { addTags: ['c'] },
    { conditions: { surface: 'wet' } },
    { privacy: 'device' },
    { world: 'real' },
    { carId: null },
  ] as const)('changed by %o is as it was when that is undone', async edit => {
    const library = await openTestLibrary()
    const ids = [await saveTestSession(library), await saveTestSession(library, { lapTimesMs: [70_000] })]
    await undone(library, () => library.editSessions(ids, edit))
  })

  test('that is not there is refused, and nothing is noted', async () => {
    const library = await openTestLibrary()
    expect(await library.editSessions([library.newSessionId()], { name: 'x' })).toMatchObject({
      kind: 'missing',
    })
    expect(unwrap(await library.listDeeds())).toEqual([])
  })
})

describe('a lap', () => {
  const fastest = async (library: Library, id: SessionId): Promise<LapId> => {
    const laps = await lapsOf(library, id)
    return laps.toSorted((a, b) => lapTimeMs(a) - lapTimeMs(b))[0]!.id
  }

  test('marked invalid no longer counts, says why, and counts again when the mark is taken back', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const lap = await fastest(library, id)
    unwrap(await library.editLaps([lap], { mark: { kind: 'invalid', reason: 'cut the chicane' } }))
    expect(await bestOf(library, id)).toBe(61_000)
    const marked = (await lapsOf(library, id)).find(each => each.id === lap)
    expect(marked?.validity).toEqual({ valid: false, reason: 'cut the chicane' })
    expect(marked?.overruled).toEqual({ valid: true })
    unwrap(await library.editLaps([lap], { mark: { kind: 'recorded' } }))
    expect(await bestOf(library, id)).toBe(60_000)
    expect((await lapsOf(library, id)).find(each => each.id === lap)).not.toHaveProperty('overruled')
  })

  test('marked by hand stays so when its session is timed anew', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const lap = await fastest(library, id)
    unwrap(
      await library.editLaps([lap], { mark: { kind: 'invalid', reason: 'tow' }, surface: 'wet', notes: 'n' }),
    )
    const { laps, drivers } = await detailOf(library, id)
    const again = laps.map(each => ({
      measured: { ...each, validity: { valid: true } as const },
      trace: traceOf(each.startMs, 1),
      keeps: each.id,
    }))
    const driver = drivers[0]!.name
    const change = {
      laps: again,
      between: null,
      driver,
      place: null,
      imported: null,
      reader: null,
      utcOffsetMin: null,
    }
    unwrap(await library.changeSession(id, change))
    const after = (await lapsOf(library, id)).find(each => each.id === lap)
    expect(after).toMatchObject({ validity: { valid: false, reason: 'tow' }, surface: 'wet', notes: 'n' })
    expect(after?.overruled).toEqual({ valid: true })
  })

  test('given to another driver counts for that one', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const { layout } = await ensureAll(library)
    const sam = unwrap(await library.ensureDriver({ origin: 'user', privacy: 'device', name: 'Sam' }))
    unwrap(await library.editLaps([await fastest(library, id)], { driverId: sam.id }))
    const bests = unwrap(await library.bestLaps({ layoutId: layout.id, driverId: sam.id, limit: 9 }))
    expect(bests.map(lapTimeMs)).toEqual([60_000])
    expect((await detailOf(library, id)).drivers.map(driver => driver.name).sort()).toEqual(['Kim', 'Sam'])
  })

  test('marked is as it was when that is undone', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const lap = await fastest(library, id)
    await undone(library, () => library.editLaps([lap], { mark: { kind: 'invalid', reason: 'x' } }))
  })
})

describe('splitting', () => {
  test('at a lap gives it and all after it a session of their own; joining gives one again', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const before = await lapsOf(library, id)
    const { sessions } = unwrap(await library.splitSession(id, before[1]!.id))
    const other = sessions[0]!
    expect((await lapsOf(library, id)).map(lap => lap.id)).toEqual([before[0]!.id])
    expect((await lapsOf(library, other)).map(lap => lap.id)).toEqual(before.slice(1).map(lap => lap.id))
    for (const lap of await lapsOf(library, other)) unwrap(await library.lapTrace(lap))
    unwrap(await library.joinSessions([other, id]))
    expect(await lapsOf(library, id)).toHaveLength(3)
    expect((await detailOf(library, id)).session).not.toHaveProperty('spans')
    expect(await library.session(other)).toMatchObject({ kind: 'missing' })
  })

  test('at the first lap is refused: there is nothing before it', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const [first] = await lapsOf(library, id)
    expect(await library.splitSession(id, first!.id)).toMatchObject({ ok: false })
  })

  test('out of the middle to another car leaves the rest where it was', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const laps = await lapsOf(library, id)
    const car = unwrap(await library.ensureCar({ origin: 'user', privacy: 'device', name: 'M4 GT3' }))
    const { sessions } = unwrap(await library.moveLaps([laps[1]!.id], { carId: car.id }))
    expect((await detailOf(library, sessions[0]!)).car?.name).toBe('M4 GT3')
    expect((await lapsOf(library, id)).map(lap => lap.number)).toEqual([1, 3])
    expect(unwrap(await library.bestsOf({ carId: car.id }))).toHaveLength(1)
  })

  test('of a whole session moves the session itself', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const ids = (await lapsOf(library, id)).map(lap => lap.id)
    expect(unwrap(await library.moveLaps(ids, { carId: null })).sessions).toEqual([id])
  })

  test('read again gives each part its own laps only', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const { laps, drivers } = await detailOf(library, id)
    unwrap(await library.splitSession(id, laps[2]!.id))
    const all = laps.map(lap => ({ measured: lap, trace: traceOf(lap.startMs, 1), keeps: null }))
    const driver = drivers[0]!.name
    const change = {
      laps: all,
      between: null,
      driver,
      place: null,
      imported: null,
      reader: null,
      utcOffsetMin: null,
    }
    unwrap(await library.changeSession(id, change))
    expect((await lapsOf(library, id)).map(lap => lap.number)).toEqual([1, 2])
  })

  test('is as it was when that is undone', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const laps = await lapsOf(library, id)
    await undone(library, () => library.splitSession(id, laps[1]!.id))
    await undone(library, () => library.moveLaps([laps[0]!.id], { carId: null }))
  })

  test('does not join parts of which one was timed anew, so that nothing between laps is lost', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const { laps, drivers } = await detailOf(library, id)
    const { sessions } = unwrap(await library.splitSession(id, laps[1]!.id))
    const anew = laps.map(lap => ({ measured: lap, trace: traceOf(lap.startMs, 1), keeps: null }))
    const kept = { place: null, imported: null, reader: null, utcOffsetMin: null, driver: drivers[0]!.name }
    unwrap(await library.changeSession(id, { ...kept, laps: anew, between: traceOf(0, 3, 7) }))
    const before = await contentsOf(library)
    expect(await library.joinSessions([id, ...sessions])).toMatchObject({ ok: false })
    expect(await contentsOf(library)).toEqual(before)
  })

  test('does not join what was recorded apart', async () => {
    const library = await openTestLibrary()
    const ids = [await saveTestSession(library)]
    const { laps } = await detailOf(library, ids[0]!)
    const { layout, track } = await ensureAll(library, 'Elsewhere')
    const recorded = {
      startedAt: 5,
      origin: { kind: 'sample', seed: 9 },
      trackId: track.id,
      layoutId: layout.id,
    }
    ids.push(await saveTestSession(library, {}, recorded as never))
    expect(await library.joinSessions(ids)).toMatchObject({ ok: false })
    expect(await lapsOf(library, ids[0]!)).toEqual(laps)
  })
})

describe('a deed', () => {
  test('is not undone when a later one built on it, and both in turn are', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const first = unwrap(await library.editSessions([id], { name: 'one' }))
    const second = unwrap(await library.editSessions([id], { name: 'two' }))
    expect(await library.undoDeed(first.deed)).toMatchObject({ ok: false })
    expect((await detailOf(library, id)).session.name).toBe('two')
    unwrap(await library.undoDeed(second.deed))
    expect((await detailOf(library, id)).session.name).toBe('one')
  })

  test('stays later than the one before it when the clock jumps back', async () => {
    let now = 2_000_000
    const library = await openTestLibrary({ now: () => now as never })
    const id = await saveTestSession(library)
    const first = unwrap(await library.editSessions([id], { name: 'one' }))
    now = 1_000_000
    const second = unwrap(await library.editSessions([id], { name: 'two' }))
    const deeds = unwrap(await library.listDeeds())
    expect(deeds.map(deed => deed.id)).toEqual([second.deed, first.deed])
    const { rows } = (await dumpLibrary(library.name)).tables.find(table => table.name === 'sessions')!
    expect((rows[0] as { updatedAt: number }).updatedAt).toBeGreaterThan(2_000_000)
    unwrap(await library.undoDeed(second.deed))
  })

  test('is forgotten after thirty days, and what it did stays', async () => {
    let now = Date.UTC(2026, 0, 1)
    const library = await openTestLibrary({ now: () => now as never })
    const id = await saveTestSession(library)
    unwrap(await library.editSessions([id], { name: 'one' }))
    now += 31 * 86_400_000
    unwrap(await library.tidy())
    expect(unwrap(await library.listDeeds())).toEqual([])
    expect((await detailOf(library, id)).session.name).toBe('one')
  })
})
