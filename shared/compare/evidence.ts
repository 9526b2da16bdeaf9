/**
 * Which losses of a session are more than chance.
 *
 * Laps of one driver differ in every corner by some hundredths. Set against one lap, above all against the best
 * one, all others lose almost everywhere and agree on it: the reference was lucky there. So a loss counts only when
 * it is larger than the luck of a single lap makes likely:
 *
 * - the usual loss of a part or phase is the median over the laps, its spread a robust one over the same laps;
 * - spreads of few laps are shaky, so each is drawn towards what parts of that length have in this session;
 * - a reference that is the best of its kind is ahead by luck as a whole; each part's share of that is taken off;
 * - what is left is counted in spreads of the difference between one lap and the median of the others.
 *
 * A loss alone must be SURE of these away from nothing. Where the driver does something else than the reference in
 * every lap (brakes earlier, comes back to the throttle later, is slower in the middle) by HABIT spreads of that,
 * and it explains the loss, SURE_WITH_HABIT are enough.
 */
import type { PartOfLap, PartRow, Phase } from './model.ts'
import { luckOfBest, median, spreadOf } from './spread.ts'

const MIN_LAPS = 3
const MIN_AGREEING = 2 / 3
const MIN_LOSS_MS = 50
/** Spreads; 60 to 90 parts and phases are looked at, and a spread of few laps is often too small. */
const SURE = 4.6
const HABIT = 3.7
const SURE_WITH_HABIT = 3
/** How many laps the usual spread of such parts weighs as much as. */
const PRIOR_LAPS = 30
/** Even a machine's laps differ by what positions are read with. */
const FLOOR_MS = 6

export type Rows = readonly PartRow[]

/** One part, or one phase of a corner, over all laps. */
export interface Cell {
  readonly part: number
  readonly phase: Phase | 'whole'
  readonly lossesMs: readonly number[]
  readonly medianMs: number
  readonly spreadMs: number
  /** How far chance usually moves such a stretch of road, up to a factor that is the session's. */
  readonly chance: number
}

export const cellsOf = (laps: readonly Rows[]): Cell[] =>
  laps[0]!.flatMap(({ part: { kind, fromM, toM }, loss }, part) => {
    const ownMs = loss!.against.timeMs
    const cell = (phase: Cell['phase'], lossesMs: readonly number[], phaseMs: number): Cell => ({
      part,
      phase,
      lossesMs,
      medianMs: median(lossesMs),
      spreadMs: spreadOf(lossesMs),
      chance: chanceOf(phaseMs, ((toM - fromM) * phaseMs) / Math.max(1, ownMs)),
    })
    const whole = laps.map(rows => rows[part]!.loss!.lossMs)
    if (kind === 'straight') return [cell('straight', whole, ownMs)]
    const phases = PHASES.map(phase =>
      cell(
        phase,
        laps.map(rows => rows[part]!.loss!.phasesMs?.[phase] ?? 0),
        loss!.againstPhasesMs?.[phase] ?? 0,
      ),
    )
    return [cell('whole', whole, ownMs), ...phases]
  })

/** A driver's form changes within this many metres; over more, good and bad cancel out. */
const FORM_M = 120

/** Pace differs by a share, so time does by a share of the time: its square, and less where it evens out. */
const chanceOf = (ms: number, metres: number): number => (ms * ms * FORM_M) / Math.max(FORM_M, metres)

const PHASES = ['entry', 'middle', 'exit'] as const

/** What the reference is ahead of the usual lap, as far as luck alone can put the best of them there. */
const luckMs = (laps: readonly Rows[]): number => {
  const totals = laps.map(rows => rows.reduce((sum, { loss }) => sum + loss!.lossMs, 0))
  const most = luckOfBest(laps.length + 1) * spreadOf(totals)
  return Math.min(most, Math.max(-most, median(totals)))
}

/** The cells whose loss is no chance. */
export const sureCells = (laps: readonly Rows[], cells: readonly Cell[]): Cell[] => {
  const n = laps.length
  const luck = luckMs(laps)
  const scales = scalesOf(cells)
  const habits = habitsOf(laps)
  const varianceOf = ({ phase, spreadMs, chance }: Cell): number =>
    drawn(spreadMs * spreadMs, (scales.get(phase) || 0) * chance, n) + FLOOR_MS * FLOOR_MS
  const isPart = ({ phase }: Cell): boolean => phase === 'whole' || phase === 'straight'
  const all = cells.reduce((sum, cell) => sum + (isPart(cell) ? varianceOf(cell) : 0), 0)
  return cells.filter(cell => {
    const variance = varianceOf(cell)
    const side = Math.sign(cell.medianMs)
    const unexplained = side * (cell.medianMs - (luck * variance) / all)
    const needed = isHabit(habits, cell, side) ? SURE_WITH_HABIT : SURE
    return (
      unexplained >= needed * Math.sqrt(variance * (1 + MEDIAN_VARIANCE / n)) &&
      Math.abs(cell.medianMs) > MIN_LOSS_MS &&
      agreeing(cell).length >= Math.max(MIN_LAPS, MIN_AGREEING * n)
    )
  })
}

/** A variance seen in n laps, drawn towards the usual one. */
const drawn = (seen: number, usual: number, n: number): number =>
  (n * seen + PRIOR_LAPS * usual) / (n + PRIOR_LAPS)

/** The variance of a median of n normally spread values is this over n. */
const MEDIAN_VARIANCE = Math.PI / 2

/** The usual variance for its chance, for each phase. */
const scalesOf = (cells: readonly Cell[]): ReadonlyMap<Cell['phase'], number> => {
  const byPhase = Map.groupBy(cells, ({ phase }) => phase)
  return new Map(
    [...byPhase].map(([phase, group]) => [
      phase,
      median(
        group
          .filter(({ chance }) => chance > 0)
          .map(({ spreadMs, chance }) => (spreadMs * spreadMs) / chance),
      ),
    ]),
  )
}

export const agreeing = ({ lossesMs, medianMs }: Pick<Cell, 'lossesMs' | 'medianMs'>): number[] =>
  lossesMs.filter(ms => Math.sign(ms) === Math.sign(medianMs))

/** How much a lap loses where it does more of something: braking further on wins, throttle further on loses. */
const HABITS = [
  { of: 'brakeAtM', loses: -1, phases: ['entry', 'whole'], floor: 0.7 },
  { of: 'throttleAtM', loses: 1, phases: ['exit', 'whole', 'straight'], floor: 0.7 },
  { of: 'minSpeed', loses: -1, phases: ['middle', 'entry', 'whole'], floor: 0.15 },
] as const satisfies readonly {
  of: keyof PartOfLap
  loses: 1 | -1
  phases: readonly string[]
  floor: number
}[]

interface Habit {
  readonly part: number
  readonly phases: readonly string[]
  /** 1 when it costs time, −1 when it wins some. */
  readonly side: number
}

/** What the laps do differently from the reference by HABIT spreads. */
const habitsOf = (laps: readonly Rows[]): Habit[] =>
  HABITS.flatMap(({ of, loses, phases, floor }) => {
    const seen = laps[0]!.flatMap(({ part: { kind } }, part) => {
      const by = laps.map(rows => rows[part]!.of[of] - rows[part]!.loss!.against[of])
      const known = by.filter(v => !Number.isNaN(v))
      const isKnown = kind === 'corner' && known.length >= Math.max(MIN_LAPS, MIN_AGREEING * laps.length)
      return isKnown ? [{ part, usual: median(known), spread: spreadOf(known), n: known.length }] : []
    })
    const typical = median(seen.map(({ spread }) => spread * spread))
    return seen.flatMap(({ part, usual, spread, n }) => {
      const variance = drawn(spread * spread, typical, n) + floor * floor
      const isSure = Math.abs(usual) >= HABIT * Math.sqrt(variance * (1 + MEDIAN_VARIANCE / n))
      return isSure ? [{ part, phases, side: loses * Math.sign(usual) }] : []
    })
  })

/** A straight is explained by the corner before it. */
const isHabit = (habits: readonly Habit[], { part, phase }: Cell, side: number): boolean =>
  habits.some(
    habit =>
      habit.side === side &&
      habit.part === (phase === 'straight' ? part - 1 : part) &&
      habit.phases.includes(phase),
  )
