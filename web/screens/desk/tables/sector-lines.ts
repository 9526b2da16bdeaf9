/**
 * The sector table as lines: laps by sectors with their gaps, and what could be put together from the best of them.
 *
 * Invariants: only ranked laps timed at the same lines as most can hold a best; whatever is left out is named with
 * its reason. A best of the session needs the session's own bests: without them only the laps here are compared.
 */
import { sectorTable } from '#shared/compare'
import type { LapId } from '#shared/id'
import { type BestOfParts, bestLap, isRanked, type Lap, lapTimeMs } from '#shared/lap'
import { asMillis, type Metres, type Millis } from '#shared/units'
import type { DeskLap, DeskWords } from '#web/desk'
import type { CsvTable } from './table-to-csv.ts'

/** Bests of a whole session, beyond the laps on the desk; null where it has none. */
export interface SessionBests {
  readonly lapMs: Millis | null
  readonly sectorsMs: readonly (Millis | null)[]
}

/** The best pieces of laps put together; laps are named by their ids, because they may come from a worker. */
export interface OptimalLap {
  readonly pieces: number
  readonly lengthM: Metres
  readonly best: BestOfParts<{ readonly id: LapId }>
}

/** The best lap-long stretch driven in one go, from any place to the same place a lap later. */
export interface RollingLap {
  readonly timeMs: Millis
  readonly fromM: Metres
  readonly first: { readonly id: LapId }
}

export type BestOf = 'session' | 'desk' | null

export interface SectorCell {
  readonly ms: Millis
  /** To the best of the laps here; null for a lap that does not count. */
  readonly gapMs: Millis | null
  readonly best: BestOf
}

export interface SectorLine {
  readonly lap: DeskLap
  readonly counts: boolean
  readonly whole: SectorCell
  /** Null where the lap has no time for this sector. */
  readonly sectors: readonly (SectorCell | null)[]
}

export interface PutTogether {
  readonly timeMs: Millis
  /** To the best lap here. */
  readonly gapMs: Millis | null
  readonly lapsCounted: number
  /** The best of each sector and the lap it is from. */
  readonly sectors: readonly { readonly ms: Millis; readonly lap: DeskLap | null }[]
}

export type LeftOut =
  | { readonly lap: DeskLap; readonly why: 'kind' | 'otherLines' | 'noSectors' }
  | { readonly lap: DeskLap; readonly why: 'invalid'; readonly reason: string }

export interface SectorLines {
  readonly sectorCount: number
  readonly lines: readonly SectorLine[]
  readonly theoretical: PutTogether | null
  readonly bestMs: Millis | null
  readonly leftOut: readonly LeftOut[]
}

export const sectorLines = (laps: readonly DeskLap[], session: SessionBests | null): SectorLines => {
  const table = sectorTable(laps.map(({ lap }) => lap))
  const best = bestLap(laps.map(({ lap }) => lap))
  const bestMs = best && lapTimeMs(best)
  const byId = new Map(laps.map(lap => [lap.id, lap]))

  const cell = (
    ms: Millis,
    lap: Lap,
    deskBestMs: Millis | null,
    sessionBestMs: Millis | null,
  ): SectorCell => {
    if (!isRanked(lap) || deskBestMs === null) return { ms, gapMs: null, best: null }
    const isSessionBest = sessionBestMs !== null && ms <= sessionBestMs
    return {
      ms,
      gapMs: asMillis(ms - deskBestMs),
      best: isSessionBest ? 'session' : ms === deskBestMs ? 'desk' : null,
    }
  }
  const lines = table.rows.map(
    ({ lap, sectorsMs }): SectorLine => ({
      lap: byId.get(lap.id)!,
      counts: isRanked(lap),
      whole: cell(lapTimeMs(lap), lap, bestMs, session?.lapMs ?? null),
      sectors: Array.from({ length: table.sectors }, (_, i) => {
        const ms = sectorsMs[i]
        const bestOfSector = table.theoretical?.parts[i]?.timeMs ?? null
        return ms === undefined ? null : cell(ms, lap, bestOfSector, session?.sectorsMs[i] ?? null)
      }),
    }),
  )
  const { theoretical } = table
  return {
    sectorCount: table.sectors,
    lines,
    bestMs,
    theoretical: theoretical && {
      timeMs: theoretical.timeMs,
      gapMs: gapTo(theoretical.timeMs, bestMs),
      lapsCounted: theoretical.lapsCounted,
      sectors: theoretical.parts.map(part => ({ ms: part.timeMs, lap: byId.get(part.lap.id) ?? null })),
    },
    leftOut: lines.flatMap(line => leftOutOf(line, table.sectors)),
  }
}

export const gapTo = (ms: Millis, bestMs: Millis | null): Millis | null =>
  bestMs === null ? null : asMillis(ms - bestMs)

const leftOutOf = ({ lap, counts, sectors }: SectorLine, sectorCount: number): LeftOut[] => {
  const { validity, sectorsMs } = lap.lap
  if (!validity.valid) return [{ lap, why: 'invalid', reason: validity.reason }]
  if (!counts) return [{ lap, why: 'kind' }]
  if (sectorCount === 0 || sectors[0] !== null) return []
  return [{ lap, why: sectorsMs.length > 0 ? 'otherLines' : 'noSectors' }]
}

/** Times in seconds; laps that do not count say so. */
export const sectorsToCsv = ({ lines, sectorCount }: SectorLines, text: DeskWords['tables']): CsvTable => ({
  columns: [
    { title: text.lap, unit: '' },
    { title: text.counts, unit: '' },
    { title: text.lapTime, unit: 's' },
    ...Array.from({ length: sectorCount }, (_, i) => ({ title: text.sector(i + 1), unit: 's' })),
  ],
  rows: lines.map(({ lap, counts, whole, sectors }) => [
    lap.name,
    counts ? text.yes : text.no,
    whole.ms / 1000,
    ...sectors.map(cell => cell && cell.ms / 1000),
  ]),
})
