/** The ways a read ends without a log, and a source made of bytes that are in memory already. */
import type { ByteSource, ReadOutcome } from '../model.ts'

/** `reason` is one sentence: what happened, what it means for the data, what to do. */
export const refused = (reason: string): ReadOutcome => ({ ok: false, kind: 'refused', reason })

export const cancelled = (): ReadOutcome => ({
  ok: false,
  kind: 'cancelled',
  reason:
    'The import was stopped before the whole file was read, so nothing of it was kept; import it again.',
})

/** The bytes are not copied: who hands them over leaves them alone. */
export const memorySource = (name: string, bytes: Uint8Array): ByteSource => ({
  name,
  size: bytes.length,
  read: (offset, length) => {
    const from = Math.min(Math.max(offset, 0), bytes.length)
    return Promise.resolve(bytes.slice(from, Math.min(from + Math.max(length, 0), bytes.length)))
  },
})
