/**
 * The lines of a layout while they are edited: the start, sector lines in driving order, and a finish on point-to-point
 * courses. Keys name lines; sector lines are sorted by where they lie, so that the first sector is the first one driven.
 *
 * Invariants: sector lines are at least `APART_M` from each other and from the start and finish when added; nothing here
 * changes a set, it makes another one.
 */
import {
  type Gate,
  gateCenter,
  gateToPlace,
  lengthOf,
  nearestOnPolyline,
  type Polyline,
  placeToGate,
  WIDTH_M,
} from '#shared/geo'
import type { MapGate } from './model.ts'

export interface GateSet {
  readonly startFinish: Gate
  readonly finish: Gate | null
  readonly sectors: readonly Gate[]
}

export type GateKey = 'start' | 'finish' | `sector-${number}`

/** Two lines nearer than this time nothing between them. */
export const APART_M = 20

export const keysOf = (set: GateSet): GateKey[] => [
  'start',
  ...set.sectors.map((_, i): GateKey => `sector-${i}`),
  ...(set.finish ? (['finish'] as const) : []),
]

/** Null when there is no such line. */
export const gateOf = (set: GateSet, key: string): Gate | null => {
  if (key === 'start') return set.startFinish
  if (key === 'finish') return set.finish
  return set.sectors[sectorIndex(key)] ?? null
}

/** As the map shows them: a sector line carries the name of the sector that begins there. */
export const gatesToMap = (set: GateSet): MapGate[] =>
  keysOf(set).map(key => ({
    key,
    kind: key === 'start' || key === 'finish' ? key : 'sector',
    label: key === 'start' ? 'S/F' : key === 'finish' ? 'F' : `S${sectorIndex(key) + 2}`,
    gate: gateOf(set, key)!,
  }))

/** With one line replaced. Sectors keep their order, so a key stays the same line while it is dragged. */
export const withGate = (set: GateSet, key: string, gate: Gate): GateSet => {
  if (key === 'start') return { ...set, startFinish: gate }
  if (key === 'finish') return set.finish ? { ...set, finish: gate } : set
  return { ...set, sectors: set.sectors.with(sectorIndex(key), gate) }
}

/** Without a sector line; the start and the finish stay. */
export const withoutSector = (set: GateSet, key: string): GateSet => ({
  ...set,
  sectors: set.sectors.filter((_, i) => i !== sectorIndex(key)),
})

/** A new sector line straight across the road; null where another line is too near. */
export const withSectorAt = (
  set: GateSet,
  road: Polyline,
  metres: number,
): { readonly set: GateSet; readonly key: GateKey } | null => {
  const length = lengthOf(road)
  const s = Math.max(0, Math.min(length, metres))
  const taken = [set.startFinish, ...set.sectors, ...(set.finish ? [set.finish] : [])]
  const isTaken = taken.some(gate => metresBetween(placeOf(road, gate), s, length) < APART_M)
  if (isTaken || Math.min(s, length - s) < APART_M) return null
  const widthM = gateToPlace(road, set.startFinish).widthM || WIDTH_M.usual
  const added = placeToGate(road, { s, turnDeg: 0, widthM })
  const sectors = sortAlong(road, [...set.sectors, added])
  return { set: { ...set, sectors }, key: `sector-${sectors.indexOf(added)}` }
}

/** Sector lines in driving order: for keeping, when a line was dragged past another. */
export const sorted = (set: GateSet, road: Polyline): GateSet => ({
  ...set,
  sectors: sortAlong(road, set.sectors),
})

const sortAlong = (road: Polyline, gates: readonly Gate[]): Gate[] =>
  gates.toSorted((a, b) => placeOf(road, a) - placeOf(road, b))

const placeOf = (road: Polyline, gate: Gate): number => nearestOnPolyline(road, gateCenter(gate)).s

/** The road is a circuit: its end is near its beginning. */
const metresBetween = (a: number, b: number, length: number): number => {
  const apart = Math.abs(a - b)
  return Math.min(apart, length - apart)
}

const sectorIndex = (key: string): number => (key.startsWith('sector-') ? Number(key.slice(7)) : -1)
