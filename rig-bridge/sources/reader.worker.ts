/**
 * The reading thread: a loop of its own, so that nothing the program does holds a sample up. It sleeps on the word of
 * the shared memory that tells it to stop, which wakes it to a tenth of a millisecond and at once when it changes.
 */
import { hrtime } from 'node:process'
import { parentPort, workerData } from 'node:worker_threads'
import { createLinuxMemory } from './linux-memory.ts'
import { createReader } from './reader.ts'
import type { ReaderState, ReaderThreadData } from './records.ts'
import { createRing, SLOTS } from './ring.ts'
import { openWindowsMemory } from './windows-memory.ts'

/** A machine that is late goes on sleeping a little, so that the game gets its turn. */
const LEAST_SLEEP_MS = 0.2

const { ringMemory, system, folder, prefix, timeScale, originMs } = workerData as ReaderThreadData
const say = (state: ReaderState): void => parentPort!.postMessage(state)

const now = (): number => {
  const [seconds, nanoseconds] = hrtime()
  return seconds * 1000 + nanoseconds / 1e6 - originMs
}

const opened =
  system === 'windows'
    ? await openWindowsMemory(prefix)
    : { ok: true as const, memory: createLinuxMemory({ folder, prefix }) }

if (opened.ok) {
  const ring = createRing(ringMemory)
  const reader = createReader({
    memory: opened.memory,
    ring,
    clock: { now, wall: Date.now, utcOffsetMin: () => -new Date().getTimezoneOffset() },
    timeScale,
    tell: say,
  })
  while (ring.get('stop') === 0) {
    const beganMs = now()
    const waitMs = reader.step() - (now() - beganMs)
    Atomics.wait(ring.control, SLOTS.stop, 0, Math.max(LEAST_SLEEP_MS, waitMs))
  }
  reader.close()
} else say({ kind: 'unreadable', message: opened.message })
