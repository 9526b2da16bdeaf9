/** Zooming, panning, the way back, and when the last picture may be moved. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canBeMoved, type Picture, pictureToWindow } from '../../../../web/parts/charts/picture.ts'
import {
  clampWindow,
  leastSpan,
  panBy,
  partToX,
  pinchTo,
  xToPart,
  zoomAbout,
} from '../../../../web/parts/charts/window-moves.ts'
import {
  createZoomHistory,
  pushZoom,
  zoomBack,
  zoomForward,
  zoomWhole,
} from '../../../../web/parts/charts/zoom-history.ts'

const extent = { from: 0, to: 5000 }
const spanOf = (window: { from: number; to: number }) => window.to - window.from

const anyWindow = fc
  .tuple(fc.double({ min: 0, max: 4990, noNaN: true }), fc.double({ min: 5, max: 5000, noNaN: true }))
  .map(([from, span]) => clampWindow({ from, to: from + span }, extent, 'distance'))

const expectSane = (window: { from: number; to: number }) => {
  expect(window.from).toBeGreaterThanOrEqual(extent.from - 1e-6)
  expect(window.to).toBeLessThanOrEqual(extent.to + 1e-6)
  expect(spanOf(window)).toBeGreaterThanOrEqual(leastSpan('distance') - 1e-6)
}

describe('zooming', () => {
  test('keeps the place under the pointer where it is, unless an end is in the way', () => {
    fc.assert(
      fc.property(
        anyWindow,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (window, part, factor) => {
          const at = partToX(window, part)
          const zoomed = zoomAbout(window, at, factor, extent, 'distance')
          expectSane(zoomed)
          const isAtEnd = zoomed.from <= extent.from || zoomed.to >= extent.to - 1e-9
          if (!isAtEnd) expect(xToPart(zoomed, at)).toBeCloseTo(part, 6)
        },
      ),
    )
  })

  test('ends at 5 m, at 100 ms and at the whole lap', () => {
    const close = zoomAbout({ from: 100, to: 110 }, 105, 0.001, extent, 'distance')
    expect(close).toEqual({ from: 102.5, to: 107.5 })
    expect(spanOf(zoomAbout({ from: 0, to: 5000 }, 10, 1e-9, extent, 'time'))).toBe(100)
    expect(zoomAbout({ from: 100, to: 110 }, 105, 1e9, extent, 'distance')).toEqual(extent)
  })

  test('of a lap shorter than the closest zoom shows the lap', () => {
    const tiny = { from: 0, to: 3 }
    expect(zoomAbout(tiny, 1, 0.1, tiny, 'distance')).toEqual(tiny)
    expect(clampWindow({ from: 1, to: 2 }, tiny, 'distance')).toEqual(tiny)
  })
})

describe('panning', () => {
  test('never changes the width and stops at the ends', () => {
    fc.assert(
      fc.property(anyWindow, fc.double({ min: -1e4, max: 1e4, noNaN: true }), (window, by) => {
        const moved = panBy(window, by, extent)
        expectSane(moved)
        expect(spanOf(moved)).toBeCloseTo(spanOf(window), 6)
      }),
    )
  })
})

describe('two fingers', () => {
  /** A left and a right finger. */
  const fingers = fc
    .tuple(fc.double({ min: 0, max: 0.9, noNaN: true }), fc.double({ min: 0.05, max: 1, noNaN: true }))
    .map(([left, apart]) => [left, Math.min(1, left + apart)] as const)

  test('keep what is under them, or stop at an end', () => {
    fc.assert(
      fc.property(anyWindow, fingers, fingers, (start, [a, b], [c, d]) => {
        const window = pinchTo(start, [a, b], [c, d], extent, 'distance')
        expectSane(window)
        const isFree = window.from > extent.from && window.to < extent.to - 1e-9 && spanOf(window) > 5.001
        if (isFree) {
          expect(xToPart(window, partToX(start, a))).toBeCloseTo(c, 5)
          expect(xToPart(window, partToX(start, b))).toBeCloseTo(d, 5)
        }
      }),
    )
  })

  test('one above the other only pan', () => {
    const start = { from: 1000, to: 2000 }
    expect(pinchTo(start, [0.5, 0.5], [0.4, 0.4], extent, 'distance')).toEqual({ from: 1100, to: 2100 })
  })
})

describe('a window that cannot be', () => {
  test('becomes one that can', () => {
    expect(clampWindow({ from: Number.NaN, to: 3 }, extent, 'distance')).toEqual(extent)
    expect(clampWindow({ from: 7000, to: 7100 }, extent, 'distance')).toEqual({ from: 4900, to: 5000 })
    expect(clampWindow({ from: 100, to: 100 }, extent, 'distance')).toEqual({ from: 97.5, to: 102.5 })
  })
})

describe('the way back', () => {
  const [a, b] = [
    { from: 100, to: 200 },
    { from: 150, to: 160 },
  ]

  test('leads through every view and forward again; somewhere new forgets what lay ahead', () => {
    const history = pushZoom(pushZoom(createZoomHistory(extent), a), b)
    const back = zoomBack(history)
    expect([back.now, zoomBack(back).now, zoomForward(back).now]).toEqual([a, extent, b])
    expect(pushZoom(back, extent).future).toEqual([])
    expect(zoomBack(createZoomHistory(a)).now).toBe(a)
    expect(zoomForward(history).now).toBe(b)
  })

  test('has no step for the same view twice, and one for the whole lap', () => {
    const history = pushZoom(createZoomHistory(extent), a)
    expect(pushZoom(history, { ...a })).toBe(history)
    expect(zoomBack(zoomWhole(history, extent)).now).toBe(a)
    expect(zoomWhole(createZoomHistory(extent), { ...extent }).past).toEqual([])
  })

  test('forgets what is a hundred views ago', () => {
    let history = createZoomHistory(extent)
    for (let i = 1; i <= 150; i++) history = pushZoom(history, { from: i, to: i + 100 })
    expect(history.past).toHaveLength(100)
  })
})

describe('the last picture', () => {
  const picture: Picture = {
    panels: [],
    axis: 'distance',
    units: 'metric',
    theme: 'dark',
    window: { from: 1000, to: 2000 },
    width: 800,
  }
  const asked = (from: number, to: number): Picture => ({ ...picture, window: { from, to } })

  test('is moved while it covers most of what is asked and is not stretched out of shape', () => {
    expect(canBeMoved(picture, asked(1200, 2200))).toBe(true)
    expect(canBeMoved(picture, asked(1500, 2500))).toBe(false)
    expect(canBeMoved(picture, asked(1400, 1800))).toBe(true)
    expect(canBeMoved(picture, asked(1400, 1500))).toBe(false)
    expect(canBeMoved(picture, asked(0, 3000))).toBe(false)
  })

  test('is not moved when anything else has changed', () => {
    expect(canBeMoved(picture, { ...asked(1100, 2100), theme: 'light' })).toBe(false)
    expect(canBeMoved(picture, { ...asked(1100, 2100), panels: [] })).toBe(false)
  })

  test('lies where its places are', () => {
    expect(pictureToWindow(picture.window, { from: 1500, to: 2000 })).toEqual({ shift: -1, stretch: 2 })
    expect(pictureToWindow(picture.window, { from: 5, to: 5 })).toEqual({ shift: 0, stretch: 1 })
  })
})
