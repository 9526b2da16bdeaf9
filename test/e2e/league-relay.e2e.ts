/**
 * Three pages and a relay that is a member: they meet through it and go on directly when it stops; each alone they share
 * what they drove, and are level once it is back; who joins last sees the same leaderboard. Each page is in a context of
 * its own and its BroadcastChannels are mute, so nothing but the network joins them, and how is read off the screen.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CHROMIUM_ARGS } from '../browser/chromium-args.ts'
import { BUILT_PAGE, keepShot, ROOT } from './harness.ts'
import {
  createLeague,
  goTo,
  importDriveAt,
  inviteDrivers,
  joinLeague,
  openAlone,
  readBoard,
  routesOf,
  shareWith,
} from './league-steps.ts'

/** Far beyond what it takes on a quiet machine: a test that waits this long has failed. */
const WITHIN = { timeout: 90_000 }
const LEAGUE = 'Tuesday'

interface Relay {
  readonly origin: string
  readonly homePort: number
  kill(): Promise<void>
}

let browser: Browser
let data: string
const relays: Relay[] = []

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'paddock-league-'))
  const executablePath = process.env.CHROMIUM
  browser = await chromium.launch({ args: CHROMIUM_ARGS, ...(executablePath && { executablePath }) })
})
afterAll(async () => {
  await browser?.close()
  await Promise.all(relays.map(relay => relay.kill()))
  await rm(data, { recursive: true, force: true })
})

const startRelay = async (
  options: { readonly homePort?: number; readonly link?: string } = {},
): Promise<Relay> => {
  const flags = Object.entries({
    port: 0,
    'p2p-port': 0,
    'home-port': options.homePort ?? 0,
    data,
    page: process.env.PADDOCK_TEST_PAGE ?? BUILT_PAGE,
    ...(options.link && { league: options.link }),
  }).flatMap(([flag, value]) => [`--${flag}`, `${value}`])
  const child: ChildProcess = spawn(process.execPath, ['relay/main.ts', ...flags], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (said += chunk))
  const address = (): string | undefined => /Open (http:\/\/\S+)/.exec(said)?.[1]
  await expect
    .poll(address, { timeout: 60_000 })
    .toBeDefined()
    .catch(error => {
      throw new Error(`the relay did not start: ${said}`, { cause: error })
    })
  const origin = address()!
  const relay: Relay = {
    origin,
    homePort: Number(new URL(origin).port),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
  relays.push(relay)
  return relay
}

const open = (origin: string): Promise<Page> => openAlone(browser, origin)

const untilBoard = async (page: Page, league: string, laps: number): Promise<readonly string[]> => {
  await goTo(page, league)
  await expect.poll(async () => (await readBoard(page)).length, WITHIN).toBe(laps)
  return readBoard(page)
}

/** Those named, as a page says it is connected to them; the relay is called Relay. */
const untilRoutes = async (
  page: Page,
  league: string,
  routes: Readonly<Record<string, RegExp>>,
): Promise<void> => {
  await goTo(page, `${league}/people`)
  for (const [name, route] of Object.entries(routes))
    await expect.poll(async () => (await routesOf(page))[name], WITHIN).toMatch(route)
}

const DIRECTLY = /^connected, directly/
const SAME_MACHINE = /^connected, same machine/
const AWAY = /^last /

/** Started anew, a page has none of its connections; without a relay it finds nobody. */
const startAlone = async (page: Page): Promise<void> => {
  await page.reload()
  await page.getByText('Works offline').waitFor()
}

test('three pages and a relay: they go on without it, each alone, and are level when it is back', async () => {
  const { origin, homePort, kill } = await startRelay()
  const pages = await Promise.all([open(origin), open(origin), open(origin)])
  const [ann, ben, cleo] = pages
  const [ofAnn, ofBen, ofCleo] = await Promise.all([
    importDriveAt(ann, origin, 'Spa', 'ann', { laps: 3, seed: 1 }),
    importDriveAt(ben, origin, 'Spa', 'ben', { laps: 4, seed: 2 }),
    importDriveAt(cleo, origin, 'Spa', 'cleo', { laps: 5, seed: 3 }),
  ])
  const league = await createLeague(ann, LEAGUE, 'Ann')
  const link = await inviteDrivers(ann, league)
  await kill()
  const relay = await startRelay({ homePort, link })
  await Promise.all([joinLeague(ben, link, 'Ben'), joinLeague(cleo, link, 'Cleo')])

  // They know of nobody but the relay, and are told of each other by it.
  await Promise.all([
    untilRoutes(ann, league, { Relay: SAME_MACHINE, Ben: DIRECTLY, Cleo: DIRECTLY }),
    untilRoutes(ben, league, { Relay: SAME_MACHINE, Ann: DIRECTLY, Cleo: DIRECTLY }),
  ])
  await keepShot(ann, 'league-relay-people')

  await relay.kill()
  await shareWith(ben, ofBen, LEAGUE)
  await Promise.all(pages.map(page => untilBoard(page, league, 1)))
  await untilRoutes(ann, league, { Relay: AWAY, Ben: DIRECTLY, Cleo: DIRECTLY })

  await Promise.all(pages.map(startAlone))
  await untilRoutes(ann, league, { Relay: AWAY, Ben: AWAY, Cleo: AWAY })
  await Promise.all([shareWith(ann, ofAnn, LEAGUE), shareWith(cleo, ofCleo, LEAGUE)])
  await startRelay({ homePort })
  const boards = await Promise.all(pages.map(page => untilBoard(page, league, 3)))
  expect(new Set(boards.map(board => board.join('\n'))).size).toBe(1)
  await Promise.all(pages.map(page => untilRoutes(page, league, { Relay: SAME_MACHINE })))

  const dora = await open(origin)
  await joinLeague(dora, link, 'Dora')
  expect(await untilBoard(dora, league, 3)).toEqual(boards[0])
  await untilRoutes(dora, league, { Relay: SAME_MACHINE })
  await goTo(dora, league)
  await keepShot(dora, 'league-relay-board')
}, 300_000)
