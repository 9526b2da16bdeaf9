/**
 * The channel files of one session as rate groups: one for each set of files that share a time file, and one for
 * sets whose times are the same.
 *
 * At most one set is in memory besides what is kept. Distances the app derived for every sensor are kept for the
 * position receiver only; they say the same.
 */

import type { Archive } from '#shared/archive'
import type { GroupInput } from '#shared/trace'
import { buildGroup, cleanText, type Notes, type RawChannel } from '../common/index.ts'
import {
  type ChannelFile,
  DISTANCE_ID,
  numbersOf,
  POSITION_ID,
  positionsOf,
  TIME_ID,
} from './channel-files.ts'
import { deviceLabel, meaningOf } from './channel-names.ts'

/** Milliseconds since 1970 between which samples of the session may lie. */
export interface Window {
  readonly fromMs: number
  readonly toMs: number
}

export interface DeviceColumns {
  /** Milliseconds since 1970; unknown where the file is damaged. */
  readonly timeMs: Float64Array
  readonly channels: RawChannel[]
}

const POSITION_RECEIVER = 1

/** Null when cancelled. */
export const readDevices = async (
  zip: Archive,
  files: readonly ChannelFile[],
  notes: Notes,
  onFile: () => boolean,
): Promise<DeviceColumns[] | null> => {
  const sets: DeviceColumns[] = []
  /** By checksum and size of the time file, so that finding one alike takes one comparison. */
  const setsByTime = new Map<string, DeviceColumns>()
  const damaged: string[] = []
  const readNumbers = async (file: ChannelFile): Promise<Float64Array> => {
    const outcome = await zip.readWhole(file.entry)
    if (!outcome.ok) damaged.push(file.entry.name)
    return outcome.ok ? numbersOf(outcome.bytes, file.form) : new Float64Array(0)
  }
  for (const set of setsOf(files)) {
    const time = set.find(file => file.channel === TIME_ID && file.form === 'i64')
    const measured = set.filter(file => file !== time && isKept(file))
    if (!time || measured.length === 0) continue
    if (!onFile()) return null
    const timeMs = await readNumbers(time)
    const source = sourceOf(time, files)
    const channels: RawChannel[] = []
    for (const file of measured) {
      if (!onFile()) return null
      if (file.channel === POSITION_ID && file.form === 'i64') {
        const outcome = await zip.readWhole(file.entry)
        if (!outcome.ok) damaged.push(file.entry.name)
        else {
          const { lat, lon } = positionsOf(outcome.bytes)
          channels.push({ name: 'lat', unit: 'deg', source, values: fitted(lat, timeMs.length) })
          channels.push({ name: 'lon', unit: 'deg', source, values: fitted(lon, timeMs.length) })
        }
        continue
      }
      const { factor, ...named } = meaningOf(file.channel, file.form === 'f64')
      const values = await readNumbers(file)
      if (factor !== 1) for (let i = 0; i < values.length; i++) values[i] = values[i]! * factor
      if (values.length > 0) channels.push({ ...named, source, values: fitted(values, timeMs.length) })
    }
    if (timeMs.length === 0 || channels.length === 0) continue
    const key = `${time.entry.crc} ${time.entry.size}`
    const alike = setsByTime.get(key)
    if (alike && isSameTime(alike.timeMs, timeMs)) alike.channels.push(...channels)
    else {
      const columns = { timeMs, channels }
      sets.push(columns)
      setsByTime.set(key, columns)
    }
  }
  if (damaged.length > 0) {
    const names =
      damaged
        .slice(0, 5)
        .map(name => cleanText(name, 80))
        .join(', ') + (damaged.length > 5 ? ', …' : '')
    notes.add('problem', `Parts of the archive are damaged or far too large and were left out: ${names}.`)
  }
  return sets
}

/** Times as they are in a trace: since `originMs`; what lies outside of the session is unknown. */
export const toGroup = (
  { timeMs, channels }: DeviceColumns,
  { fromMs, toMs }: Window,
  originMs: number,
  notes: Notes,
): GroupInput => {
  const since = timeMs.map(ms => (ms >= fromMs && ms <= toMs ? ms - originMs : Number.NaN))
  return buildGroup(since, channels, notes)
}

const setsOf = (files: readonly ChannelFile[]): ChannelFile[][] => {
  const sets = new Map<string, ChannelFile[]>()
  const inOrder = files.toSorted(
    (a, b) =>
      a.deviceType - b.deviceType || a.device - b.device || a.source - b.source || a.channel - b.channel,
  )
  for (const file of inOrder) {
    const key = `${file.deviceType}_${file.device}_${file.source}`
    const set = sets.get(key)
    if (set) set.push(file)
    else sets.set(key, [file])
  }
  return [...sets.values()]
}

const isKept = ({ channel, deviceType }: ChannelFile): boolean =>
  channel !== TIME_ID && (channel !== DISTANCE_ID || deviceType === POSITION_RECEIVER)

/** The second device of a type carries its number, so that its channels stay apart. */
const sourceOf = ({ deviceType, device }: ChannelFile, files: readonly ChannelFile[]): string => {
  const first = Math.min(...files.filter(file => file.deviceType === deviceType).map(file => file.device))
  return device === first ? deviceLabel(deviceType) : `${deviceLabel(deviceType)} ${device}`
}

/** A file may have fewer elements than times (they were not written yet), or more (they are nowhere). */
const fitted = (values: Float64Array, count: number): Float64Array => {
  if (values.length >= count) return values.subarray(0, count)
  const longer = new Float64Array(count).fill(Number.NaN)
  longer.set(values)
  return longer
}

const isSameTime = (a: Float64Array, b: Float64Array): boolean => {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
