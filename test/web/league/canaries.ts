/**
 * Words and bytes that must not leave a device, and the search for them in what left it, as it was before compression and
 * encryption.
 *
 * Each is looked for as it is and in every form in which bytes become text or the other way round: UTF-8, UTF-16 of both
 * orders, hexadecimal of both cases, base64 and base64url at each of the three places a byte can have in a group of three.
 */
import { bytesToHex, hexToBytes } from '#shared/id'

export interface Canary {
  /** What it stands for: 'notes', 'hash of lap 1'. */
  readonly of: string
  readonly bytes: Uint8Array
}

type Bytes = Uint8Array<ArrayBuffer>

const utf8 = (text: string): Bytes => new TextEncoder().encode(text)

const utf16 = (text: string, isLittle: boolean): Bytes => {
  const bytes = new Uint8Array(text.length * 2)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), isLittle)
  return bytes
}

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))

/** What of it is the same whatever comes before and after, when it begins at this place of a group. */
const insideBase64 = (bytes: Uint8Array, place: 0 | 1 | 2): string => {
  const lead = [0, 2, 3][place]!
  const padded = new Uint8Array(place + bytes.length)
  padded.set(bytes, place)
  const whole = Math.floor(padded.length / 3) * 4
  return base64(padded).slice(lead, whole)
}

const formsOf = (bytes: Uint8Array): Bytes[] => {
  const texts = [
    bytesToHex(bytes),
    bytesToHex(bytes).toUpperCase(),
    ...([0, 1, 2] as const).flatMap(place => {
      const standard = insideBase64(bytes, place)
      return [standard, standard.replaceAll('+', '-').replaceAll('/', '_')]
    }),
  ]
  return [Uint8Array.from(bytes), ...texts.flatMap(text => [utf8(text), utf16(text, true)])]
}

export const wordCanary = (of: string, text: string): Canary[] => [
  { of, bytes: utf8(text) },
  { of: `${of} in UTF-16`, bytes: utf16(text, true) },
  { of: `${of} in UTF-16, big end first`, bytes: utf16(text, false) },
]

export const hashCanary = (of: string, hex: string): Canary => ({ of, bytes: hexToBytes(hex) })

const indexOf = (bytes: Uint8Array, wanted: Uint8Array): number => {
  for (let at = bytes.indexOf(wanted[0]!); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1)) {
    let length = 1
    while (length < wanted.length && bytes[at + length] === wanted[length]) length++
    if (length === wanted.length) return at
  }
  return -1
}

/** What of these was found, each once. Pieces of one stream are searched together: a word may lie across two of them. */
export const found = (canaries: readonly Canary[], sent: readonly Uint8Array[]): string[] => {
  const all = new Uint8Array(sent.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const bytes of sent) {
    all.set(bytes, at)
    at += bytes.length
  }
  const names = canaries.filter(({ bytes }) => formsOf(bytes).some(form => indexOf(all, form) >= 0))
  return [...new Set(names.map(({ of }) => of))]
}
