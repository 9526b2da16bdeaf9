/** One damaged row in any table: the rest of the library loads, the damaged row stays where it is and is reported. */
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Library } from '#web/store'
import {
  behindItsBack,
  ensureAll,
  firstOf,
  openTestLibrary,
  recordedSession,
  saveTestSession,
  unwrap,
} from './support.ts'

const damage = async (library: Library, table: string, key: string, changes: object): Promise<void> => {
  const row = await behindItsBack(library.name, table, store => store.get(key))
  await behindItsBack(library.name, table, store => store.put({ ...row, ...changes }))
}

const reportOf = (library: Library, table: string) =>
  firstOf(library.damaged, rows => rows.some(row => row.table === table))

/** Two sessions, so that there is a rest which must still load. */
const twoSessions = async () => {
  const library = await openTestLibrary()
  const damagedId = await saveTestSession(library)
  const goodId = unwrap(
    await library.saveSession(await recordedSession(library, {}, { notes: 'the other one' })),
  )
  return { library, damagedId, goodId, ...(await ensureAll(library)) }
}

const idsOf = async (library: Library) => unwrap(await library.listSessions()).map(line => line.session.id)

describe('S2 a damaged row', () => {
  test.for([
    { startedAt: 'yesterday' },
    { startedAt: Number.NaN },
    { origin: { kind: 'dream' } },
    { privacy: 'everybody' },
    { trackId: 7 },
    { betweenTrace: { sha256: 'short', size: 1 } },
    { notes: undefined },
  ])('of sessions with %o is left out', async changes => {
    const { library, damagedId, goodId } = await twoSessions()
    await damage(library, 'sessions', damagedId, changes)
    expect(await idsOf(library)).toEqual([goodId])
    expect(await reportOf(library, 'sessions')).toEqual([{ table: 'sessions', key: damagedId }])
    expect(await library.session(damagedId)).toMatchObject({ ok: false, kind: 'missing' })
    expect(await behindItsBack(library.name, 'sessions', store => store.count())).toBe(2)
  })

  test('of sessions with only its summary damaged is computed again from its laps', async () => {
    const { library, damagedId } = await twoSessions()
    const before = unwrap(await library.listSessions())
    await damage(library, 'sessions', damagedId, { summary: { lapCount: -1 } })
    expect(unwrap(await library.listSessions())).toEqual(before)
  })

  test.for([
    { number: null },
    { kind: 'flying' },
    { sectorsMs: [1.5] },
    { validity: { valid: false } },
    { timing: { by: 'gates', layoutId: 'x', gateVersion: 1 } },
    { driverId: null },
    { endMs: '60000' },
  ])('of laps with %o is left out of its session and of the bests', async changes => {
    const { library, damagedId, layout } = await twoSessions()
    const { laps } = unwrap(await library.session(damagedId))
    await damage(library, 'laps', laps[0]!.id, changes)
    const rest = unwrap(await library.session(damagedId)).laps.map(lap => lap.id)
    expect(rest).toEqual(laps.slice(1).map(lap => lap.id))
    expect(unwrap(await library.bestLaps({ layoutId: layout.id, limit: 9 }))).toHaveLength(5)
    expect(await reportOf(library, 'laps')).toEqual([{ table: 'laps', key: laps[0]!.id }])
  })

  test.for([
    ['tracks', 'track', { name: 3 }],
    ['layouts', 'layout', { gateVersions: [] }],
    ['layouts', 'layout', { frame: { kind: 'round' } }],
    ['cars', 'car', { name: null }],
  ] as const)('of %s leaves that name unknown and the sessions there', async ([table, field, changes]) => {
    const { library, [field]: record } = await twoSessions()
    await damage(library, table, record.id, changes)
    const lines = unwrap(await library.listSessions())
    expect(lines.map(line => line[field])).toEqual([null, null])
    expect(await reportOf(library, table)).toEqual([{ table, key: record.id }])
    expect(unwrap(await library.session(lines[0]!.session.id)).laps).toHaveLength(3)
    expect(await ensureAll(library)).not.toMatchObject({ [field]: { id: record.id } })
  })

  test('of drivers leaves the driver without a name and the laps there', async () => {
    const { library, damagedId, driver } = await twoSessions()
    await damage(library, 'drivers', driver.id, { privacy: null })
    expect(unwrap(await library.listSessions()).map(line => line.drivers)).toEqual([[], []])
    expect(unwrap(await library.session(damagedId)).laps).toHaveLength(3)
    expect(unwrap(await library.listDrivers())).toEqual([])
  })

  test('of settings falls back to its default, and the others stay', async () => {
    const library = await openTestLibrary()
    await library.setSetting('units', 'imperial')
    await library.setSetting('theme', 'dark')
    await damage(library, 'settings', 'units', { value: 'furlongs' })
    expect(unwrap(await library.settings())).toMatchObject({ units: 'metric', theme: 'dark' })
    expect(await reportOf(library, 'settings')).toEqual([{ table: 'settings', key: 'units' }])
  })

  test('of chunks makes that trace a failure, and the other laps are drawn', async () => {
    const { library, damagedId } = await twoSessions()
    const { laps } = unwrap(await library.session(damagedId))
    const { store } = await behindItsBack(library.name, 'blobs', blobs => blobs.get(laps[0]!.trace!.sha256))
    await behindItsBack(library.name, 'chunks', chunks => chunks.put({ store, index: 0, bytes: 'gone' }))
    expect(await library.lapTrace(laps[0]!)).toMatchObject({ ok: false, kind: 'missing' })
    expect(await library.lapTrace(laps[1]!)).toMatchObject({ ok: true })
  })

  test('of meta does not keep the library from tidying', async () => {
    const library = await openTestLibrary()
    await library.tidy()
    await damage(library, 'meta', 'tidied-at', { value: 'never' })
    expect(await library.tidy()).toMatchObject({ ok: true })
  })

  test('of setups is left out, and the other setups stay', async () => {
    const { library, car } = await twoSessions()
    const setup = { carId: car.id, trackId: null, fileName: 'a.json', text: '{}', notes: '' } as const
    const [bad, good] = [
      unwrap(await library.addSetup({ ...setup, name: 'bad', privacy: 'device' })),
      unwrap(await library.addSetup({ ...setup, name: 'good', privacy: 'device' })),
    ]
    await damage(library, 'setups', bad, { text: 7 })
    expect(unwrap(await library.listSetups()).map(each => each.id)).toEqual([good])
    expect(await reportOf(library, 'setups')).toEqual([{ table: 'setups', key: bad }])
  })

  test('of deeds is left out, cannot be undone, and harms nothing it did', async () => {
    const { library, goodId } = await twoSessions()
    const { deed } = unwrap(await library.editSessions([goodId], { name: 'named' }))
    await damage(library, 'deeds', deed, { before: [{ table: 'blobs', key: goodId, row: null, left: null }] })
    expect(unwrap(await library.listDeeds())).toEqual([])
    expect(await library.undoDeed(deed)).toMatchObject({ ok: false, kind: 'damaged' })
    expect(unwrap(await library.session(goodId)).session.name).toBe('named')
    unwrap(await library.editSessions([goodId], { name: 'again' }))
  })

  test('of bests is left out, and derived again from the laps', async () => {
    const { library, damagedId } = await twoSessions()
    const before = unwrap(await library.bestsOf())
    await damage(library, 'bests', damagedId, { groups: [{ driverId: 'somebody' }] })
    expect(unwrap(await library.bestsOf())).toHaveLength(1)
    expect(await reportOf(library, 'bests')).toEqual([{ table: 'bests', key: damagedId }])
    unwrap(await library.rederive({ always: true }))
    expect(unwrap(await library.bestsOf())).toEqual(before)
  })

  test('is found by a check of everything', async () => {
    const { library, damagedId, car } = await twoSessions()
    expect(unwrap(await library.checkRows())).toEqual([])
    await damage(library, 'sessions', damagedId, { summary: null })
    await damage(library, 'cars', car.id, { name: 1 })
    expect(unwrap(await library.checkRows())).toEqual([
      { table: 'sessions', key: damagedId },
      { table: 'cars', key: car.id },
    ])
  })
})

test('S2 a row the browser itself cannot read is left out, and the rest loads', async () => {
  const { library, damagedId, goodId } = await twoSessions()
  const unreadable = () => {
    throw new DOMException('Failed to read large IndexedDB value', 'DataError')
  }
  const { getAll, get } = IDBObjectStore.prototype
  onTestFinished(() => {
    Object.assign(IDBObjectStore.prototype, { getAll, get })
  })
  IDBObjectStore.prototype.getAll = function (...args) {
    return this.name === 'sessions' ? unreadable() : getAll.apply(this, args)
  }
  IDBObjectStore.prototype.get = function (key) {
    return this.name === 'sessions' && key === damagedId ? unreadable() : get.call(this, key)
  }
  expect(await idsOf(library)).toEqual([goodId])
  expect(await reportOf(library, 'sessions')).toEqual([{ table: 'sessions', key: damagedId }])
})
