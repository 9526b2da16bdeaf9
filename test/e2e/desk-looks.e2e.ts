/**
 * The desk in every theme and both widths: no accessibility fault axe can find, nothing wider than the window, and
 * pictures kept to be looked at.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AXE, faults, overflow } from './axe.ts'
import { keepShot, type Server, startServer, trySample, type Visitor, visit, type Width } from './harness.ts'

const THEMES = { dark: 'Dark', light: 'Light', contrast: 'High contrast' } as const
const TABS = ['Corners', 'Sectors', 'Where the time went', 'Range A to B', 'G-G and XY', 'Lines'] as const
const CHANGED_BY_TAB = ['[role=tablist]', '[role=tabpanel]']

for (const width of ['desktop', 'phone'] as const satisfies readonly Width[]) {
  describe(`the desk on a ${width}`, () => {
    let server: Server
    let visitor: Visitor
    let address: string

    beforeAll(async () => {
      server = await startServer()
      visitor = await visit(server.origin, { width, withoutCopy: true })
      const { page } = visitor
      // Put in by the test's own channel: the page's policy allows no foreign script.
      await visitor.context.addInitScript({ path: AXE })
      await page.goto(server.origin)
      await trySample(page)
      await page.locator('tbody tr').first().getByRole('link').click()
      const boxes = page.getByRole('checkbox')
      for (const row of [1, 3, 4]) await boxes.nth(row).check()
      await page.getByRole('link', { name: 'Compare 3 laps' }).click()
      await page.getByRole('region', { name: 'Charts' }).locator('canvas').first().waitFor()
      await page.keyboard.press('.')
      await page.keyboard.press('a')
      await page.keyboard.press('b')
      await page.keyboard.press('.')
      await page.waitForURL(/b=/)
      address = page.url()
    })
    afterAll(async () => {
      await visitor.close()
      await server.kill()
    })

    for (const [theme, name] of Object.entries(THEMES)) {
      test(`${theme}: charts, map, values and every table are free of faults`, async () => {
        const { page } = visitor
        await page.goto(`${server.origin}/settings`)
        await page.getByRole('radio', { name, exact: true }).check()
        await page.locator(`html[data-theme=${theme}]`).waitFor()
        await page.goto(address)
        await page.getByRole('region', { name: 'Charts' }).locator('canvas').first().waitFor()
        for (const tab of TABS) {
          await page.getByRole('tab', { name: tab }).click()
          await page.getByRole('tabpanel', { name: tab }).waitFor()
          if (tab === 'Corners') await keepShot(page, `desk-${theme}-${width}`)
          else {
            await page.getByRole('tabpanel').scrollIntoViewIfNeeded()
            await keepShot(page, `desk-${tab.split(' ')[0]?.toLowerCase()}-${theme}-${width}`)
          }
          // A tab changes its panel, a theme changes colours: all else was looked at with the first of each.
          const isChecked = tab !== TABS[0] && theme !== 'dark'
          expect(await faults(visitor, isChecked ? CHANGED_BY_TAB : undefined), tab).toEqual([])
          expect(await overflow(visitor), tab).toBe(0)
        }
      })
    }
  })
}
