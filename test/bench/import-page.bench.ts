/**
 * A log of 200 MB imported in a real browser: whether the page stays usable and says how far it is.
 *
 * Peers are the limits: no task of the page's own thread over 50 ms, and a progress bar that moves five times a
 * second. Both are watched inside the page: tasks as the browser itself reports them (only those over 50 ms are
 * reported: 0 means there was none), and every change of the bar's value.
 */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simulateSession } from '#shared/sim'
import { asEpochMillis } from '#shared/units'
import { buildPageIfStale } from '../../scripts/bootstrap/page.mjs'
import { findChromium } from '../../scripts/chromium.mjs'
import { writeTrackAddict } from '../../shared/formats/trackaddict/index.ts'
import { ROOT, startServer, visit } from '../e2e/harness.ts'
import type { Bench, Workload } from './harness.ts'

const BLOCK_LIMIT_MS = 50
const STANDSTILL_LIMIT_MS = 200
/** Laps at 100 Hz: about 200 MB, and 3 MB. */
const LAPS: Readonly<Record<Workload, number>> = { full: 238, tiny: 3 }
const ROUNDS: Readonly<Record<Workload, number>> = { full: 3, tiny: 1 }

interface Watched {
  readonly longestTaskMs: number
  readonly longestStandstillMs: number
  readonly movesPerSecond: number
  readonly ms: number
}

export const importPageBench: Bench = {
  name: 'import-page',
  about: 'a 200 MB log imported in the page: blocks of its own thread, moves of the progress bar',
  setUp: async workload => {
    const found = await findChromium({ say: console.error })
    if (!found.ok) throw new Error(`This bench needs a browser: ${found.reason}`)
    process.env.CHROMIUM = found.path
    await buildPageIfStale({ root: ROOT, node: process.execPath, env: process.env, say: console.error })
    const folder = await mkdtemp(join(tmpdir(), 'paddock-bench-import-page-'))
    const path = join(folder, 'long.csv')
    await writeLog(path, LAPS[workload])
    const megabytes = `${((await stat(path)).size / 1e6).toFixed(1)} MB`
    const server = await startServer()
    const rounds = ROUNDS[workload]
    const runs: Watched[] = []
    /** Every comparison looks at the same runs. */
    const run = async (round: number): Promise<Watched> => {
      runs[round] ??= await watchImport(server.origin, path, folder)
      return runs[round]
    }
    const of = (pick: (watched: Watched) => number) => {
      let round = 0
      return async () => pick(await run(round++))
    }
    return {
      comparisons: [
        {
          name: `${megabytes}: longest task of the page's thread`,
          unit: 'ms',
          ours: of(watched => watched.longestTaskMs),
          against: 'the limit of 50 ms',
          peer: BLOCK_LIMIT_MS,
          target: 1,
          rounds,
        },
        {
          name: `${megabytes}: mean time between two moves of the bar`,
          unit: 'ms',
          ours: of(watched => 1000 / watched.movesPerSecond),
          against: 'five moves a second',
          peer: STANDSTILL_LIMIT_MS,
          target: 1,
          rounds,
        },
        {
          name: `${megabytes}: longest standstill of the bar`,
          unit: 'ms',
          ours: of(watched => watched.longestStandstillMs),
          against: 'a fifth of a second',
          peer: STANDSTILL_LIMIT_MS,
          target: null,
          rounds,
        },
        {
          name: `${megabytes}: chosen to imported`,
          unit: 'ms',
          ours: of(watched => watched.ms),
          against: 'a minute',
          peer: 60_000,
          target: null,
          rounds,
        },
      ],
      tearDown: async () => {
        await server.kill()
        await rm(folder, { recursive: true, force: true })
      },
    }
  },
}

const writeLog = async (path: string, laps: number): Promise<void> => {
  const { trace, truth } = simulateSession({
    seed: 1,
    circuit: 'kestrel-heath',
    laps,
    rateHz: 100,
    gps: { rateHz: 25, dropouts: 0 },
  })
  const bytes = writeTrackAddict({
    trace,
    startedAt: asEpochMillis(1_767_225_600_000),
    laps: truth.laps.filter(({ kind }) => kind !== 'in').map(({ endMs }) => ({ endMs })),
    tickMs: 10,
    obdMs: 100,
    lineEnd: '\n',
  })
  await writeFile(path, bytes)
}

const watchImport = async (origin: string, path: string, folder: string): Promise<Watched> => {
  const profile = await mkdtemp(join(folder, 'profile-'))
  const visitor = await visit(origin, { profile })
  try {
    const { page } = visitor
    await page.goto(`${origin}/import`)
    await page.getByText('Works offline').waitFor()
    await page.evaluate(watchPage)
    await page.locator('input[type=file]').first().setInputFiles(path)
    await page.locator('.job, article').getByRole('link').first().waitFor({ timeout: 300_000 })
    return await page.evaluate(() =>
      (globalThis as unknown as { paddockWatched(): Watched }).paddockWatched(),
    )
  } finally {
    await visitor.close()
    await rm(profile, { recursive: true, force: true })
  }
}

/**
 * Runs in the page. From the first bar that shows until it is gone. Blocks the page once on purpose, to know that
 * the browser reports such tasks.
 */
const watchPage = async (): Promise<void> => {
  const tasks: number[] = []
  const moves: number[] = []
  let last = ''
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) tasks.push(entry.duration)
  }).observe({ type: 'longtask' })
  await new Promise(resolve => setTimeout(resolve))
  const blockedUntil = performance.now() + 80
  while (performance.now() < blockedUntil);
  while (tasks.length === 0) await new Promise(resolve => setTimeout(resolve, 20))
  tasks.length = 0
  const look = (): void => {
    const bar = document.querySelector('progress')
    const now = bar ? `${bar.getAttribute('value')} ${bar.nextElementSibling?.textContent}` : ''
    if (now !== last && now !== '') moves.push(performance.now())
    last = now
  }
  new MutationObserver(look).observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
  })
  ;(globalThis as unknown as { paddockWatched(): Watched }).paddockWatched = () => {
    const ms = moves.at(-1)! - moves[0]!
    return {
      longestTaskMs: Math.max(0, ...tasks),
      longestStandstillMs: Math.max(0, ...moves.slice(1).map((at, i) => at - moves[i]!)),
      movesPerSecond: (moves.length - 1) / (ms / 1000),
      ms,
    }
  }
}
