/**
 * True signatures that are there at once: Node's own Ed25519 called synchronously, so that a simulated world has no
 * threads, and verified once for all replicas of the process, since the same bytes have the same answer.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import {
  createSignatures,
  type DeviceId,
  type DeviceSigner,
  type PersonId,
  publicKeyOf,
} from '#shared/logbook'

const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

const privateKeyOf = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' })

const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const verdicts = new Map<string, boolean>()

const verifyOnce = (key: KeyObject, name: string, signature: Uint8Array, message: Uint8Array): boolean => {
  const question = name + sha256(signature, message).toString('hex')
  const known = verdicts.get(question)
  if (known !== undefined) return known
  const verdict = verify(null, message, key, signature)
  if (verdicts.size > 100_000) verdicts.clear()
  verdicts.set(question, verdict)
  return verdict
}

interface NamedKey {
  readonly key: KeyObject
  readonly name: string
}

export const createQuickSignatures = () =>
  createSignatures({
    digest: async (_, bytes) => new Uint8Array(sha256(bytes)).buffer,
    importKey: async (_, bytes): Promise<NamedKey> => ({
      key: createPublicKey({
        key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(bytes).toString('base64url') },
        format: 'jwk',
      }),
      name: Buffer.from(bytes).toString('hex'),
    }),
    sign: async () => {
      throw new Error('signers sign by themselves')
    },
    verify: async (_, { key, name }: NamedKey, signature, message) =>
      verifyOnce(key, name, signature, message),
  })

export const quickSigner = (person: PersonId, seed: Uint8Array<ArrayBuffer>): DeviceSigner => {
  const key = privateKeyOf(seed)
  return {
    person,
    device: publicKeyOf(seed) as DeviceId,
    sign: async message => new Uint8Array(sign(null, message, key)),
  }
}
