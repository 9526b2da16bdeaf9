import { describe, expect, test } from 'vitest'
import { createProjection, type Gate, gateCenter, gateHeading, gateToMetres, gateWidth } from '#shared/geo'
import type { LayoutId } from '#shared/id'
import { lapsFromGates, lapTimeMs, type MeasuredLap } from '#shared/lap'
import { CIRCUIT_NAMES, type SimulatedSession } from '#shared/sim'
import type { Trace } from '#shared/trace'
import { proposeStartLine, startLineAt } from '#shared/track'
import { asEpochMillis } from '#shared/units'
import { along, driven, oblong, reversed, WGS84 } from './driven.ts'

const lapsAt = (trace: Trace, startFinish: Gate): MeasuredLap[] =>
  lapsFromGates({
    trace,
    frame: WGS84,
    layoutId: '0'.repeat(32) as LayoutId,
    gates: { version: 1, startFinish, finish: null, sectors: [], createdAt: asEpochMillis(0), origin: '' },
  })

/** A gate in metres around the circuit's own start line. */
const aroundStart = (gate: Gate, { circuit }: SimulatedSession): Gate => {
  const { x, y } = gateCenter(circuit.gates.startFinish)
  return gateToMetres(gate, createProjection({ lat: y, lon: x }))
}

const kinds = (laps: readonly MeasuredLap[]): string => laps.map(lap => lap.kind).join(' ')

describe.each(CIRCUIT_NAMES)('on %s', name => {
  test.each([
    ['10 Hz', 10, 0.5],
    ['25 Hz', 25, 0.4],
    ['a phone at 1 Hz', 1, 3],
  ])('the laps driven are found at %s', (_, gpsHz, noiseM) => {
    const session = driven(name, { gpsHz, noiseM })
    const line = proposeStartLine(session.trace, WGS84)!
    const laps = lapsAt(session.trace, line.gate)
    expect(kinds(laps)).toBe('out timed timed timed in')
    // Another line on the same circuit gives other laps, but nearly as long ones: they share most of the road.
    const timed = laps.filter(lap => lap.kind === 'timed').map(lapTimeMs)
    const truth = session.truth.laps.filter(lap => lap.kind === 'timed').map(lap => lap.endMs - lap.startMs)
    for (const [i, ms] of timed.entries()) expect(Math.abs(ms - truth[i]!)).toBeLessThan(1500)
    expect(Math.abs(line.lapLengthM / session.circuit.lengthM - 1)).toBeLessThan(0.04)
    expect(line.passes).toBe(4)
  })

  test('the line lies across the main straight, in the direction driven', () => {
    const session = driven(name)
    const own = aroundStart(session.circuit.gates.startFinish, session)
    const line = aroundStart(proposeStartLine(session.trace, WGS84)!.gate, session)
    expect(Math.cos(gateHeading(line) - gateHeading(own))).toBeGreaterThan(0.99)
    // Beside the pits too, and not reaching into their lane some 20 m away.
    expect(Math.abs(gateCenter(line).y * Math.cos(gateHeading(own)))).toBeLessThan(400)
    expect(gateWidth(line)).toBeLessThanOrEqual(32)
  })

  test('driven the other way round it counts the other way', () => {
    const session = driven(name)
    const line = proposeStartLine(session.trace, WGS84)!
    const backwards = proposeStartLine(reversed(session.trace), WGS84)!
    const [one, other] = [line, backwards].map(found => aroundStart(found.gate, session))
    expect(Math.cos(gateHeading(one!) - gateHeading(other!))).toBeLessThan(-0.99)
    // On a long straight the way out of the pits may join before the line, and the first lap is one more.
    expect(kinds(lapsAt(reversed(session.trace), backwards.gate))).toMatch(/^out (?:timed ){3,4}in$/)
    expect(lapsAt(session.trace, backwards.gate).filter(lap => lap.kind === 'timed')).toEqual([])
  })

  test('one whole lap between the way out and the way in is enough', () => {
    const { trace } = driven(name, { laps: 1 })
    expect(kinds(lapsAt(trace, proposeStartLine(trace, WGS84)!.gate))).toBe('out timed in')
  })

  test('the same drive always gives the same line', () => {
    const { trace } = driven(name)
    expect(proposeStartLine(trace, WGS84)).toEqual(proposeStartLine(trace, WGS84))
  })
})

describe('made roads', () => {
  test('the line lies in the middle of the longest fast straight', () => {
    const line = proposeStartLine(along(oblong(4, 600, 200, 50)), WGS84)!
    const plane = createProjection({ lat: 50, lon: 10 })
    const { x, y } = gateCenter(gateToMetres(line.gate, plane))
    expect(Math.abs(y - 30)).toBeLessThan(1)
    expect(Math.abs(x - 300)).toBeLessThan(60)
    expect(gateHeading(gateToMetres(line.gate, plane))).toBeCloseTo(Math.PI / 2, 1)
  })

  test('slow drives through a lane beside the straight neither move nor widen it', () => {
    const fast = oblong(3, 600, 200, 50)
    // A lap through the pits: the lane runs 20 m north of the straight.
    const throughPits = oblong(1, 600, 200, 50).flatMap(point =>
      point.y === 30
        ? [
            { x: point.x === 0 ? 60 : 540, y: 50, speed: 12 },
            { ...point, speed: 12 },
          ].sort((a, b) => a.x - b.x)
        : [point],
    )
    const trace = along([...fast, ...throughPits, ...fast])
    const line = proposeStartLine(trace, WGS84)!
    const plain = proposeStartLine(along(oblong(6, 600, 200, 50)), WGS84)!
    const plane = createProjection({ lat: 50, lon: 10 })
    const [a, b] = [line, plain].map(found => gateToMetres(found.gate, plane))
    expect(Math.abs(gateCenter(a!).y - gateCenter(b!).y)).toBeLessThan(1)
    expect(gateWidth(a!)).toBeCloseTo(gateWidth(b!), 1)
    expect(Math.max(a!.left.y, a!.right.y)).toBeLessThan(50)
  })

  test.each([
    [
      'a road driven once',
      [
        { x: 0, y: 0 },
        { x: 3000, y: 500 },
        { x: 6000, y: -400 },
      ],
    ],
    [
      'there and back',
      [
        { x: 0, y: 0 },
        { x: 3000, y: 500 },
        { x: 0, y: 0 },
      ],
    ],
    [
      'standing',
      [
        { x: 0, y: 0 },
        { x: 0.1, y: 0 },
      ],
    ],
  ])('%s is no circuit', (_, points) => {
    expect(proposeStartLine(along(points.map(p => ({ ...p, speed: 20 }))), WGS84)).toBeNull()
  })

  test('a street passed twice on a long way is no circuit', () => {
    const loop = [
      { x: 0, y: 0 },
      { x: 400, y: 0 },
      { x: 400, y: 2000 },
      { x: -3000, y: 2000 },
      { x: -3000, y: 0 },
      { x: 0, y: 0 },
      { x: 400, y: 0 },
      { x: 400, y: -3000 },
    ]
    expect(proposeStartLine(along(loop.map(p => ({ ...p, speed: 20 }))), WGS84)).toBeNull()
  })

  test('without positions there is no line', () => {
    expect(proposeStartLine({ groups: [], channels: [] }, WGS84)).toBeNull()
    expect(proposeStartLine(driven('valdoro', { laps: 1 }).trace, { kind: 'flat', space: 'x' })).toBeNull()
  })
})

describe('a line from moments', () => {
  const { trace, circuit, truth } = driven('kestrel-heath', { noiseM: 0.1 })
  const crossings = truth.laps.slice(0, -1).map(lap => lap.endMs)

  test('lies where the laps began, across the road', () => {
    const gate = startLineAt(trace, WGS84, crossings)!
    const plane = createProjection(circuit.origin)
    const [made, own] = [gate, circuit.gates.startFinish].map(g => gateToMetres(g, plane))
    const metres = Math.hypot(
      gateCenter(made!).x - gateCenter(own!).x,
      gateCenter(made!).y - gateCenter(own!).y,
    )
    // The line was driven somewhere on its width.
    expect(metres).toBeLessThan(6)
    expect(Math.cos(gateHeading(made!) - gateHeading(own!))).toBeGreaterThan(0.99)
  })

  test('one stray moment does not move it', () => {
    const plane = createProjection(circuit.origin)
    const [alone, withStray] = [crossings, [...crossings, crossings[0]! + 30_000]].map(times =>
      gateCenter(gateToMetres(startLineAt(trace, WGS84, times)!, plane)),
    )
    expect(Math.hypot(alone!.x - withStray!.x, alone!.y - withStray!.y)).toBeLessThan(3)
  })

  test('moments all over the circuit, outside of the recording, or in the box make none', () => {
    expect(startLineAt(trace, WGS84, [110_000, 130_000, 150_000])).toBeNull()
    expect(startLineAt(trace, WGS84, [-5000, 1e9])).toBeNull()
    expect(startLineAt(trace, WGS84, [100])).toBeNull()
    expect(startLineAt(trace, WGS84, [])).toBeNull()
  })
})
