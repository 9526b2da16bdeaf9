/**
 * Positions that are repeated from row to row until the next fix, told apart from fresh ones.
 *
 * Apps that write a row for every reading of a sensor repeat the last fix in it. Taken for samples, the repeats
 * would make stairs of place and speed; so the fresh fixes become a time base of their own.
 */
import { counted, type Notes, type RawChannel } from '../common/index.ts'
import type { RawTable } from './table-sessions.ts'

/** Steps so much faster than walking between two different fixes were driven. */
const MOVING_MPS = 3
/** A receiver that stands still repeats itself; one that drives never does by chance. */
const HELD_SHARE = 0.3
/** While it stands, a fix per second is kept all the same. */
const KEEP_MS = 1000
const METRES_PER_DEGREE = 111_200

export const withFreshFixes = (table: RawTable, notes: Notes): readonly [RawTable, ...RawTable[]] => {
  const [lat, lon] = ['lat', 'lon'].map(name => table.channels.find(c => c.name === name))
  if (!lat || !lon) return [table]
  const rows = freshRows(table.timeMs, lat.values, lon.values)
  if (!rows) return [table]
  notes.add(
    'dropped',
    `Repeated positions were left out; what remains is ${counted(rows.length, 'fix', 'fixes')} of the receiver.`,
  )
  const isOfFix = (channel: RawChannel): boolean => channel.source === lat.source
  const fixes: RawTable = {
    timeMs: pick(table.timeMs, rows),
    channels: table.channels.filter(isOfFix).map(c => ({ ...c, values: pick(c.values, rows) })),
  }
  const rest = { ...table, channels: table.channels.filter(c => !isOfFix(c)) }
  return rest.channels.length > 0 || rest.laps ? [rest, fixes] : [fixes]
}

/** The rows with a fresh fix, or null when no position is repeated while driving. */
const freshRows = (
  timeMs: ArrayLike<number>,
  lat: ArrayLike<number>,
  lon: ArrayLike<number>,
): Int32Array | null => {
  const fresh: number[] = []
  let driven = 0
  let held = 0
  let changed = -1
  for (let i = 0; i < timeMs.length; i++) {
    if (Number.isNaN(lat[i]! + lon[i]!)) continue
    if (changed >= 0 && lat[i] === lat[changed] && lon[i] === lon[changed]) {
      if (timeMs[i]! - timeMs[fresh.at(-1)!]! >= KEEP_MS) fresh.push(i)
      continue
    }
    if (changed >= 0) {
      const dy = (lat[i]! - lat[changed]!) * METRES_PER_DEGREE
      const dx = (lon[i]! - lon[changed]!) * METRES_PER_DEGREE * Math.cos((lat[i]! * Math.PI) / 180)
      const ms = timeMs[i]! - timeMs[changed]!
      if (ms > 0 && ms < 5 * KEEP_MS && Math.hypot(dx, dy) * 1000 >= MOVING_MPS * ms) {
        driven += i - changed
        held += i - changed - 1
      }
    }
    changed = i
    fresh.push(i)
  }
  return held > HELD_SHARE * driven ? Int32Array.from(fresh) : null
}

const pick = (values: Float32Array | Float64Array, rows: Int32Array): Float64Array<ArrayBuffer> =>
  Float64Array.from(rows, row => values[row]!)
