/**
 * The whole bridge as a process, with a pretended game driven by this one: what it takes of the machine while a car is
 * driven, and how old the newest sample is when a page in a browser has it.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startFakeGame } from '#rig-bridge/fake'
import { buildPageIfStale } from '../../scripts/bootstrap/page.mjs'
import { findChromium } from '../../scripts/chromium.mjs'
import { ROOT, visit } from '../e2e/harness.ts'
import { pairPage } from '../e2e/rig-drive.ts'
import { type BridgeProcess, startBridge } from '../rig-bridge/chain/bridge-process.ts'

export interface WholeRun {
  readonly cpuPercent: number
  readonly rssMb: number
  /** Of every frame, when the page had it and had written it into its nodes. */
  readonly agesMs: readonly number[]
  readonly paintsMs: readonly number[]
}

/** Processor time in 1/100 s, user and system, of all threads: fields 14 and 15 of proc(5). */
const ticksOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return Number(fields[11]) + Number(fields[12])
}

const rssOf = (pid: number): number =>
  (Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024) / 1e6

/** The second run finds compiled modules; translating TypeScript takes memory that never comes back. */
const SETTLE_MS = 5_000

export const runWhole = async (forMs: number): Promise<WholeRun> => {
  const data = mkdtempSync(join(tmpdir(), 'paddock-bench-rig-'))
  const folder = mkdtempSync(join('/dev/shm', 'paddock-bench-'))
  const game = await startFakeGame({
    game: 'acc',
    circuit: 'valdoro',
    seed: 11,
    laps: Number.POSITIVE_INFINITY,
    folder,
    prefix: '',
  })
  await needBrowser()
  await buildPageIfStale({ root: ROOT, node: process.execPath, env: process.env, say: console.error })
  let bridge: BridgeProcess | null = null
  try {
    const more = ['--shm-folder', folder]
    bridge = await startBridge({ data, prefix: '', more })
    await bridge.stop()
    bridge = await startBridge({ data, prefix: '', more })
    await delay(SETTLE_MS)
    const alone = await usageOf(bridge.pid, forMs / 2)
    return { ...alone, ...(await agesIn(bridge, forMs)) }
  } finally {
    await bridge?.kill()
    await game.stop()
    for (const place of [data, folder]) rmSync(place, { recursive: true, force: true })
  }
}

const needBrowser = async (): Promise<void> => {
  const found = await findChromium({ say: console.error })
  if (!found.ok) throw new Error(`This bench needs a browser: ${found.reason}`)
  process.env.CHROMIUM = found.path
}

const usageOf = async (pid: number, forMs: number): Promise<Pick<WholeRun, 'cpuPercent' | 'rssMb'>> => {
  const from = ticksOf(pid)
  const startMs = performance.now()
  await delay(forMs)
  return { cpuPercent: ((ticksOf(pid) - from) * 1_000) / (performance.now() - startMs), rssMb: rssOf(pid) }
}

const agesIn = async (
  bridge: BridgeProcess,
  forMs: number,
): Promise<Pick<WholeRun, 'agesMs' | 'paintsMs'>> => {
  const visitor = await visit(bridge.origin)
  try {
    const { page } = visitor
    await page.goto(`${bridge.origin}/live`)
    await pairPage(page, bridge)
    await delay(SETTLE_MS)
    return await page.evaluate(
      ms =>
        new Promise<{ agesMs: number[]; paintsMs: number[] }>(resolve => {
          const agesMs: number[] = []
          const paintsMs: number[] = []
          document.addEventListener('paddock-live-frames', event => {
            const { detail } = event as CustomEvent<{ agesMs: Float32Array; workMs: Float32Array }>
            agesMs.push(...detail.agesMs)
            paintsMs.push(...detail.workMs)
          })
          setTimeout(() => resolve({ agesMs, paintsMs }), ms)
        }),
      forMs,
    )
  } finally {
    await visitor.close()
  }
}

export const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN
