/** The scale bar is a round length that fits. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scaleBarOf } from '../../../../web/parts/map/scale-bar.ts'

const METRES = { m: 1, km: 1000, ft: 0.3048, mi: 1609.344 } as const

test('it is as long as it says, round, and fills more than a third of the room', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.002, max: 60, noNaN: true }),
      fc.constantFrom('metric' as const, 'imperial' as const),
      (scale, units) => {
        const bar = scaleBarOf(scale, 96, units)
        expect(bar.px).toBeLessThanOrEqual(96.001)
        expect(bar.px).toBeGreaterThan(96 / 3)
        expect(bar.px).toBeCloseTo(bar.value * METRES[bar.unit] * scale, 6)
        expect(['1', '2', '5']).toContain(String(Number(bar.value.toPrecision(6))).replace(/[0.]/g, ''))
      },
    ),
  )
})

test('metres become kilometres and feet become miles where that reads better', () => {
  expect(scaleBarOf(0.05, 96, 'metric')).toMatchObject({ value: 1, unit: 'km' })
  expect(scaleBarOf(0.1, 96, 'metric')).toMatchObject({ value: 500, unit: 'm' })
  expect(scaleBarOf(0.1, 96, 'imperial')).toMatchObject({ value: 0.5, unit: 'mi' })
  expect(scaleBarOf(1, 96, 'imperial')).toMatchObject({ value: 200, unit: 'ft' })
})
