/**
 * One blob being fetched: which chunks are here, which are asked for and of whom. Knows nothing of messages or time
 * passing; the seeker drives it.
 *
 *   missing ──asked──▶ asked (of one source, or two) ──keeping──▶ here
 *      ▲                  │ source gone, lack, stalled
 *      └──────────────────┘
 */
import { chunkCountOf, chunkSizeAt } from '#shared/blob'
import type { ChunkedRef } from '#shared/logbook'
import type { PartialBlob } from '../mesh-model.ts'
import { countBits, emptyBitmap, hasBit, setBit } from './bits.ts'

/** A chunk asked for and not come may be asked of one more: the price of a slow last source is at most its chunks in flight. */
const SOURCES_PER_CHUNK = 2

export interface Seek<S> {
  readonly ref: ChunkedRef
  readonly partial: PartialBlob
  readonly count: number
  list(): Uint8Array<ArrayBuffer> | null
  setList(list: Uint8Array<ArrayBuffer>): void
  /** Chunks that are not here. */
  left(): number
  bytesHere(): number
  isHere(index: number): boolean
  /** The first missing chunk in this bitmap (null = all) that nobody was asked for; -1 when there is none. */
  nextMissing(held: Uint8Array | null, isOwed: (index: number) => boolean): number
  /** A chunk in this bitmap that somebody was asked for before that moment; -1 when there is none. */
  nextLate(held: Uint8Array | null, isOwed: (index: number) => boolean, askedBefore: number): number
  markAsked(index: number, source: S, at: number): void
  /** `source` will not bring it. */
  release(index: number, source: S): void
  markHere(index: number): void
}

export const createSeek = <S>(ref: ChunkedRef, partial: PartialBlob): Seek<S> => {
  const count = chunkCountOf(ref.size)
  const here = emptyBitmap(count)
  const kept = partial.held()
  for (let index = 0; index < count; index++) if (hasBit(kept, index)) setBit(here, index)
  const asked = new Map<number, { readonly sources: S[]; at: number }>()
  let left = count - countBits(here, count)
  let bytesHere = 0
  for (let index = 0; index < count; index++)
    if (hasBit(here, index)) bytesHere += chunkSizeAt(ref.size, index)
  /** No chunk before it is missing. */
  let cursor = 0
  let list = partial.chunkHashes()

  return {
    ref,
    partial,
    count,
    list: () => list,
    setList(checked) {
      list = checked
    },
    left: () => left,
    bytesHere: () => bytesHere,
    isHere: index => hasBit(here, index),
    nextMissing(held, isOwed) {
      while (cursor < count && (hasBit(here, cursor) || asked.has(cursor))) cursor++
      for (let index = cursor; index < count; index++) {
        if (hasBit(here, index) || asked.has(index) || isOwed(index)) continue
        if (held === null || hasBit(held, index)) return index
      }
      return -1
    },
    nextLate(held, isOwed, askedBefore) {
      for (const [index, { sources, at }] of asked) {
        if (at >= askedBefore || sources.length >= SOURCES_PER_CHUNK || isOwed(index)) continue
        if (held === null || hasBit(held, index)) return index
      }
      return -1
    },
    markAsked(index, source, at) {
      const known = asked.get(index)
      if (known) {
        known.sources.push(source)
        known.at = at
      } else asked.set(index, { sources: [source], at })
    },
    release(index, source) {
      const known = asked.get(index)
      if (!known?.sources.includes(source)) return
      known.sources.splice(known.sources.indexOf(source), 1)
      if (known.sources.length > 0) return
      asked.delete(index)
      cursor = Math.min(cursor, index)
    },
    markHere(index) {
      asked.delete(index)
      if (hasBit(here, index)) return
      setBit(here, index)
      left--
      bytesHere += chunkSizeAt(ref.size, index)
    },
  }
}
