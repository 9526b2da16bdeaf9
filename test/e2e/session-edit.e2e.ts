/** What a person says about a session and its laps on the built page: it outlives a reload, and all of it can be undone. */
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { AXE, faults, overflow } from './axe.ts'
import {
  keepShot,
  openFirstSession,
  type Server,
  startServer,
  trySample,
  type Visitor,
  visit,
  type Width,
} from './harness.ts'

describe('what is said about a session', () => {
  let server: Server
  let visitor: Visitor

  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.kill())
  afterEach(() => visitor.close())

  const openSample = async (width: Width, scheme: 'dark' | 'light'): Promise<Page> => {
    visitor = await visit(server.origin, { width, scheme, withoutCopy: true })
    const { page } = visitor
    await page.addInitScript({ path: AXE })
    await page.goto(server.origin)
    await trySample(page)
    await openFirstSession(page)
    return page
  }
  const edit = (page: Page) => page.getByRole('button', { name: 'Edit', exact: true }).first()
  const box = (page: Page, lap: number) =>
    page.getByRole('checkbox', { name: `Tick Lap ${lap}`, exact: true })
  const undo = (page: Page, text: string) =>
    page.locator('.toast', { hasText: text }).getByRole('button', { name: 'Undo' }).click()
  const isFine = async (): Promise<void> => {
    expect(await faults(visitor)).toEqual([])
    expect(await overflow(visitor)).toBe(0)
  }

  test('is kept, marked, split, joined and undone, with reloads in between', async () => {
    const page = await openSample('desktop', 'dark')
    await edit(page).click()
    await page.getByLabel('Track and layout').waitFor()
    await isFine()
    await page.getByLabel('Name', { exact: true }).fill('Evening test')
    await page.getByLabel('Notes').fill('Typed before the page went away')
    await page.reload()
    await page.getByRole('button', { name: 'Go on editing' }).click()
    await page.getByLabel('Tags').fill('Dampers')
    await page.keyboard.press('Enter')
    await page.getByRole('radio', { name: 'Wet' }).check()
    await page.getByLabel('Air temperature').fill('18.5')
    await keepShot(page, 'session-edit-desktop')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: 'Evening test' }).waitFor()

    await box(page, 3).click()
    await box(page, 5).click({ modifiers: ['Shift'] })
    await page.getByRole('group', { name: '3 laps ticked' }).waitFor()
    await isFine()
    await page.keyboard.press('m')
    await page.getByRole('button', { name: 'Traffic' }).click()
    await page.getByText('Laps 3, 4 and 5 do not count now.').waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Lap 4: Invalid. Why?' }).click()
    await page.getByText('You marked it invalid: Traffic').waitFor()
    await page.getByText('The recording says it is valid.').waitFor()
    await keepShot(page, 'session-why-desktop')
    await isFine()

    await box(page, 7).click()
    await page.getByRole('button', { name: 'Split here' }).click()
    await page.getByText('Part 1 of 2 of one recording.').waitFor()
    await page.reload()
    await page.getByRole('link', { name: /^\d\d:\d\d, \d laps$/ }).click()
    await page.getByText('Part 2 of 2 of one recording.').waitFor()
    await page.getByRole('checkbox', { name: 'Tick Lap 7', exact: true }).waitFor()
    expect(await box(page, 6).count()).toBe(0)
    await page.getByRole('button', { name: 'Join them again' }).click()
    await box(page, 6).waitFor()
    await box(page, 7).waitFor()
    await undo(page, 'Joined 2 parts')
    await page.getByText(/^Part \d of 2 of one recording\./).waitFor()
    expect(visitor.problems).toEqual([])
    expect(visitor.strangers).toEqual([])
  })

  test('is within reach on a phone', async () => {
    const page = await openSample('phone', 'light')
    await edit(page).click()
    await page.getByLabel('Notes').fill('Half a sentence')
    await isFine()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Go on editing' }).click()
    expect(await page.getByLabel('Notes').inputValue()).toBe('Half a sentence')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Half a sentence').waitFor()
    await box(page, 9).click()
    await keepShot(page, 'session-ticked-phone')
    await isFine()
    await page.getByRole('button', { name: 'Mark invalid' }).click()
    await page.getByRole('button', { name: 'Spin' }).click()
    await page.getByRole('button', { name: 'Lap 9: Invalid. Why?' }).waitFor()
    await undo(page, 'Lap 9 does not count now.')
    await page.getByRole('button', { name: 'Lap 9: Invalid. Why?' }).waitFor({ state: 'detached' })
    expect(visitor.problems).toEqual([])
  })
})
