/**
 * What a screen shows of a rig: the same for the page's own link and for a guest's.
 *
 * `link`, `state` and `timing` are state (runes) where a screen reads them; frames come up to 60 times a second and go
 * past it, straight to whoever listens.
 */
import type { RigState, RigTiming } from '#shared/api'
import type { LinkState } from './link.ts'

/** `values` are those of LIVE_FIELDS, in that order, and are written over by the next frame. */
export type FrameListener = (values: Float32Array, epochMs: number, isKept: boolean, number: number) => void

export interface Frames {
  /** Answers how to stop listening. The bridge sends frames only while somebody listens. */
  listen(run: FrameListener): () => void
}

export interface LiveFeed {
  readonly link: LinkState
  /** What the bridge said last; null before it said anything. It stays when the link is lost: it is then the past. */
  readonly state: RigState | null
  readonly timing: RigTiming | null
  readonly frames: Frames
}

export interface ToldFrames extends Frames {
  readonly tell: FrameListener
  readonly count: () => number
}

export const createFrames = (onCount: () => void = () => {}): ToldFrames => {
  const listeners = new Set<FrameListener>()
  return {
    count: () => listeners.size,
    tell: (values, epochMs, isKept, number) => {
      for (const run of listeners) run(values, epochMs, isKept, number)
    },
    listen: run => {
      const own: FrameListener = (...frame) => run(...frame)
      listeners.add(own)
      onCount()
      return () => {
        listeners.delete(own)
        onCount()
      }
    },
  }
}
