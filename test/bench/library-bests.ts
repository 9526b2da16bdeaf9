/**
 * The bests of one layout, from the library to a table: read, put together, listed by car. Measured with the page's own
 * modules in a real browser, once with the sessions spread over 30 layouts, once with all of them on one.
 *
 * The peer is the limit the page promises. A session has few laps here: its row of bests is as large as with many, and
 * deriving 50,000 laps would take minutes.
 */
import { createServer as createSocketServer } from 'node:net'
import { join } from 'node:path'
import { createServer } from 'vite'
import { ROOT, visit } from '../e2e/harness.ts'
import type { Comparison } from './harness.ts'
import { fillLibrary } from './library-fill.ts'

const LIMIT_MS = 50

/** Where the page's modules find the folder, which lies beside the page's own. */
const BESTS_ADDRESS = `/@fs${join(ROOT, 'shared/bests/index.ts')}`

const LAPS_EACH = 3

export const openLayoutBests = async (
  sessions: number,
): Promise<{ readonly comparisons: readonly Comparison[]; close(): Promise<void> }> => {
  const vite = await createServer({
    root: join(ROOT, 'web'),
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'error',
    cacheDir: join(ROOT, '.cache/vite-bench-library'),
    server: { port: await freePort(), strictPort: true, host: 'localhost', hmr: false },
  })
  await vite.listen()
  const origin = vite.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? ''
  const visitor = await visit(origin)
  const { page } = visitor
  await page.goto(`${origin}/theme.js`)
  const comparisons: Comparison[] = []
  for (const isOneLayout of [false, true]) {
    const database = `bests-${isOneLayout}`
    await page.evaluate(openAndClose, database)
    await page.evaluate(fillLibrary, { database, sessions, lapsEach: LAPS_EACH, isOneLayout })
    await page.evaluate(deriveInPage, database)
    comparisons.push({
      name: `bests of a layout, by car, ${isOneLayout ? `all ${sessions} sessions on it` : 'one of 30'}`,
      unit: 'ms',
      ours: () => page.evaluate(bestsInPage, { database, bestsAt: BESTS_ADDRESS }),
      against: 'the limit of 50 ms',
      peer: LIMIT_MS,
      target: 1,
      rounds: 5,
    })
  }
  return {
    comparisons,
    close: async () => {
      await visitor.close()
      await vite.close()
    },
  }
}

/** Runs in the page, like those below: makes the tables. */
const openAndClose = async (database: string): Promise<void> => {
  const address = '/store/index.ts'
  const { openLibrary }: typeof import('#web/store') = await import(/* @vite-ignore */ address)
  const opened = await openLibrary({ name: database })
  if (!opened.ok) throw new Error(opened.message)
  opened.value.close()
}

const deriveInPage = async (database: string): Promise<void> => {
  const address = '/store/index.ts'
  const { openLibrary }: typeof import('#web/store') = await import(/* @vite-ignore */ address)
  const opened = await openLibrary({ name: database })
  if (!opened.ok) throw new Error(opened.message)
  const derived = await opened.value.rederive()
  if (!derived.ok) throw new Error(derived.message)
  opened.value.close()
}

const bestsInPage = async ({ database, bestsAt }: { database: string; bestsAt: string }): Promise<number> => {
  const storeAt = '/store/index.ts'
  const { openLibrary }: typeof import('#web/store') = await import(/* @vite-ignore */ storeAt)
  const { allTimeBests, bestsTable }: typeof import('#shared/bests') = await import(
    /* @vite-ignore */ bestsAt
  )
  const opened = await openLibrary({ name: database })
  if (!opened.ok) throw new Error(opened.message)
  const library = opened.value
  const newest = await library.listSessions({ newest: 1 })
  const layoutId = newest.ok ? newest.value[0]?.session.layoutId : undefined
  if (!layoutId) throw new Error('no layout')
  const started = performance.now()
  const rows = await library.bestsOf({ layoutId })
  if (!rows.ok) throw new Error(rows.message)
  const bests = allTimeBests(rows.value)
  const table = bestsTable(rows.value, 'car', () => null)
  const ms = performance.now() - started
  if (!bests.best || table.length === 0) throw new Error('the layout has no bests')
  library.close()
  return ms
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createSocketServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
