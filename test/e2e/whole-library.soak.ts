/**
 * A library as large as life: every sample file there is, imported as a person does, and 2,000 simulated sessions.
 * Looked at, exported, wiped, imported, and compared record by record and byte by byte. Screenshots of every place at
 * both widths and in both themes are kept to be looked at.
 */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { buildPageIfStale } from '../../scripts/bootstrap/page.mjs'
import { findChromium } from '../../scripts/chromium.mjs'
import { keepShot, ROOT, startServer, type Visitor, visit } from './harness.ts'
import { writeSimulatedExport } from './simulated-export.ts'

const LOGS = join(ROOT, '..', 'shared', 'data', 'telemetry')
const SESSIONS = Number(process.env.SESSIONS ?? 2000)
const LONG_MS = 1_800_000

const logFiles = (): string[] =>
  readdirSync(LOGS, { recursive: true })
    .map(name => join(LOGS, String(name)))
    .filter(path => statSync(path).isFile() && !path.endsWith('.json') && !path.endsWith('.md'))

test.skipIf(!existsSync(LOGS))(
  `S5 ${SESSIONS} sessions and every sample file survive export, wiping and import`,
  async () => {
    const found = await findChromium({ say: console.error })
    if (!found.ok) throw new Error(found.reason)
    process.env.CHROMIUM = found.path
    await buildPageIfStale({ root: ROOT, node: process.execPath, env: process.env, say: console.error })
    const folder = await mkdtemp(join(tmpdir(), 'paddock-whole-'))
    const server = await startServer()
    try {
      await writeSimulatedExport(join(folder, 'simulated.zip'), SESSIONS)
      const first = await visit(server.origin, { profile: join(folder, 'first') })
      await importLogs(first.page, server.origin)
      await takeExport(first.page, server.origin, join(folder, 'simulated.zip'))
      await lookAround(first, server.origin)
      const before = await first.page.evaluate(fingerprints)
      const exported = await exportTo(first.page, server.origin, join(folder, 'everything.zip'))
      await first.close()

      const second = await visit(server.origin, { profile: join(folder, 'second') })
      await second.page.goto(server.origin)
      await takeExport(second.page, server.origin, exported)
      const after = await second.page.evaluate(fingerprints)
      await takeExport(second.page, server.origin, exported)
      const twice = await second.page.evaluate(fingerprints)
      await second.close()
      console.info(
        Object.entries(before)
          .map(([table, rows]) => `${table} ${Object.keys(rows).length}`)
          .join(', '),
      )
      for (const [table, rows] of Object.entries(before)) {
        expect(after[table], table).toEqual(rows)
        expect(twice[table], `${table}, imported twice`).toEqual(rows)
      }
      expect(Object.keys(before.sessions!).length).toBeGreaterThan(SESSIONS)
    } finally {
      await server.kill()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  },
)

const importLogs = async (page: Page, origin: string): Promise<void> => {
  await page.goto(`${origin}/import`)
  await page.getByTestId('files').setInputFiles(logFiles())
  await page.getByRole('article').first().waitFor()
  await page.waitForFunction(() => document.querySelectorAll('main progress').length === 0, undefined, {
    timeout: LONG_MS,
    polling: 1000,
  })
}

const takeExport = async (page: Page, origin: string, path: string): Promise<void> => {
  await page.goto(`${origin}/keeping`)
  await page.getByTestId('export-file').setInputFiles(path)
  const take = page.getByRole('button', { name: 'Import', exact: true })
  const nothing = page.getByText('Everything in it is here already.')
  await take.or(nothing).first().waitFor({ timeout: LONG_MS })
  if (await nothing.isVisible()) return
  await take.click()
  await page.getByText(/Imported: [\d,]+ new/).waitFor({ timeout: LONG_MS })
}

const exportTo = async (page: Page, origin: string, path: string): Promise<string> => {
  // Without the dialog of the browser's own, which nobody can answer here.
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'))
  await page.goto(`${origin}/keeping`)
  const started = performance.now()
  await page.getByRole('button', { name: 'Export everything' }).click()
  const save = page
    .getByRole('link', { name: 'Save the file' })
    .or(page.getByRole('button', { name: 'Save the file' }))
  await save.waitFor({ timeout: LONG_MS })
  const seconds = (performance.now() - started) / 1000
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()])
  await download.saveAs(path)
  const megabytes = statSync(path).size / 1e6
  console.info(
    `exported ${megabytes.toFixed(0)} MB in ${seconds.toFixed(1)} s: ${(megabytes / seconds).toFixed(0)} MB/s`,
  )
  return path
}

const PLACES = ['/', '/garage/cars', '/garage/tracks', '/garage/drivers', '/keeping'] as const

/** As a person goes through it: every place, the first session, its laps on the desk, the first car and track. */
const lookAround = async ({ page, problems }: Visitor, origin: string): Promise<void> => {
  await page.goto(origin)
  await page.locator('tbody tr').first().waitFor()
  const session = await page.locator('tbody tr a').first().getAttribute('href')
  const linkOn = async (path: string, within: string): Promise<string | null> => {
    await page.goto(origin + path)
    const link = page.locator(`main a[href^="${within}"]`).first()
    await link.waitFor()
    return link.getAttribute('href')
  }
  const car = await linkOn('/garage/cars', '/garage/cars/')
  const track = await linkOn('/garage/tracks', '/garage/tracks/')
  const paths = [...PLACES, session, car, track].filter(path => path !== null)
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height })
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      for (const path of paths) {
        await page.goto(origin + path)
        await page.getByRole('heading').first().waitFor()
        await page.waitForLoadState('networkidle')
        // Drawings and pictures are opened when seen; then the page has nothing left to do.
        await page.evaluate(() => document.fonts.ready.then(() => undefined))
        await page.evaluate(() => new Promise<unknown>(resolve => requestIdleCallback(resolve)))
        const name =
          path
            .slice(1)
            .replace(/[0-9a-f]{32}/, 'one')
            .replaceAll('/', '-') || 'library'
        await keepShot(page, `whole-${name}-${width}-${colorScheme}`)
      }
    }
  }
  expect(problems).toEqual([])
}

/** Runs in the page: every record a person could miss, and every byte, as a hash by table and key. */
const fingerprints = async (): Promise<Record<string, Record<string, string>>> => {
  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([k, v]) => [k, sorted(v)]),
          )
        : value
  const hex = (digest: ArrayBuffer): string => new Uint8Array(digest).toHex()
  const db = await settled(indexedDB.open('paddock'))
  const all: Record<string, Record<string, string>> = {}
  for (const table of [
    'sessions',
    'laps',
    'tracks',
    'layouts',
    'cars',
    'drivers',
    'setups',
    'bests',
    'settings',
  ]) {
    const rows: Record<string, string> = {}
    const store = db.transaction(table).objectStore(table)
    for (const row of await settled(store.getAll()))
      rows[row[store.keyPath as string]] = JSON.stringify(sorted(row))
    all[table] = rows
  }
  const blobs: Record<string, string> = {}
  for (const { sha256, store, kind } of await settled(
    db.transaction('blobs').objectStore('blobs').getAll(),
  )) {
    const range = IDBKeyRange.bound([store], [store, []])
    const chunks = await settled(db.transaction('chunks').objectStore('chunks').getAll(range))
    const bytes = await new Blob(chunks.map(chunk => chunk.bytes)).arrayBuffer()
    blobs[sha256] = `${kind} ${hex(await crypto.subtle.digest('SHA-256', bytes))}`
  }
  db.close()
  return { ...all, blobs }
}
