/**
 * Recordings that stand in one file: a device that was left on over the break, or laps somebody chose and exported
 * one behind the other, in any order.
 */
import { counted, inOrder, type Notes } from '../common/index.ts'
import { BREAK_MS } from '../pipeline/breaks.ts'
import type { Generator } from './generator.ts'

export interface Recording {
  /** Strictly: never falling; rows may share a time. */
  readonly timeMs: Float64Array<ArrayBuffer>
  readonly values: readonly Float64Array<ArrayBuffer>[]
}

/**
 * Harry's exports chosen laps, and no lap may reach across what was driven between them. Shorter than a lap of the
 * smallest kart track, longer than a receiver loses the sky.
 */
const JOINT_MS = 20_000
/** More than anybody drives in a day; a damaged clock must not make thousands. */
const MAX_RECORDINGS = 200

/** In order of time. */
export const recordingsOf = (
  timeMs: Float64Array<ArrayBuffer>,
  values: readonly Float64Array<ArrayBuffer>[],
  generator: Generator,
  notes: Notes,
): Recording[] => {
  const starts = startsOf(timeMs, generator === 'harrys' ? JOINT_MS : BREAK_MS)
  const all = starts.map((from, k) => {
    const cut = (column: Float64Array<ArrayBuffer>) => column.subarray(from, starts[k + 1])
    const { timeMs: times, columns } = inOrder(cut(timeMs), values.map(cut), notes)
    return { timeMs: times, values: columns }
  })
  const filled = all.filter(recording => recording.timeMs.length > 0)
  // A single row far from all others is a damaged time and no drive, unless there is nothing else.
  const driven = filled.filter(recording => recording.timeMs.length > 1)
  const kept = driven.length > 0 ? driven : filled
  if (kept.length < filled.length) notes.add('dropped', SINGLE_ROWS)
  if (kept.length > 1) notes.add('info', joined(kept.length))
  return kept.toSorted((a, b) => a.timeMs[0]! - b.timeMs[0]!)
}

const SINGLE_ROWS = 'Single rows whose time is far from that of all others were left out.'
const joined = (n: number): string =>
  `The file holds ${counted(n, 'recording', 'recordings')} with gaps between them, and each became a session of its own.`

/** Where the clock jumps, forwards or back, and stays there. */
const startsOf = (timeMs: Float64Array, jointMs: number): number[] => {
  const starts = [0]
  let last = Number.NaN
  for (let i = 0; i < timeMs.length && starts.length < MAX_RECORDINGS; i++) {
    const t = timeMs[i]!
    if (Number.isNaN(t)) continue
    const isJoint = Math.abs(t - last) > jointMs
    let next = i + 1
    if (isJoint) while (Number.isNaN(timeMs[next])) next++
    // The last row of all has nobody to say that it is wild; by itself it is no drive.
    if (isJoint && next < timeMs.length && Math.abs(timeMs[next]! - t) > jointMs) continue
    if (isJoint) starts.push(i)
    last = t
  }
  return starts
}
