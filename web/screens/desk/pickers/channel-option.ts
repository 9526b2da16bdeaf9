/** A channel that can be shown: what the picker says about it. */
export interface ChannelOption {
  /** Unlike every other; what the panels are made of. */
  readonly key: string
  readonly title: string
  /** The unit inside; shown in the reader's own. */
  readonly unit: string
  /** Which instrument ('gps', 'obd'); '' when that says nothing. */
  readonly source: string
  /** How many of the laps on the desk carry it. */
  readonly laps: number
  /** Their names; said when few have it. */
  readonly lapNames?: readonly string[]
}
