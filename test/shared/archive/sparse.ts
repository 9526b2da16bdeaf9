/**
 * Archives of many GB of which only what matters is in memory: the sink keeps the headers and drops the long run of
 * equal bytes, and the source puts that back.
 */
import { type AddOptions, createZipWriter, type RandomAccess } from '../../../shared/archive/index.ts'
import { textOf, WRITTEN_AT } from './made.ts'

const MIB = 1 << 20
export const GIB = 2 ** 30
const FILLING = 0x5a
const FULL_PIECE = new Uint8Array(MIB).fill(FILLING)

const isFilling = (bytes: Uint8Array): boolean =>
  bytes.length === MIB && Buffer.compare(bytes, FULL_PIECE) === 0

/** A megabyte of nothing but filling is not kept. */
const createSparse = (): { sink: (bytes: Uint8Array) => void; source: () => RandomAccess } => {
  const pieces: (Uint8Array | null)[] = []
  let size = 0
  const read = async (offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> => {
    const end = Math.min(offset + length, size)
    const out = new Uint8Array(Math.max(end - offset, 0)).fill(FILLING)
    for (let i = Math.floor(offset / MIB); i * MIB < end; i++) {
      const piece = pieces[i]
      if (!piece) continue
      const from = Math.max(offset - i * MIB, 0)
      const part = piece.subarray(from, Math.max(end - i * MIB, 0))
      out.set(part, i * MIB + from - offset)
    }
    return out
  }
  return {
    sink: bytes => {
      pieces.push(isFilling(bytes) ? null : bytes.slice())
      size += bytes.length
    },
    source: () => ({ size, read }),
  }
}

function* filling(length: number): Generator<Uint8Array> {
  for (let left = length; left > 0; left -= MIB) yield FULL_PIECE.subarray(0, left)
}

/** 'before.txt', 'large.bin' of so many bytes, 'after.txt'. */
export const writeSparse = async (length: number, options: AddOptions): Promise<RandomAccess> => {
  const { sink, source } = createSparse()
  const writer = createZipWriter(sink, WRITTEN_AT)
  await writer.add('before.txt', textOf('before'))
  await writer.add('large.bin', filling(length), options)
  await writer.add('after.txt', textOf('after'))
  await writer.close()
  return source()
}
