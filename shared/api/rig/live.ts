/**
 * Binary frames of the rig socket, little endian. The first byte says which: LIVE_FRAME or TRACE_CHUNK (`chunk.ts`).
 *
 * live frame:  u8 kind = 1 · u8 version · u16 flags (bit 0: what is shown is being kept) · u32 number, counting up
 *              · f64 epoch ms of the newest sample · then one f32 per LIVE_FIELDS; NaN = the game does not say
 *
 * Fields are only appended: a reader of an older version ignores what follows, one of a newer version finds NaN. A
 * field anywhere else, so also one appended to STATUS_FIELDS or SAMPLE_FIELDS, moves others and is a new LIVE_VERSION.
 */
import { SAMPLE_AT, SAMPLE_FIELDS, STATUS_FIELDS } from '#shared/sim'

export const LIVE_FRAME = 1
export const LIVE_VERSION = 1
export const LIVE_HEADER_BYTES = 16

const POSITION = ['x', 'y', 'altitude'] as const

const SAMPLE_PART = SAMPLE_FIELDS.filter(
  name => name !== 'x' && name !== 'y' && name !== 'altitude',
) as Exclude<(typeof SAMPLE_FIELDS)[number], (typeof POSITION)[number]>[]

/** Everything that changes many times a second. Positions are those of the sample where it has any. */
export const LIVE_FIELDS = [
  ...STATUS_FIELDS,
  ...SAMPLE_PART,
  /** Against the best lap of the session, from the recorder's own curve; positive is slower. */
  'deltaBestMs',
  /** Milliseconds since the line, carried on from the game's last word to the newest sample. */
  'lapMs',
] as const
export type LiveField = (typeof LIVE_FIELDS)[number]

/** Where in the values of a frame a field is. */
export const LIVE_AT = Object.fromEntries(LIVE_FIELDS.map((name, at) => [name, at])) as Readonly<
  Record<LiveField, number>
>

export const LIVE_BYTES = LIVE_HEADER_BYTES + 4 * LIVE_FIELDS.length

/** Ten times what there is: room for years of new fields, and a cap on what a reader looks at. */
const MAX_LIVE_BYTES = LIVE_HEADER_BYTES + 4 * 1024
const KEPT_FLAG = 1

const SAMPLE_PLACES = SAMPLE_PART.map(name => SAMPLE_AT[name])
const POSITION_PLACES = POSITION.map(name => ({ from: SAMPLE_AT[name], to: LIVE_AT[name] }))

/** What a frame is made of; null and NaN are what the game does not say. */
export interface LiveParts {
  readonly number: number
  readonly epochMs: number
  readonly isKept: boolean
  /** SAMPLE_WIDTH numbers. */
  readonly sample: Float32Array | null
  /** STATUS_WIDTH numbers. */
  readonly status: Float64Array | null
  readonly deltaBestMs: number
  readonly lapMs: number
}

/** Fills the first LIVE_BYTES of `into`. */
export const encodeLiveFrame = (into: Uint8Array, parts: LiveParts): void => {
  const view = new DataView(into.buffer, into.byteOffset, LIVE_BYTES)
  view.setUint8(0, LIVE_FRAME)
  view.setUint8(1, LIVE_VERSION)
  view.setUint16(2, parts.isKept ? KEPT_FLAG : 0, true)
  view.setUint32(4, parts.number, true)
  view.setFloat64(8, parts.epochMs, true)
  let at = LIVE_HEADER_BYTES
  const put = (value: number | undefined): void => {
    view.setFloat32(at, value ?? Number.NaN, true)
    at += 4
  }
  const { sample, status } = parts
  for (let i = 0; i < STATUS_FIELDS.length; i++) put(status?.[i])
  for (const place of SAMPLE_PLACES) put(sample?.[place])
  put(parts.deltaBestMs)
  put(parts.lapMs)
  for (const { from, to } of POSITION_PLACES) {
    const value = sample?.[from] ?? Number.NaN
    if (!Number.isNaN(value)) view.setFloat32(LIVE_HEADER_BYTES + 4 * to, value, true)
  }
}

/** For readers that look at a frame before the next one is decoded. */
const reused = new Float32Array(LIVE_FIELDS.length)

export interface LiveFrame {
  readonly number: number
  readonly epochMs: number
  readonly isKept: boolean
  /** LIVE_FIELDS.length numbers, at LIVE_AT. */
  readonly values: Float32Array
}

/** Sixty a second: `values` of the answer is `into`, so that reading makes no garbage. */
export const decodeLiveFrame = (bytes: Uint8Array, into: Float32Array = reused): LiveFrame | null => {
  const { length } = bytes
  if (length < LIVE_HEADER_BYTES || length > MAX_LIVE_BYTES || length % 4 !== 0) return null
  if (bytes[0] !== LIVE_FRAME || bytes[1] !== LIVE_VERSION) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, length)
  const told = (length - LIVE_HEADER_BYTES) / 4
  for (let i = 0; i < LIVE_FIELDS.length; i++)
    into[i] = i < told ? view.getFloat32(LIVE_HEADER_BYTES + 4 * i, true) : Number.NaN
  return {
    number: view.getUint32(4, true),
    epochMs: view.getFloat64(8, true),
    isKept: (view.getUint16(2, true) & KEPT_FLAG) !== 0,
    values: into,
  }
}
