/**
 * Four words out of a hash, for two people to compare on two screens.
 *
 * 44 bits, 11 a word, from the front of the hash. That is enough only where whoever is in the middle has a single try: what
 * is hashed has to be fixed on both sides before either learns the other's part (the pairing code commits to it).
 */
import { wordlist } from '@scure/bip39/wordlists/english.js'

export const COMPARED_WORDS = 4
const BITS_A_WORD = 11

/** `hash`: SHA-256 of the transcript. */
export const wordsToCompare = (hash: Uint8Array): readonly string[] => {
  if (hash.length !== 32) throw new RangeError('words are made of a SHA-256')
  return Array.from({ length: COMPARED_WORDS }, (_, i) => wordlist[bitsAt(hash, i * BITS_A_WORD)]!)
}

/** 11 bits from a bit position, highest first. */
const bitsAt = (bytes: Uint8Array, from: number): number => {
  const at = from >> 3
  const three = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!
  return (three >> (24 - BITS_A_WORD - (from & 7))) & (2 ** BITS_A_WORD - 1)
}
