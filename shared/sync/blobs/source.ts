/**
 * A peer as a source of blobs: what was asked of it and not answered, and what it said it holds.
 *
 * Invariants: every question is answered once, so what comes unasked is a breach; a chunk counts as in flight until it is
 * stored, so a peer can never have more than BLOB_LIMITS.chunksInFlight chunks in our memory.
 */
import type { Sha256 } from '#shared/id'
import type { Lane } from '../lane.ts'
import { BLOB_LIMITS, encodeBlobMessage } from './messages.ts'

/** What it said of one blob. waiting = the question is to be put or put · silent = no answer in good time. */
export interface Word {
  status: 'waiting' | 'silent' | 'no' | 'holds'
  /** When the status began. */
  at: number
  held: Uint8Array<ArrayBuffer> | null
}

export interface InFlight {
  readonly sha256: Sha256
  readonly index: number
  readonly askedAt: number
  /** The bytes came and are being checked and stored. */
  hasCome: boolean
}

export interface Source {
  readonly lane: Lane
  readonly words: Map<Sha256, Word>
  readonly inFlight: Map<string, InFlight>
  /** Last time it answered anything, or was asked something while owing nothing. */
  lastAnswerAt: number
  /** Owes chunks and has not brought any for long: asked nothing more until it does. */
  isStalled: boolean
  hasEnded: boolean
  /** Asked again, its last word stands until the next. */
  ask(sha256: Sha256, wantsList: boolean, now: number): void
  /** True when this answer was owed. */
  answered(sha256: Sha256): boolean
  get(sha256: Sha256, from: number, count: number, now: number): void
  owes(sha256: Sha256, index: number): boolean
  /** How many more chunks may be asked. */
  free(): number
}

export const keyOf = (sha256: Sha256, index: number): string => `${sha256}:${index}`

export const createSource = (lane: Lane, now: number): Source => {
  const owed = new Set<Sha256>()
  const waiting = new Map<Sha256, boolean>()
  const inFlight = new Map<string, InFlight>()

  const put = (sha256: Sha256, wantsList: boolean): void => {
    owed.add(sha256)
    void lane.send(encodeBlobMessage({ type: 'ask', sha256, wantsList }))
  }

  const source: Source = {
    lane,
    words: new Map(),
    inFlight,
    lastAnswerAt: now,
    isStalled: false,
    hasEnded: false,
    ask(sha256, wantsList, at) {
      const word = source.words.get(sha256)
      if (word) word.at = at
      else source.words.set(sha256, { status: 'waiting', at, held: null })
      if (owed.has(sha256)) return
      if (owed.size < BLOB_LIMITS.asksInFlight) put(sha256, wantsList)
      else waiting.set(sha256, wantsList)
    },
    answered(sha256) {
      if (!owed.delete(sha256)) return false
      const [next] = waiting
      if (next) {
        waiting.delete(next[0])
        put(...next)
      }
      return true
    },
    get(sha256, from, count, at) {
      if (inFlight.size === 0) source.lastAnswerAt = at
      for (let index = from; index < from + count; index++)
        inFlight.set(keyOf(sha256, index), { sha256, index, askedAt: at, hasCome: false })
      void lane.send(encodeBlobMessage({ type: 'get', sha256, from, count }))
    },
    owes: (sha256, index) => inFlight.has(keyOf(sha256, index)),
    free: () => (source.isStalled || source.hasEnded ? 0 : BLOB_LIMITS.chunksInFlight - inFlight.size),
  }
  return source
}
