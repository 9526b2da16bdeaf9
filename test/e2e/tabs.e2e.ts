/** S9: several tabs of one person. One leads and imports for all; it may close, crash, freeze or hang at any moment. */
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { markedLog } from '../web/import/files.ts'
import { type Server, startServer, type Visitor, visit } from './harness.ts'

interface Payload {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

const payloadOf = async (...[name, options]: Parameters<typeof markedLog>): Promise<Payload> => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(await markedLog(name, options).arrayBuffer()),
})

const chooseFiles = (page: Page, ...files: readonly Payload[]): Promise<void> =>
  page.getByTestId('files').setInputFiles([...files])

const card = (page: Page, name: string) => page.getByRole('article', { name, exact: true })

/** In the library, whether this import brought it or one that was broken off had just finished. */
const inLibrary = (page: Page, name: string): Promise<void> =>
  card(page, name).getByRole('link', { name: 'Open session' }).first().waitFor()

/** Its import has begun and is not at its end. */
const running = (page: Page, name: string): Promise<void> =>
  card(page, name)
    .getByText(/^(Reading|Finding the track and timing the laps)$/)
    .waitFor()

/** Whether the lock is held by this page, as the browser says. */
const leads = (page: Page): Promise<boolean> =>
  page.evaluate(() =>
    navigator.locks.request(`probe ${Math.random()}`, async probe => {
      const { held = [] } = await navigator.locks.query()
      const own = held.find(lock => lock.name === probe!.name)
      return held.some(lock => lock.name === 'paddock leader' && lock.clientId === own!.clientId)
    }),
  )

/** How long until this page leads, in milliseconds by its own clock. */
const untilLeads = async (page: Page): Promise<number> => {
  const from = performance.now()
  await expect.poll(() => leads(page), { interval: 20, timeout: 5000 }).toBe(true)
  return performance.now() - from
}

/** Every session with the hash of its file, its laps, and how many rows each lap's number has. */
const rows = (page: Page) =>
  page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const db = await answer(indexedDB.open('paddock'))
    const all = (store: string) => answer(db.transaction(store).objectStore(store).getAll())
    const sessions = await all('sessions')
    const laps = await all('laps')
    const places = [...(await all('tracks')), ...(await all('layouts'))]
    db.close()
    const files = sessions.map(session => session.origin.original.sha256)
    const starts = laps.map(lap => `${lap.sessionId} ${lap.startMs}`)
    return {
      sessions: sessions.length,
      files: new Set(files).size,
      laps: laps.length,
      differentLaps: new Set(starts).size,
      strayLaps: laps.filter(lap => !sessions.some(({ id }) => id === lap.sessionId)).length,
      places: places.length,
    }
  })

/** The process of the only page there is, threads of its workers included: of all that draw pages the one that worked. */
const processOfOnlyPage = async (): Promise<number> => {
  const devtools = await visitor.context.browser()!.newBrowserCDPSession()
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo')
  const drawing = processInfo.filter(({ type }) => type === 'renderer')
  return drawing.toSorted((a, b) => b.cpuTime - a.cpuTime)[0]!.id
}

/** Reading takes some seconds, so that there is a middle of it. */
const LAPS = 10
let server: Server
let long: Payload
let short: Payload
/** Of both files together, as they were imported first: however the leader goes, it is always the same. */
let lapsOfBoth: number | null = null

beforeAll(async () => {
  server = await startServer()
  long = await payloadOf('long.csv', { laps: LAPS })
  short = await payloadOf('short.csv', { seed: 9 })
})
afterAll(() => server.kill())

let visitor: Visitor
let leader: Page
let follower: Page
let leaderProcess: number

/** Two tabs of one person, both at the import; the first leads. */
beforeEach(async () => {
  visitor = await visit(server.origin, { withoutCopy: true })
  leader = visitor.page
  await leader.goto(`${server.origin}/import`)
  await untilLeads(leader)
  leaderProcess = await processOfOnlyPage()
  follower = await visitor.context.newPage()
  follower.on('pageerror', error => visitor.problems.push(error.message))
  await follower.goto(`${server.origin}/import`)
  await follower.getByRole('heading', { level: 1 }).waitFor()
})
afterEach(() => visitor.close())

/** Both files once, and nothing of either twice. */
const expectBothOnce = async (): Promise<void> => {
  await inLibrary(follower, 'long.csv')
  await inLibrary(follower, 'short.csv')
  const { laps, differentLaps, ...kept } = await rows(follower)
  expect(kept).toEqual({ sessions: 2, files: 2, strayLaps: 0, places: 2 })
  expect(differentLaps).toBe(laps)
  lapsOfBoth ??= laps
  expect(laps).toBe(lapsOfBoth)
}

const handOverAndWait = async (): Promise<void> => {
  await chooseFiles(follower, long, short)
  await running(leader, 'long.csv')
  await running(follower, 'long.csv')
  expect(await leads(leader)).toBe(true)
}

describe('S9 in the middle of an import handed over by another tab, the leader', () => {
  test('is closed: the other goes on within two seconds, and everything is there once', async () => {
    await handOverAndWait()
    await leader.close({ runBeforeUnload: false })
    const took = await untilLeads(follower)
    console.info(`closed: taken over in ${took.toFixed(0)} ms`)
    expect(took).toBeLessThan(2000)
    await expectBothOnce()
    expect(visitor.problems).toEqual([])
  })

  test('crashes: the other goes on within two seconds, and everything is there once', async () => {
    await handOverAndWait()
    const crashed = leader.waitForEvent('crash')
    void leader.goto('chrome://crash').catch(() => undefined)
    await crashed
    const took = await untilLeads(follower)
    console.info(`crashed: taken over in ${took.toFixed(0)} ms`)
    expect(took).toBeLessThan(2000)
    await expectBothOnce()
  })

  test.skipIf(process.platform === 'win32')(
    'is stopped by the system: another takes over, and when it goes on it follows and nothing is there twice',
    async () => {
      await handOverAndWait()
      process.kill(leaderProcess, 'SIGSTOP')
      const took = await untilLeads(follower).finally(() => process.kill(leaderProcess, 'SIGCONT'))
      console.info(`stopped: taken over in ${took.toFixed(0)} ms`)
      await expectBothOnce()
      await expect.poll(() => leads(leader)).toBe(false)
      await inLibrary(leader, 'long.csv')
      expect(await leads(follower)).toBe(true)
      expect(visitor.problems).toEqual([])
    },
  )

  test('hangs: another takes over, and when it answers again it follows and nothing is there twice', async () => {
    await handOverAndWait()
    const woken = leader.evaluate(() => {
      const until = performance.now() + 4000
      while (performance.now() < until);
    })
    const took = await untilLeads(follower)
    console.info(`hung: taken over in ${took.toFixed(0)} ms`)
    await woken
    await expectBothOnce()
    await expect.poll(() => leads(leader)).toBe(false)
    await inLibrary(leader, 'long.csv')
    expect(visitor.problems).toEqual([])
  })
})

describe('S9 two tabs', () => {
  test('given the same file at once keep it once', async () => {
    await Promise.all([chooseFiles(leader, short), chooseFiles(follower, { ...short, name: 'copy.csv' })])
    for (const page of [leader, follower]) {
      await inLibrary(page, 'short.csv')
      await inLibrary(page, 'copy.csv')
    }
    expect(await rows(leader)).toMatchObject({ sessions: 1, files: 1 })
  })

  test('show one list; either stops, tries again and lets go, and only the tab that gave a file speaks of it', async () => {
    await chooseFiles(leader, long)
    await follower.getByRole('button', { name: 'Stop importing long.csv' }).click()
    await card(leader, 'long.csv').getByText('nothing of it was kept').waitFor()
    expect(await rows(leader)).toMatchObject({ sessions: 0, laps: 0 })
    await follower.getByRole('button', { name: 'Try again' }).click()
    await running(leader, 'long.csv')
    await leader.getByRole('button', { name: 'Stop importing long.csv' }).click()
    await card(follower, 'long.csv').getByText('nothing of it was kept').waitFor()
    await follower.getByRole('button', { name: 'Remove long.csv from this list' }).click()
    await card(leader, 'long.csv').waitFor({ state: 'detached' })

    await leader.getByRole('link', { name: 'Settings' }).last().click()
    await leader.getByRole('heading', { name: 'Settings' }).waitFor()
    await chooseFiles(follower, short)
    await follower.getByRole('link', { name: 'Settings' }).last().click()
    await follower.getByText('1 file imported.').waitFor()
    expect(await leader.getByText('1 file imported.').count()).toBe(0)
    expect(visitor.problems).toEqual([])
  })
})
