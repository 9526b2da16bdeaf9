/** The names on the map: of corners, on the outside of the bend, and of lines, beside the road. */
import type { Point } from '#shared/geo'
import { pointAtMetres } from './lap-samples.ts'
import type { MapCorner, MapGate, MapLap } from './model.ts'

export interface MapLabel {
  readonly key: string
  readonly text: string
  readonly anchor: Point
  /** On the ground: the direction it would like to lie in, seen from its anchor. */
  readonly wish: Point
  readonly isPressed: boolean
  /** A button when given. */
  readonly onpress?: () => void
}

/** In order of importance: the selected corner, lines, then corners in driving order. */
export const labelsOf = (
  road: MapLap,
  corners: readonly MapCorner[],
  gates: readonly MapGate[],
  selected: string | null,
  oncorner: ((name: string) => void) | undefined,
): MapLabel[] => {
  const ofCorners = corners.map(corner => ({
    key: `corner ${corner.name}`,
    text: corner.name,
    anchor: corner.apex,
    wish: outsideOf(road, corner),
    isPressed: corner.name === selected,
    ...(oncorner && { onpress: () => oncorner(corner.name) }),
  }))
  const ofGates = gates.map(({ key, label, gate: { left, right } }) => ({
    key: `gate ${key}`,
    text: label,
    anchor: { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 },
    wish: { x: left.x - right.x, y: left.y - right.y },
    isPressed: false,
  }))
  return [
    ...ofCorners.filter(({ isPressed }) => isPressed),
    ...ofGates,
    ...ofCorners.filter(({ isPressed }) => !isPressed),
  ]
}

/** From the middle between entry and exit through the apex: a bend opens the other way. */
const outsideOf = (road: MapLap, { apex, fromM, toM }: MapCorner): Point => {
  const [entry, exit] = [pointAtMetres(road, fromM), pointAtMetres(road, toM)]
  const wish = { x: apex.x - (entry.x + exit.x) / 2, y: apex.y - (entry.y + exit.y) / 2 }
  return Number.isFinite(wish.x + wish.y) ? wish : { x: 0, y: 0 }
}

/** Enough points to keep names off the road: more do not make it wider. */
const ROAD_POINTS = 600

export const roadPointsOf = ({ x, y }: Pick<MapLap, 'x' | 'y'>): Point[] => {
  const step = Math.max(1, Math.ceil(x.length / ROAD_POINTS))
  const points: Point[] = []
  for (let i = 0; i < x.length; i += step) {
    if (Number.isFinite(x[i]! + y[i]!)) points.push({ x: x[i]!, y: y[i]! })
  }
  return points
}
