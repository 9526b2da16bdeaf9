/**
 * The lap before this one as the page itself saw it, so that it can be compared with before its recording arrives,
 * or where none ever does.
 *
 * Invariants: a lap counts only when it was seen from line to line; the time it is given is the game's own.
 * Limits: 60 frames a second of at most 20 minutes; a longer lap is not kept.
 */
import { type FrameValues, fieldOf } from './model.ts'

const MAX_POINTS = 72_000
/** A lap's share falls by nearly all of it at the line; a spin or a jump back is less. */
const LINE_FALL = 0.5
const STARTS_BY = 0.03
const ENDS_FROM = 0.97
/** A point every so much of the lap is enough: 10 m of the longest circuit. */
const LEAST_STEP = 0.0004

export interface Curve {
  readonly shares: readonly number[]
  readonly timesMs: readonly number[]
}

export interface LapCurve {
  /** Answers the curve of the lap that ended with this frame, if the whole of it was seen. */
  take(values: FrameValues): Curve | null
  forget(): void
}

export const createLapCurve = (): LapCurve => {
  let shares: number[] = []
  let timesMs: number[] = []

  const forget = (): void => {
    shares = []
    timesMs = []
  }

  const finish = (): Curve | null => {
    const isWhole =
      shares.length > 1 && shares.length < MAX_POINTS && shares[0]! < STARTS_BY && shares.at(-1)! > ENDS_FROM
    return isWhole ? { shares, timesMs } : null
  }

  return {
    take(values) {
      const share = fieldOf(values, 'lapShare')
      const lapMs = fieldOf(values, 'lapMs')
      if (Number.isNaN(share + lapMs)) return null
      const last = shares.at(-1) ?? -1
      let done: Curve | null = null
      if (last - share > LINE_FALL) {
        done = finish()
        forget()
      }
      // The time still counts the old lap when the share is already the new one's, or the other way round.
      const isOfThisLap = lapMs >= (timesMs.at(-1) ?? 0)
      if (!isOfThisLap && timesMs.length === 1) forget()
      if (share >= (shares.at(-1) ?? -1) + LEAST_STEP && isOfThisLap && shares.length < MAX_POINTS) {
        shares.push(share)
        timesMs.push(lapMs)
      }
      return done
    },
    forget,
  }
}
