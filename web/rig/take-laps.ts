/**
 * Laps of the bridge into the library, one after the other: listed, fetched, stored, and confirmed only once they are on
 * this page's disk.
 *
 * Invariants: a lap that is in the library already, deleted or not, is confirmed and stored no second time; a page that
 * ends anywhere in between leaves the lap in the bridge, and the next one begins with it again. A trace that is not what
 * its hash says is fetched once more, then left in the bridge and said. While the disk is full nothing is confirmed.
 */
import { RIG_CHUNK_BYTES, type RigLap } from '#shared/api'
import type { Library, StoreFailure } from '#web/store'
import type { LapRequests } from './lap-requests.ts'

type Keeper = Pick<Library, 'keepRigLap' | 'knownRigLaps'>

export interface LapTakerOptions {
  readonly requests: LapRequests
  /** Null while the link is not open. */
  readonly bridgeId: () => string | null
  /** How many laps the bridge says are waiting. */
  readonly waiting: () => number
  readonly library: () => Keeper | null
  readonly onKept: () => void
  /** A sentence, or null when all is well again. */
  readonly onProblem: (problem: string | null) => void
}

export interface LapTaker {
  /** There may be something to take. */
  wake(): void
  /** Until the signal is aborted. */
  run(signal: AbortSignal): Promise<void>
}

/** When storing failed, as on a full disk: how soon it is tried again without a new lap. */
const AGAIN_MS = 60_000

/** lost: the link or the leadership went; whoever is next goes on */
type End = 'done' | 'lost' | StoreFailure

export const createLapTaker = (options: LapTakerOptions): LapTaker => {
  const { requests, bridgeId, library, onKept, onProblem } = options
  /** Laps whose trace was wrong twice. Another page, or this one when it is opened again, may have more luck. */
  const spoilt = new Set<string>()
  let rouse: () => void = () => {}
  let isRoused = false

  const wake = (): void => {
    isRoused = true
    rouse()
  }

  const untilRoused = (signal: AbortSignal): Promise<void> =>
    new Promise(resolve => {
      const end = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
        rouse = () => {}
        resolve()
      }
      const timer = setTimeout(end, AGAIN_MS)
      signal.addEventListener('abort', end)
      rouse = end
      if (isRoused || signal.aborted) end()
    })

  /** Fetches while it is stored: a lap of an hour has 200 MB. Ends early when the link goes, and notes it. */
  const fetching = (lap: RigLap, signal: AbortSignal) => {
    const fetched = { isWhole: false }
    async function* bytes(): AsyncGenerator<Uint8Array> {
      for (let index = 0; index * RIG_CHUNK_BYTES < lap.traceBytes; index++) {
        const chunk = signal.aborted ? null : await requests.chunk(lap.id, index)
        if (!chunk) return
        // The socket's buffer is as large as the frame, and this is kept for a while.
        yield chunk.slice()
      }
      fetched.isWhole = true
    }
    return { bytes, fetched }
  }

  const keep = async (to: Keeper, lap: RigLap, signal: AbortSignal): Promise<End> => {
    for (let tries = 1; ; tries++) {
      const from = bridgeId()
      if (from === null) return 'lost'
      const { bytes, fetched } = fetching(lap, signal)
      const kept = await to.keepRigLap(lap, from, bytes())
      if (kept.ok && kept.value.isNew) onKept()
      if (kept.ok) return 'done'
      if (kept.kind !== 'damaged') return kept
      if (!fetched.isWhole) return 'lost'
      if (tries === 2) return kept
    }
  }

  const takeAll = async (to: Keeper, signal: AbortSignal): Promise<End> => {
    for (let after: string | null = null; ; ) {
      const page = await requests.list(after)
      if (!page) return 'lost'
      const known = await to.knownRigLaps(page.laps.map(lap => lap.id))
      if (!known.ok) return known
      for (const lap of page.laps) {
        if (signal.aborted) return 'lost'
        if (spoilt.has(lap.id)) continue
        if (!known.value.has(lap.id)) {
          const end = await keep(to, lap, signal)
          if (end === 'lost') return end
          if (end !== 'done' && end.kind === 'damaged') {
            spoilt.add(lap.id)
            continue
          }
          if (end !== 'done') return end
        }
        if (!(await requests.confirm(lap.id))) return 'lost'
      }
      const last = page.laps.at(-1)
      if (!page.more || !last) return 'done'
      after = last.id
    }
  }

  return {
    wake,

    async run(signal) {
      wake()
      while (!signal.aborted) {
        await untilRoused(signal)
        const to = library()
        if (signal.aborted || !to || bridgeId() === null) {
          isRoused = false
          if (signal.aborted) return
          continue
        }
        const isDue = isRoused || options.waiting() > spoilt.size
        isRoused = false
        if (!isDue) continue
        const end = await takeAll(to, signal)
        if (typeof end === 'object') onProblem(end.message)
        else if (end === 'done') onProblem(spoilt.size > 0 ? spoiltLaps(spoilt.size) : null)
      }
    },
  }
}

const spoiltLaps = (count: number): string =>
  `The telemetry of ${count === 1 ? 'one lap' : `${count} laps`} arrived damaged twice, so ${count === 1 ? 'it stays' : 'they stay'} in the rig-bridge and nothing is lost; reload the page to try again.`
