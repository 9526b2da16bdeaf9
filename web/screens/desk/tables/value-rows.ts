/**
 * The readout at the cursor: what its props are made of, and its cells as text.
 *
 * Invariants: values are in the units inside, one per column, NaN where nothing was recorded; the reference's column
 * comes first whatever the order given; a row always has the same number of cells, so that moving the cursor changes
 * text and nothing else.
 */
import type { ChannelKind } from '#shared/trace'
import { asMillis, formatLapTime, UNKNOWN, type UnitSystem } from '#shared/units'
import { changeText, lossText, placeText, valueText } from '#web/parts/figures'

export interface ValueColumn {
  readonly key: string
  readonly name: string
  /** A design token, as in DeskLap. */
  readonly colour: string
  readonly isReference: boolean
}

export interface ValueRow {
  readonly key: string
  readonly title: string
  /** The unit inside ('m/s', '°C', ''); shown in the reader's own. */
  readonly unit: string
  readonly kind: ChannelKind
  /** Of the value shown. */
  readonly digits: number
  /** At cursor A, one per column. */
  readonly values: readonly number[]
  /** At cursor B; absent without one. */
  readonly valuesB?: readonly number[]
}

/** One cursor: where it is and when every lap was there. */
export interface CursorValues {
  /** Metres along the reference; NaN when the axis has none. */
  readonly placeM: number
  /** Since each lap's start line, one per column. */
  readonly timeMs: readonly number[]
  /** Against the reference, one per column; NaN for the reference itself. */
  readonly deltaMs: readonly number[]
}

export interface ValueCell {
  readonly key: string
  readonly text: string
  /** Nothing was recorded there; a cell that has nothing to say (place of a lap) is '' and not this. */
  readonly isMissing: boolean
}

export interface ReadoutRow {
  readonly key: string
  readonly title: string
  readonly unit: string
  readonly cells: readonly ValueCell[]
}

export interface Readout {
  /** The reference first, else in the order given. */
  readonly order: readonly number[]
  /** Index of the lap whose difference is shown, or -1. */
  readonly chosen: number
  readonly reference: number
}

export const readoutOf = (columns: readonly ValueColumn[], chosenKey: string | null): Readout => {
  const reference = columns.findIndex(column => column.isReference)
  const indexes = columns.map((_, i) => i)
  const order = reference < 0 ? indexes : [reference, ...indexes.filter(i => i !== reference)]
  return { order, reference, chosen: columns.findIndex(column => column.key === chosenKey) }
}

const cell = (key: string, text: string): ValueCell => ({ key, text, isMissing: text === UNKNOWN })
const NOTHING = ''

const difference = (values: readonly number[], a: number, b: number): number =>
  (values[a] ?? Number.NaN) - (values[b] ?? Number.NaN)

const timeText = (ms: number | undefined): string =>
  ms === undefined || !Number.isFinite(ms) ? UNKNOWN : formatLapTime(asMillis(ms))

/** Columns: every lap at A, then the chosen lap's difference to the reference. */
export const rowsAtCursor = (
  readout: Readout,
  columns: readonly ValueColumn[],
  rows: readonly ValueRow[],
  cursor: CursorValues | null,
  units: UnitSystem,
): ReadoutRow[] => {
  const { order, chosen, reference } = readout
  const hasDifference = chosen >= 0 && reference >= 0 && chosen !== reference
  const cells = (of: (i: number) => string, gap: string): ValueCell[] => [
    ...order.map(i => cell(columns[i]!.key, cursor ? of(i) : NOTHING)),
    ...(hasDifference ? [cell('difference', cursor ? gap : NOTHING)] : []),
  ]
  const at = cursor ?? { placeM: Number.NaN, timeMs: [], deltaMs: [] }
  return [
    {
      key: '/time',
      title: 'time',
      unit: 'ms',
      cells: cells(i => timeText(at.timeMs[i]), lossText(difference(at.timeMs, chosen, reference))),
    },
    {
      key: '/delta',
      title: 'delta',
      unit: 'ms',
      cells: cells(
        i => (i === reference ? NOTHING : lossText(at.deltaMs[i] ?? Number.NaN)),
        lossText(at.deltaMs[chosen] ?? Number.NaN),
      ),
    },
    ...rows.map(({ key, title, unit, digits, values }) => ({
      key,
      title,
      unit,
      cells: cells(
        i => valueText(values[i] ?? Number.NaN, unit, units, digits),
        changeText(difference(values, chosen, reference), unit, units, digits),
      ),
    })),
  ]
}

/** Columns: the chosen lap at A, at B, and B − A. */
export const rowsBetweenCursors = (
  { chosen, reference }: Readout,
  rows: readonly ValueRow[],
  a: CursorValues,
  b: CursorValues,
  units: UnitSystem,
): ReadoutRow[] => {
  const i = chosen >= 0 ? chosen : Math.max(reference, 0)
  const three = (atA: string, atB: string, change: string): ValueCell[] => [
    cell('a', atA),
    cell('b', atB),
    cell('change', change),
  ]
  const at = (values: readonly number[]): number => values[i] ?? Number.NaN
  const losses = (from: number, to: number) => three(lossText(from), lossText(to), lossText(to - from))
  return [
    {
      key: '/place',
      title: 'place',
      unit: 'm',
      cells: three(
        placeText(a.placeM, units),
        placeText(b.placeM, units),
        changeText(b.placeM - a.placeM, 'm', units, 0),
      ),
    },
    {
      key: '/time',
      title: 'time',
      unit: 'ms',
      cells: three(timeText(at(a.timeMs)), timeText(at(b.timeMs)), lossText(at(b.timeMs) - at(a.timeMs))),
    },
    ...(i === reference
      ? []
      : [{ key: '/delta', title: 'delta', unit: 'ms', cells: losses(at(a.deltaMs), at(b.deltaMs)) }]),
    ...rows.map(({ key, title, unit, digits, values, valuesB = [] }) => ({
      key,
      title,
      unit,
      cells: three(
        valueText(at(values), unit, units, digits),
        valueText(at(valuesB), unit, units, digits),
        changeText(at(valuesB) - at(values), unit, units, digits),
      ),
    })),
  ]
}
