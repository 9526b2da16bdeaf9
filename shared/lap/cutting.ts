/**
 * From passes of lines to laps, with the kind of each and the reason where one does not count.
 *
 * | begins at | ends at   | kind                                                                          |
 * |-----------|-----------|-------------------------------------------------------------------------------|
 * | recording | line      | out; partial when the recording began at speed                                |
 * | line      | line      | timed; partial when the position jumped or a gap may hide a pass; on a        |
 * |           |           | circuit an in and an out lap when the car was parked meanwhile                |
 * | line      | recording | in; partial when the recording ended at speed                                 |
 * | recording | recording | partial                                                                       |
 * | a pass nobody saw, at either end | partial                                                            |
 */
import { asMillis, type Millis } from '#shared/units'
import { type Drive, isAtPitPace, longestStop, MAX_BRIDGED_MS } from './drive.ts'
import { isRanked, type LapKind, lapTimeMs, type MeasuredLap, type Timing, type Validity } from './model.ts'
import type { Pass } from './passes.ts'
import { sectorsFromSplits } from './sectors.ts'

export interface Cutting {
  readonly drive: Drive
  readonly span: { readonly fromMs: Millis; readonly toMs: Millis }
  /** For each sector line in driving order, when it was crossed. */
  readonly sectorPassesMs: readonly (readonly number[])[]
  readonly timing: Timing
}

/** Laps of a circuit: from pass to pass, and what lies before the first and after the last. */
export const circuitLaps = (cutting: Cutting, passes: readonly Pass[]): MeasuredLap[] => {
  const bounds = [null, ...passes, null]
  const laps: MeasuredLap[] = []
  let number = 0
  for (let i = 0; i + 1 < bounds.length; i++) {
    const made = splitWhereParked(cutting, lapBetween(cutting, number, bounds[i]!, bounds[i + 1]!))
    laps.push(...made.filter(lap => lap.endMs > lap.startMs))
    number += made.length
  }
  return withoutHiddenPasses(cutting, laps)
}

/** Runs of a course from A to B. A start that is followed by another start was given up. */
export const courseLaps = (
  cutting: Cutting,
  starts: readonly Pass[],
  finishes: readonly Pass[],
): MeasuredLap[] => {
  const first = starts[0] ?? null
  const laps = [lapBetween(cutting, 0, null, first)]
  let running: Pass | null = null
  let finished: Pass | null = null
  const ends = finishes.map(pass => ({ pass, isStart: false }))
  const begins = starts.map(pass => ({ pass, isStart: true }))
  // The sort keeps the order of equals, so where one line is both, a run ends before the next begins.
  for (const { pass, isStart } of [...ends, ...begins].sort((a, b) => a.pass.timeMs - b.pass.timeMs)) {
    if (running) {
      const lap = lapBetween(cutting, laps.length, running, pass)
      laps.push(isStart ? toPartial(lap, GIVEN_UP) : lap)
    }
    if (!isStart && running) finished = pass
    running = isStart ? pass : null
  }
  const last = running ?? finished
  if (last) laps.push(lapBetween(cutting, laps.length, last, null))
  return laps.filter(lap => lap.endMs > lap.startMs)
}

/** The lap from one pass to the next; null is where the recording begins or ends. */
const lapBetween = (cutting: Cutting, number: number, from: Pass | null, to: Pass | null): MeasuredLap => {
  const { drive, span, timing } = cutting
  const startMs = from ? asMillis(from.timeMs) : span.fromMs
  const endMs = to ? asMillis(to.timeMs) : span.toMs
  const lost = from?.unseen ?? to?.unseen ?? null
  const jumped = drive.gaps.some(gap => gap.isJump && gap.fromMs < endMs && gap.toMs > startMs)
  const reason = lost ? lostAtLine(lost.toMs - lost.fromMs) : from && to && jumped ? JUMPED : null
  const validity: Validity = reason === null ? { valid: true } : { valid: false, reason }
  const kind = reason === null ? kindBetween(drive, from, to) : 'partial'
  const lap: MeasuredLap = { number, kind, startMs, endMs, sectorsMs: [], validity, timing }
  return kind === 'timed' ? { ...lap, ...sectorsOf(cutting, lap) } : lap
}

const kindBetween = (drive: Drive, from: Pass | null, to: Pass | null): LapKind => {
  if (from && to) return 'timed'
  if (to) return isAtPitPace(drive, 'first') ? 'out' : 'partial'
  if (from) return isAtPitPace(drive, 'last') ? 'in' : 'partial'
  return 'partial'
}

const sectorsOf = (
  { sectorPassesMs }: Cutting,
  lap: { readonly startMs: Millis; readonly endMs: Millis },
): Pick<MeasuredLap, 'sectorsMs' | 'sectorsMissing'> => {
  const splits: number[] = []
  for (const [i, passes] of sectorPassesMs.entries()) {
    const after = splits.at(-1) ?? lap.startMs
    const split = passes.find(ms => ms > after && ms < lap.endMs)
    if (split === undefined) return { sectorsMs: [], sectorsMissing: missedSectorLine(i + 1) }
    splits.push(split)
  }
  return { sectorsMs: sectorsFromSplits(lap, splits) ?? [] }
}

/**
 * Longer than it takes to get going again after a spin, shorter than a visit to the paddock. Such a lap is
 * an in lap until the car drives off again and an out lap from there.
 */
const PARKED_MS = 20_000

const splitWhereParked = ({ drive }: Cutting, lap: MeasuredLap): MeasuredLap[] => {
  const stop = lap.kind === 'timed' ? longestStop(drive, lap.startMs, lap.endMs, PARKED_MS) : null
  const offMs = stop ? asMillis(stop.toMs) : lap.endMs
  if (offMs >= lap.endMs) return [lap]
  const { sectorsMissing: _, ...rest } = { ...lap, sectorsMs: [] }
  return [
    { ...rest, kind: 'in', endMs: offMs },
    { ...rest, kind: 'out', number: lap.number + 1, startMs: offMs },
  ]
}

/**
 * A gap away from the line can hide a pass only if it was long. Two laps, each a tenth faster than the
 * fastest lap without a gap, take 1.8 times its time; what takes that long may be two and is not ranked.
 */
const MAY_BE_TWO = 1.8

const withoutHiddenPasses = ({ drive }: Cutting, laps: readonly MeasuredLap[]): MeasuredLap[] => {
  const longestGapMs = (lap: MeasuredLap): number =>
    drive.gaps
      .filter(gap => gap.fromMs >= lap.startMs && gap.toMs <= lap.endMs)
      .reduce((longest, gap) => Math.max(longest, gap.toMs - gap.fromMs), 0)
  const isBroken = (lap: MeasuredLap): boolean => longestGapMs(lap) > MAX_BRIDGED_MS
  const unbroken = laps.filter(lap => isRanked(lap) && !isBroken(lap))
  const fastestMs = unbroken.reduce(
    (fastest, lap) => Math.min(fastest, lapTimeMs(lap)),
    Number.POSITIVE_INFINITY,
  )
  return laps.map(lap => {
    const mayBeTwo = lap.kind === 'timed' && isBroken(lap) && lapTimeMs(lap) >= MAY_BE_TWO * fastestMs
    return mayBeTwo ? toPartial(lap, mayHideAPass(longestGapMs(lap))) : lap
  })
}

const toPartial = (lap: MeasuredLap, reason: string): MeasuredLap => {
  const { sectorsMissing: _, ...rest } = lap
  return { ...rest, kind: 'partial', sectorsMs: [], validity: { valid: false, reason } }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

const lostAtLine = (ms: number): string =>
  `The position was lost for ${seconds(ms)} around the line, so nobody knows when this lap began or ended.`
const mayHideAPass = (ms: number): string =>
  `The position was lost for ${seconds(ms)} and the line may have been crossed meanwhile, so this may be two laps.`
const missedSectorLine = (line: number): string =>
  `Sector line ${line} was not crossed where expected, so this lap has a lap time but no sectors.`
const JUMPED =
  'The position jumped during this lap (the car was moved, or the receiver failed), so its time does not count.'
const GIVEN_UP = 'The next start came before the finish, so this run has no time.'
