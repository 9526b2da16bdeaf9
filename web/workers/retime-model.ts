/** What the page and the worker say to one another about lines that move. Everything here crosses between threads. */
import type { NewGates } from '#shared/formats'
import type { LapId, LayoutId, SessionId } from '#shared/id'
import type { Millis } from '#shared/units'
import type { ImportProgress, LapAtLine } from './import-model.ts'

/** The lines of a layout, in its own frame: degrees in wgs84. */
export type NewLines = NewGates

export interface MoveLinesRequest {
  readonly layoutId: LayoutId
  readonly lines: NewLines
  /** To be timed anew at once, in this order; those of other layouts are left alone. */
  readonly sessions: readonly SessionId[]
}

export interface RetimeProgress extends ImportProgress {
  /** Which session of how many, from 0. */
  readonly session: number
  readonly of: number
}

/** Timed anew · its official times stayed · nothing of it was changed, and why. */
export type RetimeOutcome =
  | { readonly kind: 'done'; readonly lapsBefore: number; readonly lapsAfter: number }
  | { readonly kind: 'official' }
  | { readonly kind: 'failed'; readonly reason: string }

export interface UntimedSession {
  readonly id: SessionId
  /** One sentence: what happened, what it means for the data, what to do. */
  readonly reason: string
}

export type MoveLinesOutcome =
  | {
      readonly kind: 'done'
      readonly retimed: readonly SessionId[]
      /** Laps with official marks keep their times wherever the lines are. */
      readonly official: readonly SessionId[]
      /** As they were, each with the reason. */
      readonly untimed: readonly UntimedSession[]
      /** Timed at the lines as they were and not asked for: to be timed anew. */
      readonly others: readonly SessionId[]
    }
  /** The lines are where they were. */
  | { readonly kind: 'failed'; readonly reason: string }

/** What moving the lines of a layout would touch. */
export interface SessionsAtLines {
  readonly timedHere: readonly SessionId[]
  readonly official: readonly SessionId[]
}

/** A lap at lines somebody tries out. */
export interface PreviewedLap extends LapAtLine {
  /** The lap in the library that it is, and its time there. */
  readonly id: LapId | null
  readonly beforeMs: Millis | null
  readonly sectorsMs: readonly Millis[]
}

export interface LinesPreview {
  /** Null when the start line is never crossed. */
  readonly laps: readonly PreviewedLap[] | null
  /** Official times stay what they are wherever the lines are. */
  readonly keepsTimes: boolean
}
