/**
 * Time against the reference at the same place. Positive: the lap is slower up to here.
 *
 * Invariants: 0 at the start line; at the finish exactly the difference of the lap times; NaN inside the gaps of
 * either lap and right again behind them.
 */
import { timeAt, timesAt } from './lookup.ts'
import type { AlignedLap, DeltaLine, Stretch } from './model.ts'

/** Finer than a screen shows of any circuit and than a receiver resolves. */
const STEP_M = 1
const MAX_POINTS = 30_000

export const deltaLine = (reference: AlignedLap, lap: AlignedLap): DeltaLine => {
  const lengthM = reference.metres.at(-1)!
  const steps = Math.max(1, Math.min(MAX_POINTS, Math.ceil(lengthM / STEP_M)))
  const metres = new Float64Array(steps + 1)
  for (let i = 0; i <= steps; i++) metres[i] = (lengthM * i) / steps
  metres[steps] = lengthM
  const deltaMs = timesAt(lap, metres)
  const own = timesAt(reference, metres)
  for (let i = 0; i <= steps; i++) deltaMs[i]! -= own[i]!
  for (const gap of [...reference.gaps, ...lap.gaps]) blank(metres, deltaMs, gap)
  return { metres, deltaMs }
}

/** The ends of the lap are known from its times even when a gap touches them. */
const blank = (metres: Float64Array, deltaMs: Float64Array, { fromM, toM }: Stretch): void => {
  for (let i = 1; i < metres.length - 1; i++) {
    if (metres[i]! > fromM && metres[i]! < toM) deltaMs[i] = Number.NaN
  }
}

export const deltaAt = (reference: AlignedLap, lap: AlignedLap, atM: number): number => {
  const lengthM = reference.metres.at(-1)!
  const isLost = ({ fromM, toM }: Stretch): boolean => atM > fromM && atM < toM
  if (atM > 0 && atM < lengthM && [...reference.gaps, ...lap.gaps].some(isLost)) return Number.NaN
  return timeAt(lap, atM) - timeAt(reference, atM)
}
