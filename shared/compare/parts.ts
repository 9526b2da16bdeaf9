/**
 * A lap as a chain of corners and what lies between them.
 *
 * Invariant: parts run from 0 to the length without holes and without overlap, each longer than nothing. With no
 * corner known the parts are equal stretches; they are straights with no corner before or after.
 */
import type { Polyline } from '#shared/geo'
import type { Corner } from '#shared/track'
import { asMetres, type Metres } from '#shared/units'
import type { CornerStretch, Part, Reference } from './model.ts'

/** A corner further from the road than this is not on it: another layout's, or another place altogether. */
const BESIDE_M = 60
/** No corner reaches further from its apex. */
const REACH_M = 600
/** And none less far, however it was drawn. */
const LEAST_M = 10
/** A straight shorter than this belongs to the corners around it. */
const MIN_STRAIGHT_M = 15

/** Where corners lie on this reference, in driving order; those that are not on its road are left out. */
export const cornersAlong = (
  { road, projection, lengthM }: Reference,
  corners: readonly Corner[],
): CornerStretch[] => {
  if (!road) return []
  const toMetres = (p: Corner['apex']) => (projection ? projection.toPoint(p.y, p.x) : p)
  const placed = inDrivingOrder(corners.map(({ apex }) => passesOf(road, toMetres(apex))))
  const stretches = corners.flatMap((corner, i) => {
    const apexM = placed[i]
    if (apexM === null || apexM === undefined) return []
    const fromM = nearestM(road, toMetres(corner.entry), Math.max(0, apexM - REACH_M), apexM)
    const toM = nearestM(road, toMetres(corner.exit), apexM, Math.min(lengthM, apexM + REACH_M))
    const isPoint = toM - fromM < 2 * LEAST_M
    return [
      {
        corner,
        fromM: isPoint ? Math.max(0, apexM - LEAST_M) : fromM,
        apexM,
        toM: isPoint ? Math.min(lengthM, apexM + LEAST_M) : toM,
      },
    ]
  })
  for (let i = 0; i + 1 < stretches.length; i++) {
    const [a, b] = [stretches[i]!, stretches[i + 1]!]
    if (a.toM <= b.fromM) continue
    const middle = Math.min(b.apexM, Math.max(a.apexM, (a.toM + b.fromM) / 2))
    a.toM = middle
    b.fromM = middle
  }
  return stretches
    .filter(({ fromM, toM }) => toM > fromM)
    .map(({ corner, fromM, apexM, toM }) => ({
      corner,
      fromM: asMetres(fromM),
      apexM: asMetres(apexM),
      toM: asMetres(toM),
    }))
}

interface Pass {
  readonly m: number
  readonly beside: number
}

/** Where the road passes a point, each time it comes by. */
const passesOf = ({ x, y, s }: Polyline, p: { x: number; y: number }): Pass[] => {
  const passes: Pass[] = []
  const besideAt = (i: number): number => Math.hypot(x[i]! - p.x, y[i]! - p.y)
  let best: Pass | null = null
  for (let i = 0; i < s.length; i++) {
    const beside = besideAt(i)
    if (beside <= BESIDE_M) {
      if (!best || beside < best.beside) best = { m: s[i]!, beside }
    } else if (best) {
      passes.push(best)
      best = null
    }
  }
  if (best) passes.push(best)
  return passes
}

/** Left out, a corner costs as much as one that lies at the limit. */
const LEFT_OUT = BESIDE_M

/** For each corner one of its passes so that they follow one another and lie near together; null leaves it out. */
const inDrivingOrder = (passes: readonly (readonly Pass[])[]): (number | null)[] => {
  interface Chain {
    readonly cost: number
    readonly lastM: number
    readonly places: readonly (number | null)[]
  }
  let chains: Chain[] = [{ cost: 0, lastM: -1, places: [] }]
  for (const candidates of passes) {
    const next: Chain[] = chains.map(chain => ({
      cost: chain.cost + LEFT_OUT,
      lastM: chain.lastM,
      places: [...chain.places, null],
    }))
    for (const { m, beside } of candidates) {
      const before = chains.filter(chain => chain.lastM < m)
      const best = before.reduce<Chain | null>((a, b) => (a && a.cost <= b.cost ? a : b), null)
      if (best) next.push({ cost: best.cost + beside, lastM: m, places: [...best.places, m] })
    }
    // Of chains that ended no later and cost no more, one is enough.
    next.sort((a, b) => a.lastM - b.lastM || a.cost - b.cost)
    let cheapest = Number.POSITIVE_INFINITY
    chains = next.filter(({ cost }) => {
      const isKept = cost < cheapest
      if (isKept) cheapest = cost
      return isKept
    })
  }
  return [...chains.reduce((a, b) => (a.cost <= b.cost ? a : b)).places]
}

const nearestM = ({ x, y, s }: Polyline, p: { x: number; y: number }, fromM: number, toM: number): number => {
  let best = { m: fromM, beside: Number.POSITIVE_INFINITY }
  for (let i = 0; i < s.length; i++) {
    if (s[i]! < fromM || s[i]! > toM) continue
    const beside = Math.hypot(x[i]! - p.x, y[i]! - p.y)
    if (beside < best.beside) best = { m: s[i]!, beside }
  }
  return best.m
}

/** Equal stretches where no corner is known: about this long, and so many. */
const STRETCH_M = 400
const [MIN_STRETCHES, MAX_STRETCHES] = [6, 16]

export const partsOf = (lengthM: Metres, corners: readonly CornerStretch[]): Part[] => {
  if (corners.length === 0) return equalParts(lengthM)
  const parts: Part[] = []
  let atM: Metres = asMetres(0)
  let after: Corner | null = null
  for (const [i, stretch] of corners.entries()) {
    let fromM = asMetres(Math.max(atM, stretch.fromM))
    if (fromM - atM >= MIN_STRAIGHT_M) {
      parts.push({ kind: 'straight', fromM: atM, toM: fromM, after, before: stretch.corner })
    } else fromM = atM
    const isLast = i === corners.length - 1
    const endM = isLast && lengthM - stretch.toM < MIN_STRAIGHT_M ? lengthM : stretch.toM
    parts.push({ kind: 'corner', ...stretch, fromM, toM: endM })
    atM = endM
    after = stretch.corner
  }
  if (lengthM > atM) parts.push({ kind: 'straight', fromM: atM, toM: lengthM, after, before: null })
  return parts
}

const equalParts = (lengthM: Metres): Part[] => {
  const wanted = Math.round(lengthM / STRETCH_M)
  const count = Math.min(MAX_STRETCHES, Math.max(MIN_STRETCHES, wanted))
  const edge = (i: number): Metres => (i === count ? lengthM : asMetres((lengthM * i) / count))
  return Array.from({ length: count }, (_, i) => ({
    kind: 'straight',
    fromM: edge(i),
    toM: edge(i + 1),
    after: null,
    before: null,
  }))
}
