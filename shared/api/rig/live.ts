/**
 * Binary frames of the rig socket, little endian. The first byte says which: LIVE_FRAME or TRACE_CHUNK.
 *
 * live frame:  u8 kind = 1 · u8 version · u16 flags (bit 0: what is shown is being kept) · u32 number, counting up
 *              · f64 epoch ms of the newest sample · then one f32 per LIVE_FIELDS; NaN = the game does not say
 * trace chunk: u8 kind = 2 · u8 version · u16 zero · 16 bytes lap id · u32 index · the bytes
 *
 * Fields are only appended: a reader of an older version ignores what follows, one of a newer version finds NaN.
 */
import { SAMPLE_FIELDS, STATUS_FIELDS } from '#shared/sim'

export const LIVE_FRAME = 1
export const TRACE_CHUNK = 2
export const LIVE_VERSION = 1
export const LIVE_HEADER_BYTES = 16
export const CHUNK_HEADER_BYTES = 24

const SAMPLE_PART = SAMPLE_FIELDS.filter(
  name => name !== 'x' && name !== 'y' && name !== 'altitude',
) as Exclude<(typeof SAMPLE_FIELDS)[number], 'x' | 'y' | 'altitude'>[]

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

export const LIVE_BYTES = LIVE_HEADER_BYTES + 4 * LIVE_FIELDS.length
