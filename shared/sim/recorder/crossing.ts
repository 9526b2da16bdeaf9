/**
 * Crossing the start/finish line, as a game tells it: the lap count rises, the lap's clock begins anew, the last lap's
 * time changes and the flag goes up again, each in a packet of its own, in any order, some frames apart.
 *
 * | count rose | clock began anew | lap time came | after                         | then                               |
 * |------------|------------------|---------------|-------------------------------|------------------------------------|
 * | yes        | yes              | yes, fits     | SETTLED statuses of new clock | counted                            |
 * | yes        | yes              | no            | WAIT_MS                       | counted; equal lap times, or none  |
 * | yes        | no               | any           | WAIT_MS                       | counted, where the lap time says   |
 * | no         | yes              | any           | WAIT_MS                       | not counted: see `recorder.ts`     |
 */
import type { Crossing, LastWord, OpenLap } from './state.ts'

const WAIT_MS = 1_000
/** A clock that goes back by less is a trembling, not a new lap. */
const BACK_MS = 500
/** A tenth of a second of statuses: the earliest of them is at most a frame late. */
const SETTLED = 6
const SETTLED_MS = 150
/** Two words for one lap time: its own and the clock's. */
const FITS_MS = 500
const FITS_SHARE = 0.02

export interface StatusWord {
  readonly at: number
  readonly currentMs: number
  readonly count: number
  readonly lastMs: number
  readonly lapValid: number
  readonly share: number
}

export const beginsCrossing = (lap: OpenLap, word: LastWord, now: StatusWord): boolean =>
  now.count > lap.count || now.currentMs < word.currentMs - BACK_MS

export const openCrossing = (lap: OpenLap, word: LastWord, at: number): Crossing => ({
  openedAt: at,
  elapsedMs: 0,
  beforeMs: word.currentMs,
  leftMs: word.leftMs,
  resets: 0,
  resetForMs: 0,
  originAt: Number.NaN,
  share: Number.NaN,
  count: lap.count,
  lastMs: Number.NaN,
  flagWasDown: word.flagDown,
  flagFellAt: Number.NaN,
  flagRose: false,
})

/** Whether everything that can be known about the line is known now. */
export const followCrossing = (
  crossing: Crossing,
  lap: OpenLap,
  now: StatusWord,
  sinceMs: number,
): boolean => {
  crossing.elapsedMs += sinceMs
  if (now.count > crossing.count) crossing.count = now.count
  if (isNewClock(crossing, lap, now)) {
    const originAt = now.at - now.currentMs
    if (crossing.resets === 0) crossing.share = now.share
    else crossing.resetForMs += sinceMs
    if (!(originAt >= crossing.originAt)) crossing.originAt = originAt
    crossing.resets++
  } else if (crossing.resets === 0 && now.currentMs > crossing.beforeMs) crossing.beforeMs = now.currentMs
  if (now.lastMs > 0 && now.lastMs !== lap.usedLastMs) crossing.lastMs = now.lastMs
  followFlag(crossing, now)
  if (crossing.elapsedMs >= WAIT_MS) return true
  const isSettled = crossing.resets >= SETTLED || crossing.resetForMs >= SETTLED_MS
  const isFlagClear = Number.isNaN(crossing.flagFellAt) || crossing.flagRose
  return crossing.count > lap.count && isSettled && isFlagClear && fits(crossing, lap)
}

/** Also when nobody looked for so long that the new lap's clock is past where the old one's was. */
const isNewClock = ({ beforeMs, count }: Crossing, lap: OpenLap, { at, currentMs }: StatusWord): boolean =>
  currentMs >= 0 &&
  (currentMs < beforeMs - BACK_MS || (count > lap.count && currentMs < at - lap.originAt - BACK_MS))

/** A flag that falls while the line is crossed is the old lap's if it rises again, the new one's if it stays down. */
const followFlag = (crossing: Crossing, { at, lapValid }: StatusWord): void => {
  if (crossing.flagWasDown) return
  if (lapValid === 0) {
    if (Number.isNaN(crossing.flagFellAt)) crossing.flagFellAt = at
    crossing.flagRose = false
  } else if (lapValid === 1 && !Number.isNaN(crossing.flagFellAt)) crossing.flagRose = true
}

const fits = ({ lastMs, originAt }: Crossing, lap: OpenLap): boolean =>
  Math.abs(lastMs - (originAt - lap.originAt)) <= Math.max(FITS_MS, lastMs * FITS_SHARE) ||
  (Number.isNaN(lap.originAt) && lastMs > 0)
