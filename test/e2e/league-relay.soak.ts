/**
 * Three pages and a relay that is a member: it is stopped, they go on without it, it comes back and all are level; who
 * joins last sees the same leaderboard. Each page is a browser of its own, so no BroadcastChannel joins them.
 *
 * A soak, because the waits between two tries to find a relay that is away grow: it takes a minute and a half.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterEach, expect, test } from 'vitest'
import { BUILT_PAGE, keepShot, ROOT, untilOfflineReady, type Visitor, visit } from './harness.ts'
import {
  createLeague,
  goTo,
  importDrive,
  inviteDrivers,
  joinLeague,
  readBoard,
  shareWith,
} from './league-steps.ts'

interface Relay {
  readonly origin: string
  readonly homePort: number
  kill(): Promise<void>
}

const visitors: Visitor[] = []
const relays: Relay[] = []
const folders: string[] = []
afterEach(async () => {
  await Promise.all(visitors.splice(0).map(visitor => visitor.close()))
  await Promise.all(relays.splice(0).map(relay => relay.kill()))
  await Promise.all(folders.splice(0).map(folder => rm(folder, { recursive: true, force: true })))
})

const startRelay = async (
  data: string,
  options: { readonly homePort?: number; readonly links?: readonly string[] },
) => {
  const page = process.env.PADDOCK_TEST_PAGE ?? BUILT_PAGE
  const flags = [
    '--port',
    '0',
    '--p2p-port',
    '0',
    '--home-port',
    `${options.homePort ?? 0}`,
    '--data',
    data,
    '--page',
    page,
  ]
  if (options.links) flags.push('--league', options.links.join(','))
  const child: ChildProcess = spawn(process.execPath, ['relay/main.ts', ...flags], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (said += chunk))
  const address = (): string | undefined => /Open (http:\/\/\S+)/.exec(said)?.[1]
  await expect
    .poll(address, { timeout: 20_000 })
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

const open = async (origin: string): Promise<Page> => {
  const visitor = await visit(origin, { mayScan: true })
  visitors.push(visitor)
  await visitor.page.goto(origin)
  await untilOfflineReady(visitor.page)
  return visitor.page
}

const untilBoard = async (page: Page, league: string, laps: number): Promise<readonly string[]> => {
  await goTo(page, league)
  await expect.poll(async () => (await readBoard(page)).length, { timeout: 90_000 }).toBe(laps)
  return readBoard(page)
}

test('three pages and a relay are level again after it was away, and who joins last sees the same', async () => {
  const data = await mkdtemp(join(tmpdir(), 'paddock-league-'))
  folders.push(data)
  const first = await startRelay(data, {})
  const { origin, homePort } = first
  const [ann, ben, cleo] = await Promise.all([open(origin), open(origin), open(origin)])
  const drives = [
    await importDrive(ann, origin, 'ann.csv', { laps: 3, seed: 1 }),
    await importDrive(ben, origin, 'ben.csv', { laps: 4, seed: 2 }),
    await importDrive(cleo, origin, 'cleo.csv', { laps: 5, seed: 3 }),
  ]
  const league = await createLeague(ann, 'Tuesday', 'Ann')
  const link = await inviteDrivers(ann, league)
  await first.kill()
  const relay = await startRelay(data, { homePort, links: [link] })

  await joinLeague(ben, link, 'Ben')
  await joinLeague(cleo, link, 'Cleo')
  await goTo(ann, `${league}/people`)
  await ann
    .getByText(/connected, (same machine|same network|directly)/)
    .first()
    .waitFor({ timeout: 30_000 })
  await keepShot(ann, 'league-relay-people')
  await shareWith(ann, drives[0]!, 'Tuesday')
  await Promise.all([ann, ben, cleo].map(page => untilBoard(page, league, 1)))

  await relay.kill()
  await shareWith(ben, drives[1]!, 'Tuesday')
  await shareWith(cleo, drives[2]!, 'Tuesday')
  await startRelay(data, { homePort })
  const boards = await Promise.all([ann, ben, cleo].map(page => untilBoard(page, league, 3)))
  expect(new Set(boards.map(board => board.join('\n'))).size).toBe(1)

  const dora = await open(origin)
  await joinLeague(dora, link, 'Dora')
  expect(await untilBoard(dora, league, 3)).toEqual(boards[0])
  await keepShot(dora, 'league-relay-board')
}, 300_000)
