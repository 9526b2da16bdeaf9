/**
 * Storage and backups as a person uses them: a library is exported to a file, wiped, imported and is the same again;
 * the screen in every theme, width and language.
 */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AXE, faults, overflow } from './axe.ts'
import {
  chooseLooks,
  keepShot,
  type Server,
  startServer,
  trySample,
  type Visitor,
  visit,
  type Width,
} from './harness.ts'

/** What the library holds, without what is this browser's own. */
const contentOf = (page: Page) =>
  page.evaluate(async () => {
    const open = indexedDB.open('paddock')
    await new Promise(resolve => open.addEventListener('success', resolve))
    const tables: Record<string, unknown> = {}
    for (const name of ['sessions', 'laps', 'tracks', 'layouts', 'cars', 'drivers', 'settings', 'bests']) {
      const all = open.result.transaction(name).objectStore(name).getAll()
      await new Promise(resolve => all.addEventListener('success', resolve))
      tables[name] = all.result
    }
    open.result.close()
    return tables
  })

/** As if the browser had cleared this origin. */
const wipe = async ({ page, context }: Visitor, origin: string): Promise<void> => {
  const cdp = await context.newCDPSession(page)
  await page.goto('about:blank')
  await cdp.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' })
}

const readDownload = async (page: Page): Promise<Buffer> => {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Save the file' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^paddock \d{4}-\d\d-\d\d\.zip$/)
  return readFile(await download.path())
}

/** Of two sessions; gone from the list means on disk. */
const deleteFirst = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Delete session' }).nth(1).waitFor()
  await page.getByRole('button', { name: 'Delete session' }).first().click()
  await page.getByRole('button', { name: 'Delete session' }).nth(1).waitFor({ state: 'detached' })
}

describe('a backup', () => {
  let server: Server
  let visitor: Visitor

  beforeAll(async () => {
    server = await startServer()
    visitor = await visit(server.origin, { withoutCopy: true })
    // A browser that cannot write a file where a person wants it.
    await visitor.context.addInitScript(() => {
      Reflect.deleteProperty(window, 'showSaveFilePicker')
    })
    await visitor.page.goto(server.origin)
    await trySample(visitor.page)
    await trySample(visitor.page)
  })
  afterAll(async () => {
    await visitor.close()
    await server.kill()
  })

  test('S5 export, wipe, import gives the same library', async () => {
    const { page } = visitor
    const before = await contentOf(page)
    await page.goto(`${server.origin}/keeping#backup`)
    await page.getByText('No backup has been made on this device yet.').waitFor()
    await page.getByRole('button', { name: 'Export everything' }).click()
    const file = await readDownload(page)
    await page.getByText(/^Last backup /).waitFor()

    await wipe(visitor, server.origin)
    await page.goto(`${server.origin}/keeping#backup`)
    const chosen = { name: 'library.zip', mimeType: 'application/zip', buffer: file }
    await page.getByTestId('export-file').setInputFiles(chosen)
    await page.getByRole('row', { name: /^Sessions 2 0 0 0/ }).waitFor()
    await keepShot(page, 'keeping-preview-desktop')
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByText('Imported: 2 new sessions').waitFor()
    expect(await contentOf(page)).toEqual(before)

    await page.getByTestId('export-file').setInputFiles(chosen)
    await page.getByText('Everything in it is here already.').waitFor()
    await page.getByRole('button', { name: 'Leave it' }).click()
  })

  test('a file that is no export is refused with a sentence', async () => {
    const { page } = visitor
    await page.goto(`${server.origin}/keeping`)
    await page
      .getByTestId('export-file')
      .setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a zip') })
    await page.getByText('This is not an export of a Paddock library').waitFor()
  })

  test('the check says that all is well, the diagnostics name nobody', async () => {
    const { page } = visitor
    await page.goto(`${server.origin}/keeping#check`)
    await page.getByRole('button', { name: 'Check thoroughly' }).click()
    await page.getByText(/^All is well: /).waitFor()
    await page.getByRole('button', { name: 'Show it' }).click()
    const text = await page.getByRole('textbox', { name: 'Diagnostics, as text' }).inputValue()
    expect(text).toContain('sessions: 2')
    const content = JSON.stringify(await contentOf(page))
    const names = [...content.matchAll(/"name":"([^"]+)"/g)].map(([, name]) => name!)
    expect(names.length).toBeGreaterThan(3)
    for (const name of names) expect(text).not.toContain(name)
  })

  test('a deleted session is there with the days it has left, and comes back', async () => {
    const { page } = visitor
    await page.goto(server.origin)
    await deleteFirst(page)
    await page.goto(`${server.origin}/keeping#deleted`)
    await page.getByText(/goes in 30 days/).waitFor()
    await page
      .getByRole('button', { name: /^Restore/ })
      .first()
      .click()
    await page.getByText('Nothing was deleted in the last 30 days.').waitFor()
  })

  test('nothing left the machine and nothing went wrong', () => {
    expect(visitor.strangers).toEqual([])
    expect(visitor.problems).toEqual([])
  })
})

for (const width of ['desktop', 'phone'] as const satisfies readonly Width[]) {
  describe(`storage and backups on a ${width}`, () => {
    let server: Server
    let visitor: Visitor

    beforeAll(async () => {
      server = await startServer()
      visitor = await visit(server.origin, { width, withoutCopy: true })
      await visitor.context.addInitScript({ path: AXE })
      await visitor.page.goto(server.origin)
      await trySample(visitor.page)
      await trySample(visitor.page)
      await deleteFirst(visitor.page)
    })
    afterAll(async () => {
      await visitor.close()
      await server.kill()
    })

    test.each([
      ['dark', 'en', 'Check', 'Show it'],
      ['light', 'de', 'Prüfen', 'Zeigen'],
      ['contrast', 'en', 'Check', 'Show it'],
    ] as const)('%s, %s: free of faults and no wider than the window', async (theme, language, check, show) => {
      const { page } = visitor
      await chooseLooks(visitor, theme, language)
      await page.goto(`${server.origin}/keeping`)
      await page.locator(`html[data-theme=${theme}]`).waitFor()
      await page.getByRole('button', { name: check, exact: true }).click()
      await page.getByRole('button', { name: show }).click()
      await page.getByRole('textbox').waitFor()
      await page.locator('#check [role=status] p').first().waitFor()
      await keepShot(page, `keeping-${theme}-${language}-${width}`)
      await page.locator('#diagnostics').scrollIntoViewIfNeeded()
      await keepShot(page, `keeping-foot-${theme}-${language}-${width}`)
      expect(await faults(visitor)).toEqual([])
      expect(await overflow(visitor)).toBe(0)
    })
  })
}
