/** Two devices that met by codes, and what they agree on. */
import type { DeviceId, LeagueId, PersonId } from '#shared/logbook'

export interface Party {
  readonly person: PersonId
  readonly device: DeviceId
  readonly personName: string
  readonly deviceName: string
}

/** device = the answering one becomes a device of the offering one's person · league = the two sync that league */
export type Purpose = { readonly kind: 'device' } | { readonly kind: 'league'; readonly league: LeagueId }

/**
 * no-answer = nothing came in time · lost = the connection went · denied = the other person said no · not-theirs = a key
 * was named that is not held there · broken = what came is no agreement
 */
export type AgreementFailure =
  | 'no-answer'
  | 'lost'
  | 'denied'
  | 'not-theirs'
  | 'broken'
  | 'newer-version'
  | 'older-version'

export type AgreementAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: AgreementFailure }

/** Both know of each other; people now compare. */
export interface Comparison {
  readonly other: Party
  readonly purpose: Purpose
  /** SHA-256; what both screens show as words. */
  readonly transcript: Uint8Array<ArrayBuffer>
  /** The person here said they are equal; resolves when the other did too. */
  confirm(): Promise<AgreementAnswer<Agreed>>
  deny(): void
}

/** Both said yes, and hold the keys they named. */
export interface Agreed {
  readonly other: Party
  readonly purpose: Purpose
  /** What follows from the agreement, one message at a time. */
  give(bytes: Uint8Array): Promise<AgreementAnswer<null>>
  take(): Promise<AgreementAnswer<Uint8Array<ArrayBuffer>>>
}
