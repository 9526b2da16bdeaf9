/**
 * What a screen shows, and the bests of the session.
 *
 * Invariant: a best lap, a best sector and the theoretical best come from valid timed laps only, when such a lap is over:
 * a sector of a lap that still may become invalid counts for nothing.
 */
import type { LapKind } from '#shared/lap'
import { asMillis, type Millis } from '#shared/units'
import { STATUS_AT } from '../frames/index.ts'
import { createReference } from '../reference/index.ts'
import type { LapRows } from './lap-trace.ts'
import type { LapTimes, LiveTiming, RecordedLap } from './model.ts'
import { type LapEnd, sectorCountOf } from './recorded.ts'
import type { Rows } from './rows.ts'
import type { OpenLap, RecorderState, SessionState } from './state.ts'

/** A lap's fuel changes with traffic and damage: the mean of these is what the next ones will take. */
const FUEL_LAPS = 5
/** A place every tenth of a second of a lap of 100 s. */
const MAX_PLACES = 1000

export const noteLap = (
  session: SessionState,
  { measured, facts }: RecordedLap,
  rows: LapRows,
  how: LapEnd['how'],
): void => {
  if (how === 'stopped') return
  const lapMs = asMillis(measured.endMs - measured.startMs)
  const { number, kind, sectorsMs, validity } = measured
  const times: LapTimes = { number, kind, lapMs, sectorsMs, validity }
  session.last = times
  if (kind !== 'timed' || !validity.valid) return
  noteSectors(session, sectorsMs)
  if (facts.fuelUsedL !== undefined && facts.fuelUsedL > 0) {
    session.fuelUsedL.push(facts.fuelUsedL)
    if (session.fuelUsedL.length > FUEL_LAPS) session.fuelUsedL.shift()
  }
  if (session.best && session.best.lapMs !== null && session.best.lapMs <= lapMs) return
  session.best = times
  const reference = createReference({ ...placesOf(rows.statuses), lapMs })
  session.bestKnots = reference && { share: reference.share, timeMs: reference.timeMs }
}

const noteSectors = (session: SessionState, sectorsMs: readonly Millis[]): void => {
  if (sectorsMs.length === 0) return
  const bests = session.bestSectorsMs
  const isComparable = bests.length === sectorsMs.length
  session.bestSectorsMs = sectorsMs.map((ms, i) => (isComparable ? Math.min(bests[i] ?? ms, ms) : ms))
}

/** The lap's clock and place as the game told them together. */
const placesOf = (statuses: Rows): { lapShare: number[]; timeMs: number[] } => {
  const lapShare: number[] = []
  const timeMs: number[] = []
  const every = Math.max(1, Math.ceil(statuses.count() / MAX_PLACES))
  for (let row = 0; row < statuses.count(); row += every) {
    lapShare.push(statuses.valueAt(row, STATUS_AT.lapShare))
    timeMs.push(statuses.valueAt(row, STATUS_AT.currentMs))
  }
  return { lapShare, timeMs }
}

export const liveTiming = (state: RecorderState): LiveTiming => {
  const { session, lap, compound } = state
  if (!session) return { ...NOTHING, compound }
  const sectors = session.bestSectorsMs as Millis[]
  return {
    session: session.about,
    current: lap && currentTimes(state, session, lap),
    last: session.last,
    best: session.best,
    bestSectorsMs: sectors,
    theoreticalMs: sectors.length === 0 ? null : asMillis(sectors.reduce((sum, ms) => sum + ms, 0)),
    lapsDone: session.lapsDone,
    fuelPerLapL: fuelPerLap(session),
    compound,
  }
}

const NOTHING: Omit<LiveTiming, 'compound'> = {
  session: null,
  current: null,
  last: null,
  best: null,
  bestSectorsMs: [],
  theoreticalMs: null,
  lapsDone: 0,
  fuelPerLapL: null,
}

const currentTimes = (state: RecorderState, session: SessionState, lap: OpenLap): LapTimes => {
  const count = sectorCountOf(state, session)
  const { passedMs } = lap.splits
  const sectorsMs: (Millis | null)[] = new Array(count > 1 ? count : 0).fill(null)
  for (let i = 0; i < sectorsMs.length && lap.began === 'line'; i++) {
    const from = i === 0 ? 0 : (passedMs[i - 1] ?? null)
    const to = passedMs[i] ?? null
    if (from !== null && to !== null) sectorsMs[i] = asMillis(to - from)
  }
  const offence = lap.offences[0]
  return {
    number: lap.number,
    kind: kindSoFar(lap, state.inPit),
    lapMs: null,
    sectorsMs,
    validity: offence ? { valid: false, reason: offence.reason } : { valid: true },
  }
}

const kindSoFar = (lap: OpenLap, inPit: boolean): LapKind => {
  if (lap.began === 'pit') return 'out'
  if (lap.began === 'join' || lap.isRest) return 'partial'
  return inPit ? 'in' : 'timed'
}

const fuelPerLap = ({ fuelUsedL, gameFuelPerLapL }: SessionState): number | null =>
  fuelUsedL.length === 0
    ? gameFuelPerLapL
    : Number((fuelUsedL.reduce((sum, used) => sum + used, 0) / fuelUsedL.length).toFixed(3))
