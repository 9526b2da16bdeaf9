/** The analysis desk as drivers use it: with a mouse, by keyboard alone, in two tabs, and with logs that lack things. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { bareLog, markedLog, thinLog } from '../web/import/files.ts'
import {
  driveSampleOnce,
  keepShot,
  type Profile,
  type Server,
  startServer,
  type Visitor,
  visit,
  type Width,
} from './harness.ts'

describe('the desk', () => {
  let server: Server
  let driven: Profile
  let visitor: Visitor

  beforeAll(async () => {
    server = await startServer()
    driven = await driveSampleOnce(server.origin)
  })
  afterAll(async () => {
    await driven.remove()
    await server.kill()
  })
  afterEach(() => visitor.close())

  const open = async (): Promise<Page> => {
    visitor = await visit(server.origin, { withoutCopy: true })
    await visitor.page.goto(server.origin)
    return visitor.page
  }

  const openSample = async (width: Width = 'desktop'): Promise<Page> => {
    visitor = await visit(server.origin, { width, copyOf: driven.folder, withoutCopy: true })
    await visitor.page.goto(server.origin)
    await visitor.page.locator('tbody tr').first().getByRole('link').click()
    return visitor.page
  }

  /** From the session on screen: these rows of its table. */
  const compareRows = async (page: Page, rows: readonly number[]): Promise<void> => {
    const boxes = page.getByRole('checkbox')
    await boxes.first().waitFor()
    for (const row of rows) await boxes.nth(row).check()
    await page
      .getByRole('link', { name: /^Compare \d laps$|^Compare with the best lap$|^Open on the desk$/ })
      .click()
    await charts(page).first().waitFor()
  }

  const charts = (page: Page) => page.getByRole('region', { name: 'Charts' }).locator('canvas')
  const laps = (page: Page) => page.getByRole('region', { name: 'Laps', exact: true }).getByRole('listitem')
  const value = (page: Page, row: string | RegExp, column: number) =>
    page.getByRole('row', { name: row }).first().getByRole('cell').nth(column)

  /** Every timed lap of the library on the desk. */
  const openAllTimed = async (page: Page): Promise<void> => {
    const ids = await page.evaluate(async () => {
      const answer = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise(resolve => request.addEventListener('success', () => resolve(request.result)))
      const db = await answer(indexedDB.open('paddock'))
      const rows = await answer(db.transaction('laps').objectStore('laps').getAll())
      db.close()
      return rows.filter(lap => lap.kind === 'timed').map(lap => lap.id)
    })
    await page.goto(`${server.origin}/desk?laps=${ids}`)
    await charts(page).first().waitFor()
  }

  const importFiles = async (page: Page, files: readonly File[]): Promise<void> => {
    await page.goto(`${server.origin}/import`)
    const payloads = await Promise.all(
      files.map(async file => ({
        name: file.name,
        mimeType: 'application/octet-stream',
        buffer: Buffer.from(await file.arrayBuffer()),
      })),
    )
    await page.getByTestId('files').setInputFiles(payloads)
    await page.getByRole('link', { name: 'Open session' }).first().click()
  }

  test('laps ticked in a session are compared, and the address shows the same again', async () => {
    const page = await openSample()
    await compareRows(page, [1, 3, 4])
    expect(await laps(page).count()).toBe(3)
    await page.keyboard.press('.')
    await page.keyboard.press('a')
    const place = page.locator('table').first().locator('thead th').first()
    await expect.poll(() => place.innerText()).toMatch(/\d\s*m$/)
    const before = await place.innerText()
    await page.waitForURL(/at=.*pin/)
    await page.reload()
    await charts(page).first().waitFor()
    await expect.poll(() => place.innerText()).toBe(before)
    expect(await laps(page).count()).toBe(3)
    expect(visitor.problems).toEqual([])
    expect(visitor.strangers).toEqual([])
  })

  test('corners add up to the difference of the laps, whatever lap is chosen', async () => {
    const page = await openSample()
    await compareRows(page, [1, 3, 4])
    for (const lap of [1, 2]) {
      await laps(page).nth(lap).getByRole('button').first().click()
      const gap = (await laps(page).nth(lap).locator('.gap').innerText()).replace(/\s*s$/, '').trim()
      await page.getByText(`${gap} s to the reference.`).waitFor()
    }
  })

  test('is used by keyboard alone', async () => {
    const page = await openSample()
    await page.getByRole('checkbox').first().waitFor()
    const session = page.url()
    await page.keyboard.press('c')
    await page.getByRole('button', { name: 'Choose laps' }).waitFor()
    await page.keyboard.press('n')
    const dialog = page.getByRole('dialog', { name: 'Add a lap' })
    await dialog.waitFor()
    await dialog.getByRole('searchbox').or(dialog.getByRole('textbox')).first().focus()
    // To the first laps of the list and into the desk, by Tab and Space.
    for (let press = 0; press < 60 && (await laps(page).count()) < 2; press++) {
      await page.keyboard.press('Tab')
      const isLap = await page.evaluate(() => {
        const { activeElement: on } = document
        return on instanceof HTMLInputElement && on.type === 'checkbox' && !on.checked
      })
      const isClosed = await page.evaluate(
        () => document.activeElement?.getAttribute('aria-expanded') === 'false',
      )
      if (isLap || isClosed) await page.keyboard.press(isClosed ? 'Enter' : 'Space')
    }
    expect(await laps(page).count()).toBeGreaterThanOrEqual(2)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await charts(page).first().waitFor()

    const place = page.locator('table').first().locator('thead th').first()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => place.innerText()).toMatch(/\d\s*m$/)
    const first = await place.innerText()
    await page.keyboard.press('Shift+ArrowRight')
    await expect.poll(() => place.innerText()).not.toBe(first)
    await page.keyboard.press('d')
    await expect.poll(() => page.url()).toContain('x=time')
    await page.keyboard.press('d')
    await page.keyboard.press('+')
    await expect.poll(() => page.url()).toContain('w=')
    await page.keyboard.press('0')
    await expect.poll(() => page.url()).not.toContain('w=')
    await keepShot(page, 'desk-keyboard')
    const reference = await laps(page).first().innerText()
    await page.keyboard.press('r')
    await expect.poll(() => laps(page).first().innerText()).not.toBe(reference)
    await page.keyboard.press('g')
    await page.getByRole('dialog', { name: 'Go to a corner' }).getByRole('searchbox').waitFor()
    await page.keyboard.type('3')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.keyboard.press('a')
    await page.keyboard.press('b')
    for (let i = 0; i < 10; i++) await page.keyboard.press('Shift+ArrowRight')
    await expect.poll(() => page.url()).toContain('b=')
    await page.getByRole('tab', { name: 'Corners' }).focus()
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight')
    await page.getByRole('tab', { name: 'Range A to B', selected: true }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Distance or time').waitFor()
    expect(session).toContain('/session/')
    expect(visitor.problems).toEqual([])
  })

  test('a lap deleted in another tab goes with a sentence, and the others stay', async () => {
    const page = await open()
    await importFiles(page, [markedLog('one.csv', { seed: 3 })])
    await importFiles(page, [markedLog('two.csv', { seed: 4, startedAt: Date.UTC(2026, 5, 8, 12) })])
    await openAllTimed(page)
    await expect.poll(() => laps(page).count()).toBeGreaterThan(1)
    const before = await laps(page).count()

    const other = await visitor.context.newPage()
    await other.goto(server.origin)
    await other.getByRole('button', { name: 'Delete session' }).last().click()
    await page.getByText(/was deleted, perhaps in another tab|were deleted, perhaps in another tab/).waitFor()
    await expect.poll(() => laps(page).count()).toBeLessThan(before)
    await charts(page).first().waitFor()
    expect(visitor.problems).toEqual([])
  })

  test('a lap of another layout is refused with the reason', async () => {
    const page = await open()
    await importFiles(page, [markedLog('valdoro.csv', { circuit: 'valdoro' })])
    await importFiles(page, [markedLog('stormark.csv', { circuit: 'stormark' })])
    await openAllTimed(page)
    await page.getByText('Not compared.').first().waitFor()
    await page
      .getByText(/so no time is compared/)
      .first()
      .waitFor()
    await charts(page).first().waitFor()
    expect(visitor.problems).toEqual([])
  })

  test('a log without positions is compared by distance, one without speed too by time, and both say so', async () => {
    const page = await open()
    await importFiles(page, bareLog('driven', ['speed']))
    await compareRows(page, [1, 2])
    await page.getByText('laid along by driven distance, scaled to the reference').waitFor()
    await page.getByText('No lap here has positions, so there is no map').waitFor()
    await importFiles(page, bareLog('timed', ['rpm']))
    await compareRows(page, [1, 2])
    await page.getByText('laid along by share of the lap time').waitFor()
    expect(visitor.problems).toEqual([])
  })

  test('fixes once a second and dropouts are laid along by position, gaps stay gaps', async () => {
    const page = await open()
    await importFiles(page, [thinLog('thin.csv')])
    await compareRows(page, [1, 2])
    await page.getByText('by position').first().waitFor()
    await keepShot(page, 'desk-thin')
    expect(visitor.problems).toEqual([])
  })

  test('a picture of the charts and a table of the corners are files to keep', async () => {
    const page = await openSample()
    await compareRows(page, [1, 3])
    const [picture] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as picture' }).click(),
    ])
    const bytes = await readFile(await picture.path())
    expect(picture.suggestedFilename()).toMatch(/\.png$/)
    expect(bytes.subarray(1, 4).toString()).toBe('PNG')
    expect(bytes.length).toBeGreaterThan(20_000)
    const [table] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV' }).click(),
    ])
    const text = await readFile(await table.path(), 'utf8')
    expect(text.split('\r\n')[0]).toMatch(/km\/h/)
    expect(visitor.problems).toEqual([])
  })

  test('corners renamed by hand are kept with the layout and can be found again', async () => {
    const page = await openSample()
    await compareRows(page, [1, 3])
    await page.getByRole('button', { name: 'Edit corners' }).click()
    const name = page.getByRole('tabpanel').getByRole('textbox').first()
    await name.fill('Kestrel')
    await name.press('Enter')
    await page
      .getByRole('tabpanel')
      .getByRole('button', { name: /^Keep|^Save/ })
      .click()
    await page.getByText('The corners are kept with this layout.').waitFor()
    await page.getByRole('rowheader', { name: 'Kestrel', exact: true }).waitFor()
    await page.reload()
    await page.getByRole('rowheader', { name: 'Kestrel', exact: true }).waitFor()
    expect(visitor.problems).toEqual([])
  })

  test('a start line moved on the desk times the laps anew, and the old version again gives the old times', async () => {
    const page = await openSample()
    await compareRows(page, [1, 3])
    const times = async () => (await laps(page).allInnerTexts()).join()
    const before = await times()
    await page.getByRole('tab', { name: 'Lines' }).click()
    await page.getByRole('button', { name: 'Move or add lines' }).click()
    const panel = page.getByRole('tabpanel')
    for (let i = 0; i < 4; i++) await panel.getByRole('button', { name: 'Forward 10 m' }).click()
    await panel.getByRole('button', { name: /^Save/ }).click()
    await expect.poll(times, { timeout: 60_000 }).not.toBe(before)
    await page.getByRole('button', { name: 'Move or add lines' }).click()
    await panel.getByRole('button', { name: /version 1/i }).click()
    await panel.getByRole('button', { name: /^Save/ }).click()
    await expect.poll(times, { timeout: 60_000 }).toBe(before)
    expect(visitor.problems).toEqual([])
  }, 120_000)

  test('laps drive again: cars move, and stand when asked', async () => {
    const page = await openSample()
    await compareRows(page, [1, 3])
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    const place = page.locator('table').first().locator('thead th').first()
    await expect.poll(() => place.innerText()).toMatch(/\d{2,}\s*m$/)
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor()
    const stands = await place.innerText()
    await page.evaluate(
      () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    )
    expect(await place.innerText()).toBe(stands)
  })

  test('on a phone one channel shows at a time, and the values lie in a sheet', async () => {
    const page = await openSample('phone')
    await compareRows(page, [1, 3])
    const channel = page.getByRole('group', { name: 'Channels' })
    await channel.getByText('Speed').waitFor()
    await channel.getByRole('button', { name: 'Next channel' }).click()
    await channel.getByText('Delta').waitFor()
    await page.getByRole('button', { name: /^Values/ }).click()
    await value(page, /Throttle/, 0).waitFor()
    expect(visitor.problems).toEqual([])
  })

  test('a session prints on one page', async () => {
    const page = await openSample()
    await compareRows(page, [1, 3])
    await page.getByRole('link', { name: 'Print the session' }).click()
    await page.getByRole('button', { name: 'Print the session' }).waitFor()
    const pdf = await page.pdf({ format: 'A4', printBackground: true })
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1)
    await keepShot(page, 'desk-summary')
  })

  const STC = fileURLToPath(
    new URL('../../../shared/data/telemetry/trackaddict/STC_log.csv', import.meta.url),
  )
  test.skipIf(!existsSync(STC))(
    'laps 2 and 3 of a real phone log end 9.056 s apart (needs the sample logs beside the project)',
    async () => {
      const page = await open()
      await page.goto(`${server.origin}/import`)
      await page.getByTestId('files').setInputFiles(STC)
      await page.getByRole('link', { name: 'Open session' }).first().click()
      await compareRows(page, [2, 3])
      expect(await laps(page).nth(0).innerText()).toContain('1:47.089')
      expect(await laps(page).nth(1).innerText()).toContain('+9.056')
      await page.getByText('+9.056 s to the reference.').waitFor()
      await page.keyboard.press('ArrowLeft')
      await page.evaluate(steps => {
        const step = { key: 'ArrowRight', shiftKey: true, bubbles: true }
        for (let i = 0; i < steps; i++) document.body.dispatchEvent(new KeyboardEvent('keydown', step))
      }, 200)
      await expect.poll(() => value(page, /^Delta/, 1).innerText()).toBe('+9.056')
      await keepShot(page, 'desk-stc')
      expect(visitor.problems).toEqual([])
    },
  )
})
