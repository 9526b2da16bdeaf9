/**
 * The channel files of a RaceChrono archive: what their names say, and their bytes as numbers.
 *
 * `channel_<device type>_<device>_<source>_<channel>_<form>`: a flat little-endian array without header. Form 0 is
 * 32-bit whole numbers, form 1 64-bit, form 3 (`channel2_…`) doubles in SI units. Files that share the first three
 * numbers are aligned: element i of each belongs to time i of channel 1, which is milliseconds since 1970.
 */
import type { ArchiveEntry } from '#shared/archive'

export const TIME_ID = 1
export const DISTANCE_ID = 2
export const POSITION_ID = 3

export interface ChannelFile {
  readonly entry: ArchiveEntry
  readonly deviceType: number
  readonly device: number
  /** Of what instrument of the device; on a CAN bus the channel itself. */
  readonly source: number
  readonly channel: number
  readonly form: Form
}

type Form = 'i32' | 'i64' | 'f64'

const NAME = /^channel2?_(\d{1,9})_(\d{1,9})_(\d{1,10})_(\d{1,10})_([013])$/
const FORMS: Readonly<Record<string, Form>> = { 0: 'i32', 1: 'i64', 3: 'f64' }
/** Whole numbers say "no value" with their largest one. */
const NO_VALUE = 0x7fffffff
const TWO_32 = 2 ** 32

/** `fileName` is without folders; null for files that are no channels. */
export const channelFileOf = (entry: ArchiveEntry, fileName: string): ChannelFile | null => {
  const parts = NAME.exec(fileName)
  if (!parts) return null
  const [deviceType, device, source, channel] = parts.slice(1, 5).map(Number) as [
    number,
    number,
    number,
    number,
  ]
  return { entry, deviceType, device, source, channel, form: FORMS[parts[5]!]! }
}

/** As they stand in the file, unscaled; a cut last element is left out. */
export const numbersOf = (bytes: Uint8Array<ArrayBuffer>, form: Form): Float64Array => {
  if (form === 'f64') return new Float64Array(bytes.slice(0, bytes.length & ~7).buffer)
  const words = wordsOf(bytes)
  const width = form === 'i64' ? 2 : 1
  const values = new Float64Array(Math.floor(words.length / width))
  for (let i = 0; i < values.length; i++) {
    const low = words[i * width]!
    if (width === 2) values[i] = words[i * 2 + 1]! * TWO_32 + (low >>> 0)
    else values[i] = low === NO_VALUE ? Number.NaN : low
  }
  return values
}

/** Degrees × 6,000,000, latitude and longitude in turn. */
export const positionsOf = (bytes: Uint8Array<ArrayBuffer>): { lat: Float64Array; lon: Float64Array } => {
  const words = wordsOf(bytes)
  const count = words.length >> 1
  const degrees = (word: number): number => (word === NO_VALUE ? Number.NaN : word / DEGREE)
  return {
    lat: Float64Array.from({ length: count }, (_, i) => degrees(words[i * 2]!)),
    lon: Float64Array.from({ length: count }, (_, i) => degrees(words[i * 2 + 1]!)),
  }
}

/** RaceChrono counts angles in hundred-thousandths of a minute of arc. */
export const DEGREE = 6_000_000

const wordsOf = (bytes: Uint8Array<ArrayBuffer>): Int32Array => {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  return new Int32Array(aligned.buffer, aligned.byteOffset, bytes.length >> 2)
}
