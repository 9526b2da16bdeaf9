/**
 * Times laps of other people again, each in a worker of its own that is killed when it takes too long: whoever made the
 * bytes may have made them to harm.
 *
 * Invariants: every promise settles within the time limit, and nothing but the one lap is affected by how it ends. One lap
 * at a time, so the memory of one is all that is taken.
 */
import { wrap } from 'comlink'
import { type LapCheck, LIBRARY_NAME, type Outcome, type Recheck } from '#web/store'
import { runJob } from './job.ts'
import type { TraceWorker } from './trace.worker.ts'
import { traceWorker } from './traces.ts'

/** A lap of two minutes takes 30 ms, and half a second where nothing was ever opened before. */
const TIME_LIMIT_MS = 5_000

export interface RecheckerOptions {
  readonly libraryName?: string
  readonly timeLimitMs?: number
  readonly createWorker?: () => Worker
}

export interface Rechecker {
  /** Null when this device could not read the recording just now, which says nothing of the lap. */
  recheck(lap: LapCheck): Promise<Recheck | null>
}

export const createRechecker = (options: RecheckerOptions = {}): Rechecker => {
  const { libraryName = LIBRARY_NAME, timeLimitMs = TIME_LIMIT_MS, createWorker = traceWorker } = options
  let queue: Promise<unknown> = Promise.resolve()

  const recheckOne = async (lap: LapCheck): Promise<Recheck | null> => {
    const worker = createWorker()
    const api = wrap<TraceWorker>(worker)
    const call = (): Promise<Outcome<Recheck>> => api.recheck(libraryName, lap)
    const end = await runJob(worker, call, { timeLimitMs })
    worker.terminate()
    if (end.kind === 'too-long') return 'gave-up'
    if (end.kind !== 'done') return null
    if (end.value.ok) return end.value.value
    return end.value.kind === 'damaged' ? 'gave-up' : null
  }

  return {
    recheck(lap) {
      const answer = queue.then(() => recheckOne(lap))
      queue = answer.catch(() => {})
      return answer
    },
  }
}
