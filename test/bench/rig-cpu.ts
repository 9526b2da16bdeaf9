/**
 * A process of its own that reads a pretended game's files, so that its processor time and memory can be told apart
 * from the game's: `node test/bench/rig-cpu.ts bridge|bare FOLDER MS` prints them as JSON.
 *
 * bridge = the source with its thread, drained and decoded every 16 ms · bare = a loop that wakes every millisecond and
 * reads the physics page, and every fourth time the graphics page: what any reader of that rate must do.
 */
import { openSync, readSync } from 'node:fs'
import { join } from 'node:path'

const [what, folder = '', forText = '0'] = process.argv.slice(2)
const forMs = Number(forText)
/** Loading and compiling are not what is compared. */
const SETTLE_MS = 4000

const measure = (cpu: NodeJS.CpuUsage, startMs: number): string => {
  const used = process.cpuUsage(cpu)
  const spanMs = performance.now() - startMs
  return JSON.stringify({
    cpuPercent: (used.user + used.system) / 10 / spanMs,
    rssMb: process.memoryUsage.rss() / 1e6,
  })
}

const runBare = (): string => {
  const sleeper = new Int32Array(new SharedArrayBuffer(4))
  const [physics, graphics] = ['physics', 'graphics'].map(page =>
    openSync(join(folder, `acpmf_${page}`), 'r'),
  ) as [number, number]
  const page = Buffer.alloc(1588)
  let looks = 0
  const loop = (untilMs: number): void => {
    while (performance.now() < untilMs) {
      const beganMs = performance.now()
      readSync(physics, page, 0, 800, 0)
      if (looks++ % 4 === 0) readSync(graphics, page, 0, 1588, 0)
      Atomics.wait(sleeper, 0, 0, Math.max(0.2, 1 - (performance.now() - beganMs)))
    }
  }
  loop(performance.now() + SETTLE_MS)
  const cpu = process.cpuUsage()
  const startMs = performance.now()
  loop(startMs + forMs)
  return measure(cpu, startMs)
}

const runBridge = async (): Promise<string> => {
  // Here, so that the bare loop is one.
  const { createMemorySource } = await import('#rig-bridge/sources')
  const source = createMemorySource({ folder, system: 'linux' })
  await source.start()
  const loop = async (untilMs: number): Promise<void> => {
    while (performance.now() < untilMs) {
      await new Promise(resolve => setTimeout(resolve, 16))
      source.drain()
    }
  }
  await loop(performance.now() + SETTLE_MS)
  const cpu = process.cpuUsage()
  const startMs = performance.now()
  await loop(startMs + forMs)
  const measured = measure(cpu, startMs)
  await source.stop()
  return measured
}

console.log(what === 'bare' ? runBare() : await runBridge())
