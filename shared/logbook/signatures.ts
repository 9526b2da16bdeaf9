/**
 * Ed25519 and SHA-256 of the platform, with @noble/curves where the platform has no Ed25519.
 *
 * Platforms disagree about signatures nobody honest makes: a small-order key with one crafted signature is valid in
 * Chromium and refused by Node. Replicas must agree, so what they could differ about is refused before they are asked:
 * keys and R of small order or not in canonical form, and S not below the group's order. The fallback checks the equation
 * without the cofactor, to the byte, as OpenSSL and BoringSSL do; noble's own `verify` multiplies by it.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import type { Bytes } from '#shared/blob'
import { bytesToHex, hexToBytes } from '#shared/id'
import { joinBytes } from './codec.ts'
import { type DeviceId, isDeviceId, type PersonId } from './ids.ts'
import type { DeviceSigner, Signatures } from './replica.ts'

/** What is used of WebCrypto's SubtleCrypto; `Key` is a CryptoKey. */
export interface SubtleSigning {
  digest(algorithm: 'SHA-256', bytes: Bytes): Promise<ArrayBuffer>
  importKey(
    format: 'raw' | 'pkcs8',
    bytes: Bytes,
    algorithm: 'Ed25519',
    extractable: boolean,
    usages: ('sign' | 'verify')[],
  ): Promise<object>
  sign(algorithm: 'Ed25519', key: object, message: Bytes): Promise<ArrayBuffer>
  verify(algorithm: 'Ed25519', key: object, signature: Bytes, message: Bytes): Promise<boolean>
}

/** Keys kept imported: a league of 1,000 devices and their people; importing one takes 5 to 9 µs. */
const KEPT_KEYS = 2_048

/** Below this, asking the platform costs more than doing it: an entry takes 10 µs here and 40 there. */
const LITTLE_BYTES = 4 * 1024

/** `subtle` is null where there is none; without Ed25519 in it only its SHA-256 is used. */
export const createSignatures = (subtle: SubtleSigning | null): Signatures => {
  const keys = new Map<string, Promise<object | null>>()
  let isNative: Promise<boolean> | null = null

  const importKey = (native: SubtleSigning, key: string): Promise<object | null> => {
    const kept = keys.get(key)
    if (kept) return kept
    if (keys.size >= KEPT_KEYS) keys.delete(keys.keys().next().value!)
    const imported = native.importKey('raw', hexToBytes(key), 'Ed25519', true, ['verify']).catch(() => null)
    keys.set(key, imported)
    return imported
  }

  return {
    async sha256(bytes) {
      if (!subtle || bytes.length <= LITTLE_BYTES) return new Uint8Array(sha256(bytes))
      return new Uint8Array(await subtle.digest('SHA-256', bytes))
    },
    async verify(key, signature, message) {
      if (isWeakKey(key) || !isPlainSignature(signature)) return false
      isNative ??= subtle ? hasEd25519(subtle) : Promise.resolve(false)
      if (!subtle || !(await isNative)) return verifyByHand(key, signature, message)
      const imported = await importKey(subtle, key)
      return imported !== null && subtle.verify('Ed25519', imported, signature, message).catch(() => false)
    },
  }
}

/** Whether the platform signs and verifies by itself; asked with a signature it has to refuse and one it has to accept. */
export const hasEd25519 = async (subtle: SubtleSigning): Promise<boolean> => {
  const seed = new Uint8Array(32)
  const message = new Uint8Array(1)
  const signature = new Uint8Array(ed25519.sign(message, seed))
  try {
    const key = await subtle.importKey('raw', new Uint8Array(ed25519.getPublicKey(seed)), 'Ed25519', true, [
      'verify',
    ])
    if (!(await subtle.verify('Ed25519', key, signature, message))) return false
    signature[0]! ^= 1
    return !(await subtle.verify('Ed25519', key, signature, message))
  } catch {
    return false
  }
}

/** Anything that can be no honest person's key: not 64 hex digits, not in canonical form, or of small order. */
export const isWeakKey = (key: string): boolean =>
  !isDeviceId(key) || !isCanonicalPoint(hexToBytes(key)) || SMALL_ORDER.has(withoutSign(key))

/** A device whose key the platform keeps: `privateKey` is a CryptoKey that need not be extractable. */
export const signerFromKey = (
  subtle: SubtleSigning,
  person: PersonId,
  device: DeviceId,
  privateKey: object,
): DeviceSigner => ({
  person,
  device,
  sign: async message => new Uint8Array(await subtle.sign('Ed25519', privateKey, message)),
})

/** A device whose key is 32 bytes that the program keeps: Node programs, tests, pages without Ed25519. */
export const signerFromSeed = (person: PersonId, seed: Bytes): DeviceSigner => {
  const kept = seed.slice()
  return {
    person,
    device: publicKeyOf(kept) as DeviceId,
    sign: async message => new Uint8Array(ed25519.sign(message, kept)),
  }
}

export const publicKeyOf = (seed: Bytes): string => bytesToHex(ed25519.getPublicKey(seed))

export const signWithSeed = (seed: Bytes, message: Bytes): Bytes =>
  new Uint8Array(ed25519.sign(message, seed))

const { Point } = ed25519
const FIELD_PRIME = 2n ** 255n - 19n
const GROUP_ORDER = Point.Fn.ORDER

/** y of the eight points of small order, as hex with the sign bit cleared; x is decided by the sign. */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
])

const withoutSign = (hex: string): string => {
  const last = (Number.parseInt(hex.slice(62), 16) & 0x7f).toString(16).padStart(2, '0')
  return hex.slice(0, 62) + last
}

const numberOf = (bytes: Uint8Array): bigint => {
  let number = 0n
  for (let i = bytes.length - 1; i >= 0; i--) number = (number << 8n) | BigInt(bytes[i]!)
  return number
}

/** y below the field's prime: only y ≥ 2²⁵⁵ − 19 has a second form, whose bytes all but begin and end with ff. */
const isCanonicalPoint = (bytes: Uint8Array): boolean => {
  if ((bytes[31]! & 0x7f) !== 0x7f || bytes[30] !== 0xff) return true
  const y = numberOf(bytes) & (2n ** 255n - 1n)
  return y < FIELD_PRIME
}

const isPlainSignature = (signature: Uint8Array): boolean => {
  if (signature.length !== 64) return false
  const r = signature.subarray(0, 32)
  return (
    isCanonicalPoint(r) &&
    !SMALL_ORDER.has(withoutSign(bytesToHex(r))) &&
    isBelowOrder(signature.subarray(32))
  )
}

/** The order begins with 2²⁵²: most numbers are decided by their last byte. */
const isBelowOrder = (s: Uint8Array): boolean => s[31]! < 0x10 || numberOf(s) < GROUP_ORDER

/** sB = R + kA, by comparing the bytes of sB − kA with R. */
const verifyByHand = (key: string, signature: Uint8Array, message: Uint8Array): boolean => {
  try {
    const r = signature.subarray(0, 32)
    const a = Point.fromHex(key)
    const k = numberOf(sha512(joinBytes(r, hexToBytes(key), message))) % GROUP_ORDER
    const point = Point.BASE.multiplyUnsafe(numberOf(signature.subarray(32))).subtract(a.multiplyUnsafe(k))
    return bytesToHex(point.toBytes()) === bytesToHex(r)
  } catch {
    return false
  }
}
