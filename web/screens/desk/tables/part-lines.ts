/**
 * The corner table as lines: what one lap did in every part of the road, beside what the reference did there.
 *
 * Invariants: lines and parts are one to one, also after sorting; places are told from the apex because that is what
 * a driver can picture (brake: metres before it, throttle and lowest speed: metres past it); what a straight cannot
 * have (apex, brake point, phases) is null and what was not recorded is NaN.
 */
import type { Part, PartOfLap, PartRow } from '#shared/compare'
import type { LapId } from '#shared/id'
import { lapTimeMs } from '#shared/lap'
import { asMillis, type Millis, type UnitSystem } from '#shared/units'
import type { DeskLap, DeskWords } from '#web/desk'
import { placeText, unitShown } from '#web/parts/figures'

export interface RowsOfLap {
  readonly lap: DeskLap
  readonly rows: readonly PartRow[]
}

export interface PartFigures {
  readonly entrySpeed: number
  readonly minSpeed: number
  readonly exitSpeed: number
  readonly timeMs: Millis
  /** Straights only. */
  readonly topSpeed: number | null
  /** Metres before the apex; negative is past it. Corners only, as the next two. */
  readonly brakeM: number | null
  /** Metres past the apex; negative is before it. */
  readonly minAtM: number | null
  readonly throttleM: number | null
}

export interface PartLine {
  readonly part: Part
  readonly name: string
  readonly of: PartFigures
  /** Null when the lap shown is the reference itself. */
  readonly reference: PartFigures | null
  /** Null for the reference. */
  readonly lossMs: Millis | null
  readonly phasesMs: { readonly entry: Millis; readonly middle: Millis; readonly exit: Millis } | null
}

export interface PartTotal {
  readonly timeMs: Millis
  readonly lossMs: Millis | null
  readonly referenceTimeMs: Millis | null
  /** The parts sum to the lap time, and the losses to the lap difference, to the millisecond. */
  readonly addsUp: boolean
}

export type PartOrder = 'place' | 'loss'

/**
 * A person's name for a corner, both neighbours' for a straight; where no corner is known the lap is cut into equal
 * pieces, which are named by their place.
 */
export const partName = (part: Part, text: DeskWords['tables'], units: UnitSystem): string => {
  if (part.kind === 'corner') return part.corner.name
  if (part.after || part.before) return text.straight(part.after?.name ?? null, part.before?.name ?? null)
  return text.piece(placeText(part.fromM, units), placeText(part.toM, units), unitShown('m', units))
}

/** Parts travel from a worker and are copied on the way: the same stretch of road is the same part. */
export const isSamePart = (a: Part, b: Part | null): boolean =>
  b !== null && a.fromM === b.fromM && a.toM === b.toM

export const lapOfRows = (rowsByLap: readonly RowsOfLap[], id: LapId | null): RowsOfLap | null =>
  rowsByLap.find(({ lap }) => lap.id === id) ?? null

const figuresOf = (part: Part, of: PartOfLap): PartFigures => {
  const shared = {
    entrySpeed: of.entrySpeed,
    minSpeed: of.minSpeed,
    exitSpeed: of.exitSpeed,
    timeMs: of.timeMs,
  }
  return part.kind === 'straight'
    ? { ...shared, topSpeed: of.maxSpeed, brakeM: null, minAtM: null, throttleM: null }
    : {
        ...shared,
        topSpeed: null,
        brakeM: part.apexM - of.brakeAtM,
        minAtM: of.minSpeedAtM - part.apexM,
        throttleM: of.throttleAtM - part.apexM,
      }
}

export const partLines = (
  chosen: RowsOfLap,
  reference: RowsOfLap | null,
  text: DeskWords['tables'],
  units: UnitSystem,
): PartLine[] =>
  chosen.rows.map(({ part, of, loss }, i) => {
    const beside = reference && reference !== chosen ? reference.rows[i] : undefined
    return {
      part,
      name: partName(part, text, units),
      of: figuresOf(part, of),
      reference: beside ? figuresOf(beside.part, beside.of) : null,
      lossMs: loss?.lossMs ?? null,
      phasesMs: loss?.phasesMs ?? null,
    }
  })

/** Biggest loss first; equal losses stay in the order of the road. */
export const sortLines = (lines: readonly PartLine[], order: PartOrder): readonly PartLine[] =>
  order === 'place' ? lines : lines.toSorted((a, b) => (b.lossMs ?? 0) - (a.lossMs ?? 0))

export const totalOf = (chosen: RowsOfLap, reference: RowsOfLap | null): PartTotal => {
  const sum = (values: readonly number[]): Millis => asMillis(values.reduce((a, b) => a + b, 0))
  const timeMs = sum(chosen.rows.map(({ of }) => of.timeMs))
  const isReference = chosen.rows.every(({ loss }) => loss === null)
  const lossMs = isReference ? null : sum(chosen.rows.map(({ loss }) => loss?.lossMs ?? Number.NaN))
  const lapMs = lapTimeMs(chosen.lap.lap)
  const referenceTimeMs = reference && !isReference ? lapTimeMs(reference.lap.lap) : null
  const difference = referenceTimeMs === null ? null : lapMs - referenceTimeMs
  return {
    timeMs,
    lossMs,
    referenceTimeMs,
    addsUp: timeMs === lapMs && (lossMs === null || difference === null || lossMs === difference),
  }
}

/** What the diverging bars are measured against: the biggest loss or gain, but no less than a tenth. */
export const largestLoss = (lines: readonly PartLine[]): number =>
  lines.reduce((most, { lossMs }) => Math.max(most, Math.abs(lossMs ?? 0)), 100)
