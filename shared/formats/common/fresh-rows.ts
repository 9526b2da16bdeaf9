/**
 * Groups out of a table whose instruments are slower than its rows.
 *
 * Some loggers leave a cell empty until its instrument speaks again. On a common time base that would look like
 * a gap between any two samples, so columns with such a rhythm get a time base of their own: the rows where
 * they hold something. Where an instrument was silent for long, one empty sample is put in, so that nothing is
 * interpolated across the silence.
 */
import type { RawChannel } from './channel.ts'

export interface RawGroup {
  readonly timeMs: Float64Array<ArrayBuffer>
  readonly channels: readonly RawChannel[]
}

/** Slower instruments than one answer in five seconds are not lost yet when they are silent. */
const SILENCE_MS = 5000
const SILENT_INTERVALS = 10

/** The given rows of all channels, with an empty sample where the next row is long in coming. */
export const pickRows = (
  timeMs: Float64Array,
  channels: readonly RawChannel[],
  rows: Int32Array,
): RawGroup => {
  const usual = usualInterval(timeMs, rows)
  const silence = Math.max(SILENCE_MS, SILENT_INTERVALS * usual)
  const isSilentAfter = (k: number): boolean => timeMs[rows[k + 1]!]! - timeMs[rows[k]!]! > silence
  let silences = 0
  for (let k = 0; k + 1 < rows.length; k++) if (isSilentAfter(k)) silences++
  const times = new Float64Array(rows.length + silences)
  const from = new Int32Array(times.length)
  for (let k = 0, at = 0; k < rows.length; k++) {
    times[at] = timeMs[rows[k]!]!
    from[at++] = rows[k]!
    if (!isSilentAfter(k)) continue
    times[at] = timeMs[rows[k]!]! + usual
    from[at++] = -1
  }
  const pick = (values: Float32Array | Float64Array): Float64Array => {
    const picked = new Float64Array(times.length)
    for (let at = 0; at < times.length; at++) picked[at] = values[from[at]!] ?? Number.NaN
    return picked
  }
  return { timeMs: times, channels: channels.map(raw => ({ ...raw, values: pick(raw.values) })) }
}

/** The median of up to a thousand intervals, at least 1 ms. */
const usualInterval = (timeMs: Float64Array, rows: Int32Array): number => {
  const step = Math.max(1, Math.floor(rows.length / 1000))
  const intervals: number[] = []
  for (let k = 0; k + 1 < rows.length; k += step) {
    const interval = timeMs[rows[k + 1]!]! - timeMs[rows[k]!]!
    if (interval > 0 && interval < Number.POSITIVE_INFINITY) intervals.push(interval)
  }
  return Math.max(1, intervals.sort((a, b) => a - b)[intervals.length >> 1] ?? 1)
}

/** All rows for the columns that are full, and a group for each rhythm of the sparse ones. */
export const splitByRhythm = (
  timeMs: Float64Array<ArrayBuffer>,
  channels: readonly RawChannel[],
): RawGroup[] => {
  const full: RawChannel[] = []
  const sparse = new Map<string, { rows: Int32Array; channels: RawChannel[] }[]>()
  for (const channel of channels) {
    if (!isSparse(channel.values)) {
      full.push(channel)
      continue
    }
    const rows = knownRows(channel.values)
    const key = `${rows.length} ${rows[0]} ${rows.at(-1)}`
    const alike = sparse.get(key) ?? []
    const same = alike.find(group => group.rows.every((row, k) => row === rows[k]))
    if (same) same.channels.push(channel)
    else sparse.set(key, [...alike, { rows, channels: [channel] }])
  }
  const groups = [...sparse.values()].flat().map(group => pickRows(timeMs, group.channels, group.rows))
  return full.length > 0 ? [{ timeMs, channels: full }, ...groups] : groups
}

/** More than one gap in ten samples is a rhythm; fewer are gaps. */
const GAPS_PER_SAMPLE = 0.1

const isSparse = (values: Float32Array | Float64Array): boolean => {
  // Nearly all columns are full, so that is seen first.
  let known = 0
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) known++
  if (known === values.length || known === 0) return false
  let gaps = 0
  for (let i = 1; i < values.length; i++)
    if (Number.isNaN(values[i]!) && !Number.isNaN(values[i - 1]!)) gaps++
  // The end of the file after the last sample is no gap.
  if (gaps > 0 && Number.isNaN(values.at(-1)!)) gaps--
  return gaps > GAPS_PER_SAMPLE * known
}

const knownRows = (values: Float32Array | Float64Array): Int32Array => {
  const rows = new Int32Array(values.length)
  let count = 0
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) rows[count++] = i
  return rows.slice(0, count)
}
