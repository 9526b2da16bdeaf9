/**
 * Reading canonical dag-cbor in one pass: a decoder that refuses every form the encoder would not write, so that what it
 * accepts encodes to the same bytes again without anybody encoding it.
 *
 * Refused are: heads longer than they have to be, keys that are no text, repeated or out of order (shorter first, then by
 * bytes), texts that are not UTF-8, floats other than 64 bits, or that a whole number says, undefined, NaN and infinities,
 * other simple values, tags (and so links), indefinite lengths, more than `MAX_DEPTH` nested, bytes after the value.
 *
 * Whole numbers beyond 2⁵³ become bigints. What it answers owns its memory. A session entry of 1.6 kB takes 10 µs;
 * decoding, encoding and comparing took ten times that.
 */

/** Bodies of today have four levels. */
export const MAX_DEPTH = 16

/** What a hostile entry meets; the message is for nobody. */
class NotCanonical extends Error {}

interface Source {
  readonly bytes: Uint8Array
  at: number
}

/** Undefined for anything that is not canonical; never throws. */
export const decodeCanonical = (bytes: Uint8Array): unknown => {
  // A Node buffer's `slice` is a view: what comes out has to own its memory.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const source: Source = { bytes: plain, at: 0 }
  try {
    const value = readValue(source, 0)
    return source.at === bytes.length ? value : undefined
  } catch (error) {
    if (error instanceof NotCanonical) return undefined
    throw error
  }
}

const refuse = (): never => {
  throw new NotCanonical()
}

const MAJOR = { unsigned: 0, negative: 1, bytes: 2, text: 3, list: 4, map: 5 } as const
const FALSE = 0xf4
const TRUE = 0xf5
const NULL = 0xf6
const FLOAT_64 = 0xfb

const readValue = (source: Source, depth: number): unknown => {
  const head = source.bytes[source.at++]
  if (head === undefined) return refuse()
  // Most of a session are small numbers.
  if (head < 24) return head
  switch (head >> 5) {
    case MAJOR.unsigned:
      return readArgument(source, head)
    case MAJOR.negative:
      return negated(readArgument(source, head))
    case MAJOR.bytes: {
      const from = readLength(source, head)
      return source.bytes.slice(from, source.at)
    }
    case MAJOR.text: {
      const from = readLength(source, head)
      return textBetween(source.bytes, from, source.at)
    }
    case MAJOR.list:
      return readList(source, head, depth)
    case MAJOR.map:
      return readMap(source, head, depth)
  }
  if (head === FALSE) return false
  if (head === TRUE) return true
  if (head === NULL) return null
  return head === FLOAT_64 ? readFloat(source) : refuse()
}

/** Bytes of a head's argument by its low five bits; 24 to 27 say how many follow. */
const ARGUMENT_BYTES = [1, 2, 4, 8]
/** What so many bytes have to say at least: less fits in fewer. */
const LEAST = [24, 0x100, 0x1_0000, 0x1_0000_0000]

const readArgument = (source: Source, head: number): number | bigint => {
  const low = head & 31
  if (low < 24) return low
  const width = ARGUMENT_BYTES[low - 24]
  const { bytes, at } = source
  if (width === undefined || at + width > bytes.length) return refuse()
  let argument = 0
  for (let i = 0; i < width; i++) argument = argument * 256 + bytes[at + i]!
  source.at += width
  if (argument < LEAST[low - 24]!) return refuse()
  return argument <= Number.MAX_SAFE_INTEGER ? argument : viewAt(source, 8).getBigUint64(0)
}

const negated = (argument: number | bigint): number | bigint => {
  if (typeof argument === 'bigint') return -1n - argument
  return argument < Number.MAX_SAFE_INTEGER ? -1 - argument : -1n - BigInt(argument)
}

/** The last bytes that were read. */
const viewAt = ({ bytes, at }: Source, width: number): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset + at - width, width)

const readFloat = (source: Source): number => {
  source.at += 8
  if (source.at > source.bytes.length) return refuse()
  const value = viewAt(source, 8).getFloat64(0)
  return Number.isFinite(value) && !Number.isSafeInteger(value) ? value : refuse()
}

/** Steps over as many bytes as announced, which have to be there; answers where they begin. */
const readLength = (source: Source, head: number): number => {
  const length = readArgument(source, head)
  const from = source.at
  if (typeof length === 'bigint' || length > source.bytes.length - from) return refuse()
  source.at = from + length
  return from
}

/** Of items, each of which has at least one byte. */
const readCount = (source: Source, head: number, bytesEach: number, depth: number): number => {
  const count = readArgument(source, head)
  if (typeof count === 'bigint' || depth >= MAX_DEPTH) return refuse()
  return count * bytesEach > source.bytes.length - source.at ? refuse() : count
}

const readList = (source: Source, head: number, depth: number): unknown[] => {
  const count = readCount(source, head, 1, depth)
  const list: unknown[] = []
  for (let i = 0; i < count; i++) list.push(readValue(source, depth + 1))
  return list
}

const readMap = (source: Source, head: number, depth: number): Record<string, unknown> => {
  const count = readCount(source, head, 2, depth)
  const map: Record<string, unknown> = {}
  let [lastFrom, lastTo] = [0, -1]
  for (let i = 0; i < count; i++) {
    const keyHead = source.bytes[source.at++] ?? refuse()
    if (keyHead >> 5 !== MAJOR.text) return refuse()
    const from = readLength(source, keyHead)
    const to = source.at
    if (i > 0 && !isInOrder(source.bytes, lastFrom, lastTo, from, to)) return refuse()
    const key = textBetween(source.bytes, from, to)
    const value = readValue(source, depth + 1)
    if (key === '__proto__') {
      Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true })
    } else {
      map[key] = value
    }
    lastFrom = from
    lastTo = to
  }
  return isLink(map) ? refuse() : map
}

const isInOrder = (bytes: Uint8Array, aFrom: number, aTo: number, bFrom: number, bTo: number): boolean => {
  const length = aTo - aFrom
  if (length !== bTo - bFrom) return length < bTo - bFrom
  for (let i = 0; i < length; i++) {
    const difference = bytes[aFrom + i]! - bytes[bFrom + i]!
    if (difference !== 0) return difference < 0
  }
  return false
}

/** What the encoder takes for a link and cannot write: no entry of ours has such keys. */
const isLink = (map: Readonly<Record<string, unknown>>): boolean => {
  const { '/': slash } = map
  return slash !== undefined && slash !== null && slash === map.bytes
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Keys and the words of the schemas: as short, and the same ones again and again. */
const SHORT = 20
const KEPT_WORDS = 512
/** Found by what their bytes sum up to; whichever came last stays. Making a string costs more than finding it. */
const words: string[] = Array.from({ length: KEPT_WORDS }, () => '')

const textBetween = (bytes: Uint8Array, from: number, to: number): string => {
  if (to - from > SHORT) return longText(bytes, from, to)
  let sum = to - from
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!
    if (byte >= 0x80) return longText(bytes, from, to)
    sum = (Math.imul(sum, 31) + byte) | 0
  }
  const place = (sum ^ (sum >>> 9)) & (KEPT_WORDS - 1)
  const known = words[place]!
  if (isSpelled(known, bytes, from, to)) return known
  const word = String.fromCharCode(...bytes.subarray(from, to))
  words[place] = word
  return word
}

const isSpelled = (word: string, bytes: Uint8Array, from: number, to: number): boolean => {
  if (word.length !== to - from) return false
  for (let i = 0; i < word.length; i++) if (word.charCodeAt(i) !== bytes[from + i]) return false
  return true
}

const longText = (bytes: Uint8Array, from: number, to: number): string => {
  try {
    return utf8.decode(bytes.subarray(from, to))
  } catch {
    return refuse()
  }
}
