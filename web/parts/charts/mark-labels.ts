/**
 * Named stretches as bands of the shown window, and which of their names have room.
 *
 * Invariant: names stand at the middle of what is seen of their stretch and never touch one another.
 */
import type { ChartMark, Window } from './model.ts'
import { xToPart } from './window-moves.ts'

export interface MarkBand {
  readonly mark: ChartMark
  /** Pixels from the left. */
  readonly left: number
  readonly width: number
  readonly hasLabel: boolean
}

/** Of a 12-pixel figure or letter, with room for the wide ones. */
const CHARACTER_PX = 7
const BETWEEN_PX = 6

export const marksToBands = (marks: readonly ChartMark[], window: Window, widthPx: number): MarkBand[] => {
  let free = 0
  return marks
    .filter(mark => mark.to > window.from && mark.from < window.to)
    .toSorted((a, b) => a.from - b.from)
    .map(mark => {
      const left = Math.max(0, xToPart(window, mark.from)) * widthPx
      const right = Math.min(1, xToPart(window, mark.to)) * widthPx
      const half = (mark.label.length * CHARACTER_PX) / 2
      const middle = (left + right) / 2
      const hasLabel = middle - half >= free && middle + half <= widthPx
      if (hasLabel) free = middle + half + BETWEEN_PX
      return { mark, left, width: right - left, hasLabel }
    })
}
