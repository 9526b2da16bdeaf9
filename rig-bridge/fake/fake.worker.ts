/** The thread of a pretended game: writes its pages like one, on time, until it is told to stop. */
import { parentPort, workerData } from 'node:worker_threads'
import { createFakePages } from '#shared/sim'
import { createFakeWriter } from './fake-writer.ts'
import { FAKE_SLOTS, type FakeThreadData, type FakeWord } from './model.ts'
import { createPageFiles } from './page-files.ts'

const { options, shared } = workerData as FakeThreadData
const { speed = 1, writesPerS = 333 } = options
const control = new Int32Array(shared)
const say = (word: FakeWord): void => parentPort!.postMessage(word)

/** A real game draws a picture 60 times a second, however fast the pretended one drives. */
const game = createFakePages({ graphicsEveryMs: 16 * speed, ...options })
const files = createPageFiles(options.game, options.folder, options.prefix)
const writer = createFakeWriter({ game, files, control, say, tearing: options.tearing })

const periodMs = 1000 / writesPerS
/** Of the game's own time. At real speed a page is never so late, and is written as a real game would. */
const TOO_LATE_MS = 100
const startMs = performance.now()
let tick = 0
let isFirst = true
while (Atomics.load(control, FAKE_SLOTS.stop) === 0) {
  const nowMs = performance.now() - startMs
  // A game that is late leaves packets out.
  tick = Math.max(tick + 1, Math.ceil(nowMs / periodMs))
  const waitMs = tick * periodMs - nowMs
  if (waitMs > 0) Atomics.wait(control, FAKE_SLOTS.stop, 0, waitMs)
  const atMs = (performance.now() - startMs) * speed
  const isTooLate = (): boolean => speed > 1 && (performance.now() - startMs) * speed - atMs > TOO_LATE_MS
  writer.write(atMs, isTooLate)
  if (isFirst) say({ kind: 'driving' })
  isFirst = false
}
files.close(Atomics.load(control, FAKE_SLOTS.stop) === 2)
