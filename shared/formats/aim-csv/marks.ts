/**
 * Laps of an AiM CSV.
 *
 * `Beacon Markers` are the ends of the laps in seconds, exact to the millisecond; the last one is the end of the
 * recording, so the last lap was cut short, and the first began where the logger was switched on. A single
 * marker is that end alone: no laps. `Segment Times` are the same laps, rounded by spreadsheets, and not used.
 */
import type { LapKind, LapMark } from '#shared/lap'
import { channelOf, type Trace } from '#shared/trace'
import { counted, edgeKind, type Notes } from '../common/index.ts'
import { clockToMs } from '../pipeline/instant.ts'

/** '62.774' or, from other versions of the program, '1:02.774'; a spreadsheet may have written a comma. */
export const secondsToMs = (text: string): number => {
  const seconds = /^\d+(?:[.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN
  // Three decimals are written; a product of doubles may miss them by a bit.
  return Number.isNaN(seconds) ? (clockToMs(text) ?? Number.NaN) : Math.round(seconds * 1e6) / 1e3
}

/** A recording goes on for less than this after its last marker when that marker is its end. */
const SAME_END_MS = 500
/** Samples reach an end of the recording when they come this near. */
const EDGE_MS = 1000
/** Recordings last for days at most; a larger number is damage. */
const LONGEST_MS = 1e9

/** `span` is the time of the first and last sample. */
export const marksOf = (
  cells: readonly string[],
  duration: string,
  trace: Trace,
  span: { readonly fromMs: number; readonly toMs: number },
  notes: Notes,
): LapMark[] | null => {
  const ends = endsOf(cells, notes)
  const last = ends.at(-1)
  if (last === undefined || ends.length === 1) {
    notes.add('info', NO_LAPS)
    return null
  }
  const stated = secondsToMs(duration)
  const endMs = stated > 0 && stated < LONGEST_MS ? stated : span.toMs
  const kindAt = (edge: 'first' | 'last'): LapKind => {
    const isReached = edge === 'first' ? span.fromMs <= EDGE_MS : span.toMs >= endMs - EDGE_MS
    if (isReached && channelOf(trace, 'speed')) return edgeKind(trace, edge)
    return edge === 'first' ? 'out' : 'in'
  }
  const isLastCut = last >= endMs - SAME_END_MS
  const marks = ends.map((end, i): LapMark => {
    const mark = { startMs: ends[i - 1] ?? 0, endMs: end, number: i + 1 }
    if (i === 0) return { ...mark, kind: kindAt('first') }
    return i === ends.length - 1 && isLastCut ? { ...mark, kind: kindAt('last') } : mark
  })
  if (!isLastCut) marks.push({ startMs: last, endMs, number: ends.length + 1, kind: kindAt('last') })
  noteWithoutSamples(marks, span, notes)
  return marks
}

const NO_LAPS = 'The file holds no laps of the logger, so laps can only come from a line that is crossed.'

/** Rising and positive; each cell holds one, or all of them with spaces between. */
const endsOf = (cells: readonly string[], notes: Notes): number[] => {
  const ends: number[] = []
  let wrong = 0
  for (const text of cells.flatMap(cell => cell.split(/\s+/)).filter(text => text !== '')) {
    const ms = secondsToMs(text)
    if (ms > (ends.at(-1) ?? 0) && ms < LONGEST_MS) ends.push(ms)
    else wrong++
  }
  if (wrong > 0) {
    const many = counted(wrong, 'beacon marker', 'beacon markers')
    notes.add('problem', `The list of laps is damaged: ${many} could not be used, so laps may be joined.`)
  }
  return ends
}

const noteWithoutSamples = (
  marks: readonly LapMark[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  notes: Notes,
): void => {
  const bare = marks.filter(mark => mark.endMs <= fromMs || mark.startMs >= toMs).length
  if (bare === 0) return
  const many = counted(bare, 'lap has', 'laps have')
  const part = `${(fromMs / 1000).toFixed(1)} s to ${(toMs / 1000).toFixed(1)} s`
  notes.add('problem', `The samples cover only ${part} of the recording, so ${many} a time but no data.`)
}
