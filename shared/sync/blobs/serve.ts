/**
 * The holder's half: answers one peer's questions, in their order.
 *
 * Fairness: each peer has at most one chunk being read and one being sent, and reads of all peers take turns (`Turns`),
 * so whoever asks for much waits as long as whoever asks for little. A peer that does not read holds up only itself.
 */
import type { Bytes } from '#shared/blob'
import type { Sha256 } from '#shared/id'
import type { Lane } from '../lane.ts'
import type { SharedBlobs } from '../mesh-model.ts'
import { giveBack, takeMemory } from '../spare-memory.ts'
import { BLOB_LIMITS, chunkRoom, encodeBlobMessage, encodeChunkIn } from './messages.ts'

/** Reads under way at once: enough to keep a disk busy, few enough that turns mean something. */
const READS_AT_ONCE = 4

export interface Turns {
  /** Runs when it is this caller's turn, first come, first served. */
  take<T>(run: () => Promise<T>): Promise<T>
}

export const createTurns = (atOnce = READS_AT_ONCE): Turns => {
  const queue: (() => void)[] = []
  let free = atOnce
  return {
    async take(run) {
      if (free > 0) free--
      else await new Promise<void>(resolve => queue.push(resolve))
      try {
        return await run()
      } finally {
        const next = queue.shift()
        if (next) next()
        else free++
      }
    },
  }
}

/** Stops and lets go; whoever waits at it goes on when it is open. */
export interface Gate {
  readonly isOpen: boolean
  set(isOpen: boolean): void
  passed(): Promise<void>
}

export const createGate = (): Gate => {
  let waiting: (() => void)[] = []
  let isOpen = true
  return {
    get isOpen() {
      return isOpen
    },
    set(open) {
      isOpen = open
      if (!open) return
      const ready = waiting
      waiting = []
      for (const go of ready) go()
    },
    async passed() {
      while (!isOpen) await new Promise<void>(resolve => waiting.push(resolve))
    },
  }
}

type Job =
  | { readonly kind: 'ask'; readonly sha256: Sha256; readonly wantsList: boolean }
  | { readonly kind: 'chunk'; readonly sha256: Sha256; readonly index: number }

export interface Holder {
  ask(sha256: Sha256, wantsList: boolean): void
  get(sha256: Sha256, from: number, count: number): void
  end(): void
}

export interface HolderOptions {
  readonly lane: Lane
  readonly shared: SharedBlobs
  readonly turns: Turns
  readonly gate: Gate
}

export const createHolder = ({ lane, shared, turns, gate }: HolderOptions): Holder => {
  const jobs: Job[] = []
  const queued = { ask: 0, chunk: 0 }
  let isRunning = false
  let hasEnded = false

  const answerAsk = async (sha256: Sha256, wantsList: boolean): Promise<Uint8Array> => {
    const offer = await shared.offer(sha256).catch(() => null)
    if (!offer || offer.size > BLOB_LIMITS.blobBytes) return encodeBlobMessage({ type: 'no', sha256 })
    const { size, chunkRoot, chunkHashes, held } = offer
    return encodeBlobMessage({
      type: 'offer',
      sha256,
      size,
      chunkRoot,
      list: wantsList ? chunkHashes : null,
      held,
    })
  }

  const answerGet = async (sha256: Sha256, index: number, memory: Bytes): Promise<Uint8Array> => {
    const bytes: Bytes | null = await shared.readChunk(sha256, index, chunkRoom(memory)).catch(() => null)
    return bytes && bytes.length > 0
      ? encodeChunkIn(memory, sha256, index, bytes)
      : encodeBlobMessage({ type: 'lack', sha256, index })
  }

  const run = async (): Promise<void> => {
    let sending: Promise<void> = Promise.resolve()
    let inSending: Bytes | null = null
    for (let job = jobs.shift(); job && !hasEnded; job = jobs.shift()) {
      const { kind, sha256 } = job
      await gate.passed()
      if (hasEnded) return
      const memory = job.kind === 'chunk' ? takeMemory() : null
      const answer = await turns.take(() =>
        job.kind === 'ask' ? answerAsk(sha256, job.wantsList) : answerGet(sha256, job.index, memory!),
      )
      await sending
      if (inSending) giveBack(inSending)
      inSending = memory
      await gate.passed()
      if (hasEnded) return
      queued[kind]--
      sending = lane.send(answer)
    }
    await sending
    if (inSending) giveBack(inSending)
  }

  const start = async (): Promise<void> => {
    isRunning = true
    try {
      while (jobs.length > 0 && !hasEnded) await run()
    } finally {
      isRunning = false
    }
  }

  const push = (job: Job): void => {
    const limit = job.kind === 'ask' ? BLOB_LIMITS.asksQueued : BLOB_LIMITS.chunksQueued
    if (hasEnded) return
    if (queued[job.kind] >= limit) {
      hasEnded = true
      lane.fail('too-much')
      return
    }
    queued[job.kind]++
    jobs.push(job)
    if (!isRunning) void start()
  }

  return {
    ask: (sha256, wantsList) => push({ kind: 'ask', sha256, wantsList }),
    get(sha256, from, count) {
      for (let index = from; index < from + count; index++) push({ kind: 'chunk', sha256, index })
    },
    end() {
      hasEnded = true
      jobs.length = 0
    },
  }
}
