/**
 * A crew's room: two pages that the relay's signalling brings together, each in a context of its own and with mute
 * BroadcastChannels. They write one text, see one another, follow a cursor over the desk, and see who went. The codes
 * that made them members are long over by then: the page that took them was loaded anew, so nothing else joins the two.
 * Then the same with a rig-bridge and no relay.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { CHROMIUM_ARGS } from '../browser/chromium-args.ts'
import { startBridge } from '../rig-bridge/chain/bridge-process.ts'
import { BUILT_PAGE, keepShot, type Server, startServer } from './harness.ts'
import { createLeague, exchangeCodes, goTo, importDrive, openAlone, shareWith } from './league-steps.ts'

const LEAGUE = 'Night crew'
const WITHIN = { timeout: 30_000 }

let browser: Browser
let server: Server

beforeAll(async () => {
  const executablePath = process.env.CHROMIUM
  browser = await chromium.launch({ args: CHROMIUM_ARGS, ...(executablePath && { executablePath }) })
  server = await startServer({ page: process.env.PADDOCK_TEST_PAGE ?? BUILT_PAGE })
})
afterAll(async () => {
  await browser?.close()
  await server?.kill()
})

const open = (origin = server.origin): Promise<Page> => openAlone(browser, origin)

const notesOn = (page: Page) => page.getByLabel(`Notes of ${LEAGUE}`)
const hereOn = (page: Page) => page.getByRole('region', { name: 'Who is here' })

/** At the end of what is there, as a person types. */
const writeOn = async (page: Page, text: string): Promise<void> => {
  await notesOn(page).press('ControlOrMeta+End')
  await page.keyboard.insertText(text)
}

const meetByCode = async (inside: Page, newcomer: Page, league: string): Promise<void> => {
  await goTo(inside, `${league}/people`)
  await goTo(newcomer, '/settings#devices')
  await inside.getByRole('button', { name: 'Connect a device beside me by code' }).click()
  await newcomer.getByRole('button', { name: 'Answer a code' }).click()
  await exchangeCodes(inside, newcomer)
}

/** The leaderboard's first lap, fetched from whoever has it. */
const openBestLap = async (page: Page, league: string): Promise<void> => {
  await goTo(page, league)
  await page.locator('tr.line .open').first().click(WITHIN)
  await page.getByRole('region', { name: 'Charts' }).locator('canvas').first().waitFor(WITHIN)
}

test('two in a room write one text, follow a cursor, and see who went', async () => {
  const [ada, bea] = await Promise.all([open(), open()])
  const [session] = await Promise.all([
    importDrive(ada, server.origin, 'night.csv', { laps: 2, seed: 1 }),
    createLeague(bea, 'Alone', 'Bea'),
  ])
  const league = await createLeague(ada, LEAGUE, 'Ada')
  await shareWith(ada, session, LEAGUE)
  await meetByCode(ada, bea, league)
  await openBestLap(bea, league)
  const desk = new URL(bea.url()).pathname + new URL(bea.url()).search
  await bea.reload()

  await Promise.all([ada, bea].map(page => goTo(page, `${league}/room`)))
  await hereOn(ada).getByText('Bea', { exact: true }).waitFor(WITHIN)
  await hereOn(bea).getByText('Ada', { exact: true }).waitFor(WITHIN)

  await writeOn(ada, 'Box lap 12. ')
  await writeOn(bea, 'Wets are ready. ')
  for (const page of [ada, bea]) {
    await expect.poll(() => notesOn(page).inputValue(), WITHIN).toContain('Box lap 12. ')
    await expect.poll(() => notesOn(page).inputValue(), WITHIN).toContain('Wets are ready. ')
  }
  expect(await notesOn(bea).inputValue()).toBe(await notesOn(ada).inputValue())
  await keepShot(ada, 'crew-room')
  await writeOn(ada, `\n${'The whole log of the night. '.repeat(12_000)}`)
  await expect.poll(async () => (await notesOn(bea).inputValue()).length, WITHIN).toBeGreaterThan(300_000)
  await ada.getByText('kept on this device').waitFor()

  await goTo(bea, desk)
  await openBestLap(ada, league)
  const follow = bea.getByRole('button', { name: 'Follow Ada' })
  await expect
    .poll(async () => {
      // A pointer over the charts is the cursor.
      const box = (await ada.getByRole('region', { name: 'Charts' }).locator('canvas').first().boundingBox())!
      await ada.mouse.move(box.x + box.width * (0.4 + Math.random() / 10), box.y + 40)
      return follow.isVisible()
    }, WITHIN)
    .toBe(true)
  await follow.click()
  await bea.locator('.guest-name', { hasText: 'Ada' }).waitFor(WITHIN)
  await keepShot(bea, 'crew-room-desk')

  // As if it crashed: it has no time to say that it goes.
  await ada.context().close()
  await bea.locator('.guest-name').waitFor({ state: 'detached', timeout: 10_000 })
  await bea.getByText('nobody else is here').waitFor()
}, 120_000)

test('with no relay the rig-bridge of this machine brings the pages of a room together', async () => {
  const data = mkdtempSync(join(tmpdir(), 'paddock-room-'))
  onTestFinished(() => rmSync(data, { recursive: true, force: true }))
  const page = process.env.PADDOCK_TEST_PAGE ?? BUILT_PAGE
  const bridge = await startBridge({ data, prefix: '', page, more: ['--fake', 'acc', '--shm-folder', data] })
  onTestFinished(bridge.kill)
  const [ada, bea] = await Promise.all([open(bridge.origin), open(bridge.origin)])
  const signalled: string[] = []
  ada.on('websocket', socket => {
    socket.on('framesent', ({ payload }) => {
      if (`${payload}`.includes('"publish"')) signalled.push(new URL(socket.url()).pathname)
    })
  })
  const league = await createLeague(ada, LEAGUE, 'Ada')
  await createLeague(bea, 'Alone', 'Bea')
  await meetByCode(ada, bea, league)
  await Promise.all([ada, bea].map(each => goTo(each, `${league}/room`)))
  await hereOn(bea).getByText('Ada', { exact: true }).waitFor(WITHIN)
  // What the code joined is over; she has the room's secret by now.
  await bea.reload()
  await hereOn(bea).getByText('Ada', { exact: true }).waitFor(WITHIN)
  await hereOn(ada).getByText('Bea', { exact: true }).waitFor(WITHIN)
  expect(new Set(signalled)).toEqual(new Set(['/rig/signal']))
  await writeOn(ada, 'Box lap 12. ')
  await expect.poll(() => notesOn(bea).inputValue(), WITHIN).toContain('Box lap 12. ')
  await writeOn(bea, 'Wets are ready. ')
  await expect.poll(() => notesOn(ada).inputValue(), WITHIN).toContain('Wets are ready. ')
  await notesOn(ada).press('ControlOrMeta+z')
  await expect.poll(() => notesOn(bea).inputValue(), WITHIN).toBe('Wets are ready. ')
  expect(await notesOn(ada).inputValue()).toBe('Wets are ready. ')
}, 60_000)
