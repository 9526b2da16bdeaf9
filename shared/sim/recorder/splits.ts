/**
 * When the car passed the sector lines, from a sector index and "the last sector's time".
 *
 * Games tell the two in different packets, in either order and up to WAIT_MS apart; some mean the sector's own time,
 * some the time since the line. So a line is passed when the index rises; its time is the next new word that, taken
 * either way, agrees with the lap's clock at that moment. A word that did not change is believed only when it still
 * agrees after the wait (two equal sectors). What agrees with nothing is missed, never guessed.
 */
import type { Splits } from './state.ts'

/** Two statuses of a slow game, or half a minute of frames of a fast one: words are a few frames apart. */
const WAIT_MS = 1_000
/**
 * The index is noticed after the line by up to a stutter of the game, and by as long as nothing was heard before;
 * never before it, but for rounding.
 */
const LATEST_MS = 400
const EARLIEST_MS = -60
/** A new lap's first sector is believed from here on even if index 0 was never told. */
const ZERO_WITHIN_MS = 1_500

/** More sectors than any track has: an index from here on is nonsense. */
export const MAX_SECTORS = 60
export const isSector = (index: number): boolean =>
  index >= 0 && index < MAX_SECTORS && Number.isInteger(index)

export const beginSplits = (index: number, isAtLine: boolean, lastSectorMs: number): Splits => {
  const sector = isAtLine || !isSector(index) ? 0 : index
  return {
    sector,
    awaitsZero: isAtLine,
    // Lines that were passed before anybody looked.
    passedMs: new Array<number | null>(sector).fill(null),
    pending: null,
    usedMs: lastSectorMs,
  }
}

/** Since the last status: as far as it counts as waiting, and in truth. */
export interface Since {
  readonly sinceMs: number
  readonly silentMs: number
}

/** Whether a split was added or became known. */
export const followSplits = (
  splits: Splits,
  sector: number,
  lastSectorMs: number,
  clockMs: number,
  { sinceMs, silentMs }: Since,
): boolean => {
  if (splits.pending) {
    splits.pending.waitedMs += sinceMs
    const isKnown = settlePending(splits, lastSectorMs, splits.pending.waitedMs >= WAIT_MS)
    if (!isKnown) return false
    return follow(splits, sector, lastSectorMs, clockMs, silentMs) || isKnown
  }
  return follow(splits, sector, lastSectorMs, clockMs, silentMs)
}

const follow = (
  splits: Splits,
  sector: number,
  lastSectorMs: number,
  clockMs: number,
  silentMs: number,
): boolean => {
  if (!isSector(sector)) return false
  if (splits.awaitsZero) {
    if (sector !== 0 && !(clockMs > ZERO_WITHIN_MS)) return false
    splits.awaitsZero = false
    splits.usedMs = lastSectorMs
  }
  // The last sector's time belongs to the line just passed for a while, and to the next one after that.
  if (sector <= splits.sector) {
    if (clockMs - lastKnown(splits) < WAIT_MS) splits.usedMs = lastSectorMs
    return false
  }
  while (splits.passedMs.length < sector - 1) splits.passedMs.push(null)
  splits.sector = sector
  splits.pending = { seenMs: clockMs, waitedMs: 0, latestMs: LATEST_MS + silentMs }
  settlePending(splits, lastSectorMs, false)
  return true
}

const lastKnown = ({ passedMs }: Splits): number => passedMs.at(-1) ?? 0

/** At the lap's end nothing more is waited for. */
export const endSplits = (splits: Splits, lastSectorMs: number): void => {
  if (splits.pending) settlePending(splits, lastSectorMs, true)
}

const settlePending = (splits: Splits, wordMs: number, isLast: boolean): boolean => {
  const { passedMs, pending } = splits
  if (!pending) return true
  const isNew = wordMs !== splits.usedMs
  if (!isNew && !isLast) return false
  const before = passedMs.length === 0 ? 0 : (passedMs.at(-1) ?? null)
  const split = splitFrom(wordMs, before, pending)
  if (split === null && !isLast) return false
  passedMs.push(split)
  splits.usedMs = wordMs
  splits.pending = null
  return true
}

/** Of the time since the line and the sector's own time added to the last split, the one nearer to the clock. */
const splitFrom = (
  wordMs: number,
  beforeMs: number | null,
  { seenMs, latestMs }: NonNullable<Splits['pending']>,
): number | null => {
  let best: number | null = null
  let least = Number.POSITIVE_INFINITY
  for (const candidate of beforeMs === null ? [wordMs] : [wordMs, beforeMs + wordMs]) {
    const late = seenMs - candidate
    if (!(late > EARLIEST_MS && late < latestMs && candidate > (beforeMs ?? 0))) continue
    if (Math.abs(late) >= least) continue
    least = Math.abs(late)
    best = Math.round(candidate)
  }
  return best
}

/** Sector times that sum to the lap exactly, or why there are none; null when the track has no sectors. */
export const sectorsOf = (
  passedMs: readonly (number | null)[],
  sectorCount: number,
  lapMs: number,
): readonly number[] | string | null => {
  if (sectorCount <= 1) return null
  const sectors: number[] = []
  let fromMs = 0
  for (let line = 0; line < sectorCount; line++) {
    const toMs = line === sectorCount - 1 ? lapMs : (passedMs[line] ?? null)
    if (toMs === null)
      return `The time of sector ${line + 1} was missed, so this lap has a lap time but no sectors.`
    if (!(toMs > fromMs))
      return 'The sector times do not fit inside this lap, so it has a lap time but no sectors.'
    sectors.push(toMs - fromMs)
    fromMs = toMs
  }
  return passedMs.length > sectorCount - 1
    ? 'More sector lines were passed than the track has, so this lap has a lap time but no sectors.'
    : sectors
}
