import { describe, expect, test } from 'vitest'
import { createProjection, gateHeading, gateToMetres, gateWidth } from '#shared/geo'
import { circuitOf, describeCircuit } from '../../../../shared/sim/simulator/circuit.ts'
import { CIRCUIT_NAMES, CIRCUITS } from '../../../../shared/sim/simulator/circuits.ts'
import { latAt, lonAt } from '../../../../shared/sim/simulator/globe.ts'
import { createStations } from '../../../../shared/sim/simulator/stations.ts'

const LENGTHS_M = { 'kestrel-heath': 2391, valdoro: 4308, stormark: 5867 }

describe.each(CIRCUIT_NAMES)('%s', name => {
  const { stations, line, drawing, corners, globe, sectorStations } = circuitOf(name)
  const { count, x, y, s, curvature, rightX, rightY, altitude, lengthM } = stations
  const half = drawing.widthM / 2
  const next = (i: number) => (i + 1) % count
  const stepOf = (i: number) => Math.hypot(x[next(i)]! - x[i]!, y[next(i)]! - y[i]!)

  test('has the length it is described with', () => {
    expect(lengthM).toBeCloseTo(LENGTHS_M[name], -1)
    expect(describeCircuit(name).lengthM).toBe(lengthM)
  })

  test('is closed: no step is longer than its neighbours, at the line neither', () => {
    for (let i = 0; i < count; i++) expect(stepOf(i)).toBeGreaterThan(1.7)
    for (let i = 0; i < count; i++) expect(stepOf(i)).toBeLessThan(2.1)
    expect(s[0]).toBe(0)
    expect(s[count - 1]! + stepOf(count - 1)).toBeCloseTo(lengthM, 3)
  })

  test('bends without jumps: curvature changes by under 0.005 per metre, and the slope stays under 12 %', () => {
    for (let i = 0; i < count; i++) {
      expect(Math.abs(curvature[next(i)]! - curvature[i]!)).toBeLessThan(0.01)
      expect(Math.abs(altitude[next(i)]! - altitude[i]!) / stepOf(i)).toBeLessThan(0.12)
    }
  })

  test('turns once around: the headings add up to a full circle', () => {
    let turned = 0
    for (let i = 0; i < count; i++)
      turned += curvature[i]! * ((stepOf(i) + stepOf((i + count - 1) % count)) / 2)
    expect(Math.abs(turned)).toBeCloseTo(2 * Math.PI, 2)
    expect(turned > 0 ? 'clockwise' : 'anticlockwise').toBe(
      name === 'valdoro' ? 'anticlockwise' : 'clockwise',
    )
  })

  test('never comes near itself: stations 120 m apart on the road are 40 m apart on the ground', () => {
    let nearest = Number.POSITIVE_INFINITY
    for (let i = 0; i < count; i += 3) {
      for (let j = i + 60; j < count && j - i <= count - 60; j += 3) {
        nearest = Math.min(nearest, Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!))
      }
    }
    expect(nearest).toBeGreaterThan(40)
  })

  test('is a circuit and not a blob: bends both ways, slow and fast ones, and a real straight', () => {
    const sides = new Set(corners.map(corner => corner.side))
    expect(sides).toEqual(new Set([1, -1]))
    expect(corners.length).toBeGreaterThanOrEqual(9)
    expect(Math.min(...corners.map(corner => corner.radiusM))).toBeLessThan(20)
    expect(Math.max(...corners.map(corner => corner.radiusM))).toBeGreaterThan(40)
    let straight = 0
    let longest = 0
    for (let i = 0; i < 2 * count; i++) {
      straight = Math.abs(curvature[i % count]!) < 1e-3 ? straight + stepOf(i % count) : 0
      longest = Math.max(longest, straight)
    }
    expect(longest).toBeGreaterThan({ 'kestrel-heath': 500, valdoro: 700, stormark: 1500 }[name])
  })

  test('the racing line stays on the road, uses both edges, and bends less than the middle', () => {
    let bendOfMiddle = 0
    let bendOfLine = 0
    const px = (i: number) => x[i]! + line[i]! * rightX[i]!
    const py = (i: number) => y[i]! + line[i]! * rightY[i]!
    for (let i = 0; i < count; i++) {
      const a = (i + count - 1) % count
      const b = next(i)
      bendOfMiddle += (x[a]! - 2 * x[i]! + x[b]!) ** 2 + (y[a]! - 2 * y[i]! + y[b]!) ** 2
      bendOfLine += (px(a) - 2 * px(i) + px(b)) ** 2 + (py(a) - 2 * py(i) + py(b)) ** 2
      expect(Math.abs(line[i]!)).toBeLessThanOrEqual(half - 1.6 + 1e-9)
    }
    expect(bendOfLine).toBeLessThan(0.7 * bendOfMiddle)
    expect(Math.max(...line)).toBeGreaterThan(half - 1.8)
    expect(Math.min(...line)).toBeLessThan(1.8 - half)
  })

  test('positions agree with the projection of #shared/geo to 5 mm', () => {
    const projection = createProjection(drawing.origin)
    for (let i = 0; i < count; i += 20) {
      const back = projection.toPoint(latAt(globe, x[i]!, y[i]!), lonAt(globe, x[i]!, y[i]!))
      expect(Math.hypot(back.x - x[i]!, back.y - y[i]!)).toBeLessThan(0.005)
    }
  })

  test('the lines are 6 m wider than the road, cross it at right angles in driving direction, on straights', () => {
    const { gates, frame, country } = describeCircuit(name)
    expect(frame).toEqual({ kind: 'wgs84' })
    expect(country).toBeNull()
    expect(gates.finish).toBeNull()
    expect(gates.sectors).toHaveLength(2)
    const projection = createProjection(drawing.origin)
    for (const [k, gate] of [gates.startFinish, ...gates.sectors].entries()) {
      const station = k === 0 ? 0 : sectorStations[k - 1]!
      const inMetres = gateToMetres(gate, projection)
      expect(gateWidth(inMetres)).toBeCloseTo(drawing.widthM + 6, 2)
      const driving = Math.atan2(-rightY[station]!, rightX[station]!)
      expect(Math.cos(gateHeading(inMetres) - driving)).toBeGreaterThan(0.99999)
      expect(Math.abs(curvature[station]!)).toBeLessThan(0.004)
    }
  })

  test('the start/finish line does not reach the pit lane, and the pit lane lies along the straight', () => {
    const { pit } = drawing
    expect(Math.abs(pit.offsetM) - half - 3).toBeGreaterThan(8)
    for (let i = 0; i < count; i++) {
      const fromLine = s[i]! > lengthM / 2 ? s[i]! - lengthM : s[i]!
      if (fromLine < pit.fromM - pit.rampM || fromLine > pit.toM + pit.rampM) continue
      expect(Math.abs(curvature[i]!)).toBeLessThan(0.002)
    }
  })
})

test('a drawing whose corners do not fit is refused', () => {
  const drawing = CIRCUITS['kestrel-heath']
  const vertices = drawing.vertices.map(([vx, vy, , vz]) => [vx, vy, 300, vz] as const)
  expect(() => createStations({ ...drawing, vertices })).toThrow(/do not fit/)
})
