/**
 * The whole laps of a session (from line to line, valid or not) as one row of numbers, so that a league's fifty thousand
 * load as views of one piece of memory.
 *
 * Form: of each lap its row in the entry, number, driver, timing, surface, flaw, start, time, and where its sectors begin
 * (the next one's begin where they end); then, once, where the last one's end; then all sectors.
 */
import { SURFACES, type Surface } from '#shared/lap'
import { LAP_KIND_CODES, type SessionBody, TIMING_CODES } from '#shared/logbook'

export type LapTable = ArrayLike<number>

const COLUMNS = 9
const WHOLE = LAP_KIND_CODES.indexOf('timed')

/** Tables are written by `wholeLaps` only; of one that was kept, the length says how many laps it has. */
export const lapCountOf = (laps: LapTable): number => laps[0]!

const field =
  (column: number) =>
  (laps: LapTable, lap: number): number =>
    laps[1 + lap * COLUMNS + column]!

export const rowOfLap = field(0)
export const numberOfLap = field(1)
export const driverOfLap = field(2)
const timingCode = field(3)
const surfaceCode = field(4)
const flawCode = field(5)
/** Milliseconds since the session began. */
export const startOfLap = field(6)
export const timeOfLap = field(7)
const sectorsFrom = field(8)

export const timingOfLap = (laps: LapTable, lap: number): (typeof TIMING_CODES)[number] =>
  TIMING_CODES[timingCode(laps, lap)]!

/** Null when nobody said. */
export const surfaceOfLap = (laps: LapTable, lap: number): Surface | null =>
  SURFACES[surfaceCode(laps, lap)] ?? null

export const isFlawed = (laps: LapTable, lap: number): boolean => flawCode(laps, lap) !== 0

/** Small and equal for laps of one driver, surface and timing. */
export const groupCode = (laps: LapTable, lap: number): number =>
  (driverOfLap(laps, lap) * 4 + surfaceCode(laps, lap) + 1) * 4 + timingCode(laps, lap)

export const sectorCountOf = (laps: LapTable, lap: number): number =>
  // The field after the last lap says where its sectors end.
  laps[1 + lap * COLUMNS + 8 + (lap + 1 < lapCountOf(laps) ? COLUMNS : 1)]! - sectorsFrom(laps, lap)

export const sectorOfLap = (laps: LapTable, lap: number, sector: number): number =>
  laps[sectorsFrom(laps, lap) + sector]!

export const wholeLaps = (laps: SessionBody['laps'], usual: Surface | null): LapTable => {
  const flawed = new Set(laps.flaws.map(([row]) => row))
  const surfaces = new Map(laps.surfaces)
  const rows: number[] = []
  for (let row = 0; row < laps.kind.length; row++) if (laps.kind[row] === WHOLE) rows.push(row)
  const table: number[] = [rows.length]
  let sectorsAt = 1 + rows.length * COLUMNS + 1
  for (const row of rows) {
    const surface = surfaces.get(row) ?? usual
    table.push(
      row,
      laps.number[row]!,
      laps.driver[row]!,
      laps.timing[row]!,
      surface === null ? -1 : SURFACES.indexOf(surface),
      flawed.has(row) ? 1 : 0,
      laps.start[row]!,
      laps.time[row]!,
      sectorsAt,
    )
    sectorsAt += laps.sectors[row]?.length ?? 0
  }
  table.push(sectorsAt)
  for (const row of rows) for (const ms of laps.sectors[row] ?? []) table.push(ms)
  return table
}
