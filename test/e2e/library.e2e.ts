/** A library of many sessions: chosen and changed together, and nothing a person looked at is lost on the way. */
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { fillLibrary } from '../bench/library-fill.ts'
import { AXE, faults, overflow } from './axe.ts'
import { keepShot, type Server, startServer, type Visitor, visit, type Width } from './harness.ts'

const SESSIONS = 120

describe('a library of many sessions', () => {
  let server: Server
  let visitor: Visitor

  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.kill())
  afterEach(async () => {
    expect(visitor.problems).toEqual([])
    await visitor.close()
  })

  const open = async (width: Width = 'desktop'): Promise<Page> => {
    visitor = await visit(server.origin, { width, withoutCopy: true })
    const { page, context } = visitor
    await context.addInitScript({ path: AXE })
    await page.goto(server.origin)
    await page.getByRole('heading', { name: 'Your laps will be here' }).waitFor()
    await page.evaluate(fillLibrary, { database: 'paddock', sessions: SESSIONS, lapsEach: 2 })
    await page.reload()
    await page.getByText(`${SESSIONS} sessions`, { exact: true }).waitFor()
    return page
  }
  const row = (page: Page, nth: number) => page.locator('tbody tr').nth(nth)
  const facets = (page: Page) => page.getByRole('region', { name: 'Filters' })
  const said = (page: Page, text: string) => page.getByText(text, { exact: true }).waitFor()

  test('some are ticked, tagged, found by their tag, deleted and brought back', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Select', exact: true }).click()
    await row(page, 1).getByRole('link').click()
    await row(page, 3)
      .getByRole('link')
      .click({ modifiers: ['Shift'] })
    await said(page, '3 selected')
    await page.getByRole('button', { name: 'Tags', exact: true }).click()
    await page.getByRole('textbox', { name: 'Add' }).fill('rain, at night')
    await page.getByRole('button', { name: 'Save' }).click()
    await said(page, 'Changed the tags of 3 sessions.')
    await page.getByRole('button', { name: 'Done' }).click()

    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await facets(page).getByRole('button', { name: 'Tag', exact: true }).click()
    await facets(page).getByRole('checkbox', { name: /^rain/ }).check()
    await said(page, `3 of ${SESSIONS} sessions`)
    await page.waitForURL(/\?tag=rain$/)
    await page.reload()
    await said(page, `3 of ${SESSIONS} sessions`)

    await page.getByRole('button', { name: 'Select', exact: true }).click()
    await page.getByRole('button', { name: 'Select all 3' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('No session matches this filter.').waitFor()
    await page.getByRole('link', { name: 'Recently deleted (3)' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await said(page, `3 of ${SESSIONS} sessions`)
    await page.getByRole('button', { name: 'Remove the filter Tag: rain' }).click()
    await said(page, `${SESSIONS} sessions`)
    await page.waitForURL(`${server.origin}/`)
  })

  test('Back from a session brings back filter, order and place, and so does the way to the library', async () => {
    const page = await open()
    await page.getByRole('searchbox').fill('grand')
    await page.getByRole('button', { name: 'Best lap', exact: true }).click()
    await page.waitForURL(/\?q=grand&sort=best-ascending$/)
    await page.evaluate(() => scrollTo(0, 700))
    await page.waitForFunction(() => scrollY === 700)
    const box = await page.evaluate(() => {
      const line = document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest('tr')
      return { id: line?.dataset.id, top: line?.getBoundingClientRect().top }
    })
    const isAsLeft = (): Promise<unknown> =>
      page.waitForFunction(({ id, top }) => {
        const line = document.querySelector(`[data-id="${id}"]`)
        return line && Math.abs(line.getBoundingClientRect().top - top!) < 2
      }, box)
    const look = async (): Promise<void> => {
      await isAsLeft()
      expect(await page.getByRole('searchbox').inputValue()).toBe('grand')
      expect(page.url()).toMatch(/\?q=grand&sort=best-ascending$/)
      const sorted = page.getByRole('columnheader', { name: 'Best lap' })
      expect(await sorted.getAttribute('aria-sort')).toBe('ascending')
    }
    await page.locator(`[data-id="${box.id}"] a`).click()
    await page.waitForURL(/\/session\//)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.goBack()
    await look()
    await page.locator(`[data-id="${box.id}"] a`).click()
    await page.waitForURL(/\/session\//)
    await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Library' }).click()
    await look()
    await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Library' }).click()
    await said(page, `${SESSIONS} sessions`)
  })

  for (const width of ['desktop', 'phone'] as const) {
    test(`choosing and ticking on a ${width} is free of faults axe can find, and fits`, async () => {
      const page = await open(width)
      await page.getByRole('button', { name: 'Filter', exact: true }).click()
      await facets(page).getByRole('button', { name: 'Track', exact: true }).click()
      await facets(page).getByRole('checkbox').first().check()
      await facets(page)
        .getByRole('button', { name: /^Remove the filter Track/ })
        .waitFor()
      await page.getByRole('button', { name: 'Select', exact: true }).click()
      await row(page, 0).getByRole('checkbox').check()
      await said(page, '1 selected')
      await keepShot(page, `library-choosing-${width}`)
      expect(await faults(visitor)).toEqual([])
      expect(await overflow(visitor)).toBe(0)
      await page.getByRole('button', { name: 'Change', exact: true }).click()
      await page.getByRole('dialog', { name: 'Change 1 session' }).waitFor()
      await keepShot(page, `library-change-${width}`)
      expect(await faults(visitor)).toEqual([])
      await page.getByRole('combobox', { name: 'Surface' }).selectOption('Wet')
      await page.getByRole('button', { name: 'Save' }).click()
      await said(page, 'Changed 1 session.')
      await row(page, 0).getByRole('img', { name: 'Wet' }).waitFor()
    })
  }
})
