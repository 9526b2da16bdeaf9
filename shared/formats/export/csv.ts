/**
 * A session as CSV: a row of names, a row of units, then a row per instant at which anything was measured.
 *
 * Invariants:
 * - Nothing is invented. A cell holds a value only in the row of the instant it was measured at; a slower channel
 *   is empty in the rows between, never held and never interpolated. A slower sample that falls between two of
 *   the fastest gets a row of its own instead of being moved.
 * - Each lap begins in a row of its own instant, so lap times can be had from the columns `time` and `lap`.
 * - `time` is to the microsecond; every other number reads back exactly.
 * - UTF-8, commas, CRLF; columns are `time`, `lap`, then the channels. Of several channels of one name each is
 *   called `name@source`, as in our Arrow files.
 * - A text that a spreadsheet would run as a formula gets an apostrophe in front.
 */
import type { MeasuredLap } from '#shared/lap'
import type { Channel, Trace } from '#shared/trace'
import type { SessionToExport } from './model.ts'
import { createPiece, PIECE_BYTES, type Piece } from './piece.ts'

const COMMA = 44
const CR = 13
const LF = 10
const MICROS_PER_MS = 1000

export function* csvPieces({ trace, laps }: SessionToExport): Generator<Uint8Array<ArrayBuffer>> {
  const out = createPiece()
  out.text(`${['time', 'lap', ...columnNames(trace.channels)].map(toTextCell).join(',')}\r\n`)
  out.text(`${['s', '', ...trace.channels.map(c => c.unit)].map(toTextCell).join(',')}\r\n`)
  const columns = trace.channels.map(toColumn)
  const lapAt = createLapAt(laps)
  for (const { micros, samples } of rowsOf(trace, boundariesOf(laps))) {
    out.scaled(micros, 6, 3)
    out.byte(COMMA)
    const lap = lapAt(micros)
    if (lap !== null) out.scaled(lap, 0)
    for (let c = 0; c < columns.length; c++) {
      out.byte(COMMA)
      const { group, write } = columns[c]!
      if (samples[group]! >= 0) write(out, samples[group]!)
    }
    out.byte(CR)
    out.byte(LF)
    if (out.length >= PIECE_BYTES) yield out.take()
  }
  if (out.length > 0) yield out.take()
}

interface CsvColumn {
  readonly group: number
  readonly write: (out: Piece, sample: number) => void
}

const toColumn = ({ group, values }: Channel): CsvColumn => {
  const isDouble = values.BYTES_PER_ELEMENT === 8
  const write: CsvColumn['write'] = (out, sample) => {
    const value = values[sample]!
    // Infinity is as little a measured value as NaN, and no spreadsheet reads it.
    if (!Number.isFinite(value)) return
    if (isDouble) out.double(value)
    else out.single(value)
  }
  return { group, write }
}

interface Row {
  readonly micros: number
  /** For each time base its sample in this row, or −1. The same array every time. */
  readonly samples: Int32Array
}

/** Instants that are written alike share a row, but no time base puts two samples into one. */
function* rowsOf({ groups }: Trace, boundaries: readonly number[]): Generator<Row> {
  const heads = new Int32Array(groups.length)
  const microsAt = (g: number): number => {
    const t = groups[g]!.timeMs[heads[g]!]
    return t === undefined ? Number.POSITIVE_INFINITY : Math.round(t * MICROS_PER_MS)
  }
  const next = Float64Array.from(groups, (_, g) => microsAt(g))
  const samples = new Int32Array(groups.length)
  let boundary = 0
  for (;;) {
    let micros = boundaries[boundary] ?? Number.POSITIVE_INFINITY
    for (let g = 0; g < next.length; g++) if (next[g]! < micros) micros = next[g]!
    if (micros === Number.POSITIVE_INFINITY) return
    if (boundaries[boundary] === micros) boundary++
    for (let g = 0; g < next.length; g++) {
      const isHere = next[g] === micros
      samples[g] = isHere ? heads[g]!++ : -1
      if (isHere) next[g] = microsAt(g)
    }
    yield { micros, samples }
  }
}

const boundariesOf = (laps: readonly MeasuredLap[]): number[] =>
  [...new Set(laps.flatMap(({ startMs, endMs }) => [startMs, endMs]))]
    .map(ms => ms * MICROS_PER_MS)
    .sort((a, b) => a - b)

/** To be asked in the order of time. */
const createLapAt = (laps: readonly MeasuredLap[]): ((micros: number) => number | null) => {
  const inOrder = laps.toSorted((a, b) => a.startMs - b.startMs)
  let at = 0
  return micros => {
    while (at < inOrder.length && inOrder[at]!.endMs * MICROS_PER_MS <= micros) at++
    const lap = inOrder[at]
    return lap && lap.startMs * MICROS_PER_MS <= micros ? lap.number : null
  }
}

const columnNames = (channels: readonly Channel[]): string[] => {
  const counts = new Map([
    ['time', 1],
    ['lap', 1],
  ])
  for (const { name } of channels) counts.set(name, (counts.get(name) ?? 0) + 1)
  return channels.map(({ name, source }) => (counts.get(name)! > 1 ? `${name}@${source}` : name))
}

/** What Excel, LibreOffice or Google Sheets take for the beginning of a formula; full-width forms count as well. */
const FORMULA = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: a line break inside a name would end the row for most readers.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g

export const toTextCell = (text: string): string => {
  const plain = text.replace(CONTROL, ' ').trim()
  const safe = FORMULA.test(plain) ? `'${plain}` : plain
  return /[",;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
