/**
 * B7 and the way of a lap: a rig-bridge that pretends to run a game, its page in a real browser, paired by its code;
 * laps arrive in the library by themselves and are there after everything was started again.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterEach, describe, expect, test } from 'vitest'
import { BUILT_PAGE, ROOT, type Visitor, visit } from './harness.ts'

interface Bridge {
  readonly origin: string
  readonly homePort: number
  /** All it said so far. */
  readonly said: () => string
  kill(): Promise<void>
}

const folders: string[] = []
const bridges: Bridge[] = []
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

const startBridge = async (
  data: string,
  { homePort = 0, more = [] }: { readonly homePort?: number; readonly more?: readonly string[] } = {},
): Promise<Bridge> => {
  const page = process.env.PADDOCK_TEST_PAGE ?? BUILT_PAGE
  const flags = ['--port', '0', '--home-port', `${homePort}`, '--data', data, '--page', page, ...more]
  const child: ChildProcess = spawn(process.execPath, ['rig-bridge/main.ts', ...flags], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout?.on('data', chunk => {
    said += chunk
  })
  child.stderr?.on('data', chunk => {
    said += chunk
  })
  const address = (): string | undefined => /Open (http:\/\/\S+)/.exec(said)?.[1]
  await expect.poll(address, { timeout: 20_000, message: said }).toBeDefined()
  const bridge: Bridge = {
    origin: address()!,
    homePort: Number(new URL(address()!).port),
    said: () => said,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
  bridges.push(bridge)
  return bridge
}

/** A pretended game in a folder of its own, which goes with it however it is ended; it drives a lap in some seconds. */
const pretending = (data: string): readonly string[] => [
  ...['--fake', 'acc', '--fake-speed', '40'],
  ...['--shm-folder', data],
]

const open = async (origin: string, path: string): Promise<Page> => {
  const visitor = await visit(origin)
  visitors.push(visitor)
  await visitor.page.goto(`${origin}${path}`)
  return visitor.page
}

const pair = async (page: Page, bridge: Bridge): Promise<void> => {
  await page.getByRole('button', { name: 'Show the six digits there' }).click()
  const code = (): string | undefined => /Code for your page: (\d{3} \d{3})/.exec(bridge.said())?.[1]
  await expect.poll(code).toBeDefined()
  await page.getByLabel('The six digits').fill(code()!.replace(' ', ''))
  await page.getByText(/rig: ACC \d+ Hz/).waitFor()
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
  const bridge = await startBridge(data, { more: pretending(data) })
  const page = await open(bridge.origin, '/live')
  await pair(page, bridge)
  await expect.poll(async () => (await laps(page)).ids.length, { timeout: 30_000 }).toBeGreaterThan(0)
  await page.getByText(/laps? kept/).waitFor()

  await bridge.kill()
  await page.getByText('rig: connection lost').waitFor()
  const before = await laps(page)
  const again = await startBridge(data, { homePort: bridge.homePort, more: pretending(data) })
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
