import { describe, expect, test } from 'vitest'
import { createProjection, gateFromPoint, gateToDegrees } from '#shared/geo'
import type { LayoutId, TrackId } from '#shared/id'
import {
  type GateVersion,
  gatesToPoints,
  gateVersionInForce,
  gateVersionOf,
  type Layout,
  withMovedGates,
} from '#shared/track'
import { asEpochMillis } from '#shared/units'

const gates = (version: number): GateVersion => ({
  version,
  startFinish: gateFromPoint({ x: version, y: 0 }, 0, 30),
  finish: null,
  sectors: [gateFromPoint({ x: 100, y: 50 }, 1, 20)],
  createdAt: asEpochMillis(version),
  origin: 'drawn by hand',
})
const layout: Layout = {
  id: '11'.repeat(16) as LayoutId,
  trackId: '22'.repeat(16) as TrackId,
  name: 'Full',
  lengthM: null,
  frame: { kind: 'wgs84' },
  gateVersions: [gates(1), gates(2)],
  privacy: 'my-devices',
}

describe('the gates of a layout', () => {
  test('in force are the newest', () => {
    expect(gateVersionInForce(layout).version).toBe(2)
    expect(() => gateVersionInForce({ ...layout, gateVersions: [] })).toThrow(RangeError)
  })

  test('of an older lap are found by their version', () => {
    expect(gateVersionOf(layout, 1)?.startFinish).toEqual(gates(1).startFinish)
    expect(gateVersionOf(layout, 9)).toBeNull()
  })

  test('when moved become a new version and leave the old ones alone', () => {
    const { version: _, ...moved } = gates(5)
    const after = withMovedGates(layout, moved)
    expect(after.gateVersions).toHaveLength(3)
    expect(gateVersionInForce(after)).toEqual({ ...moved, version: 3 })
    expect(after.gateVersions.slice(0, 2)).toEqual(layout.gateVersions)
    expect(layout.gateVersions).toHaveLength(2)
  })

  test('in degrees come out in the metres of the projection', () => {
    const projection = createProjection({ lat: 50.4372, lon: 5.9714 })
    const finish = gateFromPoint({ x: -300, y: 900 }, 2, 40)
    const metric = { ...gates(1), finish }
    const stored = {
      startFinish: gateToDegrees(metric.startFinish, projection),
      finish: gateToDegrees(finish, projection),
      sectors: metric.sectors.map(gate => gateToDegrees(gate, projection)),
    }
    const points = gatesToPoints(stored, { kind: 'wgs84' }, projection)
    expect(points.finish?.left.x).toBeCloseTo(finish.left.x, 6)
    expect(points.startFinish.right.x).toBeCloseTo(16, 6)
    expect(points.sectors[0]?.left.y).toBeCloseTo(metric.sectors[0]!.left.y, 6)
    expect(() => gatesToPoints(stored, { kind: 'wgs84' }, null)).toThrow(TypeError)
  })

  test('of a flat frame are in metres already', () => {
    const { startFinish, finish, sectors } = gates(1)
    expect(gatesToPoints(gates(1), { kind: 'flat', space: 'a' }, null)).toEqual({
      startFinish,
      finish,
      sectors,
    })
  })
})
