/**
 * B7 and the way of a lap: a rig-bridge that pretends to run a game, its page in a real browser, paired by its code;
 * laps arrive in the library by themselves and are there after everything was started again.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterEach, describe, expect, test } from 'vitest'
import { type BridgeProcess, startBridge } from '../rig-bridge/chain/bridge-process.ts'
import { BUILT_PAGE, type Visitor, visit } from './harness.ts'
import { pairPage } from './rig-drive.ts'

const folders: string[] = []
const bridges: BridgeProcess[] = []
const visitors: Visitor[] = []

afterEach(async () => {
  for (const visitor of visitors.splice(0)) await visitor.close()
  for (const bridge of bridges.splice(0)) await bridge.kill()
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'paddock-e2e-rig-'))
  folders.push(folder)
  return folder
}

/** Its pretended game is in a folder of its own, which goes with it however it is ended; it drives a lap in some seconds. */
const startPretending = async (data: string, homePort = 0): Promise<BridgeProcess> => {
  const page = process.env.PADDOCK_TEST_PAGE ?? BUILT_PAGE
  const more = ['--fake', 'acc', '--shm-folder', data]
  const bridge = await startBridge({ data, prefix: '', speed: 40, homePort, page, more })
  bridges.push(bridge)
  return bridge
}

const open = async (origin: string, path: string): Promise<Page> => {
  const visitor = await visit(origin)
  visitors.push(visitor)
  await visitor.page.goto(`${origin}${path}`)
  return visitor.page
}

/** What is in the library, by the browser's own words. */
const laps = (page: Page) =>
  page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const db = await answer(indexedDB.open('paddock'))
    const all = (store: string) => answer(db.transaction(store).objectStore(store).getAll())
    const [rows, sessions] = [await all('laps'), await all('sessions')]
    db.close()
    return {
      ids: rows.map(lap => lap.id as string),
      timed: rows.filter(lap => lap.kind === 'timed').length,
      own: rows.every(lap => lap.sim !== undefined && lap.trace !== null),
      sessions: sessions.length,
    }
  })

test('laps arrive by themselves in the library, once, also after the bridge was killed', async () => {
  const data = await newFolder()
  const bridge = await startPretending(data)
  const page = await open(bridge.origin, '/live')
  await pairPage(page, bridge)
  await page.getByText(/rig: ACC \d+ Hz/).waitFor()
  await expect.poll(async () => (await laps(page)).ids.length, { timeout: 30_000 }).toBeGreaterThan(0)
  await page.getByText(/laps? kept/).waitFor()

  await bridge.kill()
  await page.getByText('rig: connection lost').waitFor()
  const before = await laps(page)
  const again = await startPretending(data, Number(new URL(bridge.origin).port))
  await page.getByText(/rig: ACC \d+ Hz/).waitFor()
  await expect
    .poll(async () => (await laps(page)).ids.length, { timeout: 30_000 })
    .toBeGreaterThan(before.ids.length)
  const after = await laps(page)
  expect(new Set(after.ids).size).toBe(after.ids.length)
  expect(before.ids.every(id => after.ids.includes(id))).toBe(true)
  expect(after.own).toBe(true)

  await page.goto(`${again.origin}/`)
  await page.locator('tbody tr a').first().click()
  await page.getByRole('heading', { name: 'From the game' }).waitFor()
  await page.getByText('Recorded by the rig-bridge from Assetto Corsa Competizione').waitFor()
})

describe('B7 a hosted page', () => {
  const HOSTED = 'https://paddock.test'
  const BRIDGE = 'ws://localhost:7421/rig/live'

  /** Its files come from the built page, and the bridge is played by the test: no port of this machine is asked. */
  const hosted = async (permission: 'granted' | 'denied' | 'prompt') => {
    const visitor = await visit(HOSTED, { withoutCopy: true })
    visitors.push(visitor)
    const { context, page } = visitor
    await context.route(`${HOSTED}/**`, async route => {
      const { pathname } = new URL(route.request().url())
      const file = /\.\w+$/.test(pathname) ? pathname : '/index.html'
      await route.fulfill({ path: join(process.env.PADDOCK_TEST_PAGE ?? BUILT_PAGE, file) })
    })
    const connections: string[] = []
    await page.routeWebSocket(BRIDGE, socket => {
      connections.push(socket.url())
      socket.onMessage(() => socket.send(JSON.stringify({ type: 'unpaired', v: 1, version: '0.1.0' })))
    })
    await page.addInitScript(state => {
      const query = navigator.permissions.query.bind(navigator.permissions)
      navigator.permissions.query = asked =>
        (asked.name as string) === 'local-network-access'
          ? Promise.resolve({ state } as PermissionStatus)
          : query(asked)
    }, permission)
    await page.goto(`${HOSTED}/live`)
    return { page, connections }
  }

  test('explains before the browser asks, and connects on a click only', async () => {
    const { page, connections } = await hosted('prompt')
    await page.getByRole('heading', { name: 'See what you drive' }).waitFor()
    expect(connections).toEqual([])
    await page.getByRole('button', { name: 'Connect to the rig-bridge' }).click()
    await page.getByRole('heading', { name: 'Pair this page with the rig-bridge' }).waitFor()
    expect(connections).toHaveLength(1)
  })

  test('that may not, says what to do and does not try', async () => {
    const { page, connections } = await hosted('denied')
    await page.getByText('http://localhost:7420').first().waitFor()
    await page.getByText('The browser does not let this page reach the rig-bridge').waitFor()
    expect(connections).toEqual([])
  })

  test('that may, connects on a click', async () => {
    const { page } = await hosted('granted')
    await page.getByRole('button', { name: 'Connect to the rig-bridge' }).click()
    await page.getByRole('heading', { name: 'Pair this page with the rig-bridge' }).waitFor()
  })
})
