import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findCrossings, type Gate, gateFromPoint } from '#shared/geo'

/** Across x = −15..15 at y = 0, driven north. */
const gate = gateFromPoint({ x: 0, y: 0 }, 0, 30)
const every = (stepMs: number, n: number) => Float64Array.from({ length: n }, (_, i) => i * stepMs)
/** Crossing times of a drive straight north through these y, one a second. */
const north = (ys: number[], x = 0, g: Gate = gate) =>
  findCrossings(
    g,
    every(1000, ys.length),
    ys.map(() => x),
    ys,
  )

describe('a crossing', () => {
  test('counts forwards only', () => {
    expect(north([-10, 10]).map(c => c.timeMs)).toEqual([500])
    expect(north([10, -10])).toEqual([])
  })

  test('names the sample before it and the place on the gate', () => {
    expect(north([-30, -20, -10, 10], -7.5)).toMatchObject([{ index: 2, along: 0.25 }])
    expect(north([-30, -20, -10, 10], 7.5)).toMatchObject([{ index: 2, along: 0.75 }])
  })

  test('counts at the very ends of the gate and not beside it', () => {
    expect(north([-10, 10], -15)).toHaveLength(1)
    expect(north([-10, 10], 15)).toHaveLength(1)
    expect(north([-10, 10], 15.001)).toEqual([])
  })

  test('exactly on a sample counts once', () => {
    expect(north([-20, -10, 0, 10, 20]).map(c => [c.timeMs, c.index])).toEqual([[2000, 1]])
  })

  test('while standing on the line counts once, when it was reached', () => {
    expect(north([-20, 0, 0, 0, 20]).map(c => c.timeMs)).toEqual([1000])
  })

  test('is neither touching and falling back nor starting on the line', () => {
    expect(north([-10, 0, -10])).toEqual([])
    expect(north([0, 10, 20])).toEqual([])
    expect(north([10, 0, 10])).toEqual([])
  })

  test('is not invented across unknown positions', () => {
    expect(north([-10, Number.NaN, 10])).toEqual([])
    expect(north([-10, 0, Number.NaN, 10])).toEqual([])
    expect(north([Number.NaN, -10, 10, Number.NaN])).toHaveLength(1)
  })

  test('does not exist for nothing, one sample, all unknown or a gate of no width', () => {
    expect(north([])).toEqual([])
    expect(north([-1])).toEqual([])
    expect(north([Number.NaN, Number.NaN, Number.NaN])).toEqual([])
    expect(north([-10, 10], 0, gateFromPoint({ x: 0, y: 0 }, 0, 0))).toEqual([])
    const nowhere = { x: Number.NaN, y: 0 }
    expect(north([-10, 10], 0, { left: nowhere, right: nowhere })).toEqual([])
  })

  test('at constant speed through any gate is exact', () => {
    const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
    fc.assert(
      fc.property(
        number(-2000, 2000),
        number(-2000, 2000),
        number(0, 6.28),
        number(5, 100),
        number(0.01, 999.9),
        number(-14, 14),
        fc.constantFrom(10, 40, 100, 1000),
        (x, y, heading, speed, phase, beside, stepMs) => {
          const crossed = 5000 + phase
          const timeMs = every(stepMs, Math.ceil(10_000 / stepMs))
          const at = (t: number) => ((t - crossed) / 1000) * speed
          const xs = timeMs.map(t => x + Math.sin(heading) * at(t) + Math.cos(heading) * beside)
          const ys = timeMs.map(t => y + Math.cos(heading) * at(t) - Math.sin(heading) * beside)
          const crossings = findCrossings(gateFromPoint({ x, y }, heading, 30), timeMs, xs, ys)
          expect(crossings).toHaveLength(1)
          expect(crossings[0]!.timeMs).toBeCloseTo(crossed, 5)
          expect(crossings[0]!.along).toBeCloseTo((beside + 15) / 30, 6)
        },
      ),
    )
  })

  test('under constant acceleration is exact where the speed is known, even once a second', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 20, max: 90, noNaN: true }),
        fc.double({ min: -10, max: 6, noNaN: true }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (speed, acceleration, phase) => {
          const timeMs = every(1000, 5)
          const ys = timeMs.map(t => {
            const s = t / 1000 - 1 - phase
            return speed * s + (acceleration * s * s) / 2
          })
          fc.pre(ys.every((y, i) => i === 0 || y > ys[i - 1]!))
          const speeds = timeMs.map(t => speed + acceleration * (t / 1000 - 1 - phase))
          const crossings = findCrossings(gate, timeMs, new Float64Array(5), ys, speeds)
          expect(crossings).toHaveLength(1)
          expect(crossings[0]!.timeMs).toBeCloseTo(1000 + 1000 * phase, 5)
        },
      ),
    )
  })

  test('on a circle driven at 10 Hz is within a millisecond, lap after lap', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 50, max: 500, noNaN: true }),
        fc.double({ min: 10, max: 60, noNaN: true }),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        (radius, speed, phase) => {
          const lapMs = ((2 * Math.PI * radius) / speed) * 1000
          const first = phase * lapMs
          const timeMs = every(100, Math.ceil((3 * lapMs) / 100))
          const angle = (t: number) => (2 * Math.PI * (t - first)) / lapMs
          // the gate stands at the easternmost point, where the circle is driven north
          const xs = timeMs.map(t => radius * Math.cos(angle(t)))
          const ys = timeMs.map(t => radius * Math.sin(angle(t)))
          const across = gateFromPoint({ x: radius, y: 0 }, 0, 20)
          const times = findCrossings(across, timeMs, xs, ys).map(c => c.timeMs)
          expect(times.length).toBeGreaterThanOrEqual(2)
          times.forEach((t, lap) => {
            expect(Math.abs(t - (first + lap * lapMs))).toBeLessThan(1)
          })
        },
      ),
    )
  })

  test('survives any path and any gate, in order and inside its own piece', () => {
    const anything = fc.double({ min: -1e6, max: 1e6 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anything, anything, fc.double({ min: 0.001, max: 5000, noNaN: true })), {
          maxLength: 60,
        }),
        fc.tuple(anything, anything, anything, anything),
        (samples, [lx, ly, rx, ry]) => {
          let t = 0
          const timeMs = Float64Array.from(samples, s => {
            t += s[2]
            return t
          })
          const found = findCrossings(
            { left: { x: lx, y: ly }, right: { x: rx, y: ry } },
            timeMs,
            samples.map(s => s[0]),
            samples.map(s => s[1]),
          )
          let last = -1
          for (const c of found) {
            expect(c.index).toBeGreaterThan(last)
            expect(c.timeMs).toBeGreaterThanOrEqual(timeMs[c.index]!)
            expect(c.timeMs).toBeLessThanOrEqual(timeMs[c.index + 1]!)
            expect(c.along >= 0 && c.along <= 1).toBe(true)
            last = c.index
          }
        },
      ),
    )
  })
})
