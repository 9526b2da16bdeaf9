/**
 * Every screen in both themes and both widths: no accessibility fault axe can find, nothing wider than the
 * window, and a picture kept to be looked at.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

const ATTRIBUTE = { Dark: 'dark', Light: 'light', 'High contrast': 'contrast' } as const
for (const width of ['desktop', 'phone'] as const satisfies readonly Width[]) {
  describe(`on a ${width}`, () => {
    let server: Server
    let visitor: Visitor

    beforeAll(async () => {
      server = await startServer()
      visitor = await visit(server.origin, { width, withoutCopy: true })
      // Put in by the test's own channel: the page's policy allows no foreign script.
      await visitor.context.addInitScript({ path: AXE })
      await visitor.page.goto(server.origin)
      await trySample(visitor.page)
      await trySample(visitor.page)
    })
    afterAll(async () => {
      await visitor.close()
      await server.kill()
    })

    for (const theme of ['Dark', 'Light', 'High contrast'] as const) {
      const name = `${theme.toLowerCase().replace(' ', '-')}-${width}`

      test(`${theme.toLowerCase()}: settings, library and session are free of faults`, async () => {
        const { page } = visitor
        await page.goto(`${server.origin}/settings`)
        await page.getByRole('radio', { name: theme, exact: true }).check()
        await page.locator(`html[data-theme=${ATTRIBUTE[theme]}]`).waitFor()
        await keepShot(page, `settings-${name}`)
        expect(await faults(visitor)).toEqual([])
        expect(await overflow(visitor)).toBe(0)

        await page.goto(server.origin)
        await page.getByRole('button', { name: 'Delete session' }).first().waitFor()
        await keepShot(page, `library-${name}`)
        expect(await faults(visitor)).toEqual([])
        expect(await overflow(visitor)).toBe(0)

        await openFirstSession(page)
        await page.keyboard.press('Shift+ArrowRight')
        await page.keyboard.press('Shift+ArrowRight')
        await page.getByRole('rowheader', { name: 'Lap time here' }).waitFor()
        await keepShot(page, `session-${name}`)
        expect(await faults(visitor)).toEqual([])
        expect(await overflow(visitor)).toBe(0)
      })
    }
  })
}
