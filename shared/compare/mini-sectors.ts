/**
 * The road in many equal pieces: every lap's time in each, and the lap the fastest pieces would make together.
 *
 * The sum of the fastest pieces is a bound, not a goal: each minimum also collects the luckiest error of position.
 * Pieces are therefore never shorter than what PIECES_FIXES measurements of position span on the reference, which
 * is 80 m at 1 Hz; how many pieces were used is returned, so that the screen can say it.
 *
 * Invariant: the pieces of a lap sum to its lap time exactly; a lap with a gap at an edge has none.
 */
import { type BestOfParts, lapTimeMs, type MeasuredLap, optimalLap } from '#shared/lap'
import { asMillis, type Millis } from '#shared/units'
import { timeAt } from './lookup.ts'
import type { AlignedLap, Reference } from './model.ts'

export interface AlignedLapOf<L> {
  readonly lap: L
  readonly aligned: AlignedLap
}

export interface MiniSectorTable<L> {
  /** How many pieces were used, and how many were asked for; fewer when positions are sparse. */
  readonly pieces: number
  readonly asked: number
  readonly rows: readonly { readonly lap: L; readonly partsMs: readonly Millis[] }[]
  /** Of ranked laps only. */
  readonly optimal: BestOfParts<L> | null
}

const PIECE_FIXES = 2

export const miniSectorTable = <L extends MeasuredLap>(
  reference: Reference,
  laps: readonly AlignedLapOf<L>[],
  asked: number,
): MiniSectorTable<L> => {
  if (!(Number.isInteger(asked) && asked > 0)) throw new RangeError(`a lap has no ${asked} pieces`)
  const pieces = Math.min(asked, resolvedPieces(laps.map(({ aligned }) => aligned)))
  const rows = laps.map(({ lap, aligned }) => ({ lap, partsMs: piecesOf(reference, aligned, lap, pieces) }))
  return { pieces, asked, rows, optimal: optimalLap(rows, pieces) }
}

/** Of the coarsest lap; at least one. */
const resolvedPieces = (laps: readonly AlignedLap[]): number => {
  const shares = laps.map(({ fixMs, timeMs }) => (PIECE_FIXES * fixMs) / timeMs.at(-1)!)
  return Math.max(1, Math.floor(1 / Math.max(...shares, 1e-9)))
}

const piecesOf = (
  { lengthM }: Reference,
  aligned: AlignedLap,
  lap: MeasuredLap,
  pieces: number,
): readonly Millis[] => {
  const partsMs: Millis[] = []
  let before = 0
  for (let k = 1; k <= pieces; k++) {
    const atM = (lengthM * k) / pieces
    if (k < pieces && aligned.gaps.some(({ fromM, toM }) => atM > fromM && atM < toM)) return []
    const now = k === pieces ? lapTimeMs(lap) : asMillis(timeAt(aligned, atM))
    partsMs.push(asMillis(now - before))
    before = now
  }
  return partsMs
}
