/**
 * What a scatter draws: two channels of several laps against each other.
 *
 * Invariants: the columns of a cloud have one length and belong together sample by sample; NaN in either is no
 * point; values are in the units inside; a box is closed on all sides.
 */
import type { Column } from '#shared/trace'
import type { Window } from './model.ts'

export interface ScatterCloud {
  readonly lapKey: string
  readonly lapName: string
  /** The name of a design token. */
  readonly colour: string
  readonly isReference: boolean
  readonly x: Column
  readonly y: Column
  /** Where each sample lies on the charts' axis. */
  readonly at: Float64Array
}

export interface ScatterAxis {
  readonly title: string
  /** The unit inside. */
  readonly unit: string
}

export interface ScatterBox {
  readonly x: Window
  readonly y: Window
}

/** The samples of one lap inside a box, in the order they were driven. */
export interface ScatterSelection {
  readonly lapKey: string
  readonly indices: readonly number[]
  readonly at: readonly number[]
}
