/** Laps of a rig arrive once, whole, in the session they belong to, whatever a person did to it meanwhile. */
import { describe, expect, test } from 'vitest'
import type { LapId, SessionId } from '#shared/id'
import { gateVersionInForce } from '#shared/track'
import { asEpochMillis } from '#shared/units'
import { type Library, openLibrary } from '#web/store'
import { BRIDGE, type OfferedLap, rigLap, rigLaps, rigSession } from './rig-laps.ts'
import { behindItsBack, NOON, openTestLibrary, saveTestSession, unwrap } from './support.ts'

const keep = async (library: Library, { lap, trace }: OfferedLap) =>
  unwrap(await library.keepRigLap(lap, BRIDGE, trace))

const keepAll = async (library: Library, laps: readonly OfferedLap[]) => {
  for (const lap of laps) await keep(library, lap)
}

const sessionOf = async (library: Library, id: string) => unwrap(await library.session(id as SessionId))

const countOf = (library: Library, store: string): Promise<number> =>
  behindItsBack(library.name, store, each => each.count())

/** The library's clock stands where a test puts it. */
const openAt = async (at: { now: number }) => openTestLibrary({ now: () => asEpochMillis(at.now) })

describe('a lap of a rig', () => {
  test('begins a session with its track, layout, car, driver, conditions and facts', async () => {
    const library = await openTestLibrary()
    const session = rigSession()
    const offered = await rigLap(session, 1)
    expect(await keep(library, offered)).toEqual({ sessionId: session.id, isNew: true })
    const detail = await sessionOf(library, session.id)
    expect(detail.track?.name).toBe('Circuit de Spa-Francorchamps')
    expect(detail.track?.country).toBe('BE')
    expect(detail.car?.name).toBe('Aston Martin V8 Vantage GT3')
    expect(detail.drivers.map(({ name }) => name)).toEqual(['Kim'])
    expect(detail.layout).toMatchObject({
      name: 'Grand Prix (ACC)',
      lengthM: 7004,
      frame: { kind: 'flat', space: 'acc/spa/' },
    })
    const gates = gateVersionInForce(detail.layout!)
    expect(gates.sectors).toHaveLength(2)
    expect(gates.origin).toContain('Assetto Corsa Competizione counted lap 1')
    const { left, right } = gates.startFinish
    expect(Math.hypot(right.x - left.x, right.y - left.y)).toBeCloseTo(30)
    expect(detail.session).toMatchObject({
      world: 'sim',
      utcOffsetMin: 120,
      conditions: { surface: 'dry', airC: 21, trackC: 30 },
      origin: { kind: 'rig', bridgeId: BRIDGE, game: 'acc', sessionKind: 'practice', recording: session.id },
    })
    const [lap] = detail.laps
    expect(lap).toMatchObject({ id: offered.lap.id, timing: { by: 'marks' }, layoutId: detail.layout!.id })
    expect(lap?.sim).toEqual(offered.lap.facts)
    expect(unwrap(await library.lapTrace(lap!)).channels).toHaveLength(1)
    expect(unwrap(await library.bestLaps({ layoutId: detail.layout!.id, limit: 5 }))).toHaveLength(1)
    expect(unwrap(await library.checkRows())).toEqual([])
  })

  test('is stored once, whoever brings it again', async () => {
    const library = await openTestLibrary()
    const offered = await rigLap(rigSession(), 1)
    const [one, other] = await Promise.all([keep(library, offered), keep(library, offered)])
    expect([one.isNew, other.isNew].sort()).toEqual([false, true])
    expect(await keep(library, offered)).toMatchObject({ isNew: false })
    expect(await countOf(library, 'laps')).toBe(1)
    expect(await countOf(library, 'blobs')).toBe(1)
    expect(await countOf(library, 'staging')).toBe(0)
    const known = unwrap(await library.knownRigLaps([offered.lap.id, '0'.repeat(32)]))
    expect([...known]).toEqual([offered.lap.id])
  })

  test('is at the track a log was driven at, and in the car it named', async () => {
    const library = await openTestLibrary()
    const shared = { origin: 'import', privacy: 'device' } as const
    const gate = { left: { x: 5, y: 50 }, right: { x: 5.001, y: 50 } }
    const log = unwrap(
      await library.ensurePlace({
        ...shared,
        track: { name: 'SPA FRANCORCHAMPS', country: null },
        layout: { name: 'GPS', lengthM: null, frame: { kind: 'wgs84' } },
        gates: { startFinish: gate, finish: null, sectors: [], origin: 'drawn' },
      }),
    )
    const car = unwrap(await library.ensureCar({ ...shared, name: 'Aston Martin V8 Vantage GT3' }))
    const session = rigSession({ track: 'spa' })
    await keep(library, await rigLap(session, 1))
    const detail = await sessionOf(library, session.id)
    expect(detail.track?.id).toBe(log.track.id)
    expect(detail.layout?.id).not.toBe(log.layout.id)
    expect(detail.car?.id).toBe(car.id)
  })

  test('of another session at the same place finds the layout again, however it is called now', async () => {
    const library = await openTestLibrary()
    const [first, second] = [rigSession(), rigSession({ startedAt: NOON + 9_000_000 })]
    await keep(library, await rigLap(first, 1))
    const { layout } = await sessionOf(library, first.id)
    unwrap(await library.editLayout(layout!.id, { name: 'The real one' }))
    await keep(library, await rigLap(second, 1, { measured: { kind: 'out', sectorsMs: [] }, lines: [] }))
    expect((await sessionOf(library, second.id)).layout?.id).toBe(layout!.id)
    expect(await countOf(library, 'layouts')).toBe(1)
  })

  test.for([
    ['ks_nordschleife', 'nordschleife', 'ac', 'Nürburgring'],
    ['Hungaroring', '', 'acc', 'Hungaroring'],
    ['my_mod_track', 'short', 'ac', 'my_mod_track'],
  ] as const)('at %s (%s) of %s is at %s', async ([track, layout, game, name]) => {
    const library = await openTestLibrary()
    const session = rigSession({ track, layout, game })
    await keep(library, await rigLap(session, 1))
    const detail = await sessionOf(library, session.id)
    expect(detail.track?.name).toBe(name)
    expect(detail.layout?.name).toMatch(/ \((AC|ACC)\)$|^ACC$/)
  })

  test('that shows no lines leaves the layout to a later one, and gets it with it', async () => {
    const library = await openTestLibrary()
    const session = rigSession()
    await keep(library, await rigLap(session, 1, { measured: { kind: 'out', sectorsMs: [] }, lines: [] }))
    await keep(library, await rigLap(session, 2, { lines: [{ x: 0, y: 0, headingRad: 0 }, null, null] }))
    const before = await sessionOf(library, session.id)
    expect([before.layout, before.track?.name]).toEqual([null, 'Circuit de Spa-Francorchamps'])
    await keep(library, await rigLap(session, 3))
    const { layout, laps } = await sessionOf(library, session.id)
    expect(laps.map(lap => (lap as { layoutId?: unknown }).layoutId)).toEqual(Array(3).fill(layout!.id))
    expect(unwrap(await library.bestLaps({ layoutId: layout!.id, limit: 5 }))).toHaveLength(2)
  })

  test('without a name of anything is still a lap', async () => {
    const library = await openTestLibrary()
    const session = rigSession({ car: '', track: '', driver: '', trackLengthM: null })
    await keep(library, await rigLap(session, 1))
    const detail = await sessionOf(library, session.id)
    expect([detail.track, detail.layout, detail.car]).toEqual([null, null, null])
    expect(detail.laps).toHaveLength(1)
  })

  test('without samples has its times and no telemetry', async () => {
    const library = await openTestLibrary()
    const session = rigSession()
    const { lap } = await rigLap(session, 1, { traceBytes: 0 })
    await keep(library, { lap, trace: new Uint8Array() })
    expect((await sessionOf(library, session.id)).laps[0]?.trace).toBeNull()
  })
})

describe('what does not get in', () => {
  test('a trace that is not what its hash says, whole or cut', async () => {
    const library = await openTestLibrary()
    const { lap, trace } = await rigLap(rigSession(), 1)
    const wrong = trace.slice()
    wrong[100]! ^= 1
    for (const bytes of [wrong, trace.slice(0, -1), new Uint8Array()]) {
      expect(await library.keepRigLap(lap, BRIDGE, bytes)).toMatchObject({ ok: false, kind: 'damaged' })
    }
    for (const table of ['laps', 'sessions', 'blobs', 'staging', 'chunks', 'tracks'])
      expect(await countOf(library, table), table).toBe(0)
    expect(await keep(library, { lap, trace })).toMatchObject({ isNew: true })
  })

  test('a lap whose page ended while its bytes were stored leaves nothing that is seen, and comes again', async () => {
    const library = await openTestLibrary()
    const offered = await rigLap(rigSession(), 1)
    const endless = async function* () {
      yield offered.trace.slice(0, 1000)
      await new Promise<void>(() => {})
    }
    void library.keepRigLap(offered.lap, BRIDGE, endless())
    library.close()
    const again = unwrap(await openLibrary({ name: library.name }))
    expect(unwrap(await again.listSessions())).toEqual([])
    expect(await keep(again, offered)).toMatchObject({ isNew: true })
    again.close()
  })
})

describe('what a person did to the session while it was driven', () => {
  test('stays: name, notes, tags, car, driver and conditions; only what nobody touched is told on', async () => {
    const library = await openTestLibrary()
    const session = rigSession()
    const laps = await rigLaps(session, 4)
    await keepAll(library, laps.slice(0, 2))
    const id = session.id as SessionId
    const shared = { origin: 'user', privacy: 'device' } as const
    const car = unwrap(await library.ensureCar({ ...shared, name: 'My Aston' }))
    const driver = unwrap(await library.ensureDriver({ ...shared, name: 'Sam' }))
    const said = { name: 'Tests', notes: 'new pads', carId: car.id, driverId: driver.id } as const
    unwrap(await library.editSessions([id], { ...said, addTags: ['pads'], conditions: { trackC: 55 } }))
    await keepAll(library, laps.slice(2))
    const detail = await sessionOf(library, id)
    expect(detail.session).toMatchObject({ name: 'Tests', notes: 'new pads', tags: ['pads'], carId: car.id })
    expect(detail.session.conditions).toEqual({ surface: 'dry', airC: 22.5, trackC: 55 })
    expect(new Set(detail.laps.map(lap => lap.driverId))).toEqual(new Set([driver.id]))
    expect(detail.laps).toHaveLength(4)
  })

  test('stays: a temperature that was cleared, and a track that was chosen', async () => {
    const library = await openTestLibrary()
    const session = rigSession()
    const id = session.id as SessionId
    const other = unwrap(await library.session(await saveTestSession(library))).track!
    await keep(library, await rigLap(session, 1, { lines: [] }))
    unwrap(await library.editSessions([id], { conditions: { airC: null }, trackId: other.id }))
    await keep(library, await rigLap(session, 2))
    const detail = await sessionOf(library, id)
    expect(detail.session.conditions).toEqual({ surface: 'dry', trackC: 30 })
    expect([detail.track?.id, detail.layout]).toEqual([other.id, null])
  })

  test('rain that came later is said of the laps it fell on', async () => {
    const library = await openTestLibrary()
    const session = rigSession()
    await keep(library, await rigLap(session, 1))
    await keep(library, await rigLap(session, 2, { facts: { grip: 'wet', rain: 'heavy' } }))
    const { session: kept, laps } = await sessionOf(library, session.id)
    expect(kept.conditions?.surface).toBe('dry')
    expect(laps.map(lap => lap.surface)).toEqual([undefined, 'wet'])
  })

  test('deleted: what was driven before stays deleted, what is driven after begins a session of its own', async () => {
    const at = { now: NOON + 250_000 }
    const library = await openAt(at)
    const session = rigSession()
    const laps = await rigLaps(session, 5)
    await keep(library, laps[0]!)
    unwrap(await library.deleteSession(session.id as SessionId))
    at.now = NOON + 900_000
    await keepAll(library, laps.slice(1))
    const [living] = unwrap(await library.listSessions())
    const [deleted] = unwrap(await library.listSessions({ deleted: true }))
    expect(living?.lapCount).toBe(3)
    expect(living?.session.id).not.toBe(session.id)
    expect(deleted).toMatchObject({ session: { id: session.id }, lapCount: 2 })
    for (const lap of laps) expect(await keep(library, lap)).toMatchObject({ isNew: false })

    unwrap(await library.restoreSession(session.id as SessionId))
    const ids = unwrap(await library.listSessions()).map(line => line.session.id)
    expect(ids).toHaveLength(2)
    unwrap(await library.joinSessions(ids))
    const [joined] = unwrap(await library.listSessions())
    expect(joined).toMatchObject({ lapCount: 5 })
    expect(joined?.session.spans).toBeUndefined()
  })

  test('deleted twice: each time a session of its own', async () => {
    const at = { now: NOON + 130_000 }
    const library = await openAt(at)
    const session = rigSession()
    const laps = await rigLaps(session, 3)
    await keep(library, laps[0]!)
    for (const lap of laps.slice(1)) {
      const [living] = unwrap(await library.listSessions())
      unwrap(await library.deleteSession(living!.session.id))
      at.now += 120_000
      await keep(library, lap)
    }
    expect(unwrap(await library.listSessions()).map(line => line.lapCount)).toEqual([1])
    expect(unwrap(await library.listSessions({ deleted: true }))).toHaveLength(2)
  })

  test('split and joined: new laps go on where the recording goes on', async () => {
    const library = await openTestLibrary()
    const session = rigSession()
    const laps = await rigLaps(session, 6)
    await keepAll(library, laps.slice(0, 4))
    const split = unwrap(await library.splitSession(session.id as SessionId, laps[2]!.lap.id as LapId))
    await keep(library, laps[4]!)
    expect((await sessionOf(library, split.sessions[0]!)).laps).toHaveLength(3)
    const joined = unwrap(await library.joinSessions([session.id as SessionId, split.sessions[0]!]))
    await keep(library, laps[5]!)
    expect((await sessionOf(library, joined.sessions[0]!)).laps).toHaveLength(6)
    expect(await countOf(library, 'sessions')).toBe(1)
  })

  test('one lap moved to another car: the rest goes on as it was', async () => {
    const library = await openTestLibrary()
    const session = rigSession()
    const laps = await rigLaps(session, 3)
    await keepAll(library, laps.slice(0, 2))
    const car = unwrap(await library.ensureCar({ origin: 'user', privacy: 'device', name: 'Other' }))
    unwrap(await library.moveLaps([laps[0]!.lap.id as LapId], { carId: car.id }))
    await keep(library, laps[2]!)
    expect((await sessionOf(library, session.id)).laps).toHaveLength(2)
    expect(await countOf(library, 'sessions')).toBe(2)
  })
})

test('a hundred laps of one session arrive, and the last one costs about what the first did', async () => {
  const library = await openTestLibrary()
  const session = rigSession()
  for (const lap of await rigLaps(session, 100)) await keep(library, lap)
  const [line] = unwrap(await library.listSessions())
  expect(line).toMatchObject({ lapCount: 100, rankedCount: 100, best: { timeMs: 120_001 } })
  expect(unwrap(await library.session(session.id as SessionId)).laps).toHaveLength(100)
  expect(unwrap(await library.checkLibrary()).findings).toEqual([])
})
