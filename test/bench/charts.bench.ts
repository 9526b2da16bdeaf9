/**
 * The charts of the desk in a real browser: what a move of the cursor, a moving window and a settled one cost the
 * page's thread. Six panels of 1200 px with three laps of 500,000 samples a line; the peers are the promised limits.
 */
import { createServer as createSocketServer } from 'node:net'
import { join } from 'node:path'
import { createServer, type ViteDevServer } from 'vite'
import { findChromium } from '../../scripts/chromium.mjs'
import { ROOT, visit } from '../e2e/harness.ts'
import type { ChartsBench } from './charts-page.svelte.ts'
import type { Bench, Workload } from './harness.ts'

const LAPS = 3
const SAMPLES: Readonly<Record<Workload, number>> = { full: 500_000, tiny: 5000 }
const CURSOR_LIMIT_MS = 2
const MOVE_LIMIT_MS = 4
const DRAW_LIMIT_MS = 50

export const chartsBench: Bench = {
  name: 'charts',
  about: 'the charts in a browser: a cursor that moves, a window that moves, a window drawn anew',
  setUp: async workload => {
    const found = await findChromium({ say: console.error })
    if (!found.ok) throw new Error(`This bench needs a browser: ${found.reason}`)
    process.env.CHROMIUM = found.path
    const samples = SAMPLES[workload]
    const page = await openPage(samples)
    const scene = `6 panels, ${LAPS} laps of ${samples.toLocaleString('en')} samples`
    const against = (limit: number) => ({
      against: `the limit of ${limit} ms`,
      peer: limit,
      target: 1,
      unit: 'ms',
    })
    return {
      comparisons: [
        { name: `cursor move, ${scene}`, ours: () => page.measure('cursorMs'), ...against(CURSOR_LIMIT_MS) },
        {
          name: `frame of a moving window, ${scene}`,
          ours: () => page.measure('moveMs'),
          ...against(MOVE_LIMIT_MS),
        },
        {
          name: `window drawn anew, ${scene}`,
          ours: () => page.measure('drawMs'),
          ...against(DRAW_LIMIT_MS),
        },
      ],
      tearDown: page.close,
    }
  },
}

const openPage = async (samples: number) => {
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
    optimizeDeps: { include: ['chart.js', 'svelte'] },
  })
  await vite.listen()
  const origin = vite.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? ''
  const visitor = await visit(origin)
  await visitor.page.setViewportSize({ width: 1252, height: 1000 })
  await visitor.page.goto(`${origin}/theme.js`)
  const charts = await visitor.page.evaluateHandle(openInPage, {
    address: `/@fs${join(ROOT, 'test/bench/charts-page.svelte.ts')}`,
    laps: LAPS,
    samples,
  })
  return {
    measure: (what: keyof ChartsBench): Promise<number> =>
      charts.evaluate((bench, name) => bench[name](), what),
    close: async () => {
      await visitor.close()
      await vite.close()
      if (before === undefined) delete process.env.NODE_ENV
      else process.env.NODE_ENV = before
    },
  }
}

const openInPage = async (request: {
  readonly address: string
  readonly laps: number
  readonly samples: number
}): Promise<ChartsBench> => {
  const { openCharts }: typeof import('./charts-page.svelte.ts') = await import(
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
