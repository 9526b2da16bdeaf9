/**
 * How a sector time is seen: best of all here, best of the session, slower, or not counting.
 *
 * | the time is                                      | look     |
 * |--------------------------------------------------|----------|
 * | not driven yet                                   | none     |
 * | of a lap that does not count                     | invalid  |
 * | at most the best ever kept here with this car    | best     |
 * | at most the session's best, or the first one     | personal |
 * | anything else                                    | slower   |
 *
 * `gapMs` is to the session's best where that is another time, else to the best ever.
 */
import { asMillis, type Millis } from '#shared/units'

export type SectorLook = 'none' | 'invalid' | 'best' | 'personal' | 'slower'

export interface SectorCell {
  readonly look: SectorLook
  readonly timeMs: Millis | null
  /** Null when there is nothing to compare with. */
  readonly gapMs: Millis | null
}

export interface SectorRow {
  readonly sectorsMs: readonly (Millis | null)[]
  readonly isValid: boolean
}

export const sectorCells = (
  row: SectorRow | null,
  count: number,
  sessionMs: readonly (Millis | null)[],
  everMs: readonly Millis[],
): readonly SectorCell[] =>
  Array.from({ length: count }, (_, i) => {
    const timeMs = row?.sectorsMs[i] ?? null
    const session = sessionMs[i] ?? null
    const ever = everMs[i] ?? null
    if (row === null || timeMs === null) return { look: 'none', timeMs: null, gapMs: null }
    const compared = session === null || session === timeMs ? ever : session
    const gapMs = compared === null || compared === timeMs ? null : asMillis(timeMs - compared)
    return { look: lookOf(timeMs, row.isValid, session, ever), timeMs, gapMs }
  })

const lookOf = (
  timeMs: Millis,
  isValid: boolean,
  session: Millis | null,
  ever: Millis | null,
): SectorLook => {
  if (!isValid) return 'invalid'
  if (ever !== null && timeMs <= ever && (session === null || timeMs <= session)) return 'best'
  return session === null || timeMs <= session ? 'personal' : 'slower'
}

/** How many sectors there are, by whoever knows; a game that does not say has as many as were seen. */
export const sectorCount = (
  said: number | null | undefined,
  ...seen: readonly (readonly unknown[] | undefined)[]
): number => Math.max(said ?? 0, ...seen.map(list => list?.length ?? 0))
