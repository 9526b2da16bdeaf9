/**
 * Identity of everything Paddock stores.
 *
 * Invariants: an Id is 128 random bits written as 32 lower-case hex digits, never a counter, so that two
 * devices that never met cannot give the same id to two things. A Sha256 names bytes by their content.
 * Randomness is passed in; this module has none of its own.
 */

declare const brand: unique symbol

/** 128 random bits, 32 lower-case hex digits. `K` says what the id names, so ids cannot be mixed up. */
export type Id<K extends string = string> = string & { readonly [brand]: K }

export type SessionId = Id<'session'>
export type LapId = Id<'lap'>
export type DriverId = Id<'driver'>
export type CarId = Id<'car'>
export type TrackId = Id<'track'>
export type LayoutId = Id<'layout'>
export type SetupId = Id<'setup'>
export type DeedId = Id<'deed'>

/** SHA-256 of some bytes, 64 lower-case hex digits. */
export type Sha256 = string & { readonly [brand]: 'sha256' }

/** Fills the array with random bytes, like `crypto.getRandomValues`. */
export type FillRandom = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>

export const createId = <K extends string>(fillRandom: FillRandom): Id<K> =>
  bytesToHex(fillRandom(new Uint8Array(16))) as Id<K>

export const isId = (text: unknown): text is Id => typeof text === 'string' && /^[0-9a-f]{32}$/.test(text)

export const isSha256 = (text: unknown): text is Sha256 =>
  typeof text === 'string' && /^[0-9a-f]{64}$/.test(text)

const HEX_OF_BYTE = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export const bytesToHex = (bytes: Uint8Array): string => {
  let hex = ''
  for (let i = 0; i < bytes.length; i++) hex += HEX_OF_BYTE[bytes[i]!]
  return hex
}

/** The bytes of lower-case hex digits, of which there must be an even number: throws for anything else. */
export const hexToBytes = (hex: string): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(hex.length >> 1)
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = (digitOf(hex, 2 * i) << 4) | digitOf(hex, 2 * i + 1)
  }
  if (hex.length % 2) throw new RangeError('hex digits come in pairs')
  return bytes
}

const digitOf = (hex: string, at: number): number => {
  const code = hex.charCodeAt(at)
  if (code >= 48 && code <= 57) return code - 48
  if (code >= 97 && code <= 102) return code - 87
  throw new RangeError(`no lower-case hex digit at ${at}`)
}

/** The name of bytes, given their SHA-256 digest (32 bytes). */
export const digestToSha256 = (digest: Uint8Array): Sha256 => {
  if (digest.length !== 32) throw new RangeError(`a SHA-256 digest has 32 bytes, not ${digest.length}`)
  return bytesToHex(digest) as Sha256
}
