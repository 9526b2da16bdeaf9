/**
 * What screens know of leagues, people and devices, and what they can ask for. Plain data; what does the work (keys, worker,
 * network) is loaded when the first of it is needed and stands behind `Office`.
 *
 * Words: a league's `use` is devices (mine), crew or league; they work alike.
 */

import type { Surface, World } from '#shared/lap'
import type { DeviceId, EntryHash, LeagueId, LeagueUse, PersonId, Role } from '#shared/logbook'
import type { EndReason, Route } from '#shared/sync'
import type { EpochMillis, Millis } from '#shared/units'

/** Who I am on this device; made silently when first needed. */
export interface Me {
  readonly person: PersonId
  readonly personName: string
  readonly device: DeviceId
  readonly deviceName: string
  /** This device holds the person key, so it can admit and revoke devices. */
  readonly holdsPersonKey: boolean
  /** When the recovery words were last confirmed or a backup file saved; null = offer it once there is something to lose. */
  readonly backedUpAt: EpochMillis | null
}

export interface LeagueSummary {
  readonly id: LeagueId
  readonly use: LeagueUse
  readonly name: string
  /** Null while we wait to be admitted, or after we were removed. */
  readonly role: Role | null
  readonly standing: 'member' | 'waiting' | 'removed'
  readonly members: number
  readonly sessions: number
  readonly sync: SyncState
}

/**
 * alone = nobody was ever met · away = nobody is connected now · moving = something travels · level = all who are
 * connected have the same · paused · attention = somebody was dropped or something cannot be sent
 */
export interface SyncState {
  readonly kind: 'alone' | 'away' | 'moving' | 'level' | 'paused' | 'attention'
  readonly peers: number
  readonly toSend: number
  readonly toReceive: number
  /** 'Kim’s laptop' when it is about one device alone, else null. */
  readonly peerName: string | null
  /** When we were last level with somebody. */
  readonly lastLevelAt: EpochMillis | null
}

export interface PersonRow {
  readonly person: PersonId
  readonly name: string
  readonly role: Role
  readonly isMe: boolean
  readonly since: EpochMillis
  readonly removed: { readonly byName: string; readonly at: EpochMillis; readonly reason: string } | null
  readonly devices: readonly DeviceRow[]
}

export interface DeviceRow {
  readonly device: DeviceId
  readonly name: string
  readonly isThis: boolean
  readonly connected: {
    readonly route: Route
    readonly since: EpochMillis
    readonly phase: 'comparing' | 'receiving' | 'sending' | 'level'
  } | null
  readonly lastSeenAt: EpochMillis | null
  readonly revoked: boolean
  readonly version: string | null
}

export interface WaitingRow {
  readonly person: PersonId
  readonly name: string
  readonly deviceName: string
  readonly role: Role
  readonly at: EpochMillis
}

/** Something that happened, newest first: who, what, when. */
export interface ChangeRow {
  readonly hash: EntryHash
  readonly at: EpochMillis
  readonly byName: string
  readonly what:
    | 'session'
    | 'withdrawn'
    | 'decision'
    | 'member'
    | 'removed'
    | 'device'
    | 'layout'
    | 'settings'
    | 'invited'
    | 'renewed'
    | 'other'
  /** 'Spa · 12 laps, best 2:18.104' */
  readonly about: string
}

/** What somebody should look at, and why. */
export interface AttentionRow {
  readonly kind:
    | 'dropped-peer'
    | 'fork'
    | 'overruled'
    | 'last-admin'
    | 'not-entitled'
    | 'waiting'
    | 'over-quota'
    | 'clock'
  readonly who: string
  readonly reason: EndReason | null
  readonly at: EpochMillis | null
}

export interface LeagueDetail extends LeagueSummary {
  readonly about: string
  /** Where its relays are reached. */
  readonly addresses: readonly string[]
  readonly people: readonly PersonRow[]
  readonly waiting: readonly WaitingRow[]
  readonly invites: readonly {
    readonly key: string
    readonly role: Role
    readonly admits: boolean
    readonly until: EpochMillis | null
    readonly note: string
    readonly link: string | null
  }[]
  readonly changes: readonly ChangeRow[]
  readonly attention: readonly AttentionRow[]
}

/** What a leaderboard is of; empty filters mean any. */
export interface BoardQuery {
  readonly league: LeagueId
  readonly layout: string | null
  readonly className: string | null
  readonly car: string | null
  readonly surface: Surface | null
  readonly world: World | null
  /** Null for the lap; else the number of a sector, from 0. */
  readonly sector: number | null
  readonly asOf: EpochMillis | null
}

export interface BoardChoice {
  readonly key: string
  readonly name: string
  readonly count: number
}

export interface BoardRow {
  readonly place: number
  readonly person: PersonId | null
  readonly driver: string
  /** What `merge` of drivers takes. */
  readonly driverKey: string
  readonly car: string
  readonly className: string | null
  readonly timeMs: Millis
  readonly gapMs: Millis
  readonly sectorsMs: readonly Millis[]
  readonly surface: Surface | null
  readonly world: World | null
  readonly at: EpochMillis
  readonly isMine: boolean
  /** What can be rechecked: trace = the recording is named by the entry; times = times are all there is. */
  readonly proof: {
    readonly by: 'rig' | 'file' | 'sample'
    readonly detail: string
    readonly has: 'trace' | 'times'
    readonly timing: 'marks' | 'gates' | 'counter'
    /** Set once this device re-timed the lap from its trace. */
    readonly retimed: 'match' | 'differs' | 'cannot-tell' | 'gave-up' | null
  }
  readonly decisions: readonly {
    /** What takes it back. */
    readonly key: string
    /** A decision is taken back by whoever made it. */
    readonly isMine: boolean
    readonly what: 'void-lap' | 'penalty' | 'note'
    readonly byName: string
    readonly reason: string
    readonly addMs: Millis
  }[]
  readonly lap: LapPointer
}

export interface LapPointer {
  readonly league: LeagueId
  readonly author: PersonId
  readonly session: string
  /** Row in the session's columns. */
  readonly row: number
  readonly number: number
}

export interface Board {
  readonly query: BoardQuery
  readonly layouts: readonly BoardChoice[]
  readonly classes: readonly BoardChoice[]
  readonly cars: readonly BoardChoice[]
  readonly sectorCount: number
  readonly rows: readonly BoardRow[]
  /** Laps a steward took out, newest first, each with its decision; place 0. */
  readonly voided: readonly BoardRow[]
  /** Lines the layout's laps were timed at, the endorsed first; a steward endorses one. */
  readonly lines: readonly {
    readonly author: PersonId
    readonly authorName: string
    readonly layout: string
    readonly version: number
    readonly laps: number
    readonly isEndorsed: boolean
  }[]
  /** Laps that are not ranked, and why, in counts. */
  readonly apart: readonly {
    readonly why: 'other-gates' | 'counter' | 'void' | 'future' | 'not-valid'
    readonly count: number
  }[]
  readonly isComplete: boolean
}
