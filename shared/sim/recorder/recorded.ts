/**
 * An open lap that has ended, as the lap that is kept: its time, kind, sectors and whether it counts.
 *
 * | began | ended                          | kind                                                    |
 * |-------|--------------------------------|---------------------------------------------------------|
 * | line  | line, counted, never in pits   | timed; partial when our time is far from the game's     |
 * | line  | line, counted, was in the pits | in                                                      |
 * | line  | in the pits, not counted       | in                                                      |
 * | pit   | line                           | out                                                     |
 * | any   | anything else                  | partial                                                 |
 *
 * The time is the game's where it told one for exactly this stretch, else our own; `facts.ownMs` is always ours.
 */
import type { LapKind, MeasuredLap, Validity } from '#shared/lap'
import type { Trace } from '#shared/trace'
import { asMillis, type EpochMillis, type Millis } from '#shared/units'
import { SAMPLE_AT, type SimIdentity, STATUS_AT } from '../frames/index.ts'
import { type Axis, HOLE_MS, ownMs } from './axis.ts'
import { factsOf } from './facts.ts'
import { type LapRows, traceOfLap } from './lap-trace.ts'
import { lineOnPath, pathOfTrace } from './lines.ts'
import type { RecordedLap, SeenLine } from './model.ts'
import { MAX_SECTORS, sectorsOf } from './splits.ts'
import type { OpenLap, RecorderState, SessionState } from './state.ts'

export interface LapEnd {
  /** line = counted · missed = counted among several · uncounted = a line nobody counted · stopped = anywhere. */
  readonly how: 'line' | 'missed' | 'uncounted' | 'stopped'
  readonly at: number
  /** The lap time the game told, if it did. */
  readonly gameMs: number | null
  readonly inPit: boolean
  readonly line: SeenLine | null
}

/** Our clock and the game's differ by this much at most when both are right: two statuses, or a slow game. */
const SAME_MS = 50
const SAME_SHARE = 0.005
/** Beyond this one of them is wrong about what lap it was. */
const GROSS_MS = 2_000
const GROSS_SHARE = 0.05
const NOT_WHOLE = 'This lap was not driven from line to line, so it has no sectors.'

export const sectorCountOf = ({ identity }: Pick<RecorderState, 'identity'>, session: SessionState): number =>
  Math.max(toldSectors(identity) ?? 0, session.maxSector + 1)

/** Null when the game tells none, or a number no track has. */
export const toldSectors = (identity: SimIdentity | null): number | null => {
  const count = identity?.sectorCount ?? Number.NaN
  return Number.isInteger(count) && count >= 0 && count <= MAX_SECTORS ? count : null
}

export const recordedLap = (
  rows: LapRows,
  lap: OpenLap,
  end: LapEnd,
  session: SessionState,
  state: RecorderState,
): RecordedLap => {
  const own = Math.max(ownMs(lap.fromAt, end.at, lap.stops), 0)
  const isOurs = (ms: number): boolean => Math.abs(own - ms) <= Math.max(SAME_MS, ms * SAME_SHARE)
  const isGame = end.gameMs !== null && end.how === 'line' && (lap.began === 'line' || isOurs(end.gameMs))
  const lapMs = asMillis(isGame && end.gameMs !== null ? end.gameMs : Math.max(own, 1))
  const scale = own > 0 && isOurs(lapMs) ? lapMs / own : 1
  const clock = { fromAt: lap.fromAt, startMs: lap.startMs, stops: lap.stops, scale }
  const toMs = (at: number): number =>
    lap.startMs + ownMs(lap.fromAt, Math.max(at, lap.fromAt), lap.stops) * scale
  const offence = lap.offences.find(({ at }) => at < end.at) ?? null
  const tellsValidity = session.hasFlag || rows.samples.has(SAMPLE_AT.tyresOut) || offence !== null
  const invalidFromMs = tellsValidity ? (offence ? toMs(offence.at) : Number.POSITIVE_INFINITY) : null
  const made = traceOfLap(rows, clock, lap.gapAts, lap.jumpAts, invalidFromMs)
  const kind = kindOf(rows, lap, end, isGame, own, lapMs)
  const endMs = lap.startMs + lapMs
  const count = sectorCountOf(state, session)
  const sectors =
    isGame && lap.began === 'line'
      ? sectorsOf(lap.splits.passedMs, count, lapMs)
      : count > 1
        ? NOT_WHOLE
        : null
  const validity: Validity = offence ? { valid: false, reason: offence.reason } : { valid: true }
  const measured: MeasuredLap = {
    number: lap.number,
    kind,
    startMs: asMillis(lap.startMs),
    endMs: asMillis(endMs),
    sectorsMs: Array.isArray(sectors) ? (sectors as Millis[]) : [],
    ...(typeof sectors === 'string' ? { sectorsMissing: sectors } : {}),
    validity,
    timing: { by: 'marks' },
  }
  return {
    id: lap.id,
    session: session.about,
    measured,
    startedAt: Math.round(session.about.startedAt + (lap.fromAt - session.zeroAt)) as EpochMillis,
    facts: factsOf(rows, made, {
      session,
      identity: state.identity,
      compound: lap.began === 'pit' || lap.compound === '' ? state.compound : lap.compound,
      ownMs: own,
      gapMs: made.samples.missingMs + missingAtEnds(made.samples, lap.startMs, endMs),
    }),
    lines: linesOf(made.trace, lap, end, count),
    trace: made.trace,
  }
}

const kindOf = (
  rows: LapRows,
  lap: OpenLap,
  { how, inPit }: LapEnd,
  isGame: boolean,
  own: number,
  lapMs: number,
): LapKind => {
  if (how === 'missed' || lap.isRest) return 'partial'
  if (lap.began === 'pit') return how === 'stopped' ? 'partial' : 'out'
  if (lap.began === 'join') return 'partial'
  if (how === 'stopped') return inPit ? 'in' : 'partial'
  if (how === 'uncounted' || !isGame) return 'partial'
  if (inPit || wasInPit(rows)) return 'in'
  return Math.abs(own - lapMs) > Math.max(GROSS_MS, lapMs * GROSS_SHARE) ? 'partial' : 'timed'
}

const wasInPit = ({ statuses }: LapRows): boolean => {
  for (let row = 0; row < statuses.count(); row++) {
    const lane = statuses.valueAt(row, STATUS_AT.inPitLane) === 1
    if (lane || statuses.valueAt(row, STATUS_AT.inPitBox) === 1) return true
  }
  return false
}

/** From the line to the first sample, and from the last one to the line. */
const missingAtEnds = ({ timeMs, count, stepMs }: Axis, startMs: number, endMs: number): number => {
  if (count === 0) return endMs - startMs
  const limit = Math.max(HOLE_MS, 4 * stepMs)
  const before = timeMs[0]! - startMs
  const after = endMs - timeMs.at(-1)!
  return (before > limit ? before : 0) + (after > limit ? after : 0)
}

const linesOf = (trace: Trace, lap: OpenLap, end: LapEnd, sectorCount: number): (SeenLine | null)[] => {
  const path = pathOfTrace(trace)
  const lines: (SeenLine | null)[] = [lap.startLine ?? end.line]
  for (let line = 0; line < sectorCount - 1; line++) {
    const split = lap.splits.passedMs[line] ?? null
    const isSeen = split !== null && path !== null && lap.began === 'line'
    lines.push(isSeen ? lineOnPath(path, lap.startMs + split) : null)
  }
  return lines
}
