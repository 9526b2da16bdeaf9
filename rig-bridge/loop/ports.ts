/** What the loop needs of keeping: the journal and the recorder behind it. */
import type { LiveTiming, SimEvent } from '#shared/sim'

export type Recording =
  | { readonly kind: 'on' }
  | { readonly kind: 'off' }
  | { readonly kind: 'failed'; readonly message: string }

export interface Keeper {
  /** Journals, then records; every time the loop turns, events or none. Never throws. */
  take(events: readonly SimEvent[]): void
  recording(): Recording
  /** The same object until something in it changes. */
  timing(): LiveTiming
  readonly recorder: {
    lapMs(): number
    deltaBestMs(): number
    newest(): {
      readonly sample: Float32Array | null
      readonly status: Float64Array | null
      readonly atMs: number
    }
  }
}
