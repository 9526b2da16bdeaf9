/**
 * Everything the recorder remembers, as one plain object: numbers, texts, lists and nothing else. Written down and read
 * back it makes a recorder that goes on exactly as the first would have; only the rows of the open lap are beside it.
 *
 * Times named `at` are the source's clock; `Ms` alone are durations or the session's own clock.
 */
import type { LapId } from '#shared/id'
import type { SimIdentity } from '../frames/index.ts'
import type { ReferenceKnots } from '../reference/index.ts'
import type { HeldSample } from './held.ts'
import type { LapTimes, RecordedSession, SeenLine } from './model.ts'

/** Counted up when a state of the older shape cannot be gone on with. */
export const STATE_VERSION = 1

/** line = on the road at start/finish · pit = in the pit lane or the box · join = anywhere else. */
export type Beginning = 'line' | 'pit' | 'join'

/** The game's clock stood (or leapt, when negative) between two samples. */
export interface ClockStop {
  /** The last sample before it. */
  readonly afterAt: number
  readonly byMs: number
}

export interface Offence {
  readonly at: number
  readonly reason: string
}

export interface Splits {
  /** Where the car is, by the last word that was believed. */
  sector: number
  /** A lap that began at the line is in its first sector, whatever is still said. */
  awaitsZero: boolean
  /** Since the line, one per inner sector line passed; null for one whose time was missed. */
  passedMs: (number | null)[]
  /** The last line passed, while its time is not certain. `seenMs` is the lap's clock when it was noticed. */
  pending: { seenMs: number; waitedMs: number; latestMs: number } | null
  /** The game's last sector time as far as it is used up. */
  usedMs: number
}

export interface OpenLap {
  id: LapId
  number: number
  began: Beginning
  fromAt: number
  /** On the session's clock, whole. */
  startMs: number
  /** Laps the game had counted when it began, and the last lap time it told then. */
  count: number
  usedLastMs: number
  /** When the game's lap clock was 0; NaN when unknown. */
  originAt: number
  originSeen: number
  stops: ClockStop[]
  /** A leap of the lap clock that one status told and the next has to confirm. */
  leap: { fromAt: number; byMs: number } | null
  splits: Splits
  /** The game's flag was down when the lap began and may still be the last lap's. */
  flagIsOld: boolean
  offences: Offence[]
  /** The first samples after a gap, or after the car was put somewhere else. */
  gapAts: number[]
  jumpAts: number[]
  compound: string
  startLine: SeenLine | null
  moved: boolean
  /** A newer piece of a lap that was too long: it has no beginning of its own. */
  isRest: boolean
}

/** A line is being crossed: the game says so bit by bit. */
export interface Crossing {
  readonly openedAt: number
  elapsedMs: number
  /** The lap's clock before, and what was left of the session. */
  beforeMs: number
  readonly leftMs: number
  /** Statuses with the new lap's clock, and when that clock was 0. */
  resets: number
  resetForMs: number
  originAt: number
  share: number
  count: number
  /** The lap time that came with it; NaN until it comes. */
  lastMs: number
  flagWasDown: boolean
  flagFellAt: number
  /** A status of the new lap's clock with the flag up came after it fell. */
  flagRose: boolean
}

/** What the last status of the player's own driving said. */
export interface LastWord {
  at: number
  currentMs: number
  count: number
  leftMs: number
  flagDown: boolean
}

export interface Seen {
  at: number
  x: number
  y: number
  speed: number
}

/** A place that does not follow from the last one; the next has to confirm it. */
export interface Elsewhere {
  at: number
  x: number
  y: number
}

export interface SharePlace {
  readonly at: number
  readonly share: number
}

export interface SessionState {
  readonly about: RecordedSession
  /** Its zero on the source's clock. */
  readonly zeroAt: number
  /** The numbers the game gives its kind and its place in the event; NaN when it gives none. */
  readonly kindCode: number
  readonly indexCode: number
  /** Where the next lap begins. */
  endMs: number
  lastNumber: number
  /** Sector indexes seen, from which their number is learned. */
  maxSector: number
  hasFlag: boolean
  best: LapTimes | null
  bestKnots: ReferenceKnots | null
  bestSectorsMs: (number | null)[]
  last: LapTimes | null
  lapsDone: number
  /** Of the last valid timed laps, newest last. */
  fuelUsedL: number[]
  gameFuelPerLapL: number | null
}

export interface RecorderState {
  version: number
  clock: { atMs: number; epochMs: number; utcOffsetMin: number } | null
  identity: SimIdentity | null
  compound: string
  session: SessionState | null
  lap: OpenLap | null
  crossing: Crossing | null
  word: LastWord | null
  /** Whether the last status was of the player's own car, driving. */
  isDriving: boolean
  inPit: boolean
  inBox: boolean
  /** The lap's clock at the last status of a pause: while it runs on, nothing is paused. */
  pausedMs: number
  /** The last status of a game that was there. */
  heardAt: number
  /** Since when there is nothing to be seen; null while there is. */
  goneSinceAt: number | null
  wasGone: boolean
  /** No status has come since the beginning, or since the game was away. */
  isUnheard: boolean
  held: HeldSample[]
  seen: Seen | null
  elsewhere: Elsewhere | null
  place: SharePlace | null
  placeElsewhere: SharePlace | null
  /** When the car was last put somewhere else, while it matters. */
  jumpedAt: number
  standsSinceAt: number
  hadGap: boolean
  newestAt: number
}

export const emptyState = (): RecorderState => ({
  version: STATE_VERSION,
  clock: null,
  identity: null,
  compound: '',
  session: null,
  lap: null,
  crossing: null,
  word: null,
  isDriving: false,
  pausedMs: Number.NaN,
  inPit: false,
  inBox: false,
  heardAt: Number.NEGATIVE_INFINITY,
  goneSinceAt: null,
  wasGone: false,
  isUnheard: true,
  held: [],
  seen: null,
  elsewhere: null,
  place: null,
  placeElsewhere: null,
  jumpedAt: Number.NaN,
  standsSinceAt: Number.NaN,
  hadGap: false,
  newestAt: Number.NEGATIVE_INFINITY,
})

/** JSON knows no NaN, no infinity and no −0; texts that look like one of them get one more mark. */
const MARK = '#'
const SPECIAL: ReadonlyMap<string, number> = new Map([
  ['#NaN', Number.NaN],
  ['#Inf', Number.POSITIVE_INFINITY],
  ['#-Inf', Number.NEGATIVE_INFINITY],
  ['#-0', -0],
])

export const stateToJson = (value: unknown): unknown => {
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return '#-0'
    if (Number.isFinite(value)) return value
    return Number.isNaN(value) ? '#NaN' : value > 0 ? '#Inf' : '#-Inf'
  }
  if (typeof value === 'string') return value.startsWith(MARK) ? MARK + value : value
  if (Array.isArray(value)) return value.map(stateToJson)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, stateToJson(held)]))
  }
  return value
}

/** A deep copy: two recorders never share a list. */
export const jsonToState = (value: unknown): unknown => {
  if (typeof value === 'string') {
    if (!value.startsWith(MARK)) return value
    return SPECIAL.get(value) ?? value.slice(MARK.length)
  }
  if (Array.isArray(value)) return value.map(jsonToState)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, jsonToState(held)]))
  }
  return value
}
