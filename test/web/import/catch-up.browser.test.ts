/** What is caught up on while the page is idle is found with few reads, and tried once. */
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { catchUpWhenIdle } from '#web/import'
import { library as page } from '#web/state'
import type { Library } from '#web/store'
import { noteTriedLines, wereTried } from '../../../web/import/tried-lines.ts'
import { behindItsBack, openTestLibrary, saveTestSession, unwrap } from '../store/support.ts'
import { tableFile } from './files.ts'
import { importTable } from './support.ts'

beforeEach(() => localStorage.clear())
// A machine that runs other tests beside this one may not be idle for long; when it is does not matter here.
beforeEach(() => {
  vi.stubGlobal('requestIdleCallback', (run: () => void) => setTimeout(run))
  onTestFinished(() => {
    vi.unstubAllGlobals()
  })
})

const openForPage = async (): Promise<Library> => {
  const library = await openTestLibrary()
  page.now = library
  onTestFinished(() => {
    page.now = null
  })
  return library
}

const catchUp = async (): Promise<readonly number[]> => {
  const done: number[] = []
  const { signal } = new AbortController()
  await catchUpWhenIdle({ isBusy: () => false, signal, onDone: count => done.push(count) })
  return done
}

test('nothing is looked for among readers while no file was ever kept', async () => {
  const library = await openForPage()
  await saveTestSession(library)
  const outdated = vi.spyOn(library, 'outdatedSessions')
  const list = vi.spyOn(library, 'listSessions')
  expect(await catchUp()).toEqual([])
  expect([outdated.mock.calls.length, list.mock.calls.length]).toEqual([0, 0])
})

test('where files are, every session is read once', async () => {
  const library = await openForPage()
  await importTable(library, tableFile('a.csv'))
  const outdated = vi.spyOn(library, 'outdatedSessions')
  const list = vi.spyOn(library, 'listSessions')
  expect(await catchUp()).toEqual([])
  expect([outdated.mock.calls.length, list.mock.calls.length]).toEqual([1, 0])
})

test('a session that cannot be timed at lines that moved is tried once, and again when they moved again', async () => {
  const library = await openForPage()
  const { session, layout } = await importTable(library, tableFile('a.csv'))
  // Its original is gone, so there is nothing to time.
  await behindItsBack(library.name, 'chunks', store => store.clear())
  const { startFinish, finish, sectors, origin } = layout!.gateVersions[0]!
  const move = async () =>
    unwrap(await library.moveGates(layout!.id, { startFinish, finish, sectors, origin }))
  const remember = vi.spyOn(Storage.prototype, 'setItem')
  onTestFinished(() => remember.mockRestore())
  await move()
  expect(unwrap(await library.sessionsTimedAtOldLines())).toEqual([session.id])
  await catchUp()
  expect(remember).toHaveBeenCalledTimes(1)
  await catchUp()
  expect(remember).toHaveBeenCalledTimes(1)
  await move()
  await catchUp()
  expect(remember).toHaveBeenCalledTimes(2)
})

test('what was tried is forgotten with sessions that no longer wait, and when it is damaged', async () => {
  const library = await openForPage()
  const [a, b] = [library.newSessionId(), library.newSessionId()]
  noteTriedLines(a, 'layout 2', new Set([a]))
  noteTriedLines(b, 'layout 2', new Set([a, b]))
  expect([wereTried(a, 'layout 2'), wereTried(b, 'layout 2'), wereTried(b, 'layout 3')]).toEqual([
    true,
    true,
    false,
  ])
  noteTriedLines(b, 'layout 3', new Set([b]))
  expect([wereTried(a, 'layout 2'), wereTried(b, 'layout 3')]).toEqual([false, true])
  localStorage.setItem('paddock.tried-lines', '{"half')
  expect(wereTried(b, 'layout 3')).toBe(false)
})
