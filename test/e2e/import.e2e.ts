/** Files into the library the ways a person has: dropped, chosen, pasted, shared, opened with Paddock. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { markedLog, NOON, tableText } from '../web/import/files.ts'
import { keepShot, type Server, startServer, untilOfflineReady, type Visitor, visit } from './harness.ts'

interface Payload {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

const payload = (name: string, content: string | Uint8Array): Payload => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(content),
})

const logPayload = async (...[name, options]: Parameters<typeof markedLog>): Promise<Payload> =>
  payload(name, new Uint8Array(await markedLog(name, options).arrayBuffer()))

const chooseFiles = (page: Page, files: readonly Payload[] | readonly string[]): Promise<void> =>
  page.getByTestId('files').setInputFiles([...files] as Payload[])

const card = (page: Page, name: string) => page.getByRole('article', { name, exact: true })

const imported = (page: Page, name: string): Promise<void> =>
  card(page, name).getByRole('link', { name: 'Open session' }).first().waitFor()

/** Hands files to the page as a drop or a paste would. */
const give = (page: Page, kind: 'dragover' | 'drop' | 'paste', file: Payload): Promise<void> =>
  page.evaluate(
    ({ kind, name, base64 }) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([Uint8Array.from(atob(base64), char => char.charCodeAt(0))], name))
      const shared = { bubbles: true, cancelable: true }
      const event =
        kind === 'paste'
          ? new ClipboardEvent(kind, { ...shared, clipboardData: transfer })
          : new DragEvent(kind, { ...shared, dataTransfer: transfer })
      document.body.dispatchEvent(event)
    },
    { kind, name: file.name, base64: file.buffer.toString('base64') },
  )

describe('importing', () => {
  let server: Server
  let visitor: Visitor

  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.kill())
  afterEach(() => visitor.close())

  const open = async (path = '/', withoutCopy = true): Promise<Page> => {
    visitor = await visit(server.origin, { withoutCopy })
    await visitor.page.goto(server.origin + path)
    await visitor.page.getByRole('heading', { level: 1 }).waitFor()
    return visitor.page
  }

  test('an empty library offers it, and a file dropped anywhere is imported and opens', async () => {
    const page = await open()
    await page.getByRole('link', { name: 'Import files' }).waitFor()
    const file = await logPayload('goodwood.csv', { laps: 3 })
    await page.goto(`${server.origin}/settings`)
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    await give(page, 'dragover', file)
    await page.getByText('Drop to import').waitFor()
    await keepShot(page, 'import-drop-desktop')
    await give(page, 'drop', file)
    await page.waitForURL(/\/import$/)
    await imported(page, 'goodwood.csv')
    expect(await page.getByText('Drop to import').count()).toBe(0)
    await page.getByRole('link', { name: 'Open session' }).click()
    await page.getByRole('heading', { name: /^Speed/ }).waitFor()
    await page.getByRole('link', { name: 'File and start line' }).click()
    await page.getByText('TrackAddict CSV').waitFor()
    await page.getByRole('button', { name: 'Read the original again' }).click()
    await page.getByText(/^Read again: \d+ laps, as before\.$/).waitFor()
    expect(visitor.problems).toEqual([])
    expect(visitor.strangers).toEqual([])
  })

  test('several files at once: each has its own end, and the same file again leads to its session', async () => {
    const page = await open('/import')
    const log = await logPayload('a.csv')
    const photo = payload('photo.csv', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16))
    await chooseFiles(page, [log, photo, payload('empty.vbo', ''), payload('run.ldx', '<LDXFile/>')])
    await imported(page, 'a.csv')
    await card(page, 'photo.csv').getByText('This is a photo').waitFor()
    await card(page, 'empty.vbo').getByText('The file is empty').waitFor()
    await card(page, 'run.ldx').getByText('drop both together').waitFor()
    await page.getByText('4 of 4 files done').waitFor()
    await page.getByText(/^(Kept safe|The browser did not promise)/).waitFor()

    await page.reload()
    await chooseFiles(page, [{ ...log, name: 'copy of a.csv' }])
    const again = card(page, 'copy of a.csv')
    await again.getByText('Exactly this file was imported before').waitFor()
    await again.getByRole('link', { name: 'Open session' }).click()
    await page.waitForURL(/\/session\/[0-9a-f]{32}$/)
    expect(visitor.problems).toEqual([])
  })

  test('copied files and the copied text of a log can be pasted', async () => {
    const page = await open()
    await give(page, 'paste', await logPayload('pasted-file.csv'))
    await imported(page, 'pasted-file.csv')
    await page.evaluate(text => {
      const transfer = new DataTransfer()
      transfer.setData('text/plain', text)
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: transfer }),
      )
    }, tableText())
    await card(page, 'pasted.csv').getByRole('button', { name: 'Read it like this' }).waitFor()
  })

  test('files shared by another app wait for a yes', async () => {
    const page = await open('/settings', false)
    await untilOfflineReady(page)
    const file = await logPayload('shared.csv')
    const share = () =>
      page.evaluate(
        ({ name, base64 }) => {
          const form = document.createElement('form')
          form.action = '/import'
          form.method = 'post'
          form.enctype = 'multipart/form-data'
          const input = document.createElement('input')
          input.type = 'file'
          input.name = 'files'
          const transfer = new DataTransfer()
          transfer.items.add(new File([Uint8Array.from(atob(base64), char => char.charCodeAt(0))], name))
          input.files = transfer.files
          form.append(input)
          document.body.append(form)
          form.submit()
        },
        { name: file.name, base64: file.buffer.toString('base64') },
      )
    await share()
    await page.waitForURL(/\/import\?shared=[0-9a-f]{16}$/)
    await page.getByRole('heading', { name: '1 file was shared with Paddock' }).waitFor()
    await keepShot(page, 'import-shared-desktop')
    await page.getByRole('button', { name: 'Discard' }).click()
    await page.waitForURL(/\/import$/)

    await page.goto(`${server.origin}/settings`)
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    await share()
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await imported(page, 'shared.csv')
    expect(visitor.problems).toEqual([])
  })

  test('files opened with Paddock from the system are imported', async () => {
    visitor = await visit(server.origin, { withoutCopy: true })
    const { page } = visitor
    const file = await logPayload('opened.csv')
    await page.addInitScript(
      ({ name, base64 }) => {
        const bytes = Uint8Array.from(atob(base64), char => char.charCodeAt(0))
        const handle = { getFile: () => Promise.resolve(new File([bytes], name)) }
        Object.defineProperty(globalThis, 'launchQueue', {
          value: { setConsumer: (consumer: (launch: object) => void) => consumer({ files: [handle] }) },
        })
      },
      { name: file.name, base64: file.buffer.toString('base64') },
    )
    await page.goto(server.origin)
    await page.waitForURL(/\/import$/)
    await imported(page, 'opened.csv')
  })

  test('a table is explained once, its line is checked, moved and saved, and its track gets a name', async () => {
    const page = await open('/import')
    await chooseFiles(page, [payload('table.csv', tableText({ seed: 3 }))])
    const first = card(page, 'table.csv')
    await first.getByLabel('Speed', { exact: true }).selectOption({ index: 4 })
    await first.getByText('Choose the unit of the speed').waitFor()
    await first.getByLabel('Unit of Speed').selectOption('km/h')
    await keepShot(page, 'import-table-desktop')
    await first.getByRole('button', { name: 'Read it like this' }).click()
    await imported(page, 'table.csv')

    await chooseFiles(page, [payload('next.csv', tableText({ seed: 4 }))])
    await imported(page, 'next.csv')
    await card(page, 'next.csv').getByText('as you said for the last table').waitFor()

    // The line nobody looked at yet is shown without asking.
    await first.getByRole('button', { name: 'Keep this line' }).waitFor()
    await first.getByRole('button', { name: 'Close' }).click()
    await first.getByRole('button', { name: 'Check the start line' }).click()
    await first.getByRole('button', { name: 'Keep this line' }).waitFor()
    const times = () => first.locator('.laps tbody').innerText()
    const before = await times()
    await first.getByRole('button', { name: 'Forward 10 m' }).click()
    await first.getByRole('button', { name: 'Turn right 5°' }).click()
    await first.getByRole('button', { name: 'Wider' }).click()
    await expect.poll(times).not.toBe(before)
    const moved = await times()
    const handle = first.locator('.line-handle')
    await handle.scrollIntoViewIfNeeded()
    const box = (await handle.boundingBox())!
    await page.mouse.move(box.x + 22, box.y + 22)
    await page.mouse.down()
    await page.mouse.move(box.x + 60, box.y + 60, { steps: 5 })
    await page.mouse.up()
    await expect.poll(times).not.toBe(moved)
    await keepShot(page, 'import-line-desktop')
    await first.getByLabel('Name of this track').fill('Hinterwald')
    await first.getByRole('button', { name: 'Save the name' }).click()
    await first.getByText('Hinterwald').waitFor()
    await first.getByRole('button', { name: 'Save this line' }).click()
    await first.getByText('Saved. Laps on this layout are timed at this line.').waitFor()
    await card(page, 'next.csv').getByText('Hinterwald', { exact: true }).waitFor()
    expect(visitor.problems).toEqual([])
  })

  test('an import that is stopped keeps nothing, and can be tried again', async () => {
    const page = await open('/import')
    await chooseFiles(page, [
      await logPayload('long.csv', { laps: 40 }),
      await logPayload('b.csv', { seed: 9 }),
    ])
    await page.getByRole('button', { name: 'Stop importing long.csv' }).click()
    await card(page, 'long.csv').getByText('nothing of it was kept').waitFor()
    await imported(page, 'b.csv')
    await page.goto(server.origin)
    await page.getByText('1 session', { exact: true }).waitFor()
  })

  test('recordings that follow one another are offered, joined on a yes, and parted with undo', async () => {
    const page = await open('/import')
    const seven = NOON + 13 * 60_000
    const second = await logPayload('two.csv', { seed: 2, startedAt: seven })
    await chooseFiles(page, [await logPayload('one.csv', { seed: 1 }), second])
    await page.getByText('two.csv goes on where one.csv ended').waitFor()
    await page.getByRole('button', { name: 'Join them into one session' }).click()
    await page.getByText('Joined into one session.').waitFor()
    await card(page, 'one.csv').getByText('Part of a session joined').waitFor()
    await page.getByRole('link', { name: 'Go to the library' }).first().click()
    await page.getByText('1 session', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('2 sessions', { exact: true }).waitFor()
    expect(visitor.problems).toEqual([])
  })

  test('what a better reader could read better is read again while the page is idle', async () => {
    const page = await open('/import')
    await chooseFiles(page, [await logPayload('a.csv')])
    await imported(page, 'a.csv')
    await page.evaluate(async () => {
      const answer = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise(resolve => request.addEventListener('success', () => resolve(request.result)))
      const db = await answer(indexedDB.open('paddock'))
      const sessions = db.transaction('sessions', 'readwrite').objectStore('sessions')
      const [row] = await answer(sessions.getAll())
      row.origin.reader.version = 0
      await answer(sessions.put(row))
      db.close()
    })
    await page.goto(server.origin)
    await page.getByText('1 session was read again with a better reader.').waitFor()
    expect(visitor.problems).toEqual([])
  })

  test('works with the server gone', async () => {
    const own = await startServer()
    visitor = await visit(own.origin)
    const { page } = visitor
    await page.goto(own.origin)
    await untilOfflineReady(page)
    await own.kill()
    await visitor.context.setOffline(true)
    await page.goto(`${own.origin}/import`)
    await chooseFiles(page, [await logPayload('offline.csv')])
    await imported(page, 'offline.csv')
    expect(visitor.strangers).toEqual([])
  })
})

/** Files of other people, read in place; never copied into the project. */
const REAL = fileURLToPath(new URL('../../../shared/data/telemetry/', import.meta.url))
const REAL_FILES = [
  'trackaddict/STC_log.csv',
  'aim/aim_official_test.xrk',
  'motec/Sample1.ld',
  'racechrono/session_20260713_185859.rcz',
  'racechrono/session_20260713_185859_v1.csv',
  'misc/okc-tillotson-plain.nmea',
  'racebox/racebox-20260726-standard.csv',
  'vbo/racebox-lignano.vbo',
]
const real = REAL_FILES.filter(file => existsSync(REAL + file))

test(`real logs of eight loggers are imported, the page never held up (${real.length} of ${REAL_FILES.length} here)`, async () => {
  if (real.length < REAL_FILES.length)
    console.info(`${REAL_FILES.length - real.length} real logs are not here`)
  const server = await startServer()
  const visitor = await visit(server.origin)
  try {
    const { page } = visitor
    await page.goto(`${server.origin}/import`)
    await untilOfflineReady(page)
    await page.evaluate(() => {
      const tasks: number[] = []
      Object.assign(globalThis, { tasks })
      new PerformanceObserver(list =>
        tasks.push(...list.getEntries().map(e => Math.round(e.duration))),
      ).observe({
        entryTypes: ['longtask'],
      })
    })
    await chooseFiles(
      page,
      real.map(file => REAL + file),
    )
    await page.getByText(`${real.length} of ${real.length} files done`).waitFor()
    for (const file of real) await imported(page, file.slice(file.indexOf('/') + 1))
    const tasks = await page.evaluate(() => (globalThis as typeof globalThis & { tasks: number[] }).tasks)
    console.info(
      `long tasks on the page while ${real.length} real logs came in: ${tasks.join(', ') || 'none'} ms`,
    )
    expect(visitor.problems).toEqual([])
  } finally {
    await visitor.close()
    await server.kill()
  }
})
