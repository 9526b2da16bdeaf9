/** What a check of the library finds, and what it did about it. */
import type { DeedId, LapId, SessionId, Sha256 } from '#shared/id'
import type { DamagedRow } from '../damage.ts'

/** A kind of record that others refer to. */
export type StandInTable = 'tracks' | 'layouts' | 'cars' | 'drivers'

export type Finding =
  /** Cannot be read any more. It stays where it is, and an export carries it. */
  | { readonly kind: 'damaged-rows'; readonly rows: readonly DamagedRow[] }
  /** Mended: derived anew. */
  | { readonly kind: 'wrong-derived'; readonly sessions: readonly SessionId[] }
  /** Mended: each such session is there again, named as recovered, as far as its laps tell of it. */
  | {
      readonly kind: 'laps-without-session'
      readonly sessions: readonly SessionId[]
      readonly laps: readonly LapId[]
    }
  /** Its summary names laps of which none is left. Nothing can be done about it here. */
  | { readonly kind: 'sessions-without-laps'; readonly sessions: readonly SessionId[] }
  /** Mended, but for layouts, whose lines nobody can guess: a record in its place, to be named or merged in the garage. */
  | { readonly kind: 'missing-record'; readonly table: StandInTable; readonly ids: readonly string[] }
  /** Bytes somebody needs. Importing the file, or a backup that has them, brings them back. */
  | { readonly kind: 'missing-bytes'; readonly names: readonly Sha256[] }
  /** Found by a thorough check only. As above. */
  | { readonly kind: 'damaged-bytes'; readonly names: readonly Sha256[] }
  /** Needed by nothing. Mended when older than 30 days: removed. */
  | {
      readonly kind: 'unneeded-bytes'
      readonly count: number
      readonly bytes: number
      readonly removed: number
    }
  /** Left behind by something that broke off. Mended: removed. */
  | { readonly kind: 'stray-pieces'; readonly count: number }

export interface CheckReport {
  readonly findings: readonly Finding[]
  /** How many records and bytes were looked at. */
  readonly rows: number
  readonly bytes: number
  readonly isThorough: boolean
  readonly isRepaired: boolean
  /** How the repair of records can be undone; null when none was needed. */
  readonly deed: DeedId | null
}

/** How what a repair puts in is called. */
export interface RepairNames {
  readonly session: string
  readonly tracks: string
  readonly cars: string
  readonly drivers: string
}

export interface CheckOptions {
  /** Mends what can be mended. */
  readonly repair?: boolean
  readonly names?: RepairNames
  /** Reads every byte and compares it with its name: as slow as an export. */
  readonly thorough?: boolean
  readonly onProgress?: ((done: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}
