/**
 * From the bytes of an XRK file to its records, in order, piece by piece.
 *
 * The file is a flat run of messages (message.ts) and data records in parentheses. There is no index, so a
 * position that begins no valid record is stepped over byte by byte until one does; intact files have no such
 * byte. Records are told to a sink as positions in the current piece: nothing is allocated per record.
 *
 *   `(S` i32 tc, u16 channel, sample `)`                    one sample
 *   `(G` i32 tc, u16 group, members' samples `)`            one sample of each member
 *   `(M` i32 tc, u16 channel, u16 count, samples `)`        a block, one sample per period of the channel
 *   `(c` u8 0, u16 channel<<3|4, u8 0x84, u8 6, i32 tc, sample `)`   one sample of an expansion module
 *
 * tc is in milliseconds since the logger was switched on. Walking the same file twice tells the same records.
 */
import type { ByteSource } from '../model.ts'
import { i32At, u16At } from './bytes.ts'
import { createClock } from './clock.ts'
import { isIntact, LESS, type MessageFrame, messageLength, tokenOf } from './message.ts'
import { readWhole } from './read-whole.ts'
import type { Registry } from './registry.ts'

export interface RecordSink {
  sample(slot: number, tcMs: number, bytes: Uint8Array, at: number): void
  block(slot: number, tcMs: number, count: number, bytes: Uint8Array, at: number): void
  /** Everything but the descriptions of channels and groups; `nowMs` is the logger's clock there. */
  message(frame: MessageFrame, bytes: Uint8Array, nowMs: number): void
}

export interface Walk {
  /** Bytes that belong to no record, and how many of them are the end of the file. */
  readonly skipped: number
  readonly cutOff: number
  /** Descriptions whose bytes do not add up to their sum. */
  readonly damagedDescriptions: number
  /** Records left out because their time cannot be true. */
  readonly wildTimes: number
}

export interface WalkOptions {
  readonly registry: Registry
  readonly onProgress: (done: number) => void
  readonly isCancelled: () => boolean
}

const PIECE = 1 << 20
const PARENTHESIS = 0x28
const CLOSING = 0x29
const LETTER_S = 0x53
const LETTER_G = 0x47
const LETTER_M = 0x4d
const LETTER_C = 0x63
/** A sample of one byte; and how many bytes tell how long any record is. */
const SHORTEST = 10
const LONGEST_HEAD = 12

const CNF = tokenOf('CNF')
const CHS = tokenOf('CHS')
const GRP = tokenOf('GRP')
const isDescription = (token: number): boolean => token === CNF || token === CHS || token === GRP

/** Null when it was cancelled. */
export const walkRecords = async (
  source: ByteSource,
  sink: RecordSink,
  { registry, onProgress, isCancelled }: WalkOptions,
): Promise<Walk | null> => {
  const framer = createFramer(sink, registry)
  let wanted = PIECE
  for (let offset = 0; offset < source.size; ) {
    if (isCancelled()) return null
    const piece = await readWhole(source, offset, wanted)
    if (piece.length === 0) break
    const isLast = piece.length < wanted || offset + wanted >= source.size
    const { used, needed } = framer.frame(piece, isLast)
    // A record longer than what is left is read with a whole piece behind it, so that many lies about a length
    // cannot make us read the same megabytes again and again.
    wanted = needed > PIECE ? needed + PIECE : PIECE
    offset += used
    onProgress(offset / source.size)
  }
  return framer.end()
}

interface Framer {
  /** Tells all records that lie wholly in the piece; `needed` bytes from `used` on are the next one. */
  frame(piece: Uint8Array, isLast: boolean): { used: number; needed: number }
  end(): Walk
}

const createFramer = (sink: RecordSink, registry: Registry): Framer => {
  const clock = createClock()
  const message: MessageFrame = { token: 0, version: 0, from: 0, to: 0 }
  let skipped = 0
  let cutOff = 0
  let damagedDescriptions = 0

  /** Like `messageLength`; a channel list is unfolded. */
  const takeMessage = (bytes: Uint8Array, at: number, end: number): number => {
    const length = messageLength(bytes, at, end, message)
    if (length <= 0) return length
    const { token, from, to } = message
    if (isDescription(token) && !isIntact(bytes, message)) damagedDescriptions++
    if (token === CNF) takeMessages(bytes, from, to)
    else if (token === CHS) registry.addChannel(bytes, from, to)
    else if (token === GRP) registry.addGroup(bytes, from, to)
    else sink.message(message, bytes, clock.nowMs)
    return length
  }

  const takeMessages = (bytes: Uint8Array, from: number, to: number): void => {
    for (let at = from; at < to; ) {
      // Only the top level may hold a list, so this does not go deeper.
      const length = bytes[at] === LESS ? messageLength(bytes, at, to, message) : 0
      if (length > 0 && message.token !== CNF) takeMessage(bytes, at, to)
      at += length > 0 ? length : 1
    }
  }

  const takeData = (bytes: Uint8Array, at: number, end: number): number => {
    if (end - at < SHORTEST) return -LONGEST_HEAD
    switch (bytes[at + 1]) {
      case LETTER_S: {
        const slot = registry.slotOf[u16At(bytes, at + 6)]!
        return slot < 0 ? 0 : takeSample(slot, at + 8, i32At(bytes, at + 2), bytes, at, end)
      }
      case LETTER_M:
        return takeBlock(bytes, at, end)
      case LETTER_G:
        return takeGroup(bytes, at, end)
      case LETTER_C: {
        const code = u16At(bytes, at + 3)
        const slot = (code & 7) === 4 ? registry.slotOf[code >> 3]! : -1
        if (slot < 0 || bytes[at + 2] !== 0 || bytes[at + 5] !== 0x84 || bytes[at + 6] !== 6) return 0
        return takeSample(slot, at + 11, i32At(bytes, at + 7), bytes, at, end)
      }
      default:
        return 0
    }
  }

  const takeSample = (
    slot: number,
    from: number,
    tcMs: number,
    bytes: Uint8Array,
    at: number,
    end: number,
  ): number => {
    const close = from + registry.sizes[slot]!
    if (close >= end) return at - close - 1
    if (bytes[close] !== CLOSING) return 0
    if (clock.accepts(tcMs)) sink.sample(slot, tcMs, bytes, from)
    return close + 1 - at
  }

  const takeBlock = (bytes: Uint8Array, at: number, end: number): number => {
    if (end - at < LONGEST_HEAD) return -LONGEST_HEAD
    const slot = registry.slotOf[u16At(bytes, at + 6)]!
    if (slot < 0) return 0
    const count = u16At(bytes, at + 8)
    const close = at + 10 + count * registry.sizes[slot]!
    if (close >= end) return at - close - 1
    if (bytes[close] !== CLOSING) return 0
    const tcMs = i32At(bytes, at + 2)
    if (clock.accepts(tcMs)) sink.block(slot, tcMs, count, bytes, at + 10)
    return close + 1 - at
  }

  const takeGroup = (bytes: Uint8Array, at: number, end: number): number => {
    const group = registry.groupOf(u16At(bytes, at + 6))
    if (!group) return 0
    const close = at + 8 + group.size
    if (close >= end) return at - close - 1
    if (bytes[close] !== CLOSING) return 0
    const tcMs = i32At(bytes, at + 2)
    if (clock.accepts(tcMs)) {
      const slots = group.slots!
      let from = at + 8
      // Counted, because in code that is not compiled yet an iterator takes several times as long.
      for (let k = 0; k < slots.length; k++) {
        sink.sample(slots[k]!, tcMs, bytes, from)
        from += registry.sizes[slots[k]!]!
      }
    }
    return close + 1 - at
  }

  return {
    frame(piece, isLast) {
      const end = piece.length
      for (let at = 0; at < end; ) {
        const first = piece[at]
        let length = 0
        if (first === PARENTHESIS) length = takeData(piece, at, end)
        else if (first === LESS) length = takeMessage(piece, at, end)
        if (length > 0) {
          at += length
          cutOff = 0
        } else if (length < 0 && !isLast) {
          return { used: at, needed: -length }
        } else {
          at++
          skipped++
          cutOff++
        }
      }
      return { used: end, needed: 0 }
    },
    end: () => ({ skipped, cutOff, damagedDescriptions, wildTimes: clock.rejected }),
  }
}
