/**
 * The first walk: how many samples each channel has and which channels share their times, so that the second
 * walk can fill columns of exactly the right length; and the messages, of which there are few.
 *
 * Two channels share their times when the marks of their records agree: 64 bits mixed from every time, the
 * number of samples and the last one. Channels of one sensor then cost four bytes per sample instead of twelve.
 */
import { i32At, latinText, u16At, u32At } from './bytes.ts'
import { isIntact, type MessageFrame, tokenOf } from './message.ts'
import { createFixStore, FIX_BYTES, type FixStore } from './nav-sol.ts'
import { firstLater, laterCount } from './overlap.ts'
import type { Registry } from './registry.ts'
import type { RecordSink } from './walk.ts'

/** A crossing of the start/finish line (segment 0) or of a split. */
export interface LapMessage {
  readonly segment: number
  readonly lap: number
  /** Since the lap's start. */
  readonly durationMs: number
  /** 1 first, 2 normal, 3 written when the recording stopped. */
  readonly flag: number
  readonly tcMs: number
  readonly isIntact: boolean
}

/** Degrees × 10⁷; null where the logger knows no line. */
export interface TrackMessage {
  readonly name: string
  readonly startFinish: { readonly lat: number; readonly lon: number } | null
  readonly splits: readonly { readonly lat: number; readonly lon: number }[]
}

export interface Contents {
  /** Samples to come, by slot. */
  readonly counts: readonly number[]
  /** By slot, the slot whose times are the same, itself when it is the first. */
  readonly leaders: readonly number[]
  readonly firstMs: number
  /** Samples left out because their channel had later ones already. */
  readonly overlapping: number
  readonly fixes: FixStore
  readonly laps: readonly LapMessage[]
  readonly track: TrackMessage | null
  /** Text messages by token, the last that says anything. */
  readonly texts: ReadonlyMap<string, string>
  /** The logger's own date and time of day, and its clock when it wrote them. */
  readonly wallClock: { readonly date: string; readonly time: string; readonly tcMs: number } | null
  readonly damagedMessages: number
}

export interface Counting extends RecordSink {
  contents(): Contents
}

const GPS = tokenOf('GPS')
const GPS1 = tokenOf('GPS1')
const LAP = tokenOf('LAP')
const TRK = tokenOf('TRK')
const TMD = tokenOf('TMD')
const TMT = tokenOf('TMT')
const TEXTS = new Map(['RCR', 'VEH', 'CMP', 'VTY', 'NDV', 'NTE'].map(name => [tokenOf(name), name]))
/** A day of racing has some thousands; more are not laps. */
const MAX_LAPS = 100_000

export const createCounting = (registry: Registry): Counting => {
  const counts: number[] = []
  const lastMs: number[] = []
  const marksA: number[] = []
  const marksB: number[] = []
  const fixes = createFixStore()
  const laps: LapMessage[] = []
  const texts = new Map<string, string>()
  /** Loggers repeat it every second, so only the last one that knows a place is taken apart. */
  let track: Uint8Array | null = null
  let date = ''
  let wallClock: Contents['wallClock'] = null
  let firstMs = Number.POSITIVE_INFINITY
  let overlapping = 0
  let damagedMessages = 0

  const take = (slot: number, fromMs: number, toMs: number, count: number): void => {
    while (counts.length <= slot) {
      counts.push(0)
      lastMs.push(Number.NEGATIVE_INFINITY)
      marksA.push(0)
      marksB.push(0)
    }
    counts[slot] = counts[slot]! + count
    lastMs[slot] = toMs
    marksA[slot] = (Math.imul(marksA[slot]!, 0x01000193) ^ fromMs) + count
    marksB[slot] = Math.imul(marksB[slot]! ^ (fromMs * 8 + count), 0x5bd1e995)
    if (fromMs < firstMs) firstMs = fromMs
  }

  return {
    sample(slot, tcMs) {
      if (tcMs > (lastMs[slot] ?? Number.NEGATIVE_INFINITY)) take(slot, tcMs, tcMs, 1)
      else overlapping++
    },
    block(slot, tcMs, count) {
      const { periodMs } = registry.channels[slot]!
      const first = firstLater(tcMs, periodMs, count, lastMs[slot] ?? Number.NEGATIVE_INFINITY)
      const kept = laterCount(first, count, periodMs)
      overlapping += count - kept
      if (kept > 0) take(slot, tcMs + first * periodMs, tcMs + (first + kept - 1) * periodMs, kept)
    },
    message(frame: MessageFrame, bytes, nowMs) {
      const { token, version, from, to } = frame
      const isWhole = isIntact(bytes, frame)
      if (!isWhole) damagedMessages++
      if (token === GPS || token === GPS1) {
        if (isWhole && to - from >= FIX_BYTES) fixes.add(bytes, from)
      } else if (token === LAP) {
        const lap = lapOf(bytes, from, to, version, isWhole)
        if (lap && laps.length < MAX_LAPS) laps.push(lap)
      } else if (token === TRK) {
        if (track === null || knowsPlace(bytes, from, to)) track = bytes.slice(from, to)
      } else if (token === TMD) {
        date = latinText(bytes, from, to)
      } else if (token === TMT) {
        const time = latinText(bytes, from, to)
        if (date && time) wallClock = { date, time, tcMs: Math.max(nowMs, 0) }
      } else {
        const name = TEXTS.get(token)
        const text = name ? latinText(bytes, from, to) : ''
        if (name && text) texts.set(name, text)
      }
    },
    contents: () => ({
      counts: registry.channels.map((_, slot) => counts[slot] ?? 0),
      leaders: leadersOf(
        registry.channels.length,
        slot => `${counts[slot]}/${lastMs[slot]}/${marksA[slot]}/${marksB[slot]}`,
      ),
      firstMs,
      overlapping,
      fixes,
      laps,
      track: track && trackOf(track, 0, track.length),
      texts,
      wallClock,
      damagedMessages,
    }),
  }
}

const leadersOf = (slots: number, markOf: (slot: number) => string): number[] => {
  const leaders = new Map<string, number>()
  return Array.from({ length: slots }, (_, slot) => {
    const mark = markOf(slot)
    const leader = leaders.get(mark) ?? slot
    leaders.set(mark, leader)
    return leader
  })
}

/** Version 2 has 32 bytes, version 3 has 20. The field at 16 of the longer form is no time of day of the event. */
const lapOf = (
  bytes: Uint8Array,
  from: number,
  to: number,
  version: number,
  isWhole: boolean,
): LapMessage | null => {
  const length = to - from
  const isLong = version === 2 || (version !== 3 && length >= 32)
  if (length < (isLong ? 32 : 20)) return null
  return {
    segment: bytes[from + 1]!,
    lap: u16At(bytes, from + 2),
    durationMs: u32At(bytes, from + 4),
    flag: bytes[from + (isLong ? 25 : 13)]!,
    tcMs: u32At(bytes, from + (isLong ? 28 : 16)),
    isIntact: isWhole,
  }
}

/** Start/finish and up to five splits as pairs of latitude and longitude; 0 or -1 stand for an unused one. */
const SPLITS = 5

const START_AT = 36
const knowsPlace = (bytes: Uint8Array, from: number, to: number): boolean =>
  to - from >= START_AT + 8 &&
  (i32At(bytes, from + START_AT) !== 0 || i32At(bytes, from + START_AT + 4) !== 0)

const trackOf = (bytes: Uint8Array, from: number, to: number): TrackMessage | null => {
  if (to - from < START_AT + 8) return null
  const pointAt = (at: number): TrackMessage['startFinish'] => {
    if (at + 8 > to) return null
    const lat = i32At(bytes, at) / 1e7
    const lon = i32At(bytes, at + 4) / 1e7
    const isUnused = Math.abs(lat) < 1e-6 && Math.abs(lon) < 1e-6
    return isUnused || Math.abs(lat) > 90 || Math.abs(lon) > 180 ? null : { lat, lon }
  }
  const name = latinText(bytes, from, from + 32)
  const startFinish = pointAt(from + START_AT)
  const splits = Array.from({ length: SPLITS }, (_, k) => pointAt(from + START_AT + 8 + 8 * k)).filter(
    p => p !== null,
  )
  return name === '' && !startFinish ? null : { name, startFinish, splits }
}
