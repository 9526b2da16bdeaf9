/**
 * The charts of the desk in a real browser: what a move of the cursor, a moving window and a settled one cost the
 * page's thread. Six panels of 1200 px; the peers are the promised limits and uPlot in the same page.
 */
import { createServer as createSocketServer } from 'node:net'
import { join } from 'node:path'
import { createServer, type ViteDevServer } from 'vite'
import { ROOT, visit } from '../e2e/harness.ts'
import type { ChartsBench } from './desk-charts-page.svelte.ts'
import type { MeasuredCharts } from './desk-charts-steps.ts'
import type { Comparison, Workload } from './harness.ts'

const LAPS = 4
const SAMPLES: Readonly<Record<Workload, number>> = { full: 100_000, tiny: 5000 }
/** The longest laps there are: nobody promised anything for them, but they must stay usable. */
const LONG = { laps: 3, samples: { full: 500_000, tiny: 5000 } } as const
const CURSOR_LIMIT_MS = 2
const MOVE_LIMIT_MS = 4
const DRAW_LIMIT_MS = 33
const DRAW_AGAINST_UPLOT = 3

export interface ChartsComparisons {
  readonly comparisons: readonly Comparison[]
  close(): Promise<void>
}

/** CHROMIUM names the browser. */
export const openChartsBench = async (workload: Workload): Promise<ChartsComparisons> => {
  // Else the components are compiled with the checks of development, which is not what people run.
  const before = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  const vite: ViteDevServer = await createServer({
    root: join(ROOT, 'web'),
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'error',
    cacheDir: join(ROOT, '.cache/vite-bench-charts'),
    server: { port: await freePort(), strictPort: true, host: 'localhost', hmr: false },
    // Found while the page loads, it would reload the page under the bench.
    optimizeDeps: { include: ['chart.js', 'svelte', 'uplot'] },
  })
  await vite.listen()
  const origin = vite.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? ''
  const page = await openPage(origin, LAPS, SAMPLES[workload])
  const long = await openPage(origin, LONG.laps, LONG.samples[workload])
  return {
    comparisons: [
      ...comparisonsOf(page, SAMPLES[workload]),
      ...longComparisons(long, LONG.samples[workload]),
    ],
    close: async () => {
      await page.close()
      await long.close()
      await vite.close()
      if (before === undefined) delete process.env.NODE_ENV
      else process.env.NODE_ENV = before
    },
  }
}

type What = keyof MeasuredCharts

interface ChartsPage {
  measure(who: keyof ChartsBench, what: What): Promise<number>
  close(): Promise<void>
}

const comparisonsOf = (page: ChartsPage, samples: number): Comparison[] => {
  const scene = `6 charts, ${LAPS} laps of ${samples.toLocaleString('en')} samples`
  const within = (name: string, what: What, limit: number): Comparison => ({
    name: `${name}, ${scene}`,
    unit: 'ms',
    ours: () => page.measure('ours', what),
    against: `the limit of ${limit} ms`,
    peer: limit,
    target: 1,
  })
  const besideUplot = (name: string, what: What, target: number | null): Comparison => ({
    name: `${name}, ${scene}`,
    unit: 'ms',
    ours: () => page.measure('ours', what),
    against: 'uPlot in the same page',
    peer: () => page.measure('uplot', what),
    target,
  })
  return [
    within('cursor move', 'cursorMs', CURSOR_LIMIT_MS),
    besideUplot('cursor move', 'cursorMs', null),
    within('frame of a moving window', 'moveMs', MOVE_LIMIT_MS),
    besideUplot('frame of a moving window', 'moveMs', null),
    within('window drawn anew', 'drawMs', DRAW_LIMIT_MS),
    besideUplot('window drawn anew', 'drawMs', DRAW_AGAINST_UPLOT),
  ]
}

const longComparisons = (page: ChartsPage, samples: number): Comparison[] => [
  {
    name: `window drawn anew, 6 charts, ${LONG.laps} laps of ${samples.toLocaleString('en')} samples`,
    unit: 'ms',
    ours: () => page.measure('ours', 'drawMs'),
    against: `the limit of ${DRAW_LIMIT_MS} ms`,
    peer: DRAW_LIMIT_MS,
    target: null,
  },
]

const openPage = async (origin: string, laps: number, samples: number): Promise<ChartsPage> => {
  const visitor = await visit(origin)
  await visitor.page.setViewportSize({ width: 1252, height: 1000 })
  await visitor.page.goto(`${origin}/theme.js`)
  const charts = await visitor.page.evaluateHandle(openInPage, {
    address: `/@fs${join(ROOT, 'test/bench/desk-charts-page.svelte.ts')}`,
    laps,
    samples,
  })
  return {
    measure: (who, what) => charts.evaluate((bench, asked) => bench[asked.who][asked.what](), { who, what }),
    close: () => visitor.close(),
  }
}

const openInPage = async (request: {
  readonly address: string
  readonly laps: number
  readonly samples: number
}): Promise<ChartsBench> => {
  const { openCharts }: typeof import('./desk-charts-page.svelte.ts') = await import(
    /* @vite-ignore */ request.address
  )
  return openCharts(request.laps, request.samples)
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
