/**
 * The checksum zip files carry for every entry (CRC-32, polynomial EDB88320 reflected), quick enough not to matter.
 *
 * Eight bytes at a time through eight tables, and two halves of a block side by side, so that the processor need not
 * wait for one lookup to begin the next; what the first half adds to the second is a lookup as well, since the halves
 * have a fixed length. 1,100 to 1,280 MB/s of processor time where a byte at a time made 370.
 *
 * Limit: little-endian machines, which all that run a browser or Node are.
 */

export interface Checksum {
  update(bytes: Uint8Array): void
  /** Of everything so far. */
  value(): number
}

export const crc32 = (bytes: Uint8Array): number => ~advance(-1, bytes) >>> 0

export const createChecksum = (): Checksum => {
  let crc = -1
  return {
    update(bytes) {
      crc = advance(crc, bytes)
    },
    value: () => ~crc >>> 0,
  }
}

/** Row k is what a byte does to the checksum when k more bytes follow. */
const TABLE = (() => {
  const table = new Int32Array(8 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
    table[byte] = crc
  }
  for (let i = 256; i < table.length; i++) table[i] = table[table[i - 256]! & 0xff]! ^ (table[i - 256]! >>> 8)
  return table
})()

const HALF = 2048 // words; longer halves gain nothing, shorter ones leave small entries less to do

/** Row k is what byte k of a checksum becomes after HALF words of zeros. */
const OVER_HALF = (() => {
  const afterHalf = (crc: number): number => {
    for (let i = 0; i < 4 * HALF; i++) crc = TABLE[crc & 0xff]! ^ (crc >>> 8)
    return crc
  }
  const bits = Array.from({ length: 32 }, (_, bit) => afterHalf(1 << bit))
  const table = new Int32Array(4 * 256)
  for (let i = 0; i < table.length; i++) {
    for (let bit = 0; bit < 8; bit++) if ((i >> bit) & 1) table[i]! ^= bits[8 * (i >> 8) + bit]!
  }
  return table
})()

const advance = (crc: number, bytes: Uint8Array): number => {
  let at = 0
  // A view of words must begin at a multiple of four.
  const unaligned = Math.min(-bytes.byteOffset & 3, bytes.length)
  for (; at < unaligned; at++) crc = TABLE[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8)
  const wordCount = ((bytes.length - at) >>> 3) * 2
  if (wordCount > 0) {
    crc = advanceWords(crc, new Int32Array(bytes.buffer, bytes.byteOffset + at, wordCount))
    at += 4 * wordCount
  }
  for (; at < bytes.length; at++) crc = TABLE[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8)
  return crc
}

/** An even number of words. */
const advanceWords = (crc: number, words: Int32Array): number => {
  let at = 0
  for (; at + 2 * HALF <= words.length; at += 2 * HALF) crc = advanceBlock(crc, words, at)
  for (; at < words.length; at += 2) crc = twoWords(crc ^ words[at]!, words[at + 1]!)
  return crc
}

const advanceBlock = (crc: number, words: Int32Array, from: number): number => {
  let first = crc
  let second = 0
  for (let at = from; at < from + HALF; at += 2) {
    first = twoWords(first ^ words[at]!, words[at + 1]!)
    second = twoWords(second ^ words[at + HALF]!, words[at + HALF + 1]!)
  }
  return (
    OVER_HALF[first & 0xff]! ^
    OVER_HALF[256 + ((first >>> 8) & 0xff)]! ^
    OVER_HALF[512 + ((first >>> 16) & 0xff)]! ^
    OVER_HALF[768 + (first >>> 24)]! ^
    second
  )
}

const twoWords = (a: number, b: number): number =>
  TABLE[1792 + (a & 0xff)]! ^
  TABLE[1536 + ((a >>> 8) & 0xff)]! ^
  TABLE[1280 + ((a >>> 16) & 0xff)]! ^
  TABLE[1024 + (a >>> 24)]! ^
  TABLE[768 + (b & 0xff)]! ^
  TABLE[512 + ((b >>> 8) & 0xff)]! ^
  TABLE[256 + ((b >>> 16) & 0xff)]! ^
  TABLE[b >>> 24]!
