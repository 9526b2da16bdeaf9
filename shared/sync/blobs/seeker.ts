/**
 * The seeker's half: gets blobs from all sources at once.
 *
 * Every source is kept busy with the first chunks nobody was asked for, blob after blob in the order they were wanted.
 * When none are left, a source with nothing to do takes over chunks that are late at another. A source that stalls, ends
 * or lies gives its chunks back. A blob nobody holds is given up at once; one whose holders fell silent, after a while.
 */
import { chunkSizeAt, type Hashing } from '#shared/blob'
import { digestToSha256, type Sha256 } from '#shared/id'
import type { FetchOutcome } from '../mesh-model.ts'
import { giveBack } from '../spare-memory.ts'
import type { Clock } from '../wire.ts'
import { BLOB_LIMITS, type BlobMessage } from './messages.ts'
import type { Seek } from './seek.ts'
import type { Gate } from './serve.ts'
import { keyOf, type Source } from './source.ts'

export const PATIENCE = {
  /** How often lateness is looked for while something is fetched. */
  tickMs: 1000,
  /** A chunk is late: ten times what 2 MiB in flight take at 10 MB/s. */
  lateMs: 2000,
  /** An unanswered question no longer keeps a fetch waiting. */
  answerMs: 15_000,
  /** Chunks owed and none brought. Also how long a fetch waits for holders to turn up once there were some. */
  stallMs: 30_000,
  /** Who said no, or holds a part, may hold more by now. */
  askAgainMs: 5000,
} as const

export type Ending = Extract<FetchOutcome, { ok: false }>['kind'] | 'complete'

/** One fetch and what became of it. */
export interface Wanted {
  readonly seek: Seek<Source>
  readonly storing: Set<Promise<void>>
  lastProgressAt: number
  onProgress(): void
  /** Called once. */
  end(how: Ending): void
  hasEnded: boolean
}

export interface Seeker {
  add(wanted: Wanted): void
  remove(wanted: Wanted): void
  join(source: Source): void
  leave(source: Source): void
  receive(source: Source, message: BlobMessage): Promise<void> | void
  /** After a pause: nobody was late while nothing was sent. */
  resumed(): void
}

export interface SeekerOptions {
  readonly clock: Clock
  readonly hashing: Pick<Hashing, 'digest'>
  readonly gate: Gate
}

export const createSeeker = ({ clock, hashing, gate }: SeekerOptions): Seeker => {
  const wanted = new Map<Sha256, Wanted>()
  const sources = new Set<Source>()
  let stopTick: (() => void) | null = null

  const ask = (one: Wanted, source: Source): void =>
    source.ask(one.seek.ref.sha256, one.seek.list() === null, clock.now())

  const endOf = (one: Wanted, how: Ending): void => {
    if (one.hasEnded) return
    one.hasEnded = true
    wanted.delete(one.seek.ref.sha256)
    for (const source of sources) source.words.delete(one.seek.ref.sha256)
    one.end(how)
    if (wanted.size > 0) giveAll()
    else {
      stopTick?.()
      stopTick = null
    }
  }

  /** Asks `source` for as many chunks as it may owe. */
  const give = (source: Source): void => {
    if (!gate.isOpen || source.free() < BLOB_LIMITS.chunksAtOnce) return
    const now = clock.now()
    for (const { seek } of wanted.values()) {
      const word = source.words.get(seek.ref.sha256)
      if (word?.status !== 'holds' || seek.list() === null) continue
      const isOwed = (index: number): boolean => source.owes(seek.ref.sha256, index)
      const next = (): number => {
        const index = seek.nextMissing(word.held, isOwed)
        return index >= 0 ? index : seek.nextLate(word.held, isOwed, now - PATIENCE.lateMs)
      }
      let from = -1
      let count = 0
      for (let free = source.free(); free > 0; free--) {
        const index = next()
        if (index < 0) break
        seek.markAsked(index, source, now)
        if (index === from + count) count++
        else {
          if (count > 0) source.get(seek.ref.sha256, from, count, now)
          from = index
          count = 1
        }
      }
      if (count > 0) source.get(seek.ref.sha256, from, count, now)
      if (source.free() === 0) return
    }
  }

  const giveAll = (): void => {
    for (const source of sources) give(source)
  }

  const drop = (source: Source, reason: 'lied' | 'broken-protocol'): void => {
    leave(source)
    source.lane.fail(reason)
  }

  const releaseAll = (source: Source): void => {
    for (const { sha256, index, hasCome } of source.inFlight.values())
      if (!hasCome) wanted.get(sha256)?.seek.release(index, source)
  }

  const leave = (source: Source): void => {
    if (source.hasEnded) return
    source.hasEnded = true
    sources.delete(source)
    releaseAll(source)
    giveAll()
    for (const one of [...wanted.values()]) giveUpIfNobody(one)
  }

  /** Nobody holds it, and nobody is left who might say so. */
  const giveUpIfNobody = (one: Wanted): void => {
    const words = [...sources].map(source => source.words.get(one.seek.ref.sha256)?.status)
    if (one.storing.size > 0 || one.seek.left() === 0) return
    if (words.every(word => word === 'no' || word === 'silent')) endOf(one, 'nobody-has-it')
  }

  const onOffer = async (source: Source, offer: BlobMessage & { type: 'offer' }): Promise<void> => {
    const one = wanted.get(offer.sha256)
    const word = source.words.get(offer.sha256)
    if (!one || !word) return
    const { seek } = one
    // The author of the entry may be the one who erred: no reason to drop a peer.
    if (offer.size !== seek.ref.size || offer.chunkRoot !== seek.ref.chunkRoot)
      return onNo(source, offer.sha256)
    if (seek.list() === null) {
      // Asked by an earlier fetch that had the list.
      if (!offer.list) return onNo(source, offer.sha256)
      const list = offer.list.slice()
      if (digestToSha256(await hashing.digest(list)) !== seek.ref.chunkRoot) return drop(source, 'lied')
      if (one.hasEnded) return
      if (seek.list() === null) {
        const kept = await seek.partial.setChunkHashes(list)
        if (kept !== 'kept') return endOf(one, kept === 'full' ? 'no-room' : 'unavailable')
        seek.setList(list)
      }
    }
    if (source.hasEnded || one.hasEnded) return
    word.status = 'holds'
    word.at = clock.now()
    word.held = offer.held?.slice() ?? null
    if (seek.left() === 0) endOf(one, 'complete')
    else giveAll()
  }

  const onNo = (source: Source, sha256: Sha256): void => {
    const one = wanted.get(sha256)
    const word = source.words.get(sha256)
    if (!one || !word) return
    word.status = 'no'
    word.at = clock.now()
    giveUpIfNobody(one)
  }

  const onChunk = (source: Source, { sha256, index, bytes }: BlobMessage & { type: 'chunk' }): void => {
    const key = keyOf(sha256, index)
    const owed = source.inFlight.get(key)
    if (!owed || owed.hasCome) {
      drop(source, 'broken-protocol')
      return
    }
    owed.hasCome = true
    const one = wanted.get(sha256)
    if (!one || one.seek.isHere(index)) {
      source.inFlight.delete(key)
      giveBack(bytes)
      give(source)
      return
    }
    const storing = keep(source, one, index, bytes).finally(() => {
      one.storing.delete(storing)
      source.inFlight.delete(key)
      giveBack(bytes)
      if (!one.hasEnded && one.seek.left() === 0) endOf(one, 'complete')
      give(source)
    })
    one.storing.add(storing)
  }

  const keep = async (
    source: Source,
    one: Wanted,
    index: number,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<void> => {
    const { seek } = one
    const list = seek.list()
    const isRight =
      bytes.length === chunkSizeAt(seek.ref.size, index) &&
      list !== null &&
      isHashAt(list, index, await hashing.digest(bytes))
    if (!isRight) {
      seek.release(index, source)
      return drop(source, 'lied')
    }
    if (one.hasEnded || seek.isHere(index)) return
    const kept = await seek.partial.put(index, bytes).catch(() => 'unavailable' as const)
    if (kept !== 'kept') return endOf(one, kept === 'full' ? 'no-room' : 'unavailable')
    if (one.hasEnded || seek.isHere(index)) return
    seek.markHere(index)
    one.lastProgressAt = clock.now()
    one.onProgress()
  }

  const onLack = (source: Source, sha256: Sha256, index: number): void => {
    const key = keyOf(sha256, index)
    const owed = source.inFlight.get(key)
    if (!owed || owed.hasCome) {
      drop(source, 'broken-protocol')
      return
    }
    source.inFlight.delete(key)
    const one = wanted.get(sha256)
    one?.seek.release(index, source)
    // It held the chunk and does not any more: what it holds is asked again, in time.
    const word = source.words.get(sha256)
    if (word?.status === 'holds') {
      word.status = 'no'
      word.at = clock.now()
    }
    giveAll()
    if (one) giveUpIfNobody(one)
  }

  const judge = (one: Wanted, source: Source, now: number): void => {
    const { sha256 } = one.seek.ref
    const word = source.words.get(sha256)
    if (!word) ask(one, source)
    else if (word.status === 'waiting' && now - word.at >= PATIENCE.answerMs) {
      word.status = 'silent'
      word.at = now
    } else if (word.status === 'no' && now - word.at >= PATIENCE.askAgainMs) ask(one, source)
    else if (word.status === 'holds' && word.held && now - word.at >= PATIENCE.askAgainMs) ask(one, source)
  }

  const tick = (): void => {
    stopTick = null
    const now = clock.now()
    if (gate.isOpen) {
      for (const source of sources) {
        if (source.isStalled || source.inFlight.size === 0) continue
        if (now - source.lastAnswerAt < PATIENCE.stallMs) continue
        source.isStalled = true
        releaseAll(source)
      }
      for (const one of [...wanted.values()]) {
        for (const source of sources) judge(one, source, now)
        const isLong = now - one.lastProgressAt >= PATIENCE.stallMs && one.storing.size === 0
        if (isLong && ![...sources].some(source => mayHelp(source, one))) endOf(one, 'nobody-has-it')
        else giveUpIfNobody(one)
      }
      giveAll()
    }
    keepTicking()
  }

  /** It is to answer, to bring a chunk, or to be asked for one as soon as it owes less. */
  const mayHelp = (source: Source, { seek }: Wanted): boolean => {
    const { sha256 } = seek.ref
    const word = source.words.get(sha256)
    if (word?.status === 'waiting') return true
    if (source.isStalled || word?.status !== 'holds') return false
    if ([...source.inFlight.values()].some(owed => owed.sha256 === sha256)) return true
    return seek.nextMissing(word.held, () => false) >= 0
  }

  const keepTicking = (): void => {
    if (wanted.size > 0) stopTick ??= clock.after(PATIENCE.tickMs, tick)
  }

  return {
    add(one) {
      const { seek } = one
      if (seek.left() === 0 && seek.list() !== null) return endOf(one, 'complete')
      wanted.set(seek.ref.sha256, one)
      if (gate.isOpen) for (const source of sources) ask(one, source)
      if (sources.size === 0) return giveUpIfNobody(one)
      keepTicking()
    },
    remove(one) {
      endOf(one, 'stopped')
    },
    join(source) {
      sources.add(source)
      if (gate.isOpen) for (const one of wanted.values()) ask(one, source)
    },
    leave,
    receive(source, message) {
      source.lastAnswerAt = clock.now()
      source.isStalled = false
      switch (message.type) {
        case 'offer':
          return source.answered(message.sha256) ? onOffer(source, message) : drop(source, 'broken-protocol')
        case 'no':
          return source.answered(message.sha256)
            ? onNo(source, message.sha256)
            : drop(source, 'broken-protocol')
        case 'chunk':
          return onChunk(source, message)
        case 'lack':
          return onLack(source, message.sha256, message.index)
      }
    },
    resumed() {
      const now = clock.now()
      for (const source of sources) {
        source.lastAnswerAt = now
        for (const word of source.words.values()) word.at = now
        for (const one of wanted.values()) if (!source.words.has(one.seek.ref.sha256)) ask(one, source)
      }
      for (const one of wanted.values()) one.lastProgressAt = now
      giveAll()
    },
  }
}

const isHashAt = (list: Uint8Array, index: number, digest: Uint8Array): boolean => {
  const at = index * 32
  for (let byte = 0; byte < 32; byte++) if (list[at + byte] !== digest[byte]) return false
  return digest.length === 32
}
