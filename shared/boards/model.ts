/**
 * Leaderboards of a league, as plain data.
 *
 * Definitions:
 * - A lap ranks when it is whole, valid and not voided by a steward, was timed by official marks or at lines, and was
 *   driven and published before now. As long as stewards endorsed no lines of a layout, all its lines rank; then those
 *   alone, and the rest is counted apart.
 * - Its time is what was driven plus penalties. A sector's time is without: penalties are for laps.
 * - Sectors compare only among laps timed at the same lines; the lines most laps were timed at are shown.
 * - One row a driver: the best that fits the filters. Of equal times, the one driven first is ahead.
 * - A driver is a member for what they published themselves. Who somebody else says was driving is a guest of theirs,
 *   until a steward merges the two: so nobody puts a time under another's name. A guest's lap that the member of that
 *   name published too, to the millisecond, is listed once, as the member's.
 */
import type { Surface, World } from '#shared/lap'
import type { EntryHash, PersonId } from '#shared/logbook'
import type { EpochMillis, Millis } from '#shared/units'

/** Empty filters mean any. */
export interface BoardFilter {
  /** A key of `Board.layouts`, present or former; null for the layout with most sessions. */
  readonly layout: string | null
  readonly className: string | null
  readonly car: string | null
  readonly surface: Surface | null
  readonly world: World | null
  /** Null for the lap; else the number of a sector, from 0. */
  readonly sector: number | null
}

export interface Choice {
  readonly key: string
  readonly name: string
  /** Sessions. */
  readonly count: number
}

export interface Ruling {
  readonly what: 'void-lap' | 'penalty' | 'note'
  readonly by: PersonId
  readonly byName: string
  readonly reason: string
  readonly addMs: Millis
  readonly entry: EntryHash
}

export interface LapProof {
  readonly by: 'rig' | 'file' | 'sample'
  /** The game or the file's reader. */
  readonly detail: string
  /** trace = the recording is named by the entry · times = times are all there is. */
  readonly has: 'trace' | 'times'
  readonly timing: 'marks' | 'gates' | 'counter'
}

export interface RankedLap {
  readonly place: number
  /** Null for a guest. */
  readonly person: PersonId | null
  readonly driver: string
  /** For merging: what the driver, the car and the layout are called among leaderboards. */
  readonly driverKey: string
  readonly car: string
  readonly carKey: string
  readonly className: string | null
  readonly timeMs: Millis
  readonly gapMs: Millis
  readonly sectorsMs: readonly Millis[]
  readonly surface: Surface | null
  readonly world: World | null
  /** When the lap was begun. */
  readonly at: EpochMillis
  readonly proof: LapProof
  readonly decisions: readonly Ruling[]
  readonly author: PersonId
  readonly session: string
  /** The entry that says so. */
  readonly entry: EntryHash
  readonly row: number
  readonly number: number
}

export const APART = ['other-gates', 'counter', 'void', 'future', 'not-valid'] as const
export type Apart = (typeof APART)[number]

export interface Leaderboard {
  /** What the filter's layout came to; null while the league has none. */
  readonly layout: string | null
  readonly layouts: readonly Choice[]
  readonly classes: readonly Choice[]
  readonly cars: readonly Choice[]
  readonly sectorCount: number
  readonly rows: readonly RankedLap[]
  readonly apart: readonly { readonly why: Apart; readonly count: number }[]
}
