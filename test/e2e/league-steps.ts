/** What people do with leagues, by the words on their screens: import a drive, link a device, look who is there. */
import type { Browser, Page } from 'playwright'
import { expect } from 'vitest'
import { asEpochMillis } from '#shared/units'
import { CHROMIUM_PERMISSIONS } from '../browser/chromium-args.ts'
import { markedLog, NOON, venueLog } from '../web/import/files.ts'
import { SIZES, untilOfflineReady } from './harness.ts'

/** In a context of its own, where no other page is heard but by the network. */
export const openAlone = async (browser: Browser, origin: string): Promise<Page> => {
  const context = await browser.newContext({
    viewport: SIZES.desktop,
    permissions: CHROMIUM_PERMISSIONS,
    locale: 'en-GB',
    timezoneId: 'UTC',
  })
  await context.addInitScript(() => {
    // Not taken away: libp2p does not start without one.
    BroadcastChannel.prototype.postMessage = () => {}
  })
  const page = await context.newPage()
  await page.goto(origin)
  await untilOfflineReady(page)
  return page
}

/** A drive imported from a file; answers where its session is. Another seed is another drive on the same circuit. */
export const importDrive = async (
  page: Page,
  origin: string,
  name: string,
  drive: { readonly laps: number; readonly seed: number },
): Promise<string> => {
  const startedAt = NOON + drive.seed * 3_600_000
  return importFiles(page, origin, name, [markedLog(name, { ...drive, startedAt })])
}

/** The same at a circuit that everybody knows by its name, so that laps of several people are on one leaderboard. */
export const importDriveAt = async (
  page: Page,
  origin: string,
  venue: string,
  name: string,
  drive: { readonly laps: number; readonly seed: number },
): Promise<string> => {
  const startedAt = asEpochMillis(NOON + drive.seed * 3_600_000)
  return importFiles(page, origin, `${name}.ld`, venueLog(name, venue, { ...drive, startedAt }))
}

const importFiles = async (
  page: Page,
  origin: string,
  name: string,
  files: readonly File[],
): Promise<string> => {
  await page.goto(`${origin}/import`)
  const payloads = files.map(async file => ({
    name: file.name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(new Uint8Array(await file.arrayBuffer())),
  }))
  await page.getByTestId('files').setInputFiles(await Promise.all(payloads))
  const open = page.getByRole('article', { name, exact: true }).getByRole('link', { name: 'Open session' })
  await open.click()
  await page.getByRole('heading', { name: /^Speed/ }).waitFor()
  return new URL(page.url()).pathname
}

/** Codes go from screen to screen, four words are compared, both say yes. */
export const exchangeCodes = async (offering: Page, answering: Page): Promise<void> => {
  const offered = offering.getByLabel('Code for the other device')
  await offered.waitFor()
  await answering.getByLabel('Code of the other device').fill(await offered.inputValue())
  await answering.getByRole('button', { name: 'Read it' }).click()
  const answered = answering.getByLabel('Answer for the other device')
  await answered.waitFor()
  await offering.getByLabel('Code of the other device').fill(await answered.inputValue())
  await offering.locator('.pairing').getByRole('button', { name: 'Connect' }).click()
  const words = async (page: Page): Promise<readonly string[]> => {
    await page.getByText('Do both screens show these four words?').waitFor()
    return page.locator('.compare li').allTextContents()
  }
  const [here, there] = await Promise.all([words(offering), words(answering)])
  expect(here).toHaveLength(4)
  expect(there).toEqual(here)
  await offering.getByRole('button', { name: 'Yes, all four' }).click()
  await answering.getByRole('button', { name: 'Yes, all four' }).click()
  await Promise.all([offering, answering].map(page => page.getByText('Connected.').waitFor()))
}

export const linkDevices = async (mine: Page, other: Page): Promise<void> => {
  await mine.getByRole('button', { name: 'Link another device' }).click()
  await other.getByRole('button', { name: 'Answer a code' }).click()
  await exchangeCodes(mine, other)
}

/** Follows a link inside the page: nothing is loaded anew, so it also works where no server is left. */
export const goTo = (page: Page, path: string): Promise<void> =>
  page.evaluate(path => {
    const link = document.body.appendChild(document.createElement('a'))
    link.href = path
    link.click()
    link.remove()
  }, path)

/** Two laps of this session side by side on the desk: their recordings are here and can be read. */
export const openOnDesk = async (page: Page, sessionPath: string): Promise<void> => {
  await goTo(page, sessionPath)
  await page.getByRole('heading', { name: /^Speed/ }).waitFor()
  const boxes = page.getByRole('checkbox')
  await boxes.first().waitFor()
  for (const row of [0, 1]) await boxes.nth(row).check()
  await page.getByRole('link', { name: /^Compare \d laps$|^Compare with the best lap$/ }).click()
  await page.getByRole('region', { name: 'Charts' }).locator('canvas').first().waitFor()
  expect(await page.getByRole('region', { name: 'Laps', exact: true }).getByRole('listitem').count()).toBe(2)
}

/** A new league; answers where it is. */
export const createLeague = async (page: Page, name: string, ownName: string): Promise<string> => {
  await goTo(page, '/league')
  await page
    .getByRole('button', { name: /^Create one$|^Create$/ })
    .first()
    .click()
  await page.getByRole('radio', { name: /^League/ }).check({ force: true })
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Your name, as others see it').fill(ownName)
  await page.locator('form').getByRole('button', { name: 'Create' }).click()
  await page.waitForURL(/\/league\/[0-9a-f]{64}\/people/)
  return new URL(page.url()).pathname.replace(/\/people$/, '')
}

/** A link with which people are in at once, as drivers. */
export const inviteDrivers = async (page: Page, league: string): Promise<string> => {
  await goTo(page, `${league}/people`)
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  await page.getByRole('radio', { name: 'Driver' }).check({ force: true })
  await page.getByRole('radio', { name: 'They are in at once' }).check({ force: true })
  await page.getByRole('button', { name: 'Make the link' }).click()
  const link = page.getByLabel('Invitation link').first()
  await link.waitFor()
  return link.inputValue()
}

export const joinLeague = async (page: Page, link: string, ownName: string): Promise<void> => {
  const { pathname, hash } = new URL(link)
  await goTo(page, pathname + hash)
  await page.getByLabel('Your name, as others see it').fill(ownName)
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await page.waitForURL(/\/league/)
}

export const shareWith = async (page: Page, sessionPath: string, league: string): Promise<void> => {
  await goTo(page, sessionPath)
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await page.getByRole('dialog').locator('label').filter({ hasText: league }).click()
  await page.getByRole('button', { name: `Share with ${league}` }).click()
  await page.getByText(`shared with ${league}`).waitFor()
}

/** The leaderboard as its rows read: place, driver, car, time. */
export const readBoard = (page: Page): Promise<readonly string[]> =>
  page
    .locator('tr.line:has(.place)')
    .evaluateAll(rows =>
      rows.map(row =>
        ['.place', '.open', '.car', '.time']
          .map(cell => row.querySelector(cell)?.textContent?.trim())
          .join(' · '),
      ),
    )

/** On a league's page of people: where the device of each is, by the first word of their name. */
export const routesOf = (page: Page): Promise<Readonly<Record<string, string>>> =>
  page
    .locator('tr:has(td.devices)')
    .evaluateAll(rows =>
      Object.fromEntries(
        rows.map(row => [
          /\S+/.exec(row.querySelector('th')?.textContent ?? '')?.[0] ?? '',
          row.querySelector('.devices .muted')?.textContent?.trim() ?? '',
        ]),
      ),
    )
