/**
 * RRK, the file of positions a logger writes beside a DRK: a head of 64 bytes, then records of 64 bytes, each
 * `NSOL`, the logger's clock, a NAV-SOL body and four bytes.
 *
 * Its clock starts with the recording, so its times are those of the DRK.
 */
import { createFixStore, type Fixes, fixesOf, i32At, readWhole } from '../aim-xrk/index.ts'
import { counted, type Notes } from '../common/index.ts'
import type { ByteSource } from '../model.ts'

const RECORD = 64
/** Some thousand records at a time. */
const PIECE = RECORD << 14
const HEAD = 0x44414548
const NSOL = 0x4c4f534e

export const looksLikeRrk = (head: Uint8Array): boolean =>
  head.length > 0x44 &&
  i32At(head, 0) === HEAD &&
  head[4] === 0 &&
  head[5] === 1 &&
  i32At(head, 0x30) === NSOL &&
  i32At(head, 0x40) === NSOL

/** Null when it was cancelled. */
export const readRrk = async (
  source: ByteSource,
  notes: Notes,
  onProgress: (done: number) => void,
  isCancelled: () => boolean,
): Promise<Fixes | null> => {
  const store = createFixStore()
  let unknown = 0
  for (let offset = RECORD; offset + RECORD <= source.size; ) {
    if (isCancelled()) return null
    const piece = await readWhole(source, offset, PIECE)
    const whole = piece.length - (piece.length % RECORD)
    if (whole === 0) break
    for (let at = 0; at < whole; at += RECORD) {
      if (i32At(piece, at) === NSOL) store.add(piece, at + 4)
      else unknown++
    }
    offset += whole
    onProgress(offset / source.size)
  }
  if (unknown > 0) {
    notes.add(
      'problem',
      `The file of positions (${source.name}) is damaged: ${counted(unknown, 'position', 'positions')} could not be read.`,
    )
  }
  return fixesOf(store, notes)
}
