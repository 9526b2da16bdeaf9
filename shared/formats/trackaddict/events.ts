/**
 * What TrackAddict writes between the rows: laps, sectors and the pit lane.
 *
 * `# Lap N: hh:mm:ss.mmm` is the length of the lap that just ended. The laps follow one another without a gap
 * from time 0, so the sum of the lengths is the exact time of each crossing; the rows beside the line and the
 * column `Lap` come up to a second late.
 */
import type { LapKind, LapMark } from '#shared/lap'
import { parseLapTime } from '#shared/units'
import type { Notes } from '../common/index.ts'
import type { PitEvent } from '../model.ts'
import { type TimingPoint, toTimingPoint } from './preamble.ts'

export interface EventLine {
  readonly text: string
  /** Time of the row it stands before; of the last row at the end. */
  readonly atMs: number
}

export interface Events {
  readonly marks: LapMark[]
  readonly pits: PitEvent[]
  /** Defined while driving. */
  readonly startPoint: TimingPoint | null
  readonly endPoint: TimingPoint | null
  readonly hasEnd: boolean
}

/** Lines come 0.05 to 0.7 s after what they tell; further off, the app was set back and begins to count anew. */
const MAX_LATE_MS = 3000
/** A split this near to the line is the line itself. */
const SAME_MS = 20

/** `edges`: how the recording begins and ends, for the laps that are not whole. */
export const readEvents = (
  lines: readonly EventLine[],
  endMs: number,
  edges: { readonly first: LapKind; readonly last: LapKind },
  notes: Notes,
): Events => {
  const marks: LapMark[] = []
  const pits: PitEvent[] = []
  let startPoint: TimingPoint | null = null
  let endPoint: TimingPoint | null = null
  let hasEnd = false
  let lapFrom = 0
  let splits: number[] = []
  for (const { text, atMs } of lines) {
    const [, kind = '', value = ''] = EVENT.exec(text) ?? []
    const word = kind.toLowerCase()
    if (word.startsWith('lap ')) {
      const ms = parseLapTime(value)
      if (ms === null || ms <= 0) continue
      if (Math.abs(lapFrom + ms - atMs) > MAX_LATE_MS) {
        notes.add('guessed', COUNTED_ANEW)
        lapFrom = Math.max(lapFrom, atMs - ms)
        splits = []
      }
      const end = lapFrom + ms
      const inner = splits.filter(split => split > lapFrom && split < end - SAME_MS)
      const number = Number(word.slice(4))
      marks.push({
        startMs: lapFrom,
        endMs: end,
        number: Number.isSafeInteger(number) ? number : marks.length,
        ...(inner.length > 0 ? { splits: inner } : {}),
        ...(marks.length === 0 ? { kind: edges.first } : {}),
      })
      lapFrom = end
      splits = []
    } else if (word.startsWith('sector ')) {
      const split = splitAt(parseLapTime(value), lapFrom, splits.at(-1) ?? lapFrom, atMs)
      if (split !== null) splits.push(split)
    } else if (word === 'pit lane entry') pits.push({ kind: 'entry', atMs })
    else if (word === 'pit lane exit') pits.push({ kind: 'exit', atMs })
    else if (word === 'start point') startPoint = toTimingPoint(value) ?? startPoint
    else if (word === 'end point') endPoint = toTimingPoint(value) ?? endPoint
    else if (word === 'session end') hasEnd = true
  }
  if (marks.length > 0 && endMs > lapFrom) {
    marks.push({ startMs: lapFrom, endMs, number: marks.at(-1)!.number + 1, kind: edges.last })
  }
  return { marks, pits, startPoint, endPoint, hasEnd }
}

const EVENT = /^#\s*([A-Za-z][A-Za-z ]*?(?: \d+)?)\s*(?::\s*(.*))?$/
const COUNTED_ANEW =
  'The lap times do not add up to the clock of the recording everywhere, so some laps were placed by the moment the app wrote them down; their times are exact, their place in the data may be off by a second.'

/** Some versions write the length of the sector, some the time since the lap began; the clock tells which. */
const splitAt = (ms: number | null, lapFrom: number, lastSplit: number, atMs: number): number | null => {
  if (ms === null) return null
  const [added, since] = [lastSplit + ms, lapFrom + ms]
  const best = Math.abs(added - atMs) <= Math.abs(since - atMs) ? added : since
  return Math.abs(best - atMs) <= MAX_LATE_MS && best > lastSplit ? best : null
}
