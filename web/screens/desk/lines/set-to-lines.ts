/**
 * Lines as they are edited (metres of the reference's road) and as a layout keeps them (its own frame).
 *
 * Invariants: a line nobody touched keeps the very numbers it was kept with, so a version used again times laps
 * exactly as it did; sector lines are in the order in which they are driven from the start line, wherever it is.
 */
import {
  createProjection,
  type Gate,
  gateToDegrees,
  gateToPlace,
  type LatLon,
  lengthOf,
  type Polyline,
  type Projection,
} from '#shared/geo'
import {
  type GatePoints,
  type GateVersion,
  gatesToPoints,
  gateVersionInForce,
  type Layout,
} from '#shared/track'
import type { GateSet } from '#web/parts/map'

/** Far less than anybody moves a line, far more than rounding. */
const SAME_M = 1e-6

export interface LinesOfLayout {
  /** In the layout's frame, sectors in driving order. */
  toLines(set: GateSet): GatePoints
  /** A version's lines in the metres of the road. */
  toSet(version: GateVersion): GateSet
  /** The newest version with exactly these lines; null when there is none. */
  versionOf(set: GateSet): GateVersion | null
  isInForce(set: GateSet): boolean
}

export const linesOfLayout = (layout: Layout, road: Polyline, origin: LatLon | null): LinesOfLayout => {
  const projection = origin && createProjection(origin)
  const newestFirst = layout.gateVersions.toReversed()
  const sets = newestFirst.map(version => gatesToPoints(version, layout.frame, projection))
  const known = newestFirst.flatMap((version, i) => pairsOf(version, sets[i]!))
  const toKept = (gate: Gate): Gate =>
    known.find(({ metres }) => isSameGate(metres, gate))?.kept ?? toFrame(gate, projection)
  const sameAs = (set: GateSet): number => sets.findIndex(other => isSameSet(other, set))

  return {
    toLines(set) {
      // The lines in force stay in the order they are kept in, whatever a road of another lap makes of it.
      const { startFinish, finish, sectors } = sameAs(set) >= 0 ? set : inDrivingOrder(set, road)
      return {
        startFinish: toKept(startFinish),
        finish: finish && toKept(finish),
        sectors: sectors.map(toKept),
      }
    },
    toSet: version => gatesToPoints(version, layout.frame, projection),
    versionOf: set => newestFirst[sameAs(set)] ?? null,
    isInForce: set => isSameSet(gatesToPoints(gateVersionInForce(layout), layout.frame, projection), set),
  }
}

/** Metres of a flat frame are kept as they are. */
const toFrame = (gate: Gate, projection: Projection | null): Gate =>
  projection ? gateToDegrees(gate, projection) : gate

const pairsOf = (kept: GatePoints, metres: GatePoints): { readonly kept: Gate; readonly metres: Gate }[] => [
  { kept: kept.startFinish, metres: metres.startFinish },
  ...(kept.finish && metres.finish ? [{ kept: kept.finish, metres: metres.finish }] : []),
  ...kept.sectors.map((gate, i) => ({ kept: gate, metres: metres.sectors[i]! })),
]

/** On a circuit the road goes on at its beginning, and the start line may have moved past a sector line. */
const inDrivingOrder = (set: GateSet, road: Polyline): GateSet => {
  const length = lengthOf(road)
  const from = set.finish ? 0 : gateToPlace(road, set.startFinish).s
  const after = (gate: Gate): number => (gateToPlace(road, gate).s - from + length) % length
  return { ...set, sectors: set.sectors.toSorted((a, b) => after(a) - after(b)) }
}

const isSameSet = (a: GateSet, b: GateSet): boolean =>
  isSameGate(a.startFinish, b.startFinish) &&
  (a.finish && b.finish ? isSameGate(a.finish, b.finish) : a.finish === b.finish) &&
  a.sectors.length === b.sectors.length &&
  a.sectors.every((gate, i) => isSameGate(gate, b.sectors[i]!))

const isSameGate = (a: Gate, b: Gate): boolean =>
  (['left', 'right'] as const).every(
    end => Math.abs(a[end].x - b[end].x) <= SAME_M && Math.abs(a[end].y - b[end].y) <= SAME_M,
  )
