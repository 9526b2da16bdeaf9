/**
 * What is done once it is clear how a lap ended: at the line, counted or not, towed, restarted, or with its session.
 */
import { STATUS_AT, STATUS_WIDTH } from '../frames/index.ts'
import { ownMs } from './axis.ts'
import type { StatusWord } from './crossing.ts'
import { takeHeld } from './held.ts'
import { clearRows, endLap, FLAGGED, MOVED, openLap, openSession, stopLap, wasInPit } from './laps.ts'
import type { Machine } from './machine.ts'
import { endSplits } from './splits.ts'
import type { Beginning, Crossing, OpenLap } from './state.ts'

/** A car is seen in its box this soon after it was put there. */
export const TOWED_WITHIN_MS = 1_500
/** More session time is left than before. */
export const MORE_LEFT_MS = 5_000
const STANDS_MPS = 3
/** The line is near at this share of the lap: 100 ms at 80 m/s on the smallest track, and what games disagree about. */
const NEAR_LINE = 0.05
/** The game's lap time without a change is believed when it is this near to our own. */
const SAME_MS = 50
const SAME_SHARE = 0.005

export const wordOf = (at: number, values: Float64Array): StatusWord => ({
  at,
  currentMs: values[STATUS_AT.currentMs]!,
  count: values[STATUS_AT.completedLaps]!,
  lastMs: values[STATUS_AT.lastMs]!,
  lapValid: values[STATUS_AT.lapValid]!,
  share: values[STATUS_AT.lapShare]!,
})

export const joinLap = (m: Machine, now: StatusWord, values: Float64Array): void => {
  clearRows(m)
  for (const { at, values: sample } of takeHeld(m.state, now.at)) m.samples.push(at, sample, 0)
  beginLap(m, m.state.inPit ? 'pit' : 'join', now, values, { at: now.at, isRest: false })
}

const beginLap = (
  m: Machine,
  began: Beginning,
  now: StatusWord,
  values: Float64Array,
  from: {
    at: number
    isRest: boolean
    originAt?: number
    startLine?: OpenLap['startLine']
    flagIsOld?: boolean
  },
): void =>
  openLap(m, {
    began,
    at: from.at,
    count: now.count,
    lastMs: now.lastMs,
    originAt: from.originAt ?? Number.NaN,
    sector: values[STATUS_AT.sector]!,
    lastSectorMs: values[STATUS_AT.lastSectorMs]!,
    flagIsOld: from.flagIsOld ?? false,
    startLine: from.startLine ?? null,
    isRest: from.isRest,
  })

/** The line is behind the car and everything about it is known. */
export const settle = (
  m: Machine,
  lap: OpenLap,
  crossing: Crossing,
  now: StatusWord,
  values: Float64Array,
): void => {
  const { state } = m
  const session = state.session!
  state.crossing = null
  if (crossing.count === lap.count || Number.isNaN(lap.count)) {
    if (crossing.resets > 0) uncounted(m, lap, crossing, now, values)
    return
  }
  const lineAt = Math.max(lineOf(lap, crossing, now), lap.fromAt + 1)
  const ours = ownMs(lap.fromAt, lineAt, lap.stops)
  const isSame = Math.abs(now.lastMs - ours) <= Math.max(SAME_MS, now.lastMs * SAME_SHARE)
  const gameMs = crossing.lastMs > 0 ? crossing.lastMs : now.lastMs > 0 && isSame ? now.lastMs : null
  endSplits(lap.splits, values[STATUS_AT.lastSectorMs]!)
  const inPit = wasInPit(m, m.statuses.firstAtOrAfter(lineAt))
  const flag = flagAtLine(lap, crossing, now, lineAt)
  const rows = m.statuses.firstAtOrAfter(lineAt)
  session.lapsDone = crossing.count
  session.gameFuelPerLapL = tellFuel(m, rows)
  const how = crossing.count > lap.count + 1 ? 'missed' : 'line'
  const line = endLap(m, { how, at: lineAt, gameMs, inPit })
  const originAt = crossing.resets > 0 ? lineAt : Number.NaN
  const began = crossing.resets > 0 || gameMs !== null ? (inPit ? 'pit' : 'line') : 'join'
  carryOver(m, lap, lineAt, () =>
    beginLap(m, began, { ...now, count: crossing.count }, values, {
      at: lineAt,
      isRest: false,
      originAt,
      startLine: line,
      flagIsOld: flag.isOld,
    }),
  )
  if (flag.newAt !== null) state.lap!.offences.push({ at: flag.newAt, reason: FLAGGED })
}

const lineOf = (lap: OpenLap, crossing: Crossing, now: StatusWord): number => {
  if (crossing.resets > 0) return Math.min(crossing.originAt, now.at)
  const byTime = lap.originAt + crossing.lastMs
  return byTime <= now.at ? byTime : crossing.openedAt
}

/** What fell and rose again around the line was the old lap's; what stays down is the new one's. */
const flagAtLine = (
  lap: OpenLap,
  crossing: Crossing,
  now: StatusWord,
  lineAt: number,
): { isOld: boolean; newAt: number | null } => {
  if (Number.isNaN(crossing.flagFellAt)) return { isOld: now.lapValid === 0, newAt: null }
  const isOld = crossing.flagRose || crossing.flagFellAt < lineAt
  if (isOld) lap.offences.push({ at: Math.min(crossing.flagFellAt, lineAt - 1), reason: FLAGGED })
  return { isOld, newAt: isOld ? null : crossing.flagFellAt }
}

const tellFuel = ({ statuses }: Machine, row: number): number | null => {
  const fuel = row < statuses.count() ? statuses.valueAt(row, STATUS_AT.fuelPerLap) : Number.NaN
  return fuel > 0 && fuel < 1000 ? fuel : null
}

/** What was noted after the line belongs to the lap that begins there. */
const carryOver = (m: Machine, old: OpenLap, lineAt: number, begin: () => void): void => {
  begin()
  const { lap } = m.state
  if (!lap) return
  lap.gapAts.push(...old.gapAts.filter(at => at >= lineAt))
  for (const at of old.jumpAts) {
    if (at < lineAt) continue
    lap.jumpAts.push(at)
    lap.offences.push({ at, reason: MOVED })
  }
  lap.stops.push(...old.stops.filter(({ afterAt }) => afterAt >= lineAt))
}

/** The clock began anew and no lap was counted. */
const uncounted = (
  m: Machine,
  lap: OpenLap,
  crossing: Crossing,
  now: StatusWord,
  values: Float64Array,
): void => {
  const { state } = m
  const speed = state.seen?.speed ?? Number.NaN
  const wasMoved = lap.jumpAts.some(at => at >= crossing.openedAt - TOWED_WITHIN_MS)
  const isNear = !(Math.min(crossing.share, 1 - crossing.share) >= NEAR_LINE)
  const { originAt } = crossing
  if (values[STATUS_AT.sessionLeftMs]! > crossing.leftMs + MORE_LEFT_MS) restarted(m, now, values)
  else if (state.inBox) towed(m, originAt, now, values)
  else if (wasMoved) restarted(m, now, values)
  else if (speed < STANDS_MPS && !state.inPit) {
    stopLap(m, originAt)
    carryOver(m, lap, originAt, () =>
      beginLap(m, 'join', now, values, { at: originAt, isRest: false, originAt }),
    )
  } else if (isNear) {
    const inPit = wasInPit(m, m.statuses.firstAtOrAfter(originAt))
    const line = endLap(m, { how: 'uncounted', at: Math.max(originAt, lap.fromAt + 1), gameMs: null, inPit })
    carryOver(m, lap, originAt, () =>
      beginLap(m, inPit ? 'pit' : 'line', now, values, {
        at: originAt,
        isRest: false,
        originAt,
        startLine: line,
        flagIsOld: now.lapValid === 0,
      }),
    )
  } else {
    lap.originAt = originAt
    if (lap.began === 'line') lap.began = 'join'
    m.timingChanged = true
  }
}

export const towed = (m: Machine, at: number, now: StatusWord, values: Float64Array): void => {
  m.state.jumpedAt = Number.NaN
  stopLap(m, at)
  beginLap(m, 'pit', now, values, { at, isRest: false, flagIsOld: now.lapValid === 0 })
}

const restarted = (m: Machine, now: StatusWord, values: Float64Array): void => {
  closeSession(m)
  openSession(m, now.at, values)
  joinLap(m, now, values)
  m.state.isDriving = true
}

/** Ends what is open where it is; a line that was crossed before is one. */
export const stopOpen = (m: Machine): void => {
  const { lap, crossing } = m.state
  const rows = m.statuses.count()
  if (lap && crossing && crossing.count > lap.count && rows > 0) {
    const values = new Float64Array(STATUS_WIDTH).map((_, field) => m.statuses.valueAt(rows - 1, field))
    settle(m, lap, crossing, wordOf(m.statuses.timeAt(rows - 1), values), values)
  }
  stopLap(m, Number.POSITIVE_INFINITY)
}

/** Ends what is open and forgets the session; what is driven next belongs to a new one. */
export const closeSession = (m: Machine): void => {
  stopOpen(m)
  const { state } = m
  state.session = null
  state.word = null
  state.seen = null
  state.elsewhere = null
  state.place = null
  state.placeElsewhere = null
  state.jumpedAt = Number.NaN
  state.standsSinceAt = Number.NaN
  state.isDriving = false
  m.timingChanged = true
}
