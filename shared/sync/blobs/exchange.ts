/**
 * The blob exchange of one league: lane 2 of all its sessions, both halves. The protocol stands at the head of
 * `messages.ts`.
 */
import type { Hashing } from '#shared/blob'
import type { ChunkedRef } from '#shared/logbook'
import type { Lane } from '../lane.ts'
import type { FetchOptions, FetchOutcome, SharedBlobs } from '../mesh-model.ts'
import type { Clock } from '../wire.ts'
import { BLOB_LIMITS, decodeBlobMessage } from './messages.ts'
import { createSeek } from './seek.ts'
import { createSeeker, type Ending, type Wanted } from './seeker.ts'
import { createGate, createHolder, createTurns } from './serve.ts'
import { createSource, type Source } from './source.ts'

export interface BlobExchange {
  /** Takes the lane of a session that began. */
  join(lane: Lane): void
  /** From all sources at once; progress in bytes. What came is kept for a later try, however it ends. */
  fetch(ref: ChunkedRef, options?: FetchOptions): Promise<FetchOutcome>
  /** Nothing is sent or asked while paused; fetches wait. */
  pause(isPaused: boolean): void
  /** Ends all fetches as stopped. */
  close(): Promise<void>
}

export interface BlobExchangeOptions {
  readonly shared: SharedBlobs
  readonly clock: Clock
  readonly hashing: Pick<Hashing, 'digest'>
}

interface Running {
  readonly ref: ChunkedRef
  readonly watchers: Set<NonNullable<FetchOptions['onProgress']>>
  readonly outcome: Promise<FetchOutcome>
  users: number
  stop(): void
}

export const createBlobExchange = ({ shared, clock, hashing }: BlobExchangeOptions): BlobExchange => {
  const gate = createGate()
  const turns = createTurns()
  const seeker = createSeeker({ clock, hashing, gate })
  const running = new Map<string, Running>()
  let isClosed = false

  const start = (ref: ChunkedRef): Running => {
    const watchers: Running['watchers'] = new Set()
    let wanted: Wanted | null = null
    let isStopped = false
    const run = async (): Promise<FetchOutcome> => {
      const partial = await shared.resume(ref)
      if (!partial) return { ok: false, kind: 'unavailable' }
      const seek = createSeek<Source>(ref, partial)
      const ending = isStopped
        ? 'stopped'
        : await new Promise<Ending>(resolve => {
            wanted = {
              seek,
              storing: new Set(),
              lastProgressAt: clock.now(),
              hasEnded: false,
              onProgress() {
                for (const watch of watchers) watch(seek.bytesHere(), ref.size)
              },
              end: resolve,
            }
            seeker.add(wanted)
          })
      await Promise.allSettled((wanted as Wanted | null)?.storing ?? [])
      if (ending !== 'complete') {
        await partial.leave()
        return { ok: false, kind: ending }
      }
      return outcomeOf(await partial.finish())
    }
    const outcome = run().finally(() => running.delete(ref.sha256))
    return {
      ref,
      watchers,
      outcome,
      users: 1,
      stop() {
        isStopped = true
        if (wanted) seeker.remove(wanted)
      },
    }
  }

  /** The fetch of this very reference, with one user more; one of another with the same name is waited for. */
  const runningOf = async (ref: ChunkedRef): Promise<Running> => {
    for (;;) {
      const other = running.get(ref.sha256)
      if (!other) break
      if (other.ref.size === ref.size && other.ref.chunkRoot === ref.chunkRoot && other.users > 0) {
        other.users++
        return other
      }
      await Promise.allSettled([other.outcome])
    }
    const begun = start(ref)
    running.set(ref.sha256, begun)
    return begun
  }

  return {
    join(lane) {
      const source = createSource(lane, clock.now())
      const holder = createHolder({ lane, shared, turns, gate })
      lane.onEnd(() => {
        holder.end()
        seeker.leave(source)
      })
      lane.receive(bytes => {
        const decoded = decodeBlobMessage(bytes)
        if (source.hasEnded || decoded.kind === 'unknown') return
        if (decoded.kind === 'malformed') return lane.fail('broken-protocol')
        const { message } = decoded
        if (message.type === 'ask') return holder.ask(message.sha256, message.wantsList)
        if (message.type === 'get') return holder.get(message.sha256, message.from, message.count)
        return seeker.receive(source, message)
      })
      seeker.join(source)
    },

    async fetch(ref, { signal, onProgress } = {}) {
      if (isClosed || signal?.aborted) return { ok: false, kind: 'stopped' }
      if (ref.size > BLOB_LIMITS.blobBytes) return { ok: false, kind: 'nobody-has-it' }
      const fetching = await runningOf(ref)
      if (onProgress) fetching.watchers.add(onProgress)
      let onAbort: (() => void) | null = null
      const aborted = new Promise<FetchOutcome>(resolve => {
        onAbort = () => resolve({ ok: false, kind: 'stopped' })
        signal?.addEventListener('abort', onAbort)
      })
      if (signal?.aborted) onAbort!()
      const outcome = await Promise.race([fetching.outcome, aborted])
      signal?.removeEventListener('abort', onAbort!)
      if (onProgress) fetching.watchers.delete(onProgress)
      fetching.users--
      if (fetching.users > 0) return outcome
      fetching.stop()
      await Promise.allSettled([fetching.outcome])
      return outcome
    },

    pause(isPaused) {
      if (gate.isOpen === !isPaused) return
      gate.set(!isPaused)
      if (!isPaused) seeker.resumed()
    },

    async close() {
      isClosed = true
      const ending = [...running.values()]
      for (const fetching of ending) fetching.stop()
      await Promise.allSettled(ending.map(fetching => fetching.outcome))
    },
  }
}

const outcomeOf = (finished: 'named' | 'damaged' | 'full' | 'unavailable'): FetchOutcome => {
  switch (finished) {
    case 'named':
      return { ok: true }
    case 'full':
      return { ok: false, kind: 'no-room' }
    default:
      return { ok: false, kind: finished }
  }
}
