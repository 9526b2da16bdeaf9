/**
 * From raw columns to rate groups and a trace that keeps every invariant of #shared/trace, whatever the file held.
 *
 * Rows whose time is unknown or goes backwards are left out and noted; of rows with equal times one is kept,
 * merged. Positions a receiver writes when it has no fix are gaps.
 */
import {
  type Channel,
  type Column,
  createTrace,
  type GroupInput,
  MAX_CHANNELS,
  type Trace,
} from '#shared/trace'
import { type RawChannel, toChannel } from './channel.ts'
import { counted, type Notes } from './notes.ts'
import { neverFalling, strictlyRising } from './strictly-rising.ts'

type GroupChannel = Omit<Channel, 'group'>

/** What a trace accepts per group; 37 hours at 1 kHz. */
export const MAX_ROWS = 2 ** 27

/** One rate group out of raw columns as long as `timeMs`; the raw arrays are not changed. */
export const buildGroup = (
  timeMs: Float64Array,
  channels: readonly RawChannel[],
  notes: Notes,
): GroupInput => {
  const time = timeMs.length > MAX_ROWS ? timeMs.subarray(0, MAX_ROWS) : timeMs
  if (time.length < timeMs.length) {
    notes.add('dropped', `Only the first ${MAX_ROWS} samples were kept, because no recording is longer.`)
  }
  const { rows, unknown, backward } = strictlyRising(time)
  noteLeftOut(unknown, backward, notes)
  const made = withDistinctNames(channels.map(channel => toChannel(channel, time, rows)))
  dropImpossibleFixes(made, notes)
  const kept = new Float64Array(rows ? rows.length : time.length)
  if (rows) for (let k = 0; k < rows.length; k++) kept[k] = time[rows[k]!]!
  else kept.set(time)
  return { timeMs: kept, channels: made }
}

/**
 * A whole table without the rows whose time is unknown or goes backwards, before it is split into groups. Rows
 * that repeat a time stay: each may carry the fresh value of another instrument. The columns are compacted in
 * place. `rows` are the row numbers kept, null for all.
 */
export const inOrder = (
  timeMs: Float64Array<ArrayBuffer>,
  columns: readonly Float64Array<ArrayBuffer>[],
  notes: Notes,
): { timeMs: Float64Array<ArrayBuffer>; columns: Float64Array<ArrayBuffer>[]; rows: Int32Array | null } => {
  const { rows, unknown, backward } = neverFalling(timeMs)
  noteLeftOut(unknown, backward, notes)
  if (!rows) return { timeMs, columns: [...columns], rows }
  const compact = (values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
    for (let k = 0; k < rows.length; k++) values[k] = values[rows[k]!]!
    return values.subarray(0, rows.length)
  }
  return { timeMs: compact(timeMs), columns: columns.map(compact), rows }
}

const noteLeftOut = (unknown: number, backward: number, notes: Notes): void => {
  if (unknown > 0) {
    const rows = counted(unknown, 'row has no readable time and was', 'rows have no readable time and were')
    notes.add('dropped', `${capitalised(rows)} left out.`)
  }
  if (backward > 0) {
    const rows = counted(backward, 'row was', 'rows were')
    notes.add(
      'dropped',
      `${capitalised(rows)} left out because the clock of the recording went backwards there.`,
    )
  }
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A second channel of the same name and source becomes 'name 2'. */
const withDistinctNames = (channels: readonly GroupChannel[], taken = new Set<string>()): GroupChannel[] => {
  const next = new Map<string, number>()
  return channels.map(channel => {
    const keyOf = (name: string): string => JSON.stringify([name, channel.source])
    let name = channel.name
    let n = next.get(keyOf(channel.name)) ?? 2
    while (taken.has(keyOf(name))) name = `${channel.name} ${n++}`
    next.set(keyOf(channel.name), n)
    taken.add(keyOf(name))
    return name === channel.name ? channel : { ...channel, name }
  })
}

/** About 11 m around latitude 0, longitude 0 in the Gulf of Guinea, where no car has been. */
const NO_FIX_DEG = 1e-4

const dropImpossibleFixes = (channels: readonly GroupChannel[], notes: Notes): void => {
  for (const lat of channels) {
    if (lat.name !== 'lat') continue
    const lon = channels.find(c => c.name === 'lon' && c.source === lat.source)
    if (!lon) continue
    const dropped = dropFixes(lat.values, lon.values)
    if (dropped > 0) {
      const many = counted(dropped, 'position was', 'positions were')
      notes.add(
        'dropped',
        `${capitalised(many)} left out because the receiver had no fix or wrote a place that does not exist.`,
      )
    }
  }
}

const dropFixes = (lat: Column, lon: Column): number => {
  let dropped = 0
  for (let i = 0; i < lat.length; i++) {
    const [phi, lambda] = [Math.abs(lat[i]!), Math.abs(lon[i]!)]
    if (phi <= 90 && lambda <= 180 && (phi > NO_FIX_DEG || lambda > NO_FIX_DEG)) continue
    if (!Number.isNaN(phi + lambda)) dropped++
    lat[i] = Number.NaN
    lon[i] = Number.NaN
  }
  return dropped
}

/** Columns of a table that hold not one value are no channels; the note names them. */
export const withoutEmpty = (channels: readonly RawChannel[], notes: Notes): RawChannel[] => {
  const empty: string[] = []
  const kept = channels.filter(({ name, values }) => {
    const hasValue = values.some(v => !Number.isNaN(v))
    if (!hasValue) empty.push(name)
    return hasValue
  })
  if (empty.length > 0) {
    const names = empty.slice(0, 8).join(', ') + (empty.length > 8 ? ', …' : '')
    notes.add('info', `Left out because they hold no values: ${names}.`)
  }
  return kept
}

/** All groups as one trace; groups without samples or channels vanish, names are distinct across groups. */
export const buildTrace = (groups: readonly GroupInput[], notes?: Notes): Trace => {
  const taken = new Set<string>()
  let room = MAX_CHANNELS
  let left = 0
  const kept: GroupInput[] = []
  for (const { timeMs, channels } of groups) {
    const fitting = channels.slice(0, room)
    left += channels.length - fitting.length
    room -= fitting.length
    if (timeMs.length === 0 || fitting.length === 0) continue
    kept.push({ timeMs, channels: withDistinctNames(fitting, taken) })
  }
  if (left > 0)
    notes?.add('dropped', `Only the first ${MAX_CHANNELS} channels were kept; the file has ${left} more.`)
  return createTrace(kept)
}
