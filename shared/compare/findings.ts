/**
 * Where the time went, again and again: the parts of a session's laps that cost or win more than chance explains.
 *
 * Input are the rows of each lap against one reference, the reference's own left out; `evidence.ts` says what is
 * sure. One finding for each part, in the phase that has most of it; a slow exit and the straight it spoils are one.
 *
 * Limits: with three or four laps only large losses are found; laps on a drying road or on worn tyres differ for
 * reasons that are none of the driver's.
 */
import { asMillis } from '#shared/units'
import { agreeing, type Cell, cellsOf, type Rows, sureCells } from './evidence.ts'
import type { Finding } from './model.ts'
import { median } from './spread.ts'

export const MAX_FINDINGS = 3
const MIN_LAPS = 3

/** The biggest loss first, what is won last. */
export const whereTimeWent = (laps: readonly Rows[]): Finding[] => {
  const counted = laps.filter(rows => rows.length > 0 && rows.every(({ loss }) => loss !== null))
  if (counted.length < MIN_LAPS) return []
  const cells = cellsOf(counted)
  const sure = sureCells(counted, cells)
  return bestOfEachPart(sure)
    .flatMap(cell => findingOf(cell, counted, cells, sure) ?? [])
    .sort((a, b) => b.lossMs - a.lossMs)
    .slice(0, MAX_FINDINGS)
}

/** The surest phase of each part; of a corner that is sure only as a whole, the phase that has most of it. */
const bestOfEachPart = (sure: readonly Cell[]): Cell[] =>
  [...Map.groupBy(sure, ({ part }) => part).values()].map(group =>
    group
      .filter(({ phase }) => phase !== 'whole' || group.length === 1)
      .reduce((best, one) => (Math.abs(one.medianMs) > Math.abs(best.medianMs) ? one : best)),
  )

/** Null when the corner before already tells it: a slow exit is paid for along the straight. */
const findingOf = (
  cell: Cell,
  laps: readonly Rows[],
  cells: readonly Cell[],
  sure: readonly Cell[],
): Finding | null => {
  const isCarried = (corner: Cell | undefined, straight: Cell): boolean =>
    corner !== undefined &&
    straight.phase === 'straight' &&
    Math.sign(corner.medianMs) === Math.sign(straight.medianMs) &&
    Math.sign(exitSpeedBy(corner.part)) === -Math.sign(straight.medianMs)
  const exitSpeedBy = (part: number): number => medianBy(laps, part, 'exitSpeed')
  if (isCarried(wholeOf(sure, cell.part - 1), cell)) return null
  const straight = cells.find(one => one.part === cell.part + 1 && one.phase === 'straight')
  const carriedMs = straight && isCarried(cell, straight) ? straight.medianMs : 0
  const told = cell.phase === 'whole' ? widestPhase(cell, cells) : cell
  const agreed = agreeing(told)
  return {
    part: laps[0]![cell.part]!.part,
    phase: told.phase === 'whole' ? 'entry' : told.phase,
    lossMs: asMillis(median(agreed)),
    lapsAgreeing: agreed.length,
    lapsCounted: laps.length,
    brakeByM: medianBy(laps, cell.part, 'brakeAtM'),
    throttleByM: medianBy(laps, cell.part, 'throttleAtM'),
    minSpeedBy: medianBy(laps, cell.part, 'minSpeed'),
    exitSpeedBy: exitSpeedBy(cell.part),
    carriedMs: asMillis(carriedMs),
  }
}

/** Any sure cell of a corner. */
const wholeOf = (sure: readonly Cell[], part: number): Cell | undefined =>
  sure.find(one => one.part === part && one.phase !== 'straight')

const widestPhase = (whole: Cell, cells: readonly Cell[]): Cell =>
  cells
    .filter(({ part, phase }) => part === whole.part && phase !== 'whole')
    .reduce((best, one) => (Math.sign(whole.medianMs) * (one.medianMs - best.medianMs) > 0 ? one : best))

const medianBy = (
  laps: readonly Rows[],
  part: number,
  name: 'brakeAtM' | 'throttleAtM' | 'minSpeed' | 'exitSpeed',
): number => median(laps.map(rows => rows[part]!.of[name] - (rows[part]!.loss?.against[name] ?? Number.NaN)))
