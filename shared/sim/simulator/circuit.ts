/**
 * Everything about one circuit that does not depend on who drives: stations, racing line, corners, the lines
 * laps are timed at, and where it lies on the globe. Built once per name (about 10 ms) and kept.
 */
import type { Frame, Gate, LatLon, Point } from '#shared/geo'
import type { GateVersion } from '#shared/track'
import { asEpochMillis, asMetres, type Metres } from '#shared/units'
import { CIRCUITS, type CircuitName } from './circuits.ts'
import { type Globe, globeAround, latAt, lonAt } from './globe.ts'
import { racingLineOf } from './racing-line.ts'
import { type CircuitDrawing, createStations, type Stations } from './stations.ts'

export interface Corner {
  /** Index of the station where the road bends most. */
  readonly apex: number
  /** 1 = to the right, −1 = to the left. */
  readonly side: 1 | -1
  readonly radiusM: number
}

export interface Circuit {
  readonly name: CircuitName
  readonly drawing: CircuitDrawing
  readonly stations: Stations
  /** Offset of the racing line at every station, positive to the right. */
  readonly line: Float64Array
  readonly corners: readonly Corner[]
  /** The stations the inner sector lines lie at. */
  readonly sectorStations: readonly number[]
  readonly globe: Globe
}

/** What the app would be told about a track: nothing here was measured from a lap. */
export interface CircuitDescription {
  readonly name: string
  readonly place: string
  /** Invented, so of no country. */
  readonly country: null
  readonly frame: Frame
  readonly origin: LatLon
  readonly gates: GateVersion
  readonly widthM: Metres
  readonly lengthM: Metres
}

/** Half a car and 65 cm to spare: the racing line keeps the middle of the car this far from the edge. */
const LINE_MARGIN_M = 1.6
/** A bend tighter than this is a corner; two closer than this many metres are one. */
const CORNER_RADIUS_M = 130
const CORNER_APART_M = 45
/** The lines reach this far beyond the road on both sides, and not as far as the pit lane. */
const GATE_MARGIN_M = 3
/** 2026-01-01, the day the lines were drawn. */
const GATES_DRAWN_AT = asEpochMillis(1_767_225_600_000)

const circuits = new Map<CircuitName, Circuit>()

export const circuitOf = (name: CircuitName): Circuit => {
  const known = circuits.get(name)
  if (known) return known
  const drawing: CircuitDrawing = CIRCUITS[name]
  const stations = createStations(drawing)
  const circuit: Circuit = {
    name,
    drawing,
    stations,
    line: racingLineOf(stations, drawing.widthM / 2 - LINE_MARGIN_M),
    corners: cornersOf(stations),
    sectorStations: drawing.sectorsAt.map(share => Math.round(share * stations.count)),
    globe: globeAround(drawing.origin),
  }
  circuits.set(name, circuit)
  return circuit
}

export const describeCircuit = (name: CircuitName): CircuitDescription => {
  const { drawing, stations, sectorStations, globe } = circuitOf(name)
  const endAt = (station: number, offsetM: number): Point => {
    const x = stations.x[station]! + offsetM * stations.rightX[station]!
    const y = stations.y[station]! + offsetM * stations.rightY[station]!
    return { x: lonAt(globe, x, y), y: latAt(globe, x, y) }
  }
  const half = drawing.widthM / 2 + GATE_MARGIN_M
  const gateAt = (station: number): Gate => ({ left: endAt(station, -half), right: endAt(station, half) })
  return {
    name: drawing.label,
    place: drawing.place,
    country: null,
    frame: { kind: 'wgs84' },
    origin: drawing.origin,
    gates: {
      version: 1,
      startFinish: gateAt(0),
      finish: null,
      sectors: sectorStations.map(gateAt),
      createdAt: GATES_DRAWN_AT,
      origin: 'Drawn together with this invented circuit',
    },
    widthM: asMetres(drawing.widthM),
    lengthM: asMetres(stations.lengthM),
  }
}

/** Where |curvature| peaks, in driving order. */
const cornersOf = ({ count, s, curvature }: Stations): Corner[] => {
  const corners: Corner[] = []
  for (let i = 1; i < count - 1; i++) {
    const bend = Math.abs(curvature[i]!)
    if (bend * CORNER_RADIUS_M < 1) continue
    if (bend < Math.abs(curvature[i - 1]!) || bend <= Math.abs(curvature[i + 1]!)) continue
    const corner: Corner = { apex: i, side: curvature[i]! > 0 ? 1 : -1, radiusM: 1 / bend }
    const last = corners.at(-1)
    if (last && last.side === corner.side && s[i]! - s[last.apex]! < CORNER_APART_M) {
      if (corner.radiusM < last.radiusM) corners[corners.length - 1] = corner
    } else corners.push(corner)
  }
  return corners
}
