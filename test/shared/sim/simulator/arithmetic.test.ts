import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { atan2Deg, bump, smoothStep } from '../../../../shared/sim/simulator/maths.ts'
import { createRandom, createSmoothNoise } from '../../../../shared/sim/simulator/random.ts'

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true })

describe('angles without trigonometry', () => {
  test('atan2Deg agrees with Math.atan2 to 1e-8 degrees in every quadrant', () => {
    fc.assert(
      fc.property(finite, finite, (x, y) => {
        const got = atan2Deg(y, x)
        const want = (Math.atan2(y, x) * 180) / Math.PI
        // Math.atan2 tells +0 from −0; due west is 180 here.
        expect(Math.abs(Math.abs(got) === 180 ? Math.abs(want) - 180 : got - want)).toBeLessThan(1e-8)
      }),
    )
  })

  test('the axes are exact and the origin has an angle', () => {
    expect([atan2Deg(0, 1), atan2Deg(1, 0), atan2Deg(0, -1), atan2Deg(-1, 0)]).toEqual([0, 90, 180, -90])
    expect(atan2Deg(0, 0)).toBe(0)
  })
})

describe('smooth shapes', () => {
  test('a smooth step reaches 0 and 1 exactly, because the pit lane is recognised by its full offset', () => {
    expect(smoothStep(-380, -260, -380)).toBe(0)
    expect(smoothStep(-380, -260, -260)).toBe(1)
    expect(smoothStep(-380, -260, 17)).toBe(1)
  })

  test('a bump is 1 in the middle and 0 from its half width on', () => {
    expect([bump(0, 60), bump(60, 60), bump(-61, 60)]).toEqual([1, 0, 0])
  })
})

describe('repeatable chance', () => {
  test('a seed, stream and index always give the same numbers', () => {
    const random = createRandom(20260101, 3, 7)
    const first = [random.next(), random.next(), random.between(10, 20), random.normal()]
    expect(first).toEqual([0.6493477914482355, 0.1075945885386318, 14.039024298544973, -0.48037713116231917])
  })

  test('seed, stream and index each change the numbers', () => {
    const first = (seed: number, stream: number, index: number) => createRandom(seed, stream, index).next()
    fc.assert(
      fc.property(fc.integer(), fc.nat(50), fc.nat(1000), (seed, stream, index) => {
        const all = [
          first(seed, stream, index),
          first(seed + 1, stream, index),
          first(seed, stream + 1, index),
          first(seed, stream, index + 1),
        ]
        expect(new Set(all).size).toBe(4)
      }),
    )
  })

  test('normal numbers have mean 0 and deviation 1; uniform ones fill their range', () => {
    const random = createRandom(5, 1)
    const normals = Array.from({ length: 20_000 }, () => random.normal())
    const mean = normals.reduce((a, b) => a + b, 0) / normals.length
    const variance = normals.reduce((a, b) => a + (b - mean) ** 2, 0) / normals.length
    expect(Math.abs(mean)).toBeLessThan(0.03)
    expect(Math.abs(variance - 1)).toBeLessThan(0.03)
    const uniforms = Array.from({ length: 20_000 }, () => random.between(-2, 6))
    expect(Math.min(...uniforms)).toBeGreaterThanOrEqual(-2)
    expect(Math.min(...uniforms)).toBeLessThan(-1.99)
    expect(Math.max(...uniforms)).toBeLessThan(6)
    expect(Math.max(...uniforms)).toBeGreaterThan(5.99)
  })

  test('smooth noise is the same whatever was asked before, bounded, and has no jump', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: -1e5, max: 1e5, noNaN: true }), (seed, at) => {
        const inOrder = createSmoothNoise(seed, 1, 100)
        for (let metres = at - 300; metres < at; metres += 17) inOrder(metres)
        const value = inOrder(at)
        expect(value).toBe(createSmoothNoise(seed, 1, 100)(at))
        expect(Math.abs(value)).toBeLessThanOrEqual(1)
        expect(Math.abs(inOrder(at + 0.01) - value)).toBeLessThan(0.001)
      }),
    )
  })
})
