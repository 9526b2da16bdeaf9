/** The blob that `SessionBody.traces` names: which traces belong to which laps, as canonical dag-cbor. */
import type { Bytes } from '#shared/blob'
import type { ChunkedRef, TraceManifest } from './bodies.ts'
import { decodeCanonical, encodeCanonical } from './cbor.ts'
import type { Entry } from './entry.ts'
import { int, list, Malformed, orNull, record } from './fields.ts'
import { chunkedRef, MAX_LAPS } from './session-schema.ts'

/** 2,000 laps of 100 bytes each. */
export const MAX_MANIFEST_BYTES = 256 * 1024

const manifest = record<TraceManifest>({
  v: int<1>(1, 1),
  laps: list(orNull(chunkedRef), MAX_LAPS),
  between: orNull(chunkedRef),
})

export const encodeTraceManifest = (value: TraceManifest): Bytes => encodeCanonical(manifest.write(value))

/** Null for bytes that are none, or of a newer version. Takes any bytes. */
export const decodeTraceManifest = (bytes: Uint8Array): TraceManifest | null => {
  if (bytes.length > MAX_MANIFEST_BYTES) return null
  const raw = decodeCanonical(bytes)
  if (raw === undefined) return null
  try {
    return manifest.read(raw)
  } catch (error) {
    if (error instanceof Malformed) return null
    throw error
  }
}

/**
 * The list of traces that an entry names, read without the rest of it: a fiftieth of the work. Whether the entry says
 * anything at all is for `readBody` to tell.
 */
export const namedManifest = ({ kind, body }: Pick<Entry, 'kind' | 'body'>): ChunkedRef | null => {
  if (kind !== 'session' || typeof body !== 'object' || body === null || !('traces' in body)) return null
  try {
    return chunkedRef.read(body.traces)
  } catch (error) {
    if (error instanceof Malformed) return null
    throw error
  }
}
