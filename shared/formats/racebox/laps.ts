/**
 * Official laps of a RaceBox file: the times stand in the preamble, the rows only say between which two of them
 * each line was crossed.
 *
 * Laps that follow one another share their lines, so their times, laid end to end, can be pushed along only as
 * far as every line stays between its two rows; the middle of that play is taken (at most half a sample off,
 * while the lap times stay exact). Where no place fits, the times belong to other rows and there are no marks.
 */
import type { LapMark } from '#shared/lap'
import type { OfficialLap } from './preamble.ts'

/** Times are written in milliseconds, rows are stamped to the millisecond. */
const SLACK_MS = 2

export const officialMarks = (
  laps: readonly OfficialLap[],
  timeMs: ArrayLike<number>,
  counter: ArrayLike<number>,
): LapMark[] => {
  const firstRow = new Map<number, number>()
  for (let row = 0; row < counter.length; row++) {
    if (counter[row]! > 0 && !firstRow.has(counter[row]!)) firstRow.set(counter[row]!, row)
  }
  const known = laps.filter(({ number }) => firstRow.has(number)).sort((a, b) => a.number - b.number)
  const marks: LapMark[] = []
  for (let i = 0; i < known.length; ) {
    let to = i + 1
    while (to < known.length && known[to]!.number === known[to - 1]!.number + 1) to++
    marks.push(...chainMarks(known.slice(i, to), number => firstRow.get(number)!, timeMs, counter))
    i = to
  }
  return marks
}

/** Marks of laps that follow one another without a break. */
const chainMarks = (
  chain: readonly OfficialLap[],
  firstRowOf: (number: number) => number,
  timeMs: ArrayLike<number>,
  counter: ArrayLike<number>,
): LapMark[] => {
  let earliest = Number.NEGATIVE_INFINITY
  let latest = Number.POSITIVE_INFINITY
  let sinceMs = 0
  const bound = (row: number): void => {
    if (row > 0) earliest = Math.max(earliest, timeMs[row - 1]! - sinceMs - SLACK_MS)
    latest = Math.min(latest, timeMs[row]! - sinceMs + SLACK_MS)
  }
  for (const { number, timeMs: lapMs } of chain) {
    bound(firstRowOf(number))
    sinceMs += lapMs
  }
  const last = chain.at(-1)!
  let end = firstRowOf(last.number)
  while (end < counter.length && counter[end] === last.number) end++
  if (end < counter.length) bound(end)
  if (!(earliest <= latest)) return []
  // A recording that begins inside its first lap says only that the lap began before the first row.
  let startMs = Number.isFinite(earliest) ? (earliest + latest) / 2 : latest
  return chain.map(({ number, timeMs: lapMs, sectorsMs }) => {
    const mark = { number, startMs, endMs: startMs + lapMs }
    const splits = splitsOf(sectorsMs, startMs)
    startMs = mark.endMs
    return splits.length > 0 ? { ...mark, splits } : mark
  })
}

const splitsOf = (sectorsMs: readonly number[], startMs: number): number[] => {
  const splits: number[] = []
  let atMs = startMs
  for (const sectorMs of sectorsMs.slice(0, -1)) {
    atMs += sectorMs
    splits.push(atMs)
  }
  return splits
}
