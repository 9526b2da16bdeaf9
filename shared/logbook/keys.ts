/**
 * A person's key and what it is used for: saying which devices are theirs. Its seed is 32 random bytes, which are 24
 * recovery words of BIP-39's English list (its last word carries an 8-bit checksum).
 *
 * Invariants: a seed leaves this folder only where it is asked for by name: as words, or in an encrypted backup. A person
 * key signs nothing but the messages of `certificates.ts`.
 */
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import type { Bytes } from '#shared/blob'
import type { FillRandom } from '#shared/id'
import type { DeviceCertificate } from './bodies.ts'
import { deviceMessage, invitedMessage, revokeMessage } from './certificates.ts'
import type { Tip } from './entry.ts'
import type { DeviceId, LeagueId, PersonId } from './ids.ts'
import { publicKeyOf, signWithSeed } from './signatures.ts'

export const SEED_BYTES = 32
export const RECOVERY_WORDS = 24

/** Whoever holds one can say which devices are the person's. */
export interface PersonKey {
  readonly person: PersonId
  certify(device: DeviceId): DeviceCertificate
  /** `last` null: the device is void altogether. */
  certifyRevocation(device: DeviceId, last: Pick<Tip, 'seq' | 'hash'> | null): Bytes
}

export const createSeed = (fillRandom: FillRandom): Bytes => fillRandom(new Uint8Array(SEED_BYTES))

export const personKeyOf = (seed: Bytes): PersonKey => {
  const kept = seed.slice()
  const person = publicKeyOf(kept) as PersonId
  return {
    person,
    certify: device => signWithSeed(kept, deviceMessage(person, device)),
    certifyRevocation: (device, last) => signWithSeed(kept, revokeMessage(person, device, last)),
  }
}

/** The key of an invitation is made like a person's; its secret is what the link carries. */
export const invitationKeyOf = (secret: Bytes): string => publicKeyOf(secret)

/** Shows that the person holds the invitation, in this league and for nobody else. */
export const invitationProof = (secret: Bytes, league: LeagueId, person: PersonId): Bytes =>
  signWithSeed(secret, invitedMessage(league, person))

export const seedToWords = (seed: Bytes): readonly string[] => entropyToMnemonic(seed, wordlist).split(' ')

export type WordsRead =
  | { readonly ok: true; readonly seed: Bytes }
  | { readonly ok: false; readonly why: 'count'; readonly count: number }
  /** `at`: which word, from 0. */
  | { readonly ok: false; readonly why: 'unknown-word'; readonly at: number; readonly word: string }
  /** All are words of the list, and one of them, or their order, is not as it was written down. */
  | { readonly ok: false; readonly why: 'mixed-up' }

/** As people type them: any case, any white space around. */
export const wordsToSeed = (words: readonly string[]): WordsRead => {
  const tidy = words
    .flatMap(word => word.normalize('NFKD').toLowerCase().split(/\s+/u))
    .filter(word => word !== '')
  if (tidy.length !== RECOVERY_WORDS) return { ok: false, why: 'count', count: tidy.length }
  const at = tidy.findIndex(word => !isRecoveryWord(word))
  if (at >= 0) return { ok: false, why: 'unknown-word', at, word: tidy[at]! }
  try {
    return { ok: true, seed: new Uint8Array(mnemonicToEntropy(tidy.join(' '), wordlist)) }
  } catch {
    return { ok: false, why: 'mixed-up' }
  }
}

const WORDS: ReadonlySet<string> = new Set(wordlist)

export const isRecoveryWord = (word: string): boolean => WORDS.has(word)
