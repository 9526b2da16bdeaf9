/** What the handshake needs to know of a league, and what comes of it. The protocol stands at the head of `handshake.ts`. */
import type { DeviceId, DeviceSigner, LeagueId, PersonId, Signatures, SignedEntry } from '#shared/logbook'
import type { InvitationProof } from './control-messages.ts'
import type { EndReason, Glance } from './mesh-model.ts'
import type { MessagePipe } from './message-pipe.ts'
import type { Clock } from './wire.ts'

export const SYNC_VERSIONS: readonly number[] = [1]
export const HANDSHAKE_LIMITS = { timeMs: 10_000, messageBytes: 8 * 1024 } as const

/** What a peer says of itself, once it is known to be its own device's word. */
export interface Claim {
  readonly device: DeviceId
  readonly person: PersonId
  readonly run: string
  readonly programVersion: string
  readonly invitation: InvitationProof | null
  readonly credential: SignedEntry | null
}

export type Judgement =
  | { readonly standing: 'member' }
  | { readonly standing: 'removed' }
  | { readonly standing: 'stranger' }
  | { readonly standing: 'waiting'; readonly leagueName: string }

/** One league, as a handshake needs it. */
export interface Party {
  readonly league: LeagueId
  readonly signer: DeviceSigner
  readonly certificate: Uint8Array<ArrayBuffer>
  readonly run: string
  readonly programVersion: string
  /** What to show of one's own admission. */
  credentials(): Promise<{
    readonly invitation: InvitationProof | null
    readonly credential: SignedEntry | null
  }>
  judge(claim: Claim): Promise<Judgement>
  /** Entry 0 of the own feed, for those who do not know us yet. */
  introduction(): Promise<SignedEntry | null>
  /** Entry 0 of somebody waiting. */
  takeIntroduction(entry: SignedEntry, from: Claim): Promise<void>
}

export interface HandshakePorts {
  readonly clock: Clock
  readonly signatures: Signatures
  readonly random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>
  /** Of newer and older programs, in tests. */
  readonly versions?: readonly number[]
}

export type HandshakeOutcome =
  | { readonly ok: true; readonly party: Party; readonly peer: Claim; readonly pipe: MessagePipe }
  | {
      readonly ok: false
      readonly reason: EndReason
      readonly glance: Glance | null
      /** Null when nobody proved to be any. */
      readonly device: DeviceId | null
      /** Whose league it was about; null when no league of ours fitted. */
      readonly party: Party | null
    }
