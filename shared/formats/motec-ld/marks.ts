/**
 * Lap marks out of the moments a log was marked at: from each beacon to the next is a lap, numbered from 1; what lies
 * before the first and after the last is never a whole lap.
 */
import type { LapMark } from '#shared/lap'
import { type BeaconPass, LAP_CODE } from './beacon.ts'

export interface EdgeKinds {
  readonly first: 'out' | 'in' | 'partial'
  readonly last: 'out' | 'in' | 'partial'
}

/** Null when no moment lies in the log, which lasts from `fromMs` to `toMs`. */
export const marksBetween = (
  momentsMs: readonly number[],
  splitsMs: readonly number[],
  fromMs: number,
  toMs: number,
  kinds: EdgeKinds,
): LapMark[] | null => {
  const inLog = [...new Set(momentsMs)].filter(ms => ms >= fromMs && ms <= toMs).sort((a, b) => a - b)
  const [first, last] = [inLog[0], inLog.at(-1)]
  if (first === undefined || last === undefined) return null
  const splits = splitsMs.toSorted((a, b) => a - b)
  let next = 0
  /** To be asked in the order of laps. */
  const splitsIn = (startMs: number, endMs: number): readonly number[] => {
    while (splits[next]! <= startMs) next++
    const from = next
    while (splits[next]! < endMs) next++
    return splits.slice(from, next)
  }
  const marks: LapMark[] = []
  if (first > fromMs) marks.push({ startMs: fromMs, endMs: first, number: 0, kind: kinds.first })
  for (const [i, startMs] of inLog.slice(0, -1).entries()) {
    const endMs = inLog[i + 1]!
    const inLap = splitsIn(startMs, endMs)
    marks.push({ startMs, endMs, number: i + 1, ...(inLap.length > 0 ? { splits: inLap } : {}) })
  }
  if (last < toMs) marks.push({ startMs: last, endMs: toMs, number: inLog.length, kind: kinds.last })
  return marks
}

export interface SortedPasses {
  readonly lapsMs: readonly number[]
  readonly splitsMs: readonly number[]
  /** The lap code had to be guessed. */
  readonly isGuessed: boolean
}

/**
 * Which beacons end a lap. Code 100 does by default; in a log without it, the code that was seen least often and yet
 * at least twice does, because every lap passes the end once and split beacons as often or more.
 */
export const sortPasses = (passes: readonly BeaconPass[]): SortedPasses => {
  const counts = new Map<number, number>()
  for (const { code } of passes) counts.set(code, (counts.get(code) ?? 0) + 1)
  const rarest = [...counts].filter(([, n]) => n >= 2).sort((a, b) => a[1] - b[1])[0]
  const lapCode = counts.has(LAP_CODE) ? LAP_CODE : (rarest?.[0] ?? passes[0]?.code)
  const timesOf = (isLap: boolean): number[] =>
    passes.filter(({ code }) => (code === lapCode) === isLap).map(({ atMs }) => atMs)
  return {
    lapsMs: timesOf(true),
    splitsMs: timesOf(false),
    isGuessed: counts.size > 1 && lapCode !== LAP_CODE,
  }
}
