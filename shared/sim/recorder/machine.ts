/** What the parts of a recorder work on: the state that is written down, the rows of the open lap, and what came of it. */
import type { LapId, SessionId } from '#shared/id'
import type { EpochMillis } from '#shared/units'
import { SAMPLE_WIDTH, type SimEvent, STATUS_WIDTH } from '../frames/index.ts'
import type { RecordedLap } from './model.ts'
import { createRows, type Rows } from './rows.ts'
import type { RecorderState } from './state.ts'

export interface Machine {
  readonly state: RecorderState
  samples: Rows
  statuses: Rows
  readonly newest: Newest
  /** Finished, not yet handed over. */
  laps: RecordedLap[]
  /** Something that `LiveTiming` tells has changed. */
  timingChanged: boolean
  readonly newSessionId: () => SessionId
  readonly newLapId: () => LapId
}

/** Whatever was told last, of whoever's car. */
export interface Newest {
  readonly sample: Float32Array
  hasSample: boolean
  readonly status: Float64Array
  /** NaN before the first. */
  statusAt: number
}

export const noNewest = (): Newest => ({
  sample: new Float32Array(SAMPLE_WIDTH),
  hasSample: false,
  status: new Float64Array(STATUS_WIDTH),
  statusAt: Number.NaN,
})

export const noteNewest = (newest: Newest, event: SimEvent): void => {
  if (event.kind === 'status' && event.values.length === STATUS_WIDTH) {
    newest.status.set(event.values)
    newest.statusAt = event.atMs
  }
  if (event.kind !== 'samples' || event.timesMs.length === 0) return
  if (event.values.length !== event.timesMs.length * SAMPLE_WIDTH) return
  newest.sample.set(event.values.subarray(event.values.length - SAMPLE_WIDTH))
  newest.hasSample = true
}

export const emptySamples = (): Rows => createRows(SAMPLE_WIDTH, 'single')
export const emptyStatuses = (): Rows => createRows(STATUS_WIDTH, 'double')

/** By the clock as it was told last; without any, the source's own. */
export const epochAt = ({ clock }: RecorderState, at: number): EpochMillis =>
  Math.round(clock ? clock.epochMs + (at - clock.atMs) : at) as EpochMillis
