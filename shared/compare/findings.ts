/**
 * Where the time went, lap after lap: what is left when chance is taken away.
 *
 * Laps of one driver differ in every corner by some hundredths. Set against one lap, above all against the best
 * one, all others lose almost everywhere, and agree on it: the reference was lucky there. So a loss counts only when
 * it is larger than a single lap's luck makes likely:
 *
 * - the usual loss of a part or phase is the median over the laps, its spread a robust one over the same laps;
 * - spreads of few laps are shaky, so each is drawn towards what parts of that length have in this session;
 * - a reference that is the best of its kind is ahead by luck as a whole; each part's share of that is taken off;
 * - what is left must be SURE spreads of the difference between one lap and the median of the others. With about
 *   sixty parts and phases looked at, chance alone passes this in about 2 of 100 sessions.
 *
 * Besides at least MIN_LAPS laps and two of three must agree in sign, and the median be over MIN_LOSS_MS.
 *
 * Measured on the simulator (test/shared/compare/findings.test.ts prints it); limits: with three or four laps only
 * large losses are found; laps on drying roads or worn tyres differ for reasons that are none of the driver's.
 */
import { asMillis } from '#shared/units'
import type { Finding, PartRow, Phase } from './model.ts'
import { luckOfBest, median, spreadOf } from './spread.ts'

export const MAX_FINDINGS = 3
const MIN_LAPS = 3
const MIN_AGREEING = 2 / 3
const MIN_LOSS_MS = 50
/** Spreads a loss must be away from chance. */
const SURE = 4.2
/** How many laps the usual spread of such parts weighs as much as. */
const PRIOR_LAPS = 6
/** Even a machine's laps differ by what positions are read with. */
const FLOOR_MS = 6

/** The rows of each lap against one reference, the reference's own left out. The biggest loss comes first. */
export const whereTimeWent = (laps: readonly (readonly PartRow[])[]): Finding[] => {
  const counted = laps.filter(rows => rows.length > 0 && rows.every(({ loss }) => loss !== null))
  if (counted.length < MIN_LAPS) return []
  const cells = cellsOf(counted)
  const sure = sureOf(cells, luckMs(counted))
  return bestOfEachPart(sure)
    .flatMap(cell => findingOf(cell, counted, cells, sure) ?? [])
    .sort((a, b) => b.lossMs - a.lossMs)
    .slice(0, MAX_FINDINGS)
}

/** One part, or one phase of a corner, over all laps. */
interface Cell {
  readonly part: number
  readonly phase: Phase | 'whole'
  readonly lossesMs: readonly number[]
  readonly medianMs: number
  readonly spreadMs: number
  /** How long the reference took for the part. */
  readonly ownMs: number
}

const cellsOf = (laps: readonly (readonly PartRow[])[]): Cell[] =>
  laps[0]!.flatMap(({ part: { kind } }, part) => {
    const ownMs = median(laps.map(rows => rows[part]!.of.timeMs - rows[part]!.loss!.lossMs))
    const cell = (phase: Cell['phase'], lossesMs: readonly number[]): Cell => ({
      part,
      phase,
      lossesMs,
      medianMs: median(lossesMs),
      spreadMs: spreadOf(lossesMs),
      ownMs,
    })
    const whole = laps.map(rows => rows[part]!.loss!.lossMs)
    if (kind === 'straight') return [cell('straight', whole)]
    const phases = PHASES.map(phase =>
      cell(
        phase,
        laps.map(rows => rows[part]!.loss!.phasesMs?.[phase] ?? 0),
      ),
    )
    return [cell('whole', whole), ...phases]
  })

const PHASES = ['entry', 'middle', 'exit'] as const

/** What the reference is ahead of the usual lap, as far as luck alone can put the best of them there. */
const luckMs = (laps: readonly (readonly PartRow[])[]): number => {
  const totals = laps.map(rows => rows.reduce((sum, { loss }) => sum + loss!.lossMs, 0))
  const most = luckOfBest(laps.length + 1) * spreadOf(totals)
  return Math.min(most, Math.max(-most, median(totals)))
}

const sureOf = (cells: readonly Cell[], luck: number): Cell[] => {
  const laps = cells[0]!.lossesMs.length
  const scales = scalesOf(cells)
  const varianceOf = ({ phase, spreadMs, ownMs }: Cell): number => {
    const usual = (scales.get(phase) ?? 0) * ownMs
    return (laps * spreadMs * spreadMs + PRIOR_LAPS * usual) / (laps + PRIOR_LAPS) + FLOOR_MS * FLOOR_MS
  }
  const isPart = ({ phase }: Cell): boolean => phase === 'whole' || phase === 'straight'
  const all = cells.reduce((sum, cell) => sum + (isPart(cell) ? varianceOf(cell) : 0), 0)
  return cells.filter(cell => {
    const variance = varianceOf(cell)
    const unexplained = cell.medianMs - (luck * variance) / all
    return (
      Math.abs(unexplained) >= SURE * Math.sqrt(variance * (1 + MEDIAN_VARIANCE / laps)) &&
      Math.sign(unexplained) === Math.sign(cell.medianMs) &&
      Math.abs(cell.medianMs) > MIN_LOSS_MS &&
      agreeing(cell).length >= Math.max(MIN_LAPS, MIN_AGREEING * laps)
    )
  })
}

/** The variance of a median of n normally spread values is this over n. */
const MEDIAN_VARIANCE = Math.PI / 2

/** The usual variance per millisecond driven, for each phase. */
const scalesOf = (cells: readonly Cell[]): ReadonlyMap<Cell['phase'], number> => {
  const byPhase = Map.groupBy(cells, ({ phase }) => phase)
  return new Map(
    [...byPhase].map(([phase, group]) => [
      phase,
      median(group.map(({ spreadMs, ownMs }) => (spreadMs * spreadMs) / Math.max(1, ownMs))),
    ]),
  )
}

const agreeing = ({ lossesMs, medianMs }: Pick<Cell, 'lossesMs' | 'medianMs'>): number[] =>
  lossesMs.filter(ms => Math.sign(ms) === Math.sign(medianMs))

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
  laps: readonly (readonly PartRow[])[],
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
  laps: readonly (readonly PartRow[])[],
  part: number,
  name: 'brakeAtM' | 'throttleAtM' | 'minSpeed' | 'exitSpeed',
): number => median(laps.map(rows => rows[part]!.of[name] - (rows[part]!.loss?.against[name] ?? Number.NaN)))
