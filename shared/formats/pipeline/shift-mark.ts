/** A lap mark on another clock. */
import type { LapMark } from '#shared/lap'

export const shiftMark = (mark: LapMark, byMs: number): LapMark => ({
  ...mark,
  startMs: mark.startMs + byMs,
  endMs: mark.endMs + byMs,
  ...(mark.splits ? { splits: mark.splits.map(ms => ms + byMs) } : {}),
})
