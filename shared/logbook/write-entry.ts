/** Making entries: the next one of a feed, and the one a league begins with. */
import type { EpochMillis } from '#shared/units'
import type { GenesisBody, Introduction, LeagueUse } from './bodies.ts'
import { decodeEntry, encodeEntry, hashOf, signedMessage } from './codec.ts'
import { ENTRY_VERSION, type Entry, type VerifiedEntry } from './entry.ts'
import type { EntryHash, LeagueId } from './ids.ts'
import type { DeviceSigner, Draft, Signatures } from './replica.ts'
import { bodyToWire, readBody } from './schemas.ts'

/** Why this device may not write; the message is for a person. */
export class WriteRefused extends Error {
  readonly reason: 'no-key' | 'not-introduced' | 'lost' | 'full' | 'busy'

  constructor(reason: WriteRefused['reason']) {
    super(SENTENCES[reason])
    this.reason = reason
  }
}

const SENTENCES: Readonly<Record<WriteRefused['reason'], string>> = {
  'no-key':
    'This device has no key for this league, so nothing was shared; join the league on this device first.',
  'not-introduced':
    'This device has not introduced itself to this league, so nothing was shared; join the league on this device first.',
  lost: 'Some of what this device told this league can no longer be read from its disk, so nothing new was shared; the other members have it: stay connected to one of them until it is back, then try again.',
  full: 'This device has shared as much as a league takes from one device, so nothing more was shared; go on with a new device.',
  busy: 'Another window of Paddock kept writing at the same moment, so nothing was shared; close it and try again.',
}

export interface Position {
  readonly seq: number
  readonly prev: EntryHash | null
  readonly rev: number
  readonly at: EpochMillis
}

/** Throws for a draft that its own kind would not read back: nobody could ever show it, and nothing can be unsaid. */
export const nextEntry = async (
  draft: Draft,
  position: Position,
  league: LeagueId | null,
  signer: DeviceSigner,
  signatures: Signatures,
): Promise<VerifiedEntry> => {
  const bytes = encodeEntry({
    v: ENTRY_VERSION,
    league,
    kind: draft.kind,
    person: signer.person,
    id: draft.id,
    ...position,
    body: bodyToWire(draft.kind, draft.body),
  })
  const entry = entryOf(bytes)
  const read = readBody(entry)
  if (read.what === 'malformed') throw new RangeError(`a ${draft.kind} that nobody can read: ${read.why}`)
  const { device } = signer
  const [hash, signature] = await Promise.all([
    hashOf(signatures, device, bytes),
    signer.sign(signedMessage(device, bytes)),
  ])
  return { device, bytes, signature, hash, entry }
}

const entryOf = (bytes: Uint8Array): Entry => {
  const decoded = decodeEntry(bytes)
  if (!decoded.ok) throw new RangeError(decoded.reason)
  return decoded.entry
}

export interface LeagueDraft extends Introduction {
  readonly use: LeagueUse
  readonly name: string
  /** 16 random bytes. */
  readonly nonce: Uint8Array<ArrayBuffer>
  readonly at: EpochMillis
}

/** A new league, of which the signer's person is the founder. `genesis` is the first entry a replica of it receives. */
export const createLeague = async (
  { at, ...draft }: LeagueDraft,
  signer: DeviceSigner,
  signatures: Signatures,
): Promise<{ readonly league: LeagueId; readonly genesis: VerifiedEntry }> => {
  const body: GenesisBody = draft
  const genesis = await nextEntry(
    { kind: 'genesis', id: '', body },
    { seq: 0, prev: null, rev: 0, at },
    null,
    signer,
    signatures,
  )
  return { league: genesis.hash as string as LeagueId, genesis }
}
