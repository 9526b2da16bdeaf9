/** Sessions and laps beginning and ending: the deeds. When to do which is decided in `statuses.ts`. */
import { asMillis } from '#shared/units'
import { SAMPLE_AT, SESSION_KINDS, STATUS_AT } from '../frames/index.ts'
import { lineOnPath, pathOfRows } from './lines.ts'
import { emptySamples, emptyStatuses, epochAt, type Machine } from './machine.ts'
import { type LapEnd, recordedLap, toldSectors } from './recorded.ts'
import { beginSplits } from './splits.ts'
import type { Beginning, OpenLap } from './state.ts'
import { noteLap } from './timing.ts'

export const OFF_TRACK = 'More than two wheels left the track.'
export const FLAGGED = 'The game says this lap does not count.'
export const MOVED = 'The car was put somewhere else.'
/** One more than a driver may have beside the road. */
export const TOO_MANY_OUT = 3
/** What the socket carries; no session is that long. */
const MAX_NUMBER = 1_000_000

const orNull = (value: number | null | undefined): number | null =>
  value !== null && value !== undefined && Number.isFinite(value) ? value : null

export const openSession = (m: Machine, at: number, status: Float64Array): void => {
  const { state } = m
  const { identity } = state
  if (!identity) return
  const kindCode = status[STATUS_AT.session]!
  state.session = {
    about: {
      id: m.newSessionId(),
      startedAt: epochAt(state, at),
      utcOffsetMin: state.clock?.utcOffsetMin ?? 0,
      game: identity.game,
      kind: SESSION_KINDS[kindCode] ?? 'other',
      car: identity.car,
      track: identity.track,
      layout: identity.layout,
      driver: identity.driver,
      trackLengthM: orNull(identity.trackLengthM),
      sectorCount: toldSectors(identity),
      isOnline: identity.isOnline,
    },
    zeroAt: at,
    kindCode,
    indexCode: status[STATUS_AT.sessionIndex]!,
    endMs: 0,
    lastNumber: 0,
    maxSector: -1,
    hasFlag: false,
    best: null,
    bestKnots: null,
    bestSectorsMs: [],
    last: null,
    lapsDone: 0,
    fuelUsedL: [],
    gameFuelPerLapL: null,
  }
  m.timingChanged = true
}

export interface LapBeginning {
  readonly began: Beginning
  readonly at: number
  readonly count: number
  readonly lastMs: number
  readonly originAt: number
  readonly sector: number
  readonly lastSectorMs: number
  readonly flagIsOld: boolean
  readonly startLine: OpenLap['startLine']
  readonly isRest: boolean
}

/** Rows from its beginning on, if any were seen already, are in the machine. */
export const openLap = (m: Machine, from: LapBeginning): void => {
  const { state } = m
  const { session } = state
  if (!session) return
  const told = Number.isFinite(from.count) ? Math.floor(from.count) + 1 : 0
  session.lastNumber = Math.min(Math.max(session.lastNumber + 1, told), MAX_NUMBER)
  const first = m.samples.count() > 0 ? m.samples.timeAt(0) : Number.NaN
  const isAtLine = from.began === 'line'
  state.lap = {
    id: m.newLapId(),
    number: session.lastNumber,
    began: from.began,
    fromAt: isAtLine || Number.isNaN(first) ? from.at : Math.min(first, from.at),
    startMs: session.endMs,
    count: from.count,
    usedLastMs: from.lastMs,
    originAt: from.originAt,
    originSeen: 0,
    stops: [],
    leap: null,
    splits: beginSplits(from.sector, isAtLine, from.lastSectorMs),
    flagIsOld: from.flagIsOld,
    offences: [],
    gapAts: [],
    jumpAts: [],
    compound: state.compound,
    startLine: from.startLine,
    moved: false,
    isRest: from.isRest,
  }
  state.crossing = null
  lookAgain(m, state.lap)
  m.timingChanged = true
}

/** Rows that were seen before it was known that they are this lap's. */
const lookAgain = ({ samples, state }: Machine, lap: OpenLap): void => {
  const tellsTyres = !state.session?.hasFlag && !state.inPit && samples.has(SAMPLE_AT.tyresOut)
  for (let row = 0; row < samples.count(); row++) {
    const at = samples.timeAt(row)
    noteMoved(lap, samples.valueAt(row, SAMPLE_AT.speed))
    if (!tellsTyres || !(samples.valueAt(row, SAMPLE_AT.tyresOut) >= TOO_MANY_OUT)) continue
    lap.offences.push({ at, reason: OFF_TRACK })
    return
  }
}

const MOVES_MPS = 2
/** A car of unknown speed may have moved. */
export const noteMoved = (lap: OpenLap, speed: number): void => {
  if (!lap.moved && !(speed <= MOVES_MPS)) lap.moved = true
}

/** Ends the lap; rows from then on stay for the next one. A lap that went nowhere is not kept. */
export const endLap = (m: Machine, end: Omit<LapEnd, 'line'>): OpenLap['startLine'] => {
  const { lap, session } = m.state
  if (!lap || !session) return null
  const line = end.how === 'stopped' ? null : lineOnPath(pathOfRows(m), end.at)
  const { samples, statuses } = m
  m.samples = samples.splitAt(end.at)
  m.statuses = statuses.splitAt(end.at)
  m.state.lap = null
  m.state.crossing = null
  m.timingChanged = true
  const isKept = end.how === 'line' || end.how === 'missed' || (lap.moved && samples.count() > 0)
  if (!isKept) return line
  const done = recordedLap({ samples, statuses }, lap, { ...end, line }, session, m.state)
  session.endMs = asMillis(done.measured.endMs)
  noteLap(session, done, { samples, statuses }, end.how)
  m.laps.push(done)
  return line
}

/** Whether a status said so; the last one when there is none in that row. */
export const wasInPit = ({ statuses, state }: Machine, row: number): boolean => {
  if (row < 0 || row >= statuses.count()) return state.inPit
  const { inPitBox, inPitLane } = STATUS_AT
  return statuses.valueAt(row, inPitBox) === 1 || statuses.valueAt(row, inPitLane) === 1
}

/** Ends the lap where the car was last seen before `at`; nothing comes after it until another is opened. */
export const stopLap = (m: Machine, at: number): void => {
  const { lap } = m.state
  if (!lap) return
  const inPit = wasInPit(m, m.statuses.firstAtOrAfter(at) - 1)
  const rows = m.samples.firstAtOrAfter(at)
  const lastAt = rows > 0 ? m.samples.timeAt(rows - 1) : lap.fromAt
  endLap(m, { how: 'stopped', at: Math.min(at, lastAt + 1), gameMs: null, inPit })
  // Statuses after the last sample, and nothing else.
  if (at === Number.POSITIVE_INFINITY) clearRows(m)
}

export const clearRows = (m: Machine): void => {
  m.samples = emptySamples()
  m.statuses = emptyStatuses()
}
