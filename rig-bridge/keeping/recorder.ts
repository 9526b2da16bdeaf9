/** What keeping needs of the lap recorder. */
import type { LapId, SessionId } from '#shared/id'
import type { LiveTiming, RecordedLap, SimEvent } from '#shared/sim'

export interface RecorderCheckpoint {
  readonly state: unknown
  readonly events: SimEvent[]
}

export interface RecorderOptions {
  readonly newSessionId: () => SessionId
  readonly newLapId: () => LapId
  readonly from?: RecorderCheckpoint
}

export interface Recorder {
  take(event: SimEvent): void
  drain(): RecordedLap[]
  timing(): LiveTiming
  lapMs(): number
  deltaBestMs(): number
  newest(): {
    readonly sample: Float32Array | null
    readonly status: Float64Array | null
    readonly atMs: number
  }
  isDriving(): boolean
  checkpoint(): RecorderCheckpoint
}
