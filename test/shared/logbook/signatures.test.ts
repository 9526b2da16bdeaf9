/**
 * Signatures: the platform's and the fallback's say the same, also of keys and signatures that nobody honest makes and
 * about which platforms disagree.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesToHex, hexToBytes } from '#shared/id'
import {
  createSignatures,
  type DeviceId,
  hasEd25519,
  isWeakKey,
  type PersonId,
  publicKeyOf,
  type SubtleSigning,
  signerFromKey,
  signerFromSeed,
} from '#shared/logbook'
import { seedOf } from './scribe.ts'

const subtle = crypto.subtle as SubtleSigning
const platform = createSignatures(subtle)
const fallback = createSignatures(null)
const { Point } = ed25519
const ORDER = Point.Fn.ORDER

const bytesOf = (number: bigint): Uint8Array<ArrayBuffer> =>
  hexToBytes(number.toString(16).padStart(64, '0')).reverse()
const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${bytesToHex(bytes.toReversed())}`)
const joined = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(parts.flatMap(part => [...part]))
const message = new TextEncoder().encode('2:18.104')
const person = publicKeyOf(seedOf('person')) as PersonId

/** Every point of small order, made by taking the large part out of random points. */
const smallPoints = (): InstanceType<typeof Point>[] => {
  const found = new Map<string, InstanceType<typeof Point>>()
  for (let n = 0; found.size < 8; n++) {
    try {
      const point = Point.fromBytes(seedOf('point', n))
      const rest = point.multiplyUnsafe(ORDER - 1n).add(point)
      for (let i = 0, sum = rest; i < 8; i++, sum = sum.add(rest)) found.set(sum.toHex(), sum)
    } catch {
      // Not every y is of a point.
    }
  }
  return [...found.values()]
}

const both = async (key: string, signature: Uint8Array<ArrayBuffer>, of = message): Promise<boolean> => {
  const [one, other] = await Promise.all([
    platform.verify(key, signature, of),
    fallback.verify(key, signature, of),
  ])
  expect(one).toBe(other)
  return one
}

test('this machine signs by itself, so both ways are tried here', async () => {
  expect(await hasEd25519(subtle)).toBe(true)
})

test('RFC 8032’s first examples verify', async () => {
  const key = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'
  const signature = hexToBytes(
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  )
  expect(publicKeyOf(hexToBytes('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'))).toBe(
    key,
  )
  expect(await both(key, signature, new Uint8Array(0))).toBe(true)
  expect(await both(key, signature, new Uint8Array(1))).toBe(false)
})

test('a key the platform keeps and one of a seed sign alike', async () => {
  const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair
  const device = bytesToHex(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))) as DeviceId
  const kept = signerFromKey(subtle, person, device, pair.privateKey)
  const seeded = signerFromSeed(person, seedOf('device'))
  for (const signer of [kept, seeded]) {
    expect(await both(signer.device, await signer.sign(message))).toBe(true)
    expect(signer.person).toBe(person)
  }
  expect(await both(seeded.device, await kept.sign(message))).toBe(false)
})

test('a changed bit anywhere is noticed', async () => {
  const signer = signerFromSeed(person, seedOf('device'))
  const signature = await signer.sign(message)
  await fc.assert(
    fc.asyncProperty(fc.nat(64 * 8 - 1), async bit => {
      const changed = signature.slice()
      changed[bit >> 3]! ^= 1 << (bit & 7)
      expect(await both(signer.device, changed)).toBe(false)
    }),
    { numRuns: 60 },
  )
})

describe('what platforms disagree about', () => {
  const seed = seedOf('somebody')
  const { scalar } = ed25519.utils.getExtendedPublicKey(seed)
  const key = publicKeyOf(seed)

  /** Any R, and the S that fits it under the key's scalar. */
  const signatureWith = (
    r: InstanceType<typeof Point>,
    nonce: bigint,
    of: Uint8Array,
  ): Uint8Array<ArrayBuffer> => {
    const rBytes = r.toBytes()
    const k = numberOf(sha512(joined(rBytes, hexToBytes(key), of))) % ORDER
    return joined(rBytes, bytesOf((nonce + k * scalar) % ORDER))
  }

  test('all eight points of small order are no keys, in every form they can be written in', async () => {
    const points = smallPoints()
    expect(points).toHaveLength(8)
    const prime = 2n ** 255n - 19n
    const forms = points.flatMap(point => {
      const hex = point.toHex()
      const number = numberOf(hexToBytes(hex))
      const y = number & (2n ** 255n - 1n)
      const other = number ^ (1n << 255n)
      const unreduced =
        y + prime < 2n ** 255n
          ? [bytesToHex(bytesOf(y + prime)), bytesToHex(bytesOf(y + prime + (1n << 255n)))]
          : []
      return [hex, bytesToHex(bytesOf(other)), ...unreduced]
    })
    for (const form of forms) expect(isWeakKey(form), form).toBe(true)
  })

  test('a signature under a key of small order, which some platforms take, is refused', async () => {
    for (const point of smallPoints()) {
      // With the identity as key, S = 0 and R = identity fits any message; others fit one in eight.
      for (let n = 0; n < 16; n++) {
        const of = new Uint8Array([n])
        expect(await both(point.toHex(), joined(Point.ZERO.toBytes(), new Uint8Array(32)), of)).toBe(false)
        expect(await both(point.toHex(), joined(point.toBytes(), new Uint8Array(32)), of)).toBe(false)
      }
    }
  })

  test('keys and R not in canonical form are refused', async () => {
    for (const last of ['7f', 'ff']) {
      for (const first of ['ed', 'ee', 'ff'])
        expect(isWeakKey(`${first}${'ff'.repeat(30)}${last}`)).toBe(true)
      expect(isWeakKey(`eb${'ff'.repeat(30)}${last}`)).toBe(false)
    }
    expect(isWeakKey('short')).toBe(true)
    expect(isWeakKey(key)).toBe(false)
  })

  test('an honest signature with the order added to S is refused', async () => {
    const honest = signatureWith(Point.BASE.multiply(77n), 77n, message)
    expect(await both(key, honest)).toBe(true)
    const s = numberOf(honest.subarray(32))
    for (let times = 1n; times < 15n; times++) {
      expect(await both(key, joined(honest.subarray(0, 32), bytesOf(s + times * ORDER)))).toBe(false)
    }
  })

  test('a signature that holds only up to a point of small order is refused alike', async () => {
    for (const small of smallPoints()) {
      const r = Point.BASE.multiply(77n).add(small)
      const isHonest = small.is0()
      expect(await both(key, signatureWith(r, 77n, message))).toBe(isHonest)
      expect(await both(key, signatureWith(small, 0n, message))).toBe(false)
    }
  })

  test('a key with a part of small order is judged alike', async () => {
    for (const small of smallPoints()) {
      const mixed = Point.fromHex(key).add(small).toHex()
      for (let n = 0; n < 12; n++) {
        const r = Point.BASE.multiply(77n)
        const of = new Uint8Array([n])
        const k = numberOf(sha512(joined(r.toBytes(), hexToBytes(mixed), of))) % ORDER
        await both(mixed, joined(r.toBytes(), bytesOf((77n + k * scalar) % ORDER)), of)
      }
    }
  })
})

test('a platform without Ed25519 hashes by itself and verifies by hand', async () => {
  const old: SubtleSigning = {
    digest: (algorithm, bytes) => subtle.digest(algorithm, bytes),
    importKey: () => Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError')),
    sign: () => Promise.reject(new Error('never asked')),
    verify: () => Promise.reject(new Error('never asked')),
  }
  const signatures = createSignatures(old)
  const signer = signerFromSeed(person, seedOf('device'))
  const signature = await signer.sign(message)
  expect(await signatures.verify(signer.device, signature, message)).toBe(true)
  expect(await signatures.verify(signer.device, signature, new Uint8Array(3))).toBe(false)
  expect(await signatures.sha256(message)).toEqual(await fallback.sha256(message))
})

test('keys that are no points at all verify nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), async bytes => {
      expect(await both(bytesToHex(bytes), new Uint8Array(64).fill(7))).toBe(false)
    }),
    { numRuns: 40 },
  )
})
