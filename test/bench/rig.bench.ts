/**
 * The rig-bridge: a pretended ACC that writes 333 packets a second for a minute, read by the bridge's own thread and
 * checked copy by copy; what decoding costs; the processor time and memory of reading alone and of the whole bridge
 * while it records, against a bare loop of the same rate; and how old what a page shows is.
 */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createFakePages, createPageDecoder } from '#shared/sim'
import { type Bench, type Comparison, timeOf } from './harness.ts'
import { type RigRun, runRig, startGame } from './rig-run.ts'
import { quantile, runWhole, type WholeRun } from './rig-whole.ts'

const CHILD = fileURLToPath(new URL('./rig-cpu.ts', import.meta.url))

interface Usage {
  readonly cpuPercent: number
  readonly rssMb: number
}

/** With compiled modules kept, as the bridge starts itself: translating TypeScript takes memory that never comes back. */
const usageOf = async (what: 'bridge' | 'bare', folder: string, forMs: number): Promise<Usage> => {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') }
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, what, folder, String(forMs)], {
    env,
  })
  return JSON.parse(stdout) as Usage
}

/** A minute's run is made once and every figure read off it. */
const figure = (
  run: () => Promise<RigRun>,
  name: string,
  unit: string,
  of: (run: RigRun) => number,
  limit: { readonly against: string; readonly value: number; readonly target?: number },
): Comparison => ({
  name,
  unit,
  ours: async () => of(await run()),
  against: limit.against,
  peer: limit.value,
  target: limit.target ?? 1,
  rounds: 1,
})

export const rigBench: Bench = {
  name: 'rig',
  about: 'a simulator’s memory at 333 packets a second: what is seen, what decoding and reading cost',
  setUp: async workload => {
    const isFull = workload === 'full'
    let running: Promise<RigRun> | null = null
    const run = (): Promise<RigRun> => {
      running ??= runRig({ forMs: isFull ? 60_000 : 1500 })
      return running
    }
    const usageMs = isFull ? 10_000 : 500
    let runningWhole: Promise<WholeRun> | null = null
    const whole = (): Promise<WholeRun> => {
      runningWhole ??= runWhole(isFull ? 60_000 : 1500)
      return runningWhole
    }
    const wholeFigure = (
      name: string,
      unit: string,
      of: (run: WholeRun) => number,
      against: string,
      peer: number,
    ): Comparison => ({
      name,
      unit,
      ours: async () => of(await whole()),
      against,
      peer,
      target: 1,
      rounds: 1,
    })
    const driven = await startGame({})
    await usageOf('bridge', driven.folder, 100)
    return {
      tearDown: driven.stop,
      comparisons: [
        figure(run, 'packets missed', '%', one => 100 - one.seenPercent, {
          against: 'one in a hundred',
          value: 1,
        }),
        figure(run, 'longest gap', 'ms', one => one.longestGapMs, { against: '30 ms', value: 30 }),
        figure(run, 'mixed samples', 'samples', one => one.mixed, {
          against: 'one is too many',
          value: 1,
          target: 0,
        }),
        figure(run, 'gaps nobody was told of', 'gaps', one => one.untold, {
          against: 'one is too many',
          value: 1,
          target: 0,
        }),
        {
          name: 'decode a frame',
          unit: 'µs',
          ours: decodeSample(isFull ? 2000 : 50),
          against: '50 µs',
          peer: 50,
          target: 1,
        },
        {
          name: 'processor time of reading and decoding',
          unit: '% of a core',
          ours: async () => (await usageOf('bridge', driven.folder, usageMs)).cpuPercent,
          against: 'a bare loop of the same rate',
          peer: async () => (await usageOf('bare', driven.folder, usageMs)).cpuPercent,
          target: 1.5,
          rounds: isFull ? 3 : 1,
        },
        {
          name: 'processor time of the whole bridge, recording',
          unit: '% of a core',
          ours: async () => (await whole()).cpuPercent,
          against: 'a bare loop of the same rate',
          peer: async () => (await usageOf('bare', driven.folder, usageMs)).cpuPercent,
          target: 1.5,
          rounds: 1,
        },
        wholeFigure('memory of the whole bridge, recording', 'MB', one => one.rssMb, '120 MB', 120),
        wholeFigure('age in the page, median', 'ms', one => quantile(one.agesMs, 0.5), '5 ms', 5),
        wholeFigure(
          'age in the page, 99 of 100 frames',
          'ms',
          one => quantile(one.agesMs, 0.99),
          '20 ms',
          20,
        ),
        wholeFigure('painting a frame, median', 'ms', one => quantile(one.paintsMs, 0.5), '2 ms', 2),
      ],
    }
  },
}

/** A physics and a graphics page in, their events out. */
const decodeSample = (calls: number) => {
  const game = createFakePages({ game: 'acc', circuit: 'valdoro', seed: 11, laps: 1, graphicsEveryMs: 0 })
  const copies = Array.from({ length: 64 }, (_, at) => {
    const { physics, graphics } = game.fill(30_000 + at * 3)
    return { physics: physics.slice(), graphics: graphics.slice() }
  })
  const decoder = createPageDecoder()
  decoder.take({ family: 'ac', page: 'static', bytes: game.fill(31_000).static, atMs: 0 })
  let atMs = 0
  const frame = timeOf(() => {
    const { physics, graphics } = copies[atMs % copies.length]!
    atMs++
    decoder.take({ family: 'ac', page: 'graphics', bytes: graphics, atMs })
    decoder.take({ family: 'ac', page: 'physics', bytes: physics, atMs })
    return decoder.drain()
  }, calls)
  return async () => (await frame()) * 1000
}
