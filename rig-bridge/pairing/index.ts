/** Who may see what the bridge sees: one-time codes, and the pages paired by them. */
export { type CodeAsked, type CodeTyped, createPairingCodes, type PairingCodes } from './codes.ts'
export { openPairings, type Pairing, type Pairings, type PairingsOpened } from './pairings.ts'
export { createSecret, isSecretOf, type RandomBytes, secretToHash } from './secrets.ts'
export { createSmallFile, type SmallFile } from './small-file.ts'
