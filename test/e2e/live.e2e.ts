/**
 * The live screen of the built page over a real rig-bridge that pretends to run a game; and the guest's page as a phone
 * has it: plain http, from an address that is not localhost.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CHROMIUM_ARGS } from '../browser/chromium-args.ts'
import { type BridgeProcess, startBridge } from '../rig-bridge/chain/bridge-process.ts'
import { BUILT_PAGE, keepShot, type Visitor, visit } from './harness.ts'

/** Of nobody's network; the browser is told that it is this machine. */
const ELSEWHERE = '192.168.77.7'
const SPEED = 30

let data: string
let bridge: BridgeProcess
let visitor: Visitor | null = null
let phone: Browser | null = null

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'paddock-live-'))
  bridge = await startBridge({
    data,
    prefix: `${data.split('-').at(-1)}-`,
    speed: SPEED,
    page: process.env.PADDOCK_TEST_PAGE ?? BUILT_PAGE,
    more: ['--fake', 'acc', '--guest', '--guest-host', '127.0.0.1', '--guest-port', '0'],
  })
})
afterEach(async () => {
  await visitor?.close()
  await phone?.close()
  visitor = null
  phone = null
  await bridge.kill()
  await rm(data, { recursive: true, force: true })
})

test('laps are seen as they are driven, also in a small window above the game', async () => {
  visitor = await visit(bridge.origin)
  const { page, context, problems, strangers } = visitor
  await page.goto(`${bridge.origin}/live`)
  await page.getByRole('button', { name: 'Show the six digits there' }).click()
  await page.getByLabel('The six digits').fill(await bridge.untilCode())

  await page.getByText('Being kept').waitFor()
  await page.locator('.lap .label').getByText(', just finished').waitFor({ timeout: 30_000 })
  // The way out of the pits comes first: only the lap after it can be compared with.
  await page.locator('.against .number').waitFor()
  const delta = () => page.locator('.delta .value .number').textContent()
  await expect.poll(delta, { timeout: 20_000 }).toMatch(/^[+−±]\d/)
  await keepShot(page, 'live-desktop')

  const [small] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('o')])
  const styled = () => small.evaluate(() => getComputedStyle(document.querySelector('.overlay')!).display)
  await expect.poll(styled).toBe('grid')
  expect(await small.locator('.overlay .running').textContent()).toMatch(/\d:\d\d\.\d{3}$/)
  await page.keyboard.press('o')
  await expect.poll(() => small.isClosed()).toBe(true)

  expect(problems).toEqual([])
  expect(strangers).toEqual([])
})

test('a guest on plain http sees the numbers, keeps nothing, and the secret is out of sight', async () => {
  const health = await (await fetch(`http://localhost:${bridge.port}/health.json`)).text()
  const address = /http:\/\/127\.0\.0\.1:\d+\/#[\w-]+/.exec(health)?.[0]
  expect(address).toBeDefined()
  phone = await chromium.launch({
    ...(process.env.CHROMIUM ? { executablePath: process.env.CHROMIUM } : {}),
    args: [...CHROMIUM_ARGS, `--host-resolver-rules=MAP ${ELSEWHERE} 127.0.0.1`],
  })
  const page = await phone.newPage({ viewport: { width: 844, height: 390 }, locale: 'en-GB' })
  const broken: string[] = []
  page.on('pageerror', error => broken.push(error.message))
  await page.goto(address!.replace('127.0.0.1', ELSEWHERE))
  await page.locator('.board[data-standing=driving]').waitFor()
  const running = (): Promise<string | null> => page.locator('.running').textContent()
  const before = await running()
  await expect.poll(running).not.toBe(before)
  expect(await page.evaluate(() => isSecureContext)).toBe(false)
  expect(page.url()).not.toContain('#')
  await page.getByText('nothing is kept here').waitFor()
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0])
  await keepShot(page, 'live-guest-dash')

  await page.reload()
  await page.locator('.board[data-standing=driving]').waitFor()
  await page.goto('about:blank')
  await page.goto(address!.replace('127.0.0.1', ELSEWHERE).replace(/#.*/, '#not-the-secret'))
  await page.getByText('This address is no longer good').waitFor()
  expect(broken).toEqual([])
})
