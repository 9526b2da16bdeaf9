/** What the table between two cursors is made of. Values are in the units inside; NaN is not recorded. */
export interface RangeValues {
  readonly min: number
  readonly max: number
  readonly mean: number
  /** At B minus at A. */
  readonly change: number
}

export interface RangeLap {
  readonly key: string
  readonly name: string
  /** A design token, as in DeskLap. */
  readonly colour: string
  readonly isReference: boolean
  /** It took from A to B. */
  readonly timeMs: number
}

export interface RangeRow {
  readonly key: string
  readonly title: string
  readonly unit: string
  readonly digits: number
  /** One per lap, in the order of the laps. */
  readonly byLap: readonly RangeValues[]
}
