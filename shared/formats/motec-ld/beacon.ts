/**
 * The beacon channel of a MoTeC logger: when the car passed a beacon, to the millisecond, in a channel of one 16-bit
 * word per second.
 *
 * The word is the code of the last beacon passed (0 before the first). At a beacon it is interrupted by three words,
 * told apart by their two top bits, each of which may stand there twice:
 *
 * | top bits | meaning                                          |
 * |----------|--------------------------------------------------|
 * | 11       | unknown                                          |
 * | 10       | a count of beacons                               |
 * | 01       | m, the milliseconds                              |
 * | 00       | the code of this beacon, until the next          |
 *
 * If k is the place of the first word, the beacon was passed at (k − 1) s + m ms. Checked against the lap times the
 * logger itself computed: equal within their resolution of 10 ms.
 */
import type { LdChannel } from './blocks.ts'

export interface BeaconPass {
  readonly atMs: number
  readonly code: number
}

/** Codes set up in the ADL's own files; a log with other ones names its laps differently. */
export const LAP_CODE = 100
export const SPLIT_CODE = 56

export const isBeacon = ({ name, type }: Pick<LdChannel, 'name' | 'type'>): boolean =>
  type === 'i16' && name.toLowerCase() === 'beacon'

const topBits = (word: number): number => (word >> 14) & 3
const low14 = (word: number): number => word & 0x3fff

/** `words` are the channel's values; what is no beacon is passed over. */
export const beaconPasses = (words: ArrayLike<number>, periodMs: number): BeaconPass[] => {
  const passes: BeaconPass[] = []
  const isKind = (i: number, kind: number): boolean => i < words.length && topBits(words[i]!) === kind
  /** The place after one or two words of a kind at i, or −1. */
  const after = (i: number, kind: number): number => {
    if (i < 0 || !isKind(i, kind)) return -1
    return isKind(i + 1, kind) && words[i] === words[i + 1] ? i + 2 : i + 1
  }
  for (let k = 0; k < words.length; k++) {
    if (topBits(words[k]!) !== 3) continue
    const millis = after(after(k, 3), 2)
    const code = after(millis, 1)
    if (code < 0 || !isKind(code, 0)) continue
    const ms = low14(words[millis]!)
    if (ms < 1000) passes.push({ atMs: Math.max(0, (k - 1) * periodMs) + ms, code: words[code]! })
    k = code
  }
  return passes
}

/** What `beaconPasses` reads. Passes less than four seconds after another are left out: they have no room. */
export const beaconWords = (passes: readonly BeaconPass[], seconds: number): Int16Array<ArrayBuffer> => {
  const fitting: BeaconPass[] = []
  let free = 0
  for (const pass of passes) {
    const k = Math.floor(pass.atMs / 1000) + 1
    if (k < free) continue
    fitting.push(pass)
    free = k + 4
  }
  const words = new Int16Array(Math.max(seconds, free))
  for (const [i, { atMs, code }] of fitting.entries()) {
    const k = Math.floor(atMs / 1000) + 1
    const next = fitting[i + 1]
    words[k] = 0xc000
    words[k + 1] = 0x8000 | ((i + 1) & 0x3fff)
    words[k + 2] = 0x4000 | (atMs % 1000)
    words.fill(code, k + 3, next ? Math.floor(next.atMs / 1000) + 1 : words.length)
  }
  return words
}
