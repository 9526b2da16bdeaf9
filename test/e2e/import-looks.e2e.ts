/**
 * The import screens in every theme, both widths and both languages: no accessibility fault axe can find, nothing
 * wider than the window, and pictures kept to be looked at.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { markedLog, tableText } from '../web/import/files.ts'
import { AXE, faults, overflow } from './axe.ts'
import {
  chooseLooks,
  keepShot,
  type Server,
  startServer,
  type Visitor,
  visit,
  type Width,
} from './harness.ts'

const buffer = (content: string | Uint8Array, name: string) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(content),
})

for (const width of ['desktop', 'phone'] as const satisfies readonly Width[]) {
  describe(`importing on a ${width}`, () => {
    let server: Server
    let visitor: Visitor
    let log: Uint8Array

    beforeAll(async () => {
      log = new Uint8Array(await markedLog('goodwood 12 Oct.csv').arrayBuffer())
      server = await startServer()
      visitor = await visit(server.origin, { width, withoutCopy: true })
      visitor.page.setDefaultTimeout(10_000)
      await visitor.context.addInitScript({ path: AXE })
      await visitor.page.goto(`${server.origin}/import`)
      await visitor.page.getByTestId('files').waitFor({ state: 'attached' })
    })
    afterAll(async () => {
      await visitor.close()
      await server.kill()
    })

    test.each([
      ['dark', 'en'],
      ['light', 'de'],
      ['contrast', 'en'],
    ] as const)('%s, %s', async (theme, language) => {
      const name = `${theme}-${language}-${width}`
      const { page } = visitor
      const look = async (what: string): Promise<void> => {
        await keepShot(page, `import-${what}-${name}`)
        expect(await faults(visitor)).toEqual([])
        expect(await overflow(visitor)).toBe(0)
      }
      await chooseLooks(visitor, theme, language)
      await page.goto(`${server.origin}/import`)
      await page.locator(`html[data-theme=${theme}][lang=${language}]`).waitFor()
      await look('empty')

      const header = `time [s],latitude,longitude,speed [km/h],${name}`
      const seed = theme.length * 10 + language.charCodeAt(0)
      await page
        .getByTestId('files')
        .setInputFiles([
          buffer(`${tableText({ seed })}\n`, 'a table of my own logger, exported on Sunday.csv'),
          buffer(log, 'goodwood 12 Oct.csv'),
          buffer(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16), 'photo.csv'),
          buffer(tableText({ seed, circuit: 'stormark', header }), 'other.csv'),
        ])
      const cards = page.getByRole('article')
      await cards.nth(3).locator('form button[type=submit]').waitFor()
      await look('asked')

      await cards.nth(3).locator('form button[type=submit]').click()
      await cards.nth(3).getByRole('link').first().waitFor()
      // Only the first on this circuit has a line nobody looked at.
      if (theme === 'dark') {
        await cards.nth(3).locator('.editor .leaflet-container').waitFor()
        await cards.nth(3).locator('.editor').scrollIntoViewIfNeeded()
        await look('line')
      }
      await cards.nth(3).getByRole('link').first().click()
      await page.waitForURL(/\/session\//)
      await page.locator('header a[href*="/import/"]').click()
      await page.waitForURL(/\/import\/[0-9a-f]{32}$/)
      await page.locator('dl').waitFor()
      await look('origin')
      await page.goto(server.origin)
      await page.locator('tbody tr').first().waitFor()
      await look('library')
    })
  })
}
