import { describe, expect, test } from 'vitest'
import { createProjection, type Gate, gateFromPoint, gateToDegrees } from '#shared/geo'
import type { LayoutId, TrackId } from '#shared/id'
import { CIRCUIT_NAMES, describeCircuit } from '#shared/sim'
import { sliceTrace } from '#shared/trace'
import { DEFAULT_PRIVACY, type KnownLayout, type Layout, recogniseLayout } from '#shared/track'
import { asEpochMillis, asMetres } from '#shared/units'
import { along, driven, oblong, reversed, WGS84 } from './driven.ts'

const idOf = (n: number): string => n.toString(16).padStart(32, '0')

let made = 0
const layoutOf = (parts: Partial<Layout> & Pick<Layout, 'gateVersions'>): KnownLayout => ({
  trackName: 'Track',
  layout: {
    id: idOf(++made) as LayoutId,
    trackId: idOf(++made) as TrackId,
    name: 'Layout',
    lengthM: null,
    frame: WGS84,
    privacy: DEFAULT_PRIVACY,
    ...parts,
  },
})

const ALL = CIRCUIT_NAMES.map(name => {
  const { gates, lengthM, frame } = describeCircuit(name)
  return layoutOf({ name, lengthM, frame, gateVersions: [gates] })
})

describe('on real shapes', () => {
  test.each(CIRCUIT_NAMES)('%s is recognised among all circuits', name => {
    const found = recogniseLayout(driven(name).trace, WGS84, ALL)
    expect(found?.known.layout.name).toBe(name)
    expect(found?.wholeLaps).toBe(3)
  })

  test('at 1 Hz from a phone too', () => {
    const found = recogniseLayout(driven('valdoro', { gpsHz: 1, noiseM: 3 }).trace, WGS84, ALL)
    expect(found).toMatchObject({ wholeLaps: 3, known: { layout: { name: 'valdoro' } } })
  })

  test('the other way round it is another layout', () => {
    expect(recogniseLayout(reversed(driven('stormark').trace), WGS84, ALL)).toBeNull()
  })

  test('another length from the same line is another layout', () => {
    const known = ALL.find(({ layout }) => layout.name === 'valdoro')!
    const short = { ...known, layout: { ...known.layout, lengthM: asMetres(known.layout.lengthM! * 0.7) } }
    expect(recogniseLayout(driven('valdoro').trace, WGS84, [short])).toBeNull()
    expect(recogniseLayout(driven('valdoro').trace, WGS84, [short, known])?.known).toBe(known)
  })

  test('half a lap over all its lines is recognised, without a whole lap', () => {
    const { trace, truth } = driven('valdoro')
    const [, lap] = truth.laps
    const piece = sliceTrace(trace, lap!.startMs - 3000, lap!.splitsMs[1]! + 3000)
    expect(recogniseLayout(piece, WGS84, ALL)).toMatchObject({
      wholeLaps: 0,
      known: { layout: { name: 'valdoro' } },
    })
    const less = sliceTrace(trace, lap!.startMs - 3000, lap!.splitsMs[0]! + 3000)
    expect(recogniseLayout(less, WGS84, ALL)).toBeNull()
  })

  test('nothing known, nothing recognised; no position neither', () => {
    expect(recogniseLayout(driven('valdoro').trace, WGS84, [])).toBeNull()
    expect(recogniseLayout({ groups: [], channels: [] }, WGS84, ALL)).toBeNull()
    expect(recogniseLayout(driven('valdoro').trace, { kind: 'flat', space: 'a' }, ALL)).toBeNull()
  })
})

describe('on made roads', () => {
  const plane = createProjection({ lat: 50, lon: 10 })
  const gateAt = (x: number, y: number, heading: number): Gate =>
    gateToDegrees(gateFromPoint({ x, y }, heading, 30), plane)
  const east = Math.PI / 2
  const version = (startFinish: Gate, sectors: Gate[] = [], finish: Gate | null = null) => ({
    version: 1,
    startFinish,
    finish,
    sectors,
    createdAt: asEpochMillis(0),
    origin: '',
  })
  const trace = along(oblong(4, 600, 200, 40))

  test('of two layouts that share a line, the one whose sector lines were passed in order', () => {
    const inOrder = layoutOf({
      gateVersions: [version(gateAt(300, 30, east), [gateAt(630, -100, Math.PI), gateAt(300, -230, -east)])],
    })
    const elsewhere = layoutOf({
      gateVersions: [version(gateAt(300, 30, east), [gateAt(300, -230, -east), gateAt(630, -100, Math.PI)])],
    })
    expect(recogniseLayout(trace, WGS84, [elsewhere, inOrder])?.known).toBe(inOrder)
  })

  test('the nearer length wins, and of equals the first', () => {
    const withLength = (lengthM: number) =>
      layoutOf({ lengthM: asMetres(lengthM), gateVersions: [version(gateAt(300, 30, east))] })
    const [far, near, same] = [withLength(1880), withLength(1790), withLength(1790)]
    expect(recogniseLayout(trace, WGS84, [far, near, same])?.known).toBe(near)
  })

  test('the lines in force are those that count', () => {
    const moved = layoutOf({
      gateVersions: [version(gateAt(300, 30, east)), { ...version(gateAt(300, 330, east)), version: 2 }],
    })
    expect(recogniseLayout(trace, WGS84, [moved])).toBeNull()
  })

  test('a course from A to B is recognised from start to finish', () => {
    const course = layoutOf({
      lengthM: asMetres(400),
      gateVersions: [version(gateAt(100, 30, east), [], gateAt(500, 30, east))],
    })
    expect(recogniseLayout(trace, WGS84, [course])).toMatchObject({ wholeLaps: 4 })
    const wrongWay = layoutOf({
      lengthM: asMetres(400),
      gateVersions: [version(gateAt(100, 30, east), [], gateAt(500, 30, -east))],
    })
    expect(recogniseLayout(trace, WGS84, [wrongWay])).toBeNull()
  })

  test('a line on the other side of the globe is only far away', () => {
    const far = layoutOf({
      gateVersions: [version({ left: { x: -170, y: -50 }, right: { x: -170.001, y: -50 } })],
    })
    expect(recogniseLayout(trace, WGS84, [far])).toBeNull()
  })
})
