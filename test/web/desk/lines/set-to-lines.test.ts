/** Lines of the editor become lines of the layout without moving, in driving order. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createPolyline,
  createProjection,
  type Gate,
  gateToDegrees,
  type LatLon,
  type Polyline,
  placeToGate,
} from '#shared/geo'
import type { LayoutId, TrackId } from '#shared/id'
import type { GateVersion, Layout } from '#shared/track'
import { asEpochMillis, asMetres } from '#shared/units'
import { linesOfLayout } from '../../../../web/screens/desk/lines/set-to-lines.ts'

const SEED = 11
const RADIUS_M = 500
const LENGTH_M = 2 * Math.PI * RADIUS_M

/** A circle driven clockwise from its northernmost point. */
const road: Polyline = (() => {
  const angles = Array.from({ length: 721 }, (_, i) => (i * Math.PI) / 360)
  return createPolyline(
    angles.map(a => RADIUS_M * Math.sin(a)),
    angles.map(a => RADIUS_M * Math.cos(a)),
  )
})()

const lineAt = (share: number): Gate => placeToGate(road, { s: share * LENGTH_M, turnDeg: 0, widthM: 30 })

const ORIGIN: LatLon = { lat: 50.33, lon: 6.94 }
const projection = createProjection(ORIGIN)

const versionOf = (version: number, shares: readonly number[], isFlat = false): GateVersion => {
  const [startFinish, ...sectors] = shares.map(share =>
    isFlat ? lineAt(share) : gateToDegrees(lineAt(share), projection),
  )
  return {
    version,
    startFinish: startFinish!,
    finish: null,
    sectors,
    createdAt: asEpochMillis(0),
    origin: '',
  }
}

const layoutOf = (gateVersions: readonly GateVersion[], isFlat = false): Layout => ({
  id: 'a'.repeat(32) as LayoutId,
  trackId: 'b'.repeat(32) as TrackId,
  name: 'Full',
  lengthM: asMetres(LENGTH_M),
  frame: isFlat ? { kind: 'flat', space: 'test' } : { kind: 'wgs84' },
  gateVersions,
  privacy: 'device',
})

const VERSIONS = [versionOf(1, [0, 0.3, 0.7]), versionOf(2, [0.05, 0.3])]

describe('lines of a layout in the editor', () => {
  const lines = linesOfLayout(layoutOf(VERSIONS), road, ORIGIN)

  test('that nobody moved keep the very numbers they were kept with', () => {
    for (const version of VERSIONS) {
      const { startFinish, finish, sectors } = version
      expect(lines.toLines(lines.toSet(version))).toEqual({ startFinish, finish, sectors })
    }
  })

  test('are told apart from others: in force, of an older version, of none', () => {
    const [first, second] = VERSIONS.map(version => lines.toSet(version))
    expect(lines.isInForce(second!)).toBe(true)
    expect(lines.isInForce(first!)).toBe(false)
    expect(lines.versionOf(first!)?.version).toBe(1)
    expect(lines.versionOf({ ...first!, startFinish: lineAt(0.01) })).toBeNull()
    expect(lines.versionOf({ ...first!, sectors: first!.sectors.slice(1) })).toBeNull()
  })

  test('stay where they are when one of them is moved', () => {
    const set = { ...lines.toSet(VERSIONS[1]!), startFinish: lineAt(0.1) }
    const { startFinish, sectors } = lines.toLines(set)
    expect(sectors).toEqual(VERSIONS[1]!.sectors)
    for (const end of ['left', 'right'] as const) {
      const back = projection.toPoint(startFinish[end].y, startFinish[end].x)
      expect(Math.hypot(back.x - set.startFinish[end].x, back.y - set.startFinish[end].y)).toBeLessThan(1e-6)
    }
  })

  test('of a flat frame are kept in its metres', () => {
    const flat = linesOfLayout(layoutOf([versionOf(1, [0, 0.5], true)], true), road, null)
    const startFinish = lineAt(0.2)
    expect(flat.toLines({ startFinish, finish: null, sectors: [lineAt(0.5)] })).toEqual({
      startFinish,
      finish: null,
      sectors: [lineAt(0.5)],
    })
  })

  test(`are in driving order from the start line, wherever it is (seed ${SEED})`, () => {
    const flat = linesOfLayout(layoutOf([versionOf(1, [0, 0.5], true)], true), road, null)
    const share = fc.integer({ min: 1, max: 99 }).map(n => n / 100)
    fc.assert(
      fc.property(fc.uniqueArray(share, { minLength: 2, maxLength: 6 }), shares => {
        const [start, ...others] = shares
        const set = { startFinish: lineAt(start!), finish: null, sectors: others.map(lineAt) }
        const wanted = others.toSorted((a, b) => ((a - start! + 1) % 1) - ((b - start! + 1) % 1))
        expect(flat.toLines(set).sectors).toEqual(wanted.map(lineAt))
      }),
      { seed: SEED },
    )
  })
})
