/**
 * The page in a real browser: what the first load weighs, how soon a first session can be opened on a fresh
 * profile, how soon a later visit shows the library with no server, and how long 60 laps take to be stored.
 *
 * The peers are the limits the page promises. Profiles are folders on disk, so that storing means writing.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer as createSocketServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright'
import { createServer, type ViteDevServer } from 'vite'
import { buildPageIfStale } from '../../scripts/bootstrap/page.mjs'
import { findChromium } from '../../scripts/chromium.mjs'
import { ROOT, startServer, type Visitor, visit } from '../e2e/harness.ts'
import type { Bench } from './harness.ts'

const FIRST_LOAD_LIMIT_KB = 120
const FIRST_ROW_LIMIT_MS = 1000
const OFFLINE_LIMIT_MS = 500
const SIXTY_LAPS_LIMIT_MS = 2000

export const pageBench: Bench = {
  name: 'page',
  about: 'the page in a browser: first load, first session, a visit with no server, storing 60 laps',
  setUp: async workload => {
    await needBrowser()
    await buildPageIfStale({ root: ROOT, node: process.execPath, env: process.env, say: console.error })
    const server = await startServer()
    const storing = await openStoringPage()
    const laps = workload === 'full' ? 60 : 3
    return {
      comparisons: [
        {
          name: 'JavaScript until the library shows',
          unit: 'kB gzip',
          ours: () => withFreshProfile(server.origin, firstLoadKb),
          against: 'the limit of 120 kB',
          peer: FIRST_LOAD_LIMIT_KB,
          target: 1,
        },
        {
          name: 'fresh profile to a session that can be opened',
          unit: 'ms',
          ours: () => withFreshProfile(server.origin, firstRowMs),
          against: 'the limit of 1 s',
          peer: FIRST_ROW_LIMIT_MS,
          target: 1,
        },
        {
          name: 'a later visit with no server',
          unit: 'ms',
          ours: offlineVisitMs,
          against: 'the limit of 500 ms',
          peer: OFFLINE_LIMIT_MS,
          target: 1,
        },
        {
          name: `${laps} laps driven, cut and stored`,
          unit: 'ms',
          ours: () => storing.storeMs(laps),
          against: 'the limit of 2 s',
          peer: SIXTY_LAPS_LIMIT_MS,
          target: 1,
        },
      ],
      tearDown: async () => {
        await storing.close()
        await server.kill()
      },
    }
  },
}

const needBrowser = async (): Promise<void> => {
  const found = await findChromium({ say: console.error })
  if (!found.ok) throw new Error(`This bench needs a browser: ${found.reason}`)
  process.env.CHROMIUM = found.path
}

const withFreshProfile = async (
  origin: string,
  measure: (visitor: Visitor, origin: string) => Promise<number>,
): Promise<number> => {
  const visitor = await visit(origin)
  try {
    return await measure(visitor, origin)
  } finally {
    await visitor.close()
  }
}

/** Every script the browser ran before the library showed, each compressed by itself. */
const firstLoadKb = async ({ page }: Visitor, origin: string): Promise<number> => {
  const scripts: Promise<Buffer>[] = []
  page.on('response', response => {
    if (new URL(response.url()).pathname.endsWith('.js') && !response.fromServiceWorker())
      scripts.push(response.body())
  })
  await page.goto(origin, { waitUntil: 'commit' })
  await page.getByRole('heading', { name: 'Your laps will be here' }).waitFor()
  const counted = [...scripts]
  const bodies = await Promise.all(counted)
  return bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0) / 1000
}

/**
 * From the start of the navigation to a row whose link is under the pointer, watched from inside the page: a
 * driver outside looks for elements in steps of up to half a second. The sample is asked for once it is offered.
 */
const firstRowMs = async ({ page }: Visitor, origin: string): Promise<number> => {
  await page.addInitScript(watchForRow)
  await page.goto(origin, { waitUntil: 'commit' })
  return rowShownAt(page)
}

const watchForRow = (): void => {
  const look = (): void => {
    const offer = document.querySelector<HTMLButtonElement>('main .button.primary')
    if (offer && !offer.dataset.pressed) {
      offer.dataset.pressed = 'yes'
      offer.click()
    }
    const link = document.querySelector('tbody tr a')
    const box = link?.getBoundingClientRect()
    const top = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    if (link && top === link) document.documentElement.dataset.rowAt = String(performance.now())
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

const rowShownAt = async (page: Page): Promise<number> => {
  const shown = await page.waitForFunction(() => document.documentElement.dataset.rowAt)
  return Number(await shown.jsonValue())
}

const offlineVisitMs = async (): Promise<number> => {
  const profile = await mkdtemp(join(tmpdir(), 'paddock-bench-profile-'))
  const homePort = await freePort()
  try {
    const server = await startServer({ homePort })
    const first = await visit(server.origin, { profile })
    await first.page.goto(server.origin)
    await first.page.getByText('Works offline').waitFor()
    await first.page.getByRole('button', { name: 'Try a sample session' }).click()
    await first.page.locator('tbody tr').first().waitFor()
    await first.close()
    await server.kill()
    const later = await visit(server.origin, { profile })
    await later.page.addInitScript(watchForRow)
    await later.page.goto(server.origin, { waitUntil: 'commit' })
    const ms = await rowShownAt(later.page)
    await later.close()
    return ms
  } finally {
    await rm(profile, { recursive: true, force: true })
  }
}

/** The page's own worker and library, called directly: the button always drives twelve laps. */
const openStoringPage = async () => {
  const vite: ViteDevServer = await createServer({
    root: join(ROOT, 'web'),
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'error',
    cacheDir: join(ROOT, '.cache/vite-bench'),
    server: { port: await freePort(), strictPort: true, host: 'localhost', hmr: false },
  })
  await vite.listen()
  const origin = vite.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? ''
  const visitor = await visit(origin)
  await visitor.page.goto(`${origin}/theme.js`)
  let run = 0
  return {
    storeMs: (laps: number): Promise<number> => {
      run += 1
      return visitor.page.evaluate(storeInPage, { laps, run })
    },
    close: async () => {
      await visitor.close()
      await vite.close()
    },
  }
}

const storeInPage = async ({ laps, run }: { laps: number; run: number }): Promise<number> => {
  const address = '/workers/index.ts'
  const { createSampleSession }: typeof import('#web/workers') = await import(/* @vite-ignore */ address)
  const started = performance.now()
  const made = await createSampleSession({
    seed: 1,
    laps,
    startedAt: 0,
    circuit: 'valdoro',
    libraryName: `bench-${run}`,
  })
  const ms = performance.now() - started
  indexedDB.deleteDatabase(`bench-${run}`)
  if (!made.ok) throw new Error(made.message)
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
