/**
 * The road as the car draws it: where it was since the line, until one whole lap is known.
 *
 * Invariants: what was drawn stays until a whole lap replaces it; a jump (back to the box) begins a new stroke; a
 * road is at most MAX_POINTS points, which at 5 m is the longest circuit there is twice over.
 */
import { type FrameValues, fieldOf, type Road } from './model.ts'

const STEP_M = 5
const JUMP_M = 60
const MAX_POINTS = 8_000
const LINE_FALL = 0.5

export interface Trail {
  /** True when the road has grown or is whole now. */
  take(values: FrameValues): boolean
  road(): Road
  /** From line to line. */
  readonly isWhole: boolean
  forget(): void
}

/** NaN between two strokes. */
export const createTrail = (): Trail => {
  let x: number[] = []
  let y: number[] = []
  let isWhole = false
  /** Where in the points the lap being driven began; null when it was not seen from the line on. */
  let lineAt: number | null = null
  let lastShare = Number.NaN

  /** Closes the lap that was seen whole; else the next one may become it. */
  const passLine = (): boolean => {
    if (lineAt === null) {
      lineAt = x.length
      return false
    }
    x = [...x.slice(lineAt), x[lineAt]!]
    y = [...y.slice(lineAt), y[lineAt]!]
    isWhole = true
    return true
  }

  const add = (px: number, py: number): void => {
    x.push(px)
    y.push(py)
  }

  return {
    take(values) {
      if (isWhole) return false
      const [px, py] = [fieldOf(values, 'x'), fieldOf(values, 'y')]
      if (Number.isNaN(px + py)) return false
      const share = fieldOf(values, 'lapShare')
      const isLine = lastShare - share > LINE_FALL
      if (!Number.isNaN(share)) lastShare = share
      if (isLine && passLine()) return true
      const stepM = Math.hypot(px - (x.at(-1) ?? Number.NaN), py - (y.at(-1) ?? Number.NaN))
      if (stepM < STEP_M || x.length >= MAX_POINTS) return false
      if (stepM > JUMP_M) {
        add(Number.NaN, Number.NaN)
        lineAt = null
      }
      add(px, py)
      return true
    },
    road: () => ({ x, y }),
    get isWhole() {
      return isWhole
    },
    forget() {
      x = []
      y = []
      isWhole = false
      lineAt = null
      lastShare = Number.NaN
    },
  }
}
