/** Exports taken into a library that has some of it already: by id, nothing doubled, nothing lost. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createId } from '#shared/id'
import { asEpochMillis } from '#shared/units'
import type { Library } from '#web/store'
import {
  behindItsBack,
  fillRandom,
  NOON,
  openTestLibrary,
  saveTestSession,
  unwrap,
} from '../store/support.ts'
import { archiveOf, contentOf, exportToFile, importFile, lines, manifest, rowsIn } from './archives.ts'

const later = (ms: number) => asEpochMillis(NOON + ms)

/** The same library on two devices. */
const twins = async () => {
  let now = NOON
  const clock = { set: (moment: number) => (now = asEpochMillis(moment)), now: () => now }
  const here = await openTestLibrary({ now: clock.now })
  const id = await saveTestSession(here)
  const there = await openTestLibrary({ now: clock.now })
  await importFile(there, await exportToFile(here))
  return { here, there, id, clock }
}

const nameOf = async (library: Library) => unwrap(await library.listSessions())[0]!.session.name

describe('S5 two devices that disagree', () => {
  test('the later change is in force, and undoing the import brings back what was here', async () => {
    const { here, there, id, clock } = await twins()
    clock.set(later(1000))
    unwrap(await here.editSessions([id], { name: 'Mine' }))
    clock.set(later(2000))
    unwrap(await there.editSessions([id], { name: 'Theirs' }))
    clock.set(later(3000))
    const report = await importFile(here, await exportToFile(there))
    expect(report.tables.sessions).toMatchObject({ added: 0, replaced: 1, kept: 0 })
    expect(await nameOf(here)).toBe('Theirs')
    unwrap(await here.undoDeed(report.deeds[0]!))
    expect(await nameOf(here)).toBe('Mine')
  })

  test('a change that came earlier is set aside, and undoing that takes it', async () => {
    const { here, there, id, clock } = await twins()
    clock.set(later(1000))
    unwrap(await there.editSessions([id], { name: 'Theirs' }))
    clock.set(later(2000))
    unwrap(await here.editSessions([id], { name: 'Mine' }))
    clock.set(later(3000))
    const report = await importFile(here, await exportToFile(there))
    expect(report.tables.sessions).toMatchObject({ replaced: 0, kept: 1 })
    expect(await nameOf(here)).toBe('Mine')
    const [deed] = unwrap(await here.listDeeds())
    expect(deed).toMatchObject({ kind: 'set-aside', about: 'library.zip', count: 1 })
    unwrap(await here.undoDeed(deed!.id))
    expect(await nameOf(here)).toBe('Theirs')
  })

  test('a clock ten years ahead gains nothing but to count as now', async () => {
    const { here, there, id, clock } = await twins()
    clock.set(later(10 * 365 * 86_400_000))
    unwrap(await there.editSessions([id], { name: 'From the future' }))
    const file = await exportToFile(there)
    clock.set(later(1000))
    await importFile(here, file)
    expect(await nameOf(here)).toBe('From the future')
    clock.set(later(2000))
    unwrap(await here.editSessions([id], { name: 'Corrected' }))
    clock.set(later(3000))
    await importFile(here, file)
    expect(await nameOf(here)).toBe('Corrected')
  })

  test('what was deleted there later is deleted here, and can be brought back', async () => {
    const { here, there, id, clock } = await twins()
    clock.set(later(1000))
    unwrap(await there.deleteSession(id))
    await importFile(here, await exportToFile(there))
    expect(unwrap(await here.listSessions())).toEqual([])
    unwrap(await here.restoreSession(id))
    expect(unwrap(await here.listSessions())[0]).toMatchObject({ lapCount: 3, rankedCount: 3 })
  })

  test('settings of this device stay', async () => {
    const { here, there } = await twins()
    unwrap(await here.setSetting('theme', 'dark'))
    unwrap(await there.setSetting('theme', 'light'))
    unwrap(await there.setSetting('units', 'imperial'))
    await importFile(here, await exportToFile(there))
    expect(unwrap(await here.settings())).toMatchObject({ theme: 'dark', units: 'imperial' })
  })
})

describe('an import', () => {
  test('can be undone: what was new goes where deleted sessions are', async () => {
    const from = await openTestLibrary()
    const id = await saveTestSession(from)
    const to = await openTestLibrary()
    const report = await importFile(to, await exportToFile(from))
    for (const deed of report.deeds) unwrap(await to.undoDeed(deed))
    expect(unwrap(await to.listSessions())).toEqual([])
    expect(unwrap(await to.bestsOf())).toEqual([])
    unwrap(await to.restoreSession(id))
    expect(unwrap(await to.listSessions())).toMatchObject([{ lapCount: 3, best: { timeMs: 60_000 } }])
  })

  test('brings back bytes that were lost here', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const file = await exportToFile(library)
    const { laps } = unwrap(await library.session(id))
    await behindItsBack(library.name, 'blobs', store => store.delete(laps[0]!.trace!.sha256))
    expect(await library.lapTrace(laps[0]!)).toMatchObject({ ok: false })
    const report = await importFile(library, file)
    expect(report.blobs.count).toBe(1)
    unwrap(await library.lapTrace(laps[0]!))
  })

  test('takes the place of a record that was damaged here, and keeps the damaged one for an undo', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const file = await exportToFile(library)
    const row = await behindItsBack(library.name, 'sessions', store => store.get(id))
    await behindItsBack(library.name, 'sessions', store => store.put({ ...row, notes: 7 }))
    expect(unwrap(await library.listSessions())).toEqual([])
    await importFile(library, file)
    expect(unwrap(await library.listSessions())).toHaveLength(1)
    const deeds = await rowsIn(library.name, 'deeds')
    expect(deeds.at(-1)).toMatchObject({ kind: 'merge-library', before: [{ row: { notes: 7 } }] })
  })

  test('of many records is split into several deeds', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const [session] = await rowsIn(library.name, 'sessions')
    expect(session!.id).toBe(id)
    const { summary: _, ...record } = session!
    const many = Array.from({ length: 600 }, () => ({ ...record, id: createId(fillRandom) }))
    const file = await archiveOf({ 'manifest.json': manifest(), 'records/sessions.jsonl': lines(...many) })
    const to = await openTestLibrary()
    const report = await importFile(to, file)
    expect(report.tables.sessions.added).toBe(600)
    expect(report.deeds).toHaveLength(2)
    for (const deed of report.deeds) unwrap(await to.undoDeed(deed))
    expect(unwrap(await to.listSessions())).toEqual([])
  })

  test('S1 that runs out of room leaves whole sessions, says so, and goes on when done again', async () => {
    const from = await openTestLibrary()
    for (let i = 0; i < 3; i++) await saveTestSession(from, { lapTimesMs: [60_000 + i] })
    const file = await exportToFile(from)
    const to = await openTestLibrary()
    const { put, add } = IDBObjectStore.prototype
    let left = 16
    const use = (): void => {
      if (left-- <= 0) throw new DOMException('no room', 'QuotaExceededError')
    }
    IDBObjectStore.prototype.put = function (...args) {
      use()
      return put.apply(this, args)
    }
    IDBObjectStore.prototype.add = function (...args) {
      use()
      return add.apply(this, args)
    }
    const { openExport } = await import('#web/store/archive')
    const archive = await openExport(file)
    if (archive.kind === 'refused') throw new Error(archive.reason)
    const end = await to.importLibrary(archive.opened, { about: 'x' }).finally(() => {
      Object.assign(IDBObjectStore.prototype, { put, add })
    })
    expect(end).toMatchObject({ kind: 'stopped', failure: { kind: 'full' } })
    for (const { session, lapCount } of unwrap(await to.listSessions()))
      expect(unwrap(await to.session(session.id)).laps).toHaveLength(lapCount)
    await importFile(to, file)
    expect(await contentOf(to.name)).toEqual(await contentOf(from.name))
  })
})

/** Changes made on one device, each at a moment of its own. */
const change = fc.record({
  what: fc.constantFrom('name', 'notes', 'mark', 'delete', 'restore', 'split', 'car', 'track'),
  which: fc.nat(2),
  at: fc.nat(40),
})
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

const apply = async (library: Library, { what, which, at }: Change): Promise<void> => {
  const rows = (await rowsIn(library.name, 'sessions')) as unknown as {
    id: never
    carId: never
    trackId: never
  }[]
  const row = rows[which % rows.length]!
  const laps = ((await rowsIn(library.name, 'laps')) as unknown as { id: never; sessionId: string }[]).filter(
    lap => lap.sessionId === row.id,
  )
  if (what === 'name') await library.editSessions([row.id], { name: `n${at}` })
  if (what === 'notes') await library.editSessions([row.id], { notes: `n${which}` })
  if (what === 'mark' && laps[0])
    await library.editLaps([laps[0].id], { mark: { kind: 'invalid', reason: `r${at}` } })
  if (what === 'delete') await library.deleteSession(row.id)
  if (what === 'restore') await library.restoreSession(row.id)
  if (what === 'split' && laps[1]) await library.splitSession(row.id, laps[1].id)
  if (what === 'car') await library.editCar(row.carId, { notes: `c${at}` })
  if (what === 'track') await library.editTrack(row.trackId, { notes: `t${at}` })
}

describe('whatever two devices did', () => {
  test('importing A then B or B then A gives the same library, and importing again changes nothing', async () => {
    let now = NOON
    const base = await openTestLibrary({ now: () => now })
    for (let i = 0; i < 2; i++) await saveTestSession(base, { lapTimesMs: [60_000 + i, 61_000] })
    const start = await exportToFile(base)
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 4 }),
        fc.array(change, { maxLength: 4 }),
        async (mine, theirs) => {
          const files: File[] = []
          for (const changes of [mine, theirs]) {
            const device = await openTestLibrary({ now: () => now })
            now = NOON
            await importFile(device, start)
            for (const each of changes) {
              now = later(1000 + each.at)
              await apply(device, each)
            }
            files.push(await exportToFile(device))
          }
          now = later(50_000)
          const results: unknown[] = []
          for (const order of [files, files.toReversed()]) {
            const library = await openTestLibrary({ now: () => now })
            for (const file of order) await importFile(library, file)
            const once = await contentOf(library.name)
            const deeds = (await rowsIn(library.name, 'deeds')).length
            for (const file of order) await importFile(library, file)
            expect(await contentOf(library.name)).toEqual(once)
            expect(await rowsIn(library.name, 'deeds')).toHaveLength(deeds)
            results.push(once)
          }
          expect(results[1]).toEqual(results[0])
        },
      ),
      { numRuns: 6, verbose: 1 },
    )
  })
})
