/**
 * What the game says about the lap, and what follows from it.
 *
 * | said                                                   | then                                                      |
 * |--------------------------------------------------------|-----------------------------------------------------------|
 * | replay, another car, menus, pause                      | nothing is kept; the lap stays open                       |
 * | another kind or number of session, fewer laps counted  | the lap is partial; a new session                         |
 * | nothing at all for GONE_MS                             | the lap is partial; the session may go on later           |
 * | back after that, the counters went on                  | the same session, a lap joined on its way                 |
 * | one more lap counted                                   | the lap ends at the line                                  |
 * | several more                                           | the lap is partial                                        |
 * | the clock begins anew, nothing counted: in the box     | towed: the lap is partial; an out lap begins              |
 * |   · driving on, at the line                            | an out or partial lap ends at the line                    |
 * |   · driving on, elsewhere                              | the clock is followed; the lap is not from line to line   |
 * |   · standing on the grid                               | the lap is partial; the next begins there                 |
 * |   · put somewhere else, or more session time is left   | restarted: the lap is partial; a new session              |
 * | in the box, right after the car was put there          | towed, whatever the clock says                            |
 */
import { ACTIVITIES, OWN_CAR, SAMPLE_AT, type SimStatus, STATUS_AT, STATUS_WIDTH } from '../frames/index.ts'
import { followClock } from './clock.ts'
import { beginsCrossing, followCrossing, openCrossing, type StatusWord } from './crossing.ts'
import { FLAGGED, MOVED, OFF_TRACK, openLap, openSession, stopLap } from './laps.ts'
import type { Machine } from './machine.ts'
import { MAX_SAMPLES, takeHeldSamples } from './samples.ts'
import {
  closeSession,
  joinLap,
  MORE_LEFT_MS,
  settle,
  stopOpen,
  TOWED_WITHIN_MS,
  towed,
  wordOf,
} from './settle.ts'
import { followSplits, isSector } from './splits.ts'
import type { OpenLap, SharePlace } from './state.ts'

/** Statuses alone, without samples, for half an hour. */
const MAX_STATUSES = 110_000
/** Longer than any game takes to load or hangs; a person who left for the menus is not kept waiting for the lap. */
export const GONE_MS = 10_000
/** No lap is driven faster than this, and games round the share to a little. */
const SHORTEST_LAP_MS = 5_000
const LEAP_SHARE = 0.02
/** Statuses further apart than this say nothing about the time between. */
const MAX_SINCE_MS = 100
/** A line passed in a longer silence is not looked for: its time is missed. */
const MAX_SILENCE_MS = 5_000
/** Words about the last lap come this late, and no lap is as short. */
const LATE_WORD_MS = 3_000
/** The old lap's flag is taken down this soon after the line. */
const FLAG_WITHIN_MS = 1_500
/** A lap's clock that is further ahead than time has passed is another run's. */
const AHEAD_MS = 5_000

export const takeStatus = (m: Machine, { atMs, values }: SimStatus): void => {
  if (values.length !== STATUS_WIDTH || !Number.isFinite(atMs)) return
  const { state } = m
  if (!isOwnDriving(m, values)) {
    state.isUnheard = false
    state.held = []
    if (isOthers(values)) forgetOthers(m)
    state.isDriving = false
    if (ACTIVITIES[values[STATUS_AT.activity]!] === 'off') noteGone(m, atMs)
    else noteHeard(m, atMs)
    return
  }
  if (!state.identity || (state.word && atMs <= state.word.at)) return
  state.isUnheard = false
  noteHeard(m, atMs)
  const now = wordOf(atMs, values)
  if (state.session && !isSameSession(m, now, values)) closeSession(m)
  state.wasGone = false
  if (!state.session) openSession(m, atMs, values)
  notePit(m, values)
  if (state.lap) takeHeldSamples(m, state.lap, atMs)
  else joinLap(m, now, values)
  state.isDriving = true
  if (state.session && state.lap) followLap(m, now, values)
  state.word = {
    at: atMs,
    currentMs: now.currentMs,
    count: now.count,
    leftMs: values[STATUS_AT.sessionLeftMs]!,
    flagDown: now.lapValid === 0,
  }
}

const noteHeard = ({ state }: Machine, atMs: number): void => {
  state.goneSinceAt = null
  if (!(atMs <= state.heardAt)) state.heardAt = atMs
}

/** Menus, or no game at all: also told again by every later event while it lasts. */
export const noteGone = (m: Machine, atMs: number): void => {
  const { state } = m
  state.isDriving = false
  state.wasGone = true
  state.hadGap = true
  state.goneSinceAt ??= Math.min(Math.max(state.heardAt, state.newestAt), atMs)
  if (state.lap && atMs - state.goneSinceAt >= GONE_MS) stopOpen(m)
}

/** A pause in which the lap's clock runs on is none: the game went on behind a menu. */
const isOwnDriving = ({ state }: Machine, values: Float64Array): boolean => {
  const activity = ACTIVITIES[values[STATUS_AT.activity]!]
  const currentMs = values[STATUS_AT.currentMs]!
  const runsOn = currentMs > state.pausedMs
  state.pausedMs = activity === 'pause' ? currentMs : Number.NaN
  const isLive = activity === 'live' || (activity === 'pause' && runsOn)
  return isLive && OWN_CAR[values[STATUS_AT.ownCar]!] !== 'other'
}

const isOthers = (values: Float64Array): boolean =>
  ACTIVITIES[values[STATUS_AT.activity]!] === 'replay' || OWN_CAR[values[STATUS_AT.ownCar]!] === 'other'

/** A car that is looked at is driven by somebody else from where the view leapt to it, some packets before it is said. */
const forgetOthers = (m: Machine): void => {
  const { state } = m
  const { lap, jumpedAt } = state
  if (!lap || Number.isNaN(jumpedAt)) return
  m.samples.splitAt(jumpedAt)
  m.statuses.splitAt(jumpedAt)
  lap.offences = lap.offences.filter(({ at }) => at < jumpedAt)
  lap.jumpAts = lap.jumpAts.filter(at => at < jumpedAt)
  const last = m.samples.count() - 1
  const { x, y, speed } = SAMPLE_AT
  const lastOf = (field: number): number => m.samples.valueAt(last, field)
  state.seen =
    last < 0 ? null : { at: m.samples.timeAt(last), x: lastOf(x), y: lastOf(y), speed: lastOf(speed) }
  state.jumpedAt = Number.NaN
  state.hadGap = true
  m.timingChanged = true
}

/** What is not told has not changed. */
const differs = (a: number, b: number): boolean => Number.isFinite(a) && Number.isFinite(b) && a !== b

const isSameSession = ({ state }: Machine, now: StatusWord, values: Float64Array): boolean => {
  const { session, word } = state
  if (!session || !word) return true
  if (differs(session.kindCode, values[STATUS_AT.session]!)) return false
  if (differs(session.indexCode, values[STATUS_AT.sessionIndex]!)) return false
  if (now.count < (state.lap?.count ?? word.count)) return false
  if (!state.wasGone) return true
  if (values[STATUS_AT.sessionLeftMs]! > word.leftMs + MORE_LEFT_MS) return false
  const aheadMs = now.currentMs - word.currentMs
  return !(now.count === word.count && (aheadMs < 0 || aheadMs > now.at - word.at + AHEAD_MS))
}

const notePit = (m: Machine, values: Float64Array): void => {
  const { state } = m
  const inBox = values[STATUS_AT.inPitBox] === 1
  const inPit = inBox || values[STATUS_AT.inPitLane] === 1
  if (inPit !== state.inPit) m.timingChanged = true
  // The car was in the pit lane a moment before the game said so.
  if (inPit && !state.inPit && state.lap && state.word) {
    const { at } = state.word
    state.lap.offences = state.lap.offences.filter(offence => offence.reason !== OFF_TRACK || offence.at < at)
  }
  state.inBox = inBox
  state.inPit = inPit
}

const followLap = (m: Machine, now: StatusWord, values: Float64Array): void => {
  const { state } = m
  keepStatus(m, now, values)
  if (Number.isFinite(now.lapValid)) state.session!.hasFlag = true
  const lap = state.lap!
  if (Number.isNaN(lap.count)) lap.count = now.count
  // A lap time that came too late is the last lap's all the same.
  if (!state.crossing && now.at - lap.fromAt < LATE_WORD_MS) lap.usedLastMs = now.lastMs
  followShare(m, lap, now)
  if (now.at - state.jumpedAt > TOWED_WITHIN_MS) state.jumpedAt = Number.NaN
  if (state.inBox && !Number.isNaN(state.jumpedAt)) {
    towed(m, state.jumpedAt, now, values)
    return
  }
  const { word } = state
  const silentMs = word ? Math.min(now.at - word.at, MAX_SILENCE_MS) : 0
  const sinceMs = Math.min(silentMs, MAX_SINCE_MS)
  if (!state.crossing && word && beginsCrossing(lap, word, now)) {
    state.crossing = openCrossing(lap, word, now.at)
  }
  const sector = values[STATUS_AT.sector]!
  const lastSectorMs = values[STATUS_AT.lastSectorMs]!
  if (state.crossing) {
    if (lap.splits.pending)
      followSplits(lap.splits, lap.splits.sector, lastSectorMs, Number.NaN, { sinceMs, silentMs })
    if (followCrossing(state.crossing, lap, now, sinceMs)) settle(m, lap, state.crossing, now, values)
    return
  }
  followClock(lap, now.at, now.currentMs, word?.at ?? now.at, m.samples)
  const clockMs = now.currentMs >= 0 ? now.currentMs : now.at - lap.originAt
  if (followSplits(lap.splits, sector, lastSectorMs, clockMs, { sinceMs, silentMs })) m.timingChanged = true
  if (isSector(lap.splits.sector) && lap.splits.sector > state.session!.maxSector) {
    state.session!.maxSector = lap.splits.sector
    m.timingChanged = true
  }
  followFlag(m, lap, now)
}

const keepStatus = (m: Machine, now: StatusWord, values: Float64Array): void => {
  const { statuses, state } = m
  const stands = !Number.isNaN(state.standsSinceAt) && now.at - state.standsSinceAt > TOWED_WITHIN_MS
  const isLater = statuses.count() === 0 || now.at > statuses.timeAt(statuses.count() - 1)
  if (isLater && !stands) statuses.push(now.at, values, 0)
}

/** Where positions are not told, a share of the lap that cannot be reached and that the next status confirms. */
const followShare = (m: Machine, lap: OpenLap, { at, share }: StatusWord): void => {
  const { state } = m
  if (!(share >= 0 && share <= 1)) return
  const { place, placeElsewhere } = state
  const isFar = (from: SharePlace): boolean => {
    const way = Math.abs(share - from.share)
    return Math.min(way, 1 - way) > LEAP_SHARE + (at - from.at) / SHORTEST_LAP_MS
  }
  if (place && !state.seen && isFar(place)) {
    if (!placeElsewhere || isFar(placeElsewhere)) {
      state.placeElsewhere = { at, share }
      return
    }
    lap.jumpAts.push(placeElsewhere.at)
    lap.offences.push({ at: placeElsewhere.at, reason: MOVED })
    state.jumpedAt = placeElsewhere.at
    m.timingChanged = true
  }
  state.placeElsewhere = null
  state.place = { at, share }
}

const followFlag = (m: Machine, lap: OpenLap, now: StatusWord): void => {
  if (now.lapValid === 1) lap.flagIsOld = false
  if (lap.flagIsOld && now.at - lap.fromAt > FLAG_WITHIN_MS) lap.flagIsOld = false
  if (now.lapValid !== 0 || lap.flagIsOld) return
  if (lap.offences.some(({ reason }) => reason === FLAGGED)) return
  lap.offences.push({ at: now.at, reason: FLAGGED })
  m.timingChanged = true
}

/** Goes on with a piece of its own when a lap has become too long to hold. */
export const cutIfLong = (m: Machine): void => {
  const { lap, crossing, newestAt } = m.state
  const isLong = m.samples.count() >= MAX_SAMPLES || m.statuses.count() >= MAX_STATUSES
  // A line that is being crossed is settled within a second of statuses, if any come.
  if (!lap || !isLong || (crossing && m.samples.count() < MAX_SAMPLES + 1000)) return
  stopLap(m, newestAt + 1)
  openLap(m, {
    began: 'join',
    at: newestAt + 1,
    count: lap.count,
    lastMs: lap.usedLastMs,
    originAt: lap.originAt,
    sector: lap.splits.sector,
    lastSectorMs: lap.splits.usedMs,
    flagIsOld: false,
    startLine: null,
    isRest: true,
  })
}
