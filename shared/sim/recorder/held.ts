/**
 * Samples of which nobody has said yet whose they are: before the first status, and after a game was away. The next
 * status decides: driven by the player they are the lap's, anything else and they are forgotten.
 *
 * They are part of the state, so that they outlive a kill between a sample that was shown and the status after it.
 * Limits: HELD_MS before the status, and no more than MAX_HELD.
 */
import { SAMPLE_WIDTH } from '../frames/index.ts'
import type { RecorderState } from './state.ts'

/** Statuses come with every picture of the game; one that shows none for a second has not begun to drive. */
const HELD_MS = 1000
/** A second at the fastest physics any game writes, and a little more. */
const MAX_HELD = 400

export interface HeldSample {
  readonly at: number
  readonly values: readonly number[]
}

export const holdSample = (state: RecorderState, at: number, values: Float32Array, offset: number): void => {
  if (state.held.length >= MAX_HELD) state.held.splice(0, MAX_HELD / 2)
  state.held.push({ at, values: Array.from(values.subarray(offset, offset + SAMPLE_WIDTH)) })
}

/** What is held and new enough to be of the same driving as a status at that time; nothing is held any more. */
export const takeHeld = (state: RecorderState, atMs: number): readonly HeldSample[] => {
  const held = state.held.filter(({ at }) => at >= atMs - HELD_MS)
  state.held = []
  return held
}
