/**
 * How soon the desk is seen: in a real browser with a library on disk and a session of laps at 60 Hz, from the click
 * on the link that compares laps to the first frame in which every chart has a line.
 *
 * The session's page has been open until it was idle; every sample is a page loaded anew, so that nothing of a desk
 * opened earlier helps.
 */
import type { Page } from 'playwright'
import { buildPageIfStale } from '../../scripts/bootstrap/page.mjs'
import { openFirstSession, ROOT, startServer, trySample, untilOfflineReady, visit } from '../e2e/harness.ts'
import type { Comparison, Workload } from './harness.ts'

const LIMIT_MS = 400
const ROUNDS: Readonly<Record<Workload, number>> = { full: 9, tiny: 1 }

/** Milliseconds since the click. */
interface Seen {
  readonly everyChartMs: number
  /** The last stroke on any chart, before half a second without one. */
  readonly everyLineMs: number
}

export interface PaintBench {
  readonly comparisons: readonly Comparison[]
  close(): Promise<void>
}

/** CHROMIUM names the browser. */
export const openPaintBench = async (workload: Workload): Promise<PaintBench> => {
  await buildPageIfStale({ root: ROOT, node: process.execPath, env: process.env, say: console.error })
  const server = await startServer()
  const visitor = await visit(server.origin)
  const { page } = visitor
  await page.goto(server.origin)
  await untilOfflineReady(page)
  await trySample(page)
  await openFirstSession(page)
  const session = page.url()
  const rounds = ROUNDS[workload]
  const comparisons = [2, 4].flatMap((laps): Comparison[] => {
    const runs: Seen[] = []
    /** Both comparisons look at the same runs. */
    const of = (pick: (seen: Seen) => number) => {
      let round = 0
      return async () => {
        runs[round] ??= await openDesk(page, session, laps)
        return pick(runs[round++]!)
      }
    }
    const row = (name: string, target: number | null, ours: Comparison['ours']): Comparison => ({
      name: `${laps} laps chosen to ${name}`,
      unit: 'ms',
      ours,
      against: `the limit of ${LIMIT_MS} ms`,
      peer: LIMIT_MS,
      target,
      rounds,
    })
    return [
      row(
        'every chart drawn',
        1,
        of(seen => seen.everyChartMs),
      ),
      row(
        'every line drawn',
        null,
        of(seen => seen.everyLineMs),
      ),
    ]
  })
  return {
    comparisons,
    close: async () => {
      await visitor.close()
      await server.kill()
    },
  }
}

const openDesk = async (page: Page, session: string, laps: number): Promise<Seen> => {
  await page.goto(session)
  await untilOfflineReady(page)
  const boxes = page.getByRole('checkbox')
  await boxes.first().waitFor()
  for (let row = 1; row <= laps; row++) await boxes.nth(row).check()
  await page.getByRole('link', { name: `Compare ${laps} laps` }).waitFor()
  await page.evaluate(untilIdle)
  return page.evaluate(clickAndWatch)
}

/** Runs in the page. Other screens are fetched together when it has rested: then no fetch disturbs what is measured. */
const untilIdle = async (): Promise<void> => {
  const isFetched = (screen: string): boolean =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes(`/assets/${screen}-`))
  do await new Promise<unknown>(resolve => requestIdleCallback(resolve))
  while (!['settings', 'garage', 'keeping'].every(isFetched))
  await new Promise<unknown>(resolve => requestIdleCallback(resolve))
}

/** Runs in the page. A chart that has a line has no text that says it has none. */
const clickAndWatch = (): Promise<Seen> => {
  const CHARTS = 'section[aria-label="Charts"]'
  const drawn = new WeakSet<HTMLCanvasElement>()
  let strokeAt = 0
  const { stroke } = CanvasRenderingContext2D.prototype
  CanvasRenderingContext2D.prototype.stroke = function (...args: [path?: Path2D]) {
    drawn.add(this.canvas)
    if (this.canvas.closest(CHARTS)) strokeAt = performance.now()
    stroke.apply(this, args as [Path2D])
  }
  const hasLine = (canvas: HTMLCanvasElement): boolean =>
    drawn.has(canvas) && canvas.parentElement?.querySelector('p') === null
  return new Promise(resolve => {
    let clickedAt = 0
    let everyChartMs = 0
    const look = (now: number): void => {
      const canvases = [...document.querySelectorAll<HTMLCanvasElement>(`${CHARTS} .plot canvas`)]
      // What was drawn since the last frame is on the screen with this one.
      if (everyChartMs === 0 && canvases.length > 0 && canvases.every(hasLine))
        everyChartMs = performance.now() - clickedAt
      if (everyChartMs > 0 && now - strokeAt > 500)
        resolve({ everyChartMs, everyLineMs: strokeAt - clickedAt })
      else requestAnimationFrame(look)
    }
    const link = [...document.querySelectorAll<HTMLAnchorElement>('a.button.primary')].find(({ href }) =>
      href.includes('/desk'),
    )
    clickedAt = performance.now()
    link?.click()
    requestAnimationFrame(look)
  })
}
