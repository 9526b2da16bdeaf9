/** A person's key: words that are written down and typed in again, certificates nobody else can make, words to compare. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hexToBytes } from '#shared/id'
import {
  COMPARED_WORDS,
  createSeed,
  type DeviceId,
  deviceMessage,
  type EntryHash,
  invitationKeyOf,
  invitationProof,
  invitedMessage,
  isCertified,
  isRecoveryWord,
  type LeagueId,
  personKeyOf,
  RECOVERY_WORDS,
  revokeMessage,
  seedToWords,
  wordsToCompare,
  wordsToSeed,
} from '#shared/logbook'
import { signatures } from './league-kit.ts'
import { hexOf } from './sample-bodies.ts'
import { seedOf } from './scribe.ts'

const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytes => new Uint8Array(bytes))
const ada = personKeyOf(seedOf('Ada'))
const ben = personKeyOf(seedOf('Ben'))
const device = hexOf('b2', 32) as DeviceId
const league = hexOf('1', 32) as LeagueId

describe('recovery words', () => {
  test('are those of BIP-39', () => {
    expect(seedToWords(new Uint8Array(32)).join(' ')).toBe(`${'abandon '.repeat(23)}art`)
    expect(seedToWords(new Uint8Array(32).fill(255)).join(' ')).toBe(`${'zoo '.repeat(23)}vote`)
  })

  test('bring back any seed, however they are typed', () => {
    fc.assert(
      fc.property(seeds, seed => {
        const words = seedToWords(seed)
        expect(words).toHaveLength(RECOVERY_WORDS)
        expect(words.every(isRecoveryWord)).toBe(true)
        expect(wordsToSeed(words)).toEqual({ ok: true, seed })
        expect(wordsToSeed([` ${words.join('\n ').toUpperCase()} `])).toEqual({ ok: true, seed })
      }),
      { numRuns: 50 },
    )
  })

  test('say what is wrong with them', () => {
    const words = seedToWords(seedOf('Ada'))
    expect(wordsToSeed(words.slice(1))).toEqual({ ok: false, why: 'count', count: 23 })
    expect(wordsToSeed([])).toEqual({ ok: false, why: 'count', count: 0 })
    const typo = words.with(5, 'kerb')
    expect(wordsToSeed(typo)).toEqual({ ok: false, why: 'unknown-word', at: 5, word: 'kerb' })
    const other = words[3] === 'zoo' ? 'zone' : 'zoo'
    const seed = wordsToSeed(words.with(3, other))
    if (seed.ok) expect(seed.seed).not.toEqual(seedOf('Ada'))
    else expect(seed.why).toBe('mixed-up')
  })

  test('of which two were swapped are noticed, but for one time in 256', () => {
    let noticed = 0
    for (let n = 0; n < 50; n++) {
      const words = [...seedToWords(seedOf('person', n))]
      ;[words[0], words[1]] = [words[1]!, words[0]!]
      if (!wordsToSeed(words).ok) noticed++
    }
    expect(noticed).toBeGreaterThan(45)
  })

  test('whatever is typed, reading it does not throw', () => {
    const typed = fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { maxLength: 30 })
    fc.assert(fc.property(typed, words => void wordsToSeed(words)))
  })
})

describe('certificates', () => {
  test('say that a device is a person’s, and hold for nobody and nothing else', async () => {
    const certificate = ada.certify(device)
    expect(await isCertified(signatures, ada.person, device, certificate)).toBe(true)
    expect(await isCertified(signatures, ben.person, device, certificate)).toBe(false)
    expect(await isCertified(signatures, ada.person, hexOf('b3', 32) as DeviceId, certificate)).toBe(false)
    expect(await isCertified(signatures, ada.person, device, ben.certify(device))).toBe(false)
  })

  test('of revocation hold for one last entry, or for none', async () => {
    const last = { seq: 7, hash: hexOf('c3', 32) as EntryHash }
    const holds = (certificate: Uint8Array<ArrayBuffer>, of: typeof last | null) =>
      signatures.verify(ada.person, certificate, revokeMessage(ada.person, device, of))
    expect(await holds(ada.certifyRevocation(device, last), last)).toBe(true)
    expect(await holds(ada.certifyRevocation(device, null), null)).toBe(true)
    expect(await holds(ada.certifyRevocation(device, last), { ...last, seq: 8 })).toBe(false)
    expect(await holds(ada.certifyRevocation(device, last), null)).toBe(false)
    expect(await holds(ada.certify(device), null)).toBe(false)
  })

  test('of an invitation hold for one person in one league', async () => {
    const secret = seedOf('link')
    const proof = invitationProof(secret, league, ben.person)
    const holds = (of: LeagueId, person: typeof ben.person) =>
      signatures.verify(invitationKeyOf(secret), proof, invitedMessage(of, person))
    expect(await holds(league, ben.person)).toBe(true)
    expect(await holds(league, ada.person)).toBe(false)
    expect(await holds(hexOf('2', 32) as LeagueId, ben.person)).toBe(false)
  })

  test('never sign the same message for two purposes', () => {
    const tip = { seq: 0, hash: hexOf('0', 32) as EntryHash }
    const texts = [
      deviceMessage(ada.person, device),
      revokeMessage(ada.person, device, tip),
      revokeMessage(ada.person, device, null),
      invitedMessage(league, ada.person),
    ].map(message => new TextDecoder('latin1').decode(message))
    for (const text of texts) expect(texts.filter(other => other.startsWith(text))).toEqual([text])
  })
})

test('a seed is what the platform gave, and a key keeps its own copy of it', () => {
  const seed = createSeed(bytes => bytes.fill(5))
  expect(seed).toEqual(new Uint8Array(32).fill(5))
  const { person } = personKeyOf(seed)
  const key = personKeyOf(seed)
  const before = key.certify(device)
  seed.fill(0)
  expect(key.person).toBe(person)
  expect(key.certify(device)).toEqual(before)
})

describe('words to compare', () => {
  test('are made of the first 44 bits', () => {
    // 1, 2, 3 and 4 in eleven bits each.
    const hash = hexToBytes(`002008018040${'ff'.repeat(26)}`)
    expect(wordsToCompare(hash)).toEqual(['ability', 'able', 'about', 'above'])
    expect(wordsToCompare(new Uint8Array(32))).toEqual(Array(COMPARED_WORDS).fill('abandon'))
    expect(wordsToCompare(new Uint8Array(32).fill(255))).toEqual(Array(COMPARED_WORDS).fill('zoo'))
    expect(() => wordsToCompare(new Uint8Array(31))).toThrow('SHA-256')
  })

  test('change with any of those bits, and with no other', () => {
    fc.assert(
      fc.property(seeds, fc.nat(255), (hash, bit) => {
        const other = hash.slice()
        other[bit >> 3]! ^= 0x80 >> (bit & 7)
        const isSame = wordsToCompare(hash).join() === wordsToCompare(other).join()
        expect(isSame).toBe(bit >= 44)
      }),
    )
  })
})
