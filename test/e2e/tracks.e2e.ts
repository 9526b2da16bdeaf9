/**
 * Tracks of the built app: found in the garage, drawn, compared under one filter, described; kept over a reload and taken
 * back; on a desktop and a phone, without a fault axe can find.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AXE, faults, overflow } from './axe.ts'
import { keepShot, type Server, SIZES, startServer, trySample, type Visitor, visit } from './harness.ts'
import { driveSeason } from './tracks-fill.ts'

const WEEKS = 9

describe('the tracks', () => {
  let server: Server
  let visitor: Visitor

  beforeAll(async () => {
    server = await startServer()
    visitor = await visit(server.origin, { withoutCopy: true })
    await visitor.context.addInitScript({ path: AXE })
    await visitor.page.goto(server.origin)
    await trySample(visitor.page)
    await visitor.page.evaluate(driveSeason, WEEKS)
  })
  afterAll(async () => {
    await visitor.close()
    await server.kill()
  })

  const isSound = async (name: string): Promise<void> => {
    await keepShot(visitor.page, `tracks-${name}`)
    expect(await faults(visitor)).toEqual([])
    expect(await overflow(visitor)).toBe(0)
  }

  test('are listed and drawn; one says its bests under a filter that is in the address', async () => {
    const { page } = visitor
    await page.goto(`${server.origin}/garage/tracks`)
    await page.locator('.tracks tbody').nth(1).waitFor()
    await page.locator('.drawing path:not(.none)').nth(1).waitFor()
    await isSound('list-desktop-dark')

    // Bests are derived while the page is open already, and come by themselves.
    const invented = page.locator('.tracks tbody', { hasText: 'Sample' })
    await invented.getByText(`${WEEKS + 1}`, { exact: true }).waitFor()
    await invented.getByRole('link').click()
    await page.locator('svg .road').waitFor()
    await page.getByText(`Best of 7 sessions`).waitFor()
    await isSound('track-desktop-dark')

    await page
      .getByRole('group', { name: 'Count only' })
      .getByRole('combobox', { name: 'Conditions' })
      .selectOption('Wet')
    await page.waitForURL(/surface=wet/)
    await page.reload()
    await page.getByText('Best of 2 sessions').waitFor()
    await page
      .getByRole('button', { name: /do not count/ })
      .first()
      .click()
    await page.getByRole('dialog').getByText('It left the pits').first().waitFor()
    await isSound('not-counted-desktop-dark')
    await page.getByRole('dialog').getByRole('link').first().click()
    await page.waitForURL(/\/session\/.*lap=/)
    await page.goBack()
    await page.getByText('Best of 2 sessions').waitFor()
    await page.getByRole('button', { name: 'Count all' }).click()
    await page.getByText('Best of 7 sessions').waitFor()
  })

  test('keep what is written down over a reload, and it is taken back', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    await page.getByLabel('Name', { exact: true }).fill('The old airfield')
    await page.getByRole('combobox', { name: 'Country' }).selectOption('GB')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'The old airfield' }).waitFor()
    await page.reload()
    await page.getByText('United Kingdom').waitFor()
    await page.getByRole('button', { name: 'Merge into another' }).click()
    await page.getByRole('dialog').getByRole('radio').first().check()
    await page.getByText('Layouts stay apart').waitFor()
    await isSound('merge-desktop-dark')
    await page.getByRole('button', { name: 'Merge', exact: true }).click()
    await page.getByText('Also called The old airfield').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undone: Merged The old airfield').waitFor()
    await page.goto(`${server.origin}/garage/tracks`)
    await page.getByText('The old airfield', { exact: true }).waitFor()
    expect(await page.locator('.tracks tbody').count()).toBe(2)
  })

  test('lead to the desk where their lines are moved', async () => {
    const { page } = visitor
    await page.locator('.tracks tbody', { hasText: 'The old airfield' }).getByRole('link').click()
    await page.getByRole('link', { name: 'Move the lines' }).click()
    await page.getByRole('tab', { name: 'Lines', exact: true, selected: true }).waitFor()
    await page.getByRole('button', { name: 'Move or add lines' }).waitFor()
    await page.goBack()
    await page.locator('svg .road').waitFor()
  })

  test('fit a phone in the light', async () => {
    const { page } = visitor
    await page.setViewportSize(SIZES.phone)
    await page.emulateMedia({ colorScheme: 'light' })
    await page.getByText('Best of 7 sessions').waitFor()
    await isSound('track-phone-light')
    await page.goto(`${server.origin}/garage/tracks`)
    await page.locator('.drawing path:not(.none)').nth(1).waitFor()
    await isSound('list-phone-light')
    expect(visitor.problems).toEqual([])
    expect(visitor.strangers).toEqual([])
  })
})
