/** Corners being edited: whatever is done, they stay in order, apart and on the lap. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CornerStretch } from '#shared/compare'
import { asMetres } from '#shared/units'
import {
  addCorner,
  type CornerPoint,
  type Corners,
  mergeCorners,
  movePoint,
  removeCorner,
  renameCorner,
  renumberFrom,
  splitCorner,
} from '../../../../web/screens/desk/corners/corner-edits.ts'
import { ROAD, roadOfCircle } from './circle.ts'

const stretch = (name: string, fromM: number, apexM: number, toM: number): CornerStretch => ({
  fromM: asMetres(fromM),
  apexM: asMetres(apexM),
  toM: asMetres(toM),
  corner: {
    name,
    turn: ROAD.turnBetween(fromM, toM),
    entry: ROAD.pointAt(fromM),
    apex: ROAD.pointAt(apexM),
    exit: ROAD.pointAt(toM),
  },
})
const THREE: Corners = [
  stretch('T1', 100, 140, 180),
  stretch('T2', 300, 350, 400),
  stretch('Eau Rouge', 400, 450, 500),
]
const names = (corners: Corners): string[] => corners.map(({ corner }) => corner.name)
const places = (corners: Corners): number[][] => corners.map(({ fromM, apexM, toM }) => [fromM, apexM, toM])

describe('an edit of corners', () => {
  test('moves a point as far as there is room', () => {
    expect(places(movePoint(THREE, 0, 'entry', -10, ROAD))[0]).toEqual([90, 140, 180])
    expect(places(movePoint(THREE, 0, 'entry', -500, ROAD))[0]).toEqual([0, 140, 180])
    expect(places(movePoint(THREE, 0, 'entry', 500, ROAD))[0]).toEqual([138, 140, 180])
    expect(places(movePoint(THREE, 0, 'exit', 500, ROAD))[0]).toEqual([100, 140, 300])
    expect(movePoint(THREE, 1, 'exit', 10, ROAD)).toBe(THREE)
    expect(places(movePoint(THREE, 1, 'apex', 90, ROAD))[1]).toEqual([300, 398, 400])
  })

  test('takes the points of the road', () => {
    const [moved] = movePoint(THREE, 0, 'apex', 10, ROAD)
    expect(moved!.corner.apex).toEqual(ROAD.pointAt(150))
    expect(moved!.corner.entry).toEqual(ROAD.pointAt(100))
  })

  test('adds a corner where there is room, named by its place', () => {
    const added = addCorner(THREE, 240, ROAD)
    expect(places(added)[1]).toEqual([210, 240, 270])
    expect(names(added)).toEqual(['T1', 'T1a', 'T2', 'Eau Rouge'])
    expect(places(addCorner(THREE, 190, ROAD))[1]).toEqual([180, 190, 220])
    expect(names(addCorner(THREE, 700, ROAD)).at(-1)).toBe('T4')
    expect(addCorner(THREE, 350, ROAD)).toBe(THREE)
    expect(addCorner(THREE, 181, ROAD)).toBe(THREE)
  })

  test('splits at the apex and merges with the next', () => {
    const split = splitCorner(THREE, 0, ROAD)
    expect(places(split).slice(0, 2)).toEqual([
      [100, 120, 140],
      [140, 160, 180],
    ])
    expect(names(split).slice(0, 2)).toEqual(['T1a', 'T1b'])
    const merged = mergeCorners(THREE, 1, ROAD)
    expect(places(merged)).toEqual([
      [100, 140, 180],
      [300, 400, 500],
    ])
    expect(names(merged)).toEqual(['T1', 'T2'])
    expect(mergeCorners(THREE, 2, ROAD)).toBe(THREE)
  })

  test('counts on from a corner and leaves names of their own alone', () => {
    const four = [...THREE, stretch('T9', 600, 650, 700)]
    expect(names(renumberFrom(four, 0))).toEqual(['T1', 'T2', 'Eau Rouge', 'T4'])
    expect(names(renumberFrom(renameCorner(four, 0, 'T5'), 0))).toEqual(['T5', 'T6', 'Eau Rouge', 'T8'])
    expect(renumberFrom(THREE, 0)).toBe(THREE)
  })

  test('names a corner, but not with nothing', () => {
    expect(names(renameCorner(THREE, 0, '  La   Source '))[0]).toBe('La Source')
    expect(renameCorner(THREE, 0, '   ')).toBe(THREE)
    expect(Array.from(names(renameCorner(THREE, 0, 'é'.repeat(90)))[0]!).length).toBe(40)
  })

  test('knows left from right', () => {
    expect(ROAD.turnBetween(100, 200)).toBe('left')
    expect(roadOfCircle('right').turnBetween(100, 200)).toBe('right')
  })

  test('keeps corners in order, apart and on the lap, whatever is done', () => {
    const deed = fc.record({
      kind: fc.constantFrom('move', 'add', 'remove', 'split', 'merge', 'rename', 'renumber'),
      i: fc.nat(12),
      point: fc.constantFrom<CornerPoint>('entry', 'apex', 'exit'),
      by: fc.double({ min: -1500, max: 1500, noNaN: true }),
      at: fc.double({ min: -100, max: 1100, noNaN: true }),
      name: fc.string({ unit: 'grapheme' }),
    })
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 80 }), deeds => {
        let corners: Corners = THREE
        for (const { kind, i, point, by, at, name } of deeds) {
          if (kind === 'move') corners = movePoint(corners, i, point, by, ROAD)
          else if (kind === 'add') corners = addCorner(corners, at, ROAD)
          else if (kind === 'remove') corners = removeCorner(corners, i)
          else if (kind === 'split') corners = splitCorner(corners, i, ROAD)
          else if (kind === 'merge') corners = mergeCorners(corners, i, ROAD)
          else if (kind === 'rename') corners = renameCorner(corners, i, name)
          else corners = renumberFrom(corners, i)
          let end = 0
          for (const { fromM, apexM, toM, corner } of corners) {
            expect(fromM).toBeGreaterThanOrEqual(end)
            expect(apexM).toBeGreaterThan(fromM)
            expect(toM).toBeGreaterThan(apexM)
            expect(corner.name).not.toBe('')
            end = toM
          }
          expect(end).toBeLessThanOrEqual(ROAD.lengthM)
        }
      }),
    )
  })
})
