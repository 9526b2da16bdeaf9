/**
 * Memory for the message of one chunk, used again and again: memory of its own for each of them, several times on its
 * way, has the collector of V8 mark its whole heap every ten chunks (measured, 60 MB from three programs: 3.6 s of
 * processor without this, 2.8 with it).
 *
 * Invariants: whoever takes memory fills what of it is handed on; whoever has given it back does not touch it again. Who
 * keeps it for good may: it is collected as any. At most SPARES wait, for all leagues of this program together.
 */
import { CHUNK_BYTES } from '#shared/blob'

type Bytes = Uint8Array<ArrayBuffer>

/** A chunk, what its message says of it, and the frame of that. */
export const SPARE_BYTES = CHUNK_BYTES + 64
const SPARES = 16

const spares: Bytes[] = []

export const takeMemory = (): Bytes => spares.pop() ?? new Uint8Array(SPARE_BYTES)

/** `bytes` may be any view of it; what was never taken here, or was given back already, is left as it is. */
export const giveBack = ({ buffer }: Bytes): void => {
  if (buffer.byteLength !== SPARE_BYTES || spares.length === SPARES) return
  if (!spares.some(spare => spare.buffer === buffer)) spares.push(new Uint8Array(buffer))
}
