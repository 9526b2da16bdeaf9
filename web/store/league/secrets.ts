/**
 * Keeping keys in this browser: a key that cannot be read out wraps the seeds that have to be, and the device key cannot be
 * read out at all where the browser signs Ed25519 itself.
 *
 * Limit: somebody who can run code in this page can use the keys, and nobody can copy the device key; a copied profile has
 * everything.
 */
import type { Bytes } from '#shared/blob'
import { bytesToHex, type FillRandom } from '#shared/id'
import {
  createSeed,
  type DeviceId,
  type DeviceSigner,
  hasEd25519,
  type PersonId,
  publicKeyOf,
  signerFromKey,
  signerFromSeed,
} from '#shared/logbook'

const NONCE_BYTES = 12

export const createWrappingKey = (subtle: SubtleCrypto): Promise<CryptoKey> =>
  subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])

/** Nonce, then ciphertext. */
export const wrapSeed = async (
  subtle: SubtleCrypto,
  wrapping: CryptoKey,
  seed: Bytes,
  fillRandom: FillRandom,
): Promise<Bytes> => {
  const iv = fillRandom(new Uint8Array(NONCE_BYTES))
  const sealed = new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv }, wrapping, seed))
  const wrapped = new Uint8Array(iv.length + sealed.length)
  wrapped.set(iv)
  wrapped.set(sealed, iv.length)
  return wrapped
}

/** Null when the disk changed a bit of it. */
export const unwrapSeed = async (
  subtle: SubtleCrypto,
  wrapping: CryptoKey,
  wrapped: Bytes,
): Promise<Bytes | null> => {
  const iv = wrapped.slice(0, NONCE_BYTES)
  const plain = await subtle
    .decrypt({ name: 'AES-GCM', iv }, wrapping, wrapped.slice(NONCE_BYTES))
    .catch(() => null)
  return plain && new Uint8Array(plain)
}

export interface NewDeviceKey {
  readonly device: DeviceId
  readonly deviceKey: CryptoKey | Bytes
}

export const createDeviceKey = async (
  subtle: SubtleCrypto,
  wrapping: CryptoKey,
  fillRandom: FillRandom,
): Promise<NewDeviceKey> => {
  if (await hasEd25519(subtle)) {
    const pair = (await subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair
    const raw = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
    return { device: bytesToHex(raw) as string as DeviceId, deviceKey: pair.privateKey }
  }
  const seed = createSeed(fillRandom)
  const deviceKey = await wrapSeed(subtle, wrapping, seed, fillRandom)
  return { device: publicKeyOf(seed) as DeviceId, deviceKey }
}

export const signerOf = async (
  subtle: SubtleCrypto,
  {
    person,
    device,
    deviceKey,
    wrapping,
  }: {
    readonly person: PersonId
    readonly device: DeviceId
    readonly deviceKey: CryptoKey | Bytes
    readonly wrapping: CryptoKey
  },
): Promise<DeviceSigner | null> => {
  if (deviceKey instanceof CryptoKey) return signerFromKey(subtle, person, device, deviceKey)
  const seed = await unwrapSeed(subtle, wrapping, deviceKey)
  return seed && signerFromSeed(person, seed)
}
