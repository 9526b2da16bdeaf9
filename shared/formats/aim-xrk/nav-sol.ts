/**
 * Positions as AiM loggers keep them: the time of the logger, then the body of a u-blox NAV-SOL message.
 *
 * 56 bytes: i32 tc ms, u32 time of week ms, i32 ns, i16 week, u8 fix, u8 flags, 3 × i32 ECEF cm, u32 accuracy cm,
 * 3 × i32 ECEF velocity cm/s, u32 speed accuracy cm/s, u16 PDOP, u8, u8 satellites, 4 bytes.
 *
 * Invariant: a record without a fix, or with one that cannot be, is a row of NaN at its time: a gap, not a
 * straight line. Two records of one instant of the satellites are one: the second is an echo, not a measurement.
 */
import type { Notes, RawChannel } from '../common/index.ts'
import { counted } from '../common/index.ts'
import { i32At } from './bytes.ts'
import { repairTimes, WEEK_MS } from './fix-times.ts'
import { toGeodetic } from './geodetic.ts'

export const FIX_BYTES = 56
const WORDS = FIX_BYTES / 4

/** Records as they come, fourteen words each. */
export interface FixStore {
  readonly count: number
  add(bytes: Uint8Array, at: number): void
  word(record: number, index: number): number
}

export const createFixStore = (): FixStore => {
  let words = new Int32Array(256 * WORDS)
  let count = 0
  return {
    get count() {
      return count
    },
    add(bytes, at) {
      if ((count + 1) * WORDS > words.length) {
        const longer = new Int32Array(words.length * 2)
        longer.set(words)
        words = longer
      }
      for (let k = 0; k < WORDS; k++) words[count * WORDS + k] = i32At(bytes, at + 4 * k)
      count++
    },
    word: (record, index) => words[record * WORDS + index]!,
  }
}

/** Columns of equal length; only `timeMs` has no gaps. */
export interface Fixes {
  /** The logger's clock, repaired. */
  readonly timeMs: Float64Array<ArrayBuffer>
  readonly lat: Float64Array<ArrayBuffer>
  readonly lon: Float64Array<ArrayBuffer>
  readonly altitude: Float32Array<ArrayBuffer>
  readonly speed: Float32Array<ArrayBuffer>
  readonly heading: Float32Array<ArrayBuffer>
  readonly accuracy: Float32Array<ArrayBuffer>
  readonly satellites: Float32Array<ArrayBuffer>
  /** Satellite time minus the logger's clock in ms; null when the satellites never told the date. */
  readonly gpsMinusClockMs: number | null
  /** Rows that hold a position. */
  readonly known: number
}

/** 2 = flat fix, 3 = full fix. */
const WORST_FIX = 2
/** Centimetres from the middle of the Earth: from the poles at sea level, minus and plus 30 km. */
const LEAST_RADIUS = 6.327e8
const LARGEST_RADIUS = 6.408e8
/** 540 km/h: what is faster was not driven. */
const MAX_SPEED_CM_S = 15_000
/** Slower than this the course is not known. */
const COURSE_FROM_CM_S = 50
/** The format was made in 2010 (week 1560); a receiver that has not found the date says week 0 or 1024. */
const FIRST_WEEK = 1560

export const fixesOf = (store: FixStore, notes: Notes): Fixes => {
  const fresh = freshRecords(store)
  const n = fresh.length
  const tcMs = new Float64Array(n)
  const gpsMs = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    tcMs[i] = store.word(fresh[i]!, 0)
    gpsMs[i] = satelliteMs(store, fresh[i]!)
  }
  const { timeMs, repaired } = repairTimes(tcMs, gpsMs)
  if (repaired > 0) {
    notes.add(
      'guessed',
      `The logger stamped ${counted(repaired, 'position', 'positions')} with a wrong time; the time of the satellites was used there.`,
    )
  }
  const fixes = {
    timeMs,
    lat: new Float64Array(n).fill(Number.NaN),
    lon: new Float64Array(n).fill(Number.NaN),
    altitude: new Float32Array(n).fill(Number.NaN),
    speed: new Float32Array(n).fill(Number.NaN),
    heading: new Float32Array(n).fill(Number.NaN),
    accuracy: new Float32Array(n).fill(Number.NaN),
    satellites: new Float32Array(n).fill(Number.NaN),
  }
  let known = 0
  for (let i = 0; i < n; i++) {
    const record = fresh[i]!
    fixes.satellites[i] = store.word(record, 12) >>> 24
    if (!hasFix(store, record)) continue
    readFix(store, record, fixes, i)
    known++
  }
  return { ...fixes, gpsMinusClockMs: medianDifference(gpsMs, timeMs), known }
}

const hasFix = (store: FixStore, record: number): boolean => {
  const fix = (store.word(record, 3) >>> 16) & 0xff
  if (fix < WORST_FIX || fix > 4) return false
  const radius = Math.hypot(store.word(record, 4), store.word(record, 5), store.word(record, 6))
  const speed = Math.hypot(store.word(record, 8), store.word(record, 9), store.word(record, 10))
  return radius > LEAST_RADIUS && radius < LARGEST_RADIUS && speed <= MAX_SPEED_CM_S
}

const DEG = 180 / Math.PI

const readFix = (
  store: FixStore,
  record: number,
  into: Omit<Fixes, 'gpsMinusClockMs' | 'known'>,
  i: number,
): void => {
  const { lat, lon, altitude } = toGeodetic(
    store.word(record, 4) / 100,
    store.word(record, 5) / 100,
    store.word(record, 6) / 100,
  )
  const vx = store.word(record, 8)
  const vy = store.word(record, 9)
  const vz = store.word(record, 10)
  const outwards = Math.cos(lon) * vx + Math.sin(lon) * vy
  const east = Math.cos(lon) * vy - Math.sin(lon) * vx
  const north = Math.cos(lat) * vz - Math.sin(lat) * outwards
  into.lat[i] = lat * DEG
  into.lon[i] = lon * DEG
  into.altitude[i] = altitude
  into.speed[i] = Math.hypot(vx, vy, vz) / 100
  into.accuracy[i] = (store.word(record, 7) >>> 0) / 100
  if (Math.hypot(east, north) < COURSE_FROM_CM_S) return
  const heading = Math.atan2(east, north) * DEG
  into.heading[i] = heading < 0 ? heading + 360 : heading
}

/** Milliseconds since 1980-01-06, leap seconds not taken out; NaN while the receiver does not know. */
const satelliteMs = (store: FixStore, record: number): number => {
  const word = store.word(record, 3)
  const week = (word << 16) >> 16
  const timeOfWeek = store.word(record, 1) >>> 0
  const isKnown = week >= FIRST_WEEK && timeOfWeek < WEEK_MS && ((word >>> 16) & 0xff) >= WORST_FIX
  return isKnown ? week * WEEK_MS + timeOfWeek + store.word(record, 2) / 1e6 : Number.NaN
}

/** Records that say something new: an echo repeats the instant and the place of the one before it. */
const freshRecords = (store: FixStore): number[] => {
  const fresh: number[] = []
  for (let i = 0; i < store.count; i++) {
    const isSame = (k: number): boolean => i > 0 && store.word(i, k) === store.word(i - 1, k)
    const isEcho = isSame(1) && isSame(3) && isSame(4) && isSame(5) && isSame(6) && hasFix(store, i)
    if (!isEcho) fresh.push(i)
  }
  return fresh
}

const medianDifference = (a: Float64Array, b: Float64Array): number | null => {
  const differences = a.map((value, i) => value - b[i]!).filter(d => !Number.isNaN(d))
  return differences.length > 0 ? differences.sort()[differences.length >> 1]! : null
}

/** The rate group of a receiver, its times counted from `zeroMs` of the logger's clock. */
export const fixChannels = (
  fixes: Fixes,
  zeroMs: number,
): { timeMs: Float64Array; channels: RawChannel[] } => {
  const channel = (name: string, unit: string, values: RawChannel['values']): RawChannel => {
    return { name, unit, source: 'gps', values }
  }
  return {
    timeMs: fixes.timeMs.map(t => t - zeroMs),
    channels: [
      channel('lat', 'deg', fixes.lat),
      channel('lon', 'deg', fixes.lon),
      channel('altitude', 'm', fixes.altitude),
      channel('speed', 'm/s', fixes.speed),
      channel('heading', 'deg', fixes.heading),
      channel('accuracy', 'm', fixes.accuracy),
      channel('satellites', '', fixes.satellites),
    ],
  }
}
