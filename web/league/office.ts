/**
 * What screens can ask for: the one door to keys, leagues, sharing and pairing. Promises and plain data; every failure
 * is one sentence for a person.
 */
import type { LapId, SessionId } from '#shared/id'
import type { DeviceId, LeagueId, LeagueUse, PersonId, Role } from '#shared/logbook'
import type { EpochMillis, Millis } from '#shared/units'
import type { Board, BoardQuery, BoardRow, LapPointer, LeagueDetail, LeagueSummary, Me } from './model.ts'
import type { Room } from './room-model.ts'

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string }

/** Where a session may go. */
export type ShareLevel = 'device' | 'devices' | 'league' | 'public'

export interface ShareWish {
  readonly sessions: readonly SessionId[]
  /** Null for my devices. */
  readonly league: LeagueId | null
  readonly audience: 'members' | 'public'
  /** Times only, or with the recording. */
  readonly withTraces: boolean
  /** Milliseconds at both ends of a road drive whose position stays here; 0 = none. */
  readonly trimMs: number
}

/** Exactly what would leave, before it does. */
export interface SharePreview {
  readonly sessions: number
  readonly laps: number
  readonly entryBytes: number
  readonly traceBytes: number
  readonly fields: readonly { readonly name: string; readonly value: string }[]
  /** What stays: 'notes', 'tags', 'the original file', … as keys of words. */
  readonly stays: readonly string[]
  readonly channels: readonly string[]
  readonly hasPosition: boolean
}

export interface SharedWhere {
  readonly league: LeagueId
  readonly leagueName: string
  readonly use: LeagueUse
  readonly audience: 'members' | 'public'
  readonly at: EpochMillis
  /** Without where it was driven. */
  readonly isTrimmed: boolean
  /** Other devices that have what was shared there, as far as this one knows. */
  readonly heldBy: number
}

/** Two devices with nothing but each other: codes go from screen to screen. */
export interface PairingOffer {
  /** Text of the QR; also to be copied. */
  readonly code: string
  /** Takes the other screen's answer; resolves with words both screens show, to be compared. */
  accept(answer: string): Promise<Answer<PairingWords>>
  cancel(): void
}

export interface PairingAnswer {
  readonly code: string
  readonly asks: 'be-my-device' | 'meet'
  readonly fromName: string
  readonly words: Promise<Answer<PairingWords>>
  cancel(): void
}

export interface PairingWords {
  /** Four words, equal on both screens. */
  readonly words: readonly string[]
  /** Says that they are; then what was agreed happens, and resolves when the other side said so too. */
  confirm(): Promise<Answer<null>>
  deny(): void
}

export type OfferPurpose =
  /** The other becomes a device of mine. */
  | { readonly kind: 'device' }
  /** Sync this league over the pairing, which the other is a member of or becomes invited to. */
  | { readonly kind: 'league'; readonly league: LeagueId }

export interface Switches {
  readonly isPaused: boolean
  readonly isMetered: boolean
}

export interface OthersLetGo {
  readonly at: EpochMillis
  readonly sessions: number
  readonly bytes: number
}

export interface OthersUse {
  readonly sessions: number
  readonly bytes: number
  readonly letGo: OthersLetGo | null
}

export interface Office {
  /** Live values call the listener at once and on every change; the answer ends it. */
  watchMe(listener: (me: Me | null) => void): () => void
  watchLeagues(listener: (leagues: readonly LeagueSummary[]) => void): () => void
  watchLeague(id: LeagueId, listener: (league: LeagueDetail | null) => void): () => void
  watchBoard(query: BoardQuery, listener: (board: Board) => void): () => void
  watchSwitches(listener: (switches: Switches) => void): () => void

  rename(names: { readonly personName?: string; readonly deviceName?: string }): Promise<Answer<null>>
  /** 24 words; shown once asked for. */
  recoveryWords(): Promise<Answer<readonly string[]>>
  confirmWords(words: readonly string[]): Promise<Answer<null>>
  backupFile(
    passphrase: string,
  ): Promise<Answer<{ readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }>>
  restore(
    from:
      | { readonly words: readonly string[] }
      | { readonly file: Uint8Array<ArrayBuffer>; readonly passphrase: string },
  ): Promise<Answer<Me>>
  revokeDevice(device: DeviceId): Promise<Answer<null>>

  create(use: Exclude<LeagueUse, 'devices'>, name: string): Promise<Answer<LeagueId>>
  invite(
    league: LeagueId,
    how: {
      readonly role: Exclude<Role, 'admin'>
      readonly admits: boolean
      readonly until: EpochMillis | null
      readonly note: string
    },
  ): Promise<Answer<{ readonly link: string }>>
  revokeInvite(league: LeagueId, key: string): Promise<Answer<null>>
  /** What a link says, before anything is done with it. */
  readLink(link: string): Promise<
    Answer<{
      readonly name: string
      readonly by: string
      readonly role: Role
      readonly admits: boolean
      readonly addresses: number
    }>
  >
  join(link: string): Promise<Answer<LeagueId>>
  leave(league: LeagueId): Promise<Answer<null>>
  admit(league: LeagueId, person: PersonId, role: Role): Promise<Answer<null>>
  setRole(league: LeagueId, person: PersonId, role: Role): Promise<Answer<null>>
  remove(league: LeagueId, person: PersonId, reason: string): Promise<Answer<null>>
  saveSettings(
    league: LeagueId,
    settings: { readonly name: string; readonly about: string; readonly addresses: readonly string[] },
  ): Promise<Answer<null>>

  previewShare(wish: ShareWish): Promise<Answer<SharePreview>>
  share(wish: ShareWish): Promise<Answer<null>>
  withdraw(session: SessionId, league: LeagueId): Promise<Answer<null>>
  sharedWhere(session: SessionId): Promise<Answer<readonly SharedWhere[]>>
  /** Fetches the lap and its session from whoever has it into this device, re-times it; answers the lap for the desk. */
  openLap(lap: LapPointer, onProgress: (done: number, of: number) => void): Promise<Answer<LapId>>
  /** Earlier holders of a leaderboard's first place, newest first. */
  recordHistory(query: BoardQuery): Promise<Answer<readonly BoardRow[]>>
  decide(
    lap: LapPointer,
    what: 'void-lap' | 'penalty' | 'note',
    reason: string,
    addMs: Millis,
  ): Promise<Answer<null>>
  /** One's own decision is as if it had never been; the league's changes still show both. */
  takeBackDecision(league: LeagueId, key: string): Promise<Answer<null>>
  endorseGates(
    league: LeagueId,
    author: PersonId,
    layout: string,
    version: number,
    reason: string,
  ): Promise<Answer<null>>
  merge(
    league: LeagueId,
    what: 'drivers' | 'layouts' | 'cars',
    keys: readonly string[],
    reason: string,
  ): Promise<Answer<null>>

  /** What recordings of other people take on this device, and what had to leave last. */
  othersUse(): Promise<Answer<OthersUse>>
  /** Down to what the settings allow, the longest unopened first; null when all may stay. */
  letOthersGo(): Promise<Answer<OthersLetGo | null>>

  offerPairing(purpose: OfferPurpose): Promise<Answer<PairingOffer>>
  answerPairing(code: string): Promise<Answer<PairingAnswer>>
  /** Notes written together, and who is there; this tab leaves the room it was in. */
  enterRoom(league: LeagueId): Promise<Answer<Room>>
  /** By an admin, when the room's secret was lost with the devices that had it. */
  renewRoom(league: LeagueId): Promise<Answer<null>>
  pause(isPaused: boolean): Promise<void>
  /** On a connection that costs money nothing but entries travels. */
  setMetered(isMetered: boolean): Promise<void>
}
