/**
 * One entry handed out in pieces, and checked when it has ended.
 *
 * Invariants: never more than `entry.size` bytes are handed out; the state is `ok` only if there were exactly so many
 * and their checksum is right; no byte at or behind `entry.until` is touched. An entry's header must say the same
 * name as the list.
 */
import { Inflate } from 'fflate'
import { createChecksum } from './crc32.ts'
import { localHeaderAt } from './headers.ts'
import type {
  ArchiveEntry,
  EntryOutcome,
  EntryProblem,
  EntryReading,
  RandomAccess,
  ReadingState,
} from './model.ts'
import { PIECE } from './output.ts'
import { STORED } from './records.ts'
import { createWindow } from './window.ts'

/** What one push of packed bytes may turn into stays below 17 MB. */
const PUSH = 16 * 1024

type Bytes = Uint8Array<ArrayBuffer>

export const readEntry = (source: RandomAccess, entry: ArchiveEntry): EntryReading => {
  let state: ReadingState = entry.problem ?? 'reading'

  async function* checked(): AsyncGenerator<Bytes> {
    if (state !== 'reading') return
    const checksum = createChecksum()
    let left = entry.size
    const packed = packedPieces(source, entry)
    for await (const piece of entry.method === STORED ? packed : inflated(packed)) {
      if (typeof piece === 'string') {
        state = piece
        return
      }
      left -= piece.length
      if (left < 0) {
        state = 'wrong-size'
        return
      }
      checksum.update(piece)
      yield piece
    }
    state = left > 0 ? 'wrong-size' : checksum.value() === entry.crc ? 'ok' : 'wrong-checksum'
  }

  const pieces = checked()
  return { state: () => state, [Symbol.asyncIterator]: () => pieces }
}

/** `entry.size` has been held against the limits and the bytes there are, so allocating it is safe. */
export const readWholeEntry = async (source: RandomAccess, entry: ArchiveEntry): Promise<EntryOutcome> => {
  if (entry.problem) return { ok: false, problem: entry.problem }
  const bytes = new Uint8Array(entry.size)
  let filled = 0
  const reading = readEntry(source, entry)
  for await (const piece of reading) {
    bytes.set(piece, filled)
    filled += piece.length
  }
  const state = reading.state()
  if (state === 'reading') throw new Error('an entry has ended without a verdict')
  return state === 'ok' ? { ok: true, bytes } : { ok: false, problem: state }
}

/** The bytes as they are in the archive, or, last, what is wrong. */
async function* packedPieces(
  source: RandomAccess,
  { name, at, until, packedSize }: ArchiveEntry,
): AsyncGenerator<Bytes | EntryProblem> {
  // Wide enough for the header and the whole of most entries, so that they take one read.
  const window = createWindow(source, Math.min(until, source.size))
  const header = await localHeaderAt(window, at)
  if (header === 'absent' || header === 'broken' || header.name !== name) {
    yield 'damaged'
    return
  }
  const from = at + header.length
  if (from + packedSize > until) {
    yield 'overlap'
    return
  }
  for (let done = 0; done < packedSize; ) {
    const inWindow = done === 0 ? Math.min(packedSize, Math.max(at + PIECE - from, 1)) : PIECE
    const piece = await window.look(from + done, Math.min(inWindow, packedSize - done))
    if (!piece) {
      yield 'cut'
      return
    }
    yield piece
    done += piece.length
  }
}

async function* inflated(packed: AsyncIterable<Bytes | EntryProblem>): AsyncGenerator<Bytes | EntryProblem> {
  let out: Bytes[] = []
  const inflater = new Inflate(bytes => {
    if (bytes.length > 0) out.push(bytes as Bytes)
  })
  /** False when the bytes are no deflated data. */
  const push = (bytes: Uint8Array, isLast: boolean): boolean => {
    try {
      inflater.push(bytes, isLast)
      return true
    } catch {
      // fflate throws on a broken stream; what it found does not matter.
      return false
    }
  }
  for await (const piece of packed) {
    if (typeof piece === 'string') {
      yield piece
      return
    }
    for (let at = 0; at < piece.length; at += PUSH) {
      const isGood = push(piece.subarray(at, at + PUSH), false)
      yield* out
      out = []
      if (!isGood) {
        yield 'damaged'
        return
      }
    }
  }
  const isGood = push(new Uint8Array(0), true)
  yield* out
  if (!isGood) yield 'damaged'
}
