/**
 * The port a simulator is read through. Adapters: shared memory of Windows, `/dev/shm` of Linux, a recording played
 * again. Each runs the conformance suite in `test/conformance/sim-source.ts`.
 *
 * Invariants: reading goes on at its own pace whatever the caller does; `drain` hands over everything seen since the
 * last call, in order, and never waits; a source that finds no game is no error, it says what it looked for.
 */
import type { GameId, SimEvent } from './frames/index.ts'

/** What a person is told on the health page. */
export type SourceState =
  /** No page of any game is there. `lookedFor` says where, in words. */
  | { readonly kind: 'searching'; readonly lookedFor: string }
  /** Pages are there and empty, or do not change. */
  | { readonly kind: 'idle'; readonly game: GameId | null }
  | { readonly kind: 'reading'; readonly game: GameId; readonly samplesPerS: number }
  /** A page is there and cannot be understood; the sentence says what to do. */
  | { readonly kind: 'unreadable'; readonly message: string }
  | { readonly kind: 'ended' }

export interface SourceCounts {
  /** Packets the game wrote while we read, by its own numbers, and how many of them were seen. */
  readonly packets: number
  readonly seen: number
  /** Copies taken while the game was writing, and thrown away. */
  readonly torn: number
  /** Events dropped because nobody drained for too long; each is also a gap. */
  readonly dropped: number
}

export interface SimSource {
  /** What a person calls it: 'shared memory', 'the recording spa.rig'. */
  readonly name: string
  start(): Promise<void>
  /** The array is the caller's; the buffers in it are too. */
  drain(): SimEvent[]
  /** Settles when there is something new to drain, or after so long; absent where nothing can tell. */
  untilNews?(withinMs: number): Promise<unknown>
  state(): SourceState
  counts(): SourceCounts
  stop(): Promise<void>
}
