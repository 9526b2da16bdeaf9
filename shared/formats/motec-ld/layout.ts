/**
 * Where things are in a MoTeC .ld file, for the reader and the writer. Everything is little-endian; texts are
 * Latin-1, ended by NUL. What is not named here is not understood and is written as the common tools write it.
 */

/** First word of every file: where the header's own fields begin. */
export const MARKER = 0x40

export const HEADER = {
  size: 1762,
  firstBlock: 8,
  data: 12,
  event: 36,
  constants: 64,
  serial: 70,
  device: { at: 74, length: 8 },
  firmware: 82,
  writer: 84,
  channels: 86,
  date: { at: 94, length: 16 },
  time: { at: 126, length: 16 },
  driver: { at: 158, length: 64 },
  vehicle: { at: 222, length: 64 },
  venue: { at: 350, length: 64 },
  licence: 1502,
  session: { at: 1508, length: 64 },
  comment: { at: 1572, length: 64 },
} as const

export const EVENT = {
  size: 1156,
  name: { at: 0, length: 64 },
  session: { at: 64, length: 64 },
  comment: { at: 128, length: 1024 },
  venue: 1152,
} as const

export const VENUE = { size: 1102, name: { at: 0, length: 64 }, vehicle: 1098 } as const

export const VEHICLE = {
  size: 260,
  id: { at: 0, length: 64 },
  description: { at: 64, length: 64 },
} as const

/** One channel; the blocks are a doubly linked list. */
export const BLOCK = {
  size: 124,
  previous: 0,
  next: 4,
  data: 8,
  count: 12,
  id: 16,
  typeClass: 18,
  bytes: 20,
  rate: 22,
  shift: 24,
  multiplier: 26,
  scale: 28,
  decimals: 30,
  name: { at: 32, length: 32 },
  shortName: { at: 64, length: 8 },
  unit: { at: 72, length: 12 },
} as const

/** The beacon channel's number; i2 finds laps by it in files without a .ldx. */
export const BEACON_ID = 0x6e

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

export interface TextField {
  readonly at: number
  readonly length: number
}

/** Empty when there is anything but text: pointers into samples must not become names. */
export const textAt = (bytes: Uint8Array, { at, length }: TextField, from = 0): string => {
  let text = ''
  for (let i = from + at; i < from + at + length && i < bytes.length; i++) {
    const byte = bytes[i]!
    if (byte === 0) break
    if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) return ''
    text += String.fromCharCode(byte)
  }
  return text.trim()
}

/** At least one NUL stays at the end; letters Latin-1 does not have become '?'. */
export const putText = (bytes: Uint8Array, { at, length }: TextField, text: string, from = 0): void => {
  const end = from + at + length - 1
  let i = from + at
  for (const letter of text) {
    if (i >= end) return
    const code = letter.codePointAt(0)!
    bytes[i++] = code >= 0x20 && code < 0x100 ? code : 0x3f
  }
}
