/**
 * What the live parts show: a feed of frames with what changes at lines, and what a lap is measured against.
 *
 * Invariants: NaN is what the game does not say and is shown as a dash, never as 0; a reference that is not known is
 * null, never a guess.
 */
import { LIVE_AT, LIVE_FIELDS, type LiveField } from '#shared/api'
import type { Millis } from '#shared/units'

/** The numbers of one frame, in the order of LIVE_FIELDS. Whoever paints reads them at once: they are used again. */
export type FrameValues = Float32Array

export const at: Readonly<Record<LiveField, number>> = LIVE_AT
export const FRAME_WIDTH = LIVE_FIELDS.length

export const fieldOf = (values: FrameValues, field: LiveField): number => values[at[field]] ?? Number.NaN

export const AGAINST_KINDS = ['session', 'mine', 'here', 'last', 'chosen'] as const
export type AgainstKind = (typeof AGAINST_KINDS)[number]

/** What a lap is measured against. */
export interface Against {
  readonly kind: AgainstKind
  /** Null while there is no such lap. */
  readonly lapMs: Millis | null
  /** Whose lap it is, in what and when, as far as that says more than the kind: 'Kim, Ferrari 296 GT3, 12 Oct'. */
  readonly detail: string
  /** Milliseconds of that lap at a share of the lap; null where the bridge itself compares, or nothing can. */
  readonly timeAt: ((share: number) => number) | null
}

/** The best of all laps kept here with this car on this layout, whoever drove it. */
export interface AllTime {
  readonly lapMs: Millis | null
  /** One per sector; empty when there are none at the lines of this session. */
  readonly sectorsMs: readonly Millis[]
}

/** A road as seen from above, in metres of the game's world. */
export interface Road {
  readonly x: readonly number[]
  readonly y: readonly number[]
}
