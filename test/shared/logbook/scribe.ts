/**
 * People who write entries, for tests and benches: true bytes and hashes, in a feed of their own; signatures only where
 * somebody asks for them, because one costs a millisecond.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '#shared/id'
import {
  bodyToWire,
  type DeviceId,
  type Entry,
  type EntryHash,
  encodeEntry,
  type LeagueId,
  type LeagueUse,
  type PersonId,
  publicKeyOf,
  signedMessage,
  signWithSeed,
  type Tip,
  type VerifiedEntry,
} from '#shared/logbook'
import { asEpochMillis, type EpochMillis } from '#shared/units'
import { deviceMessage, invitedMessage } from '../../../shared/logbook/certificates.ts'

export const START: EpochMillis = asEpochMillis(Date.UTC(2026, 2, 1))
const MINUTE = 60_000

export interface Saying {
  readonly rev?: number
  readonly at?: EpochMillis
  readonly v?: number
}

export interface Scribe {
  readonly person: PersonId
  readonly device: DeviceId
  readonly name: string
  readonly league: LeagueId
  /** Next entry of the feed. `body` as in `bodies.ts`; null withdraws. */
  say(kind: string, id: string, body: unknown, saying?: Saying): VerifiedEntry
  /** The entry said last. */
  tip(): Tip
  /** Another hand with the same key, who goes on from here, or from an entry of this feed: a fork. */
  fork(from?: VerifiedEntry): Scribe
  /** Another device of the same person. */
  another(n: number, invite?: Invitation): Scribe
  readonly said: readonly VerifiedEntry[]
}

export interface Invitation {
  readonly key: string
  readonly seed: Uint8Array<ArrayBuffer>
}

export interface ScribeOptions {
  /** Signs entries, certificates and proofs; without, signatures are zeros. */
  readonly isSigning?: boolean
  readonly minutes?: number
}

export const seedOf = (...parts: readonly (string | number)[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(sha256(new TextEncoder().encode(parts.join('/'))))

export const idOf = (bytes: 16 | 32, ...parts: readonly (string | number)[]): string =>
  bytesToHex(seedOf(...parts).subarray(0, bytes))

export const invitationOf = (...parts: readonly (string | number)[]): Invitation => {
  const seed = seedOf('invitation', ...parts)
  return { seed, key: keyOf(seed) }
}

/** A public key takes half a millisecond to compute, and tests have the same few people again and again. */
const keys = new Map<string, string>()

const keyOf = (seed: Uint8Array<ArrayBuffer>): string => {
  const name = bytesToHex(seed)
  const key = keys.get(name) ?? publicKeyOf(seed)
  keys.set(name, key)
  return key
}

interface Hand {
  readonly name: string
  readonly personSeed: Uint8Array<ArrayBuffer>
  readonly deviceSeed: Uint8Array<ArrayBuffer>
  readonly isSigning: boolean
  readonly since: number
}

const UNSIGNED = (): Uint8Array<ArrayBuffer> => new Uint8Array(64)

const scribeOf = (hand: Hand, league: LeagueId, first: VerifiedEntry | null = null): Scribe => {
  const person = keyOf(hand.personSeed) as PersonId
  const device = keyOf(hand.deviceSeed) as DeviceId
  const said: VerifiedEntry[] = first?.entry.seq === 0 ? [first] : []
  let last = first
  const write = (
    kind: string,
    id: string,
    body: unknown,
    { rev = 0, at, v = 1 }: Saying = {},
  ): VerifiedEntry => {
    const seq = last ? last.entry.seq + 1 : 0
    const entry: Entry = {
      v,
      league: kind === 'genesis' ? null : league,
      kind,
      person,
      id,
      rev,
      seq,
      prev: last?.hash ?? null,
      at: at ?? asEpochMillis(START + (hand.since + seq) * MINUTE),
      body: bodyToWire(kind, body),
    }
    const bytes = encodeEntry(entry)
    const message = signedMessage(device, bytes)
    const hash = bytesToHex(sha256(message)) as string as EntryHash
    const signature = hand.isSigning ? signWithSeed(hand.deviceSeed, message) : UNSIGNED()
    last = { device, bytes, signature, hash, entry }
    said.push(last)
    return last
  }
  return {
    person,
    device,
    name: hand.name,
    league,
    said,
    say: write,
    tip: () => ({ device, seq: last!.entry.seq, hash: last!.hash }),
    fork: from => scribeOf(hand, league, from ?? last),
    another: (n, invite) =>
      arrive({ ...hand, deviceSeed: seedOf(hand.name, 'device', n) }, league, invite ?? null),
  }
}

const introduction = (hand: Hand, device: string) => ({
  deviceName: `${hand.name}’s device`,
  personName: hand.name,
  certificate: hand.isSigning
    ? signWithSeed(hand.personSeed, deviceMessage(keyOf(hand.personSeed) as PersonId, device as DeviceId))
    : UNSIGNED(),
})

const arrive = (hand: Hand, league: LeagueId, invite: Invitation | null): Scribe => {
  const scribe = scribeOf(hand, league)
  const proof = invite
    ? hand.isSigning
      ? signWithSeed(invite.seed, invitedMessage(league, scribe.person))
      : UNSIGNED()
    : null
  scribe.say('device', scribe.device, {
    ...introduction(hand, scribe.device),
    invite: invite && { key: invite.key, proof },
  })
  return scribe
}

const handOf = (name: string, { isSigning = false, minutes = 0 }: ScribeOptions): Hand => ({
  name,
  personSeed: seedOf(name, 'person'),
  deviceSeed: seedOf(name, 'device', 0),
  isSigning,
  since: minutes,
})

/** Founds a league: its feed begins with the genesis entry. */
export const foundLeague = (
  founder: string,
  {
    use = 'league',
    name = 'Tuesday league',
    ...options
  }: ScribeOptions & { use?: LeagueUse; name?: string } = {},
): Scribe => {
  const hand = handOf(founder, options)
  const nobody = scribeOf(hand, '' as LeagueId)
  const genesis = nobody.say('genesis', '', {
    ...introduction(hand, nobody.device),
    use,
    name,
    nonce: seedOf(founder, name).slice(0, 16),
  })
  return scribeOf(hand, genesis.hash as string as LeagueId, genesis)
}

/** Somebody's first device in a league: its feed begins with the device entry. */
export const joinLeague = (
  league: LeagueId,
  name: string,
  invite: Invitation | null = null,
  options: ScribeOptions = {},
): Scribe => arrive(handOf(name, options), league, invite)
