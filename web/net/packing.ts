/**
 * Inflating the entries a page is sent, by the browser: zlib takes 1 ms for a batch of 245 kB, JavaScript 25 of the page's
 * own thread. Deflating is left to JavaScript: a page sends little.
 *
 * Invariant: no more is made of what came than was announced and what one piece of it grows to. A browser inflates a piece
 * whole before anybody can stop it, by up to a thousandfold: 8 MB.
 */
import { type Packing, plainPacking } from '#shared/sync'

const PIECE_BYTES = 8 * 1024

const inflate = async (packed: Uint8Array, size: number): Promise<Uint8Array<ArrayBuffer>> => {
  const { readable, writable } = new DecompressionStream('deflate-raw')
  const writer = writable.getWriter()
  const reader = readable.getReader()
  const give = async (): Promise<void> => {
    for (let at = 0; at < packed.length; at += PIECE_BYTES) {
      await writer.ready
      await writer.write(packed.slice(at, at + PIECE_BYTES))
    }
    await writer.close()
  }
  // What fails in giving fails in reading too.
  void give().catch(() => {})
  const whole = new Uint8Array(size)
  let filled = 0
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    if (read.value.length > size - filled) {
      void reader.cancel().catch(() => {})
      throw new RangeError('more was deflated than announced')
    }
    whole.set(read.value, filled)
    filled += read.value.length
  }
  if (filled !== size) throw new RangeError('less was deflated than announced')
  return whole
}

const canInflate = (): boolean => {
  try {
    return new DecompressionStream('deflate-raw') !== null
  } catch {
    return false
  }
}

export const createPagePacking = (): Packing => (canInflate() ? { ...plainPacking, inflate } : plainPacking)
