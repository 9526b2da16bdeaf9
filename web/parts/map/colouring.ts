/**
 * From what the colour shall say to a colour per point and the numbers of its legend.
 *
 * `painted` is null when laps are drawn in their own colours. Owner colours are those of the laps, so a piece and the
 * lap that won it look the same everywhere.
 */
import {
  deltaRangeOf,
  rangeOf,
  STEPS,
  UNKNOWN_STEP,
  type ValueRange,
  valuesToSteps,
} from './colour-scales.ts'
import { type Colouring, followedLap, type MapLap, type OwnedPiece } from './model.ts'

export type Palette =
  | { readonly kind: 'sequential' }
  | { readonly kind: 'diverging' }
  /** One token per step. */
  | { readonly kind: 'laps'; readonly tokens: readonly string[] }

export interface Painted {
  readonly lapKey: string
  /** One per point of that lap. */
  readonly steps: Uint8Array<ArrayBuffer>
  readonly palette: Palette
}

export type LegendScale =
  | { readonly kind: 'laps' }
  | {
      readonly kind: 'values'
      readonly name: string | null
      readonly unit: string
      readonly range: ValueRange
    }
  | { readonly kind: 'delta'; readonly range: ValueRange }
  | { readonly kind: 'owner'; readonly shares: readonly OwnerShare[] }
  | { readonly kind: 'nothing-known' }

export interface OwnerShare {
  readonly lapKey: string
  /** Of the metres somebody was fastest on, 0 to 1. */
  readonly share: number
}

export const paintOf = (
  laps: readonly MapLap[],
  colouring: Colouring,
): { readonly painted: Painted | null; readonly legend: LegendScale } => {
  const lap = followedLap(laps, colouring)
  if (!lap || colouring.kind === 'laps') return { painted: null, legend: { kind: 'laps' } }
  if (colouring.kind === 'owner') {
    const keys = laps.map(({ key }) => key)
    return {
      painted: {
        lapKey: lap.key,
        steps: ownersToSteps(lap.metres, colouring.pieces, keys),
        palette: { kind: 'laps', tokens: laps.map(({ colour }) => colour) },
      },
      legend: { kind: 'owner', shares: sharesOf(colouring.pieces, keys) },
    }
  }
  const isDelta = colouring.kind === 'delta'
  const kind = isDelta ? 'diverging' : 'sequential'
  const range = (isDelta ? deltaRangeOf : rangeOf)(colouring.values)
  return {
    painted: {
      lapKey: lap.key,
      steps: valuesToSteps(colouring.values, range, STEPS[kind]),
      palette: { kind },
    },
    legend: range ? legendOf(colouring, range) : { kind: 'nothing-known' },
  }
}

const legendOf = (
  colouring: Extract<Colouring, { kind: 'speed' | 'channel' | 'delta' }>,
  range: ValueRange,
): LegendScale => {
  if (colouring.kind === 'delta') return { kind: 'delta', range }
  return colouring.kind === 'speed'
    ? { kind: 'values', name: null, unit: 'm/s', range }
    : { kind: 'values', name: colouring.name, unit: colouring.unit, range }
}

/** The pieces are in driving order; between and outside of them nobody owns the road. */
const ownersToSteps = (
  metres: ArrayLike<number>,
  pieces: readonly OwnedPiece[],
  keys: readonly string[],
): Uint8Array<ArrayBuffer> => {
  const steps = new Uint8Array(metres.length).fill(UNKNOWN_STEP)
  let p = 0
  for (let i = 0; i < metres.length; i++) {
    const at = metres[i]!
    while (p < pieces.length - 1 && at >= pieces[p]!.toM) p += 1
    const piece = pieces[p]
    if (!piece || piece.lapKey === null || at < piece.fromM || at > piece.toM) continue
    const owner = keys.indexOf(piece.lapKey)
    if (owner >= 0) steps[i] = owner
  }
  return steps
}

const sharesOf = (pieces: readonly OwnedPiece[], keys: readonly string[]): OwnerShare[] => {
  const metresBy = new Map<string, number>(keys.map(key => [key, 0]))
  let total = 0
  for (const { lapKey, fromM, toM } of pieces) {
    const before = lapKey === null ? undefined : metresBy.get(lapKey)
    if (lapKey === null || before === undefined) continue
    metresBy.set(lapKey, before + toM - fromM)
    total += toM - fromM
  }
  return keys.map(lapKey => ({ lapKey, share: total > 0 ? (metresBy.get(lapKey) ?? 0) / total : 0 }))
}
