/** What a replica answers of what it took, and what it refused. */
import type { SignedEntry, VerifiedEntry } from './entry.ts'
import { isLie, type Receipt } from './replica.ts'
import type { Refusal } from './verify.ts'

/** Refusals a receipt lists; the rest is counted. */
const LISTED_REFUSALS = 16

export const addedOf = ({ hash, device, entry, bytes }: VerifiedEntry): Receipt['added'][number] => ({
  hash,
  device,
  seq: entry.seq,
  kind: entry.kind,
  bytes: bytes.length,
})

export const signedOf = ({ device, bytes, signature }: VerifiedEntry): SignedEntry => ({
  device,
  bytes,
  signature,
})

export const refused = (refusals: readonly Refusal[]): Pick<Receipt, 'refused' | 'refusedCount'> => ({
  refused: [...refusals]
    .sort((a, b) => Number(isLie(b.reason)) - Number(isLie(a.reason)))
    .slice(0, LISTED_REFUSALS)
    .map(({ reason, device, seq }) => ({ reason, device, seq })),
  refusedCount: refusals.length,
})
