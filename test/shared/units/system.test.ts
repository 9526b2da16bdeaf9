import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  asMetres,
  asMetresPerSecond,
  formatDistance,
  formatGrouped,
  formatMeasure,
  formatNumber,
  formatSpeed,
  shownUnit,
  speedFactor,
} from '#shared/units'

describe('a number', () => {
  test('has a real minus sign and never a signed zero', () => {
    expect(formatNumber(-1.25, 1)).toBe('−1.3')
    expect(formatNumber(-0.04, 1)).toBe('0.0')
    expect(formatNumber(-0)).toBe('0')
  })

  test('is a dash when unknown', () => {
    expect(formatNumber(Number.NaN, 2)).toBe('–')
    expect(formatGrouped(Number.POSITIVE_INFINITY)).toBe('–')
  })

  test('is grouped by threes with a narrow space', () => {
    expect(formatGrouped(999)).toBe('999')
    expect(formatGrouped(1284)).toBe('1\u202f284')
    expect(formatGrouped(-1_234_567)).toBe('−1\u202f234\u202f567')
  })
})

describe('a speed', () => {
  test('is shown in km/h or mph', () => {
    expect(formatSpeed(asMetresPerSecond(50), 'metric')).toEqual({ value: '180', unit: 'km/h' })
    expect(formatSpeed(asMetresPerSecond(44.704), 'imperial', 1)).toEqual({ value: '100.0', unit: 'mph' })
    expect(formatSpeed(asMetresPerSecond(Number.NaN), 'metric')).toEqual({ value: '–', unit: 'km/h' })
  })

  test('has the factor its text was made with', () => {
    expect(speedFactor('metric')).toBe(3.6)
    expect(speedFactor('imperial')).toBeCloseTo(2.236936, 6)
  })
})

describe('a distance', () => {
  test('is metres up to ten kilometres, then kilometres', () => {
    expect(formatDistance(asMetres(1284.4), 'metric')).toEqual({ value: '1\u202f284', unit: 'm' })
    expect(formatDistance(asMetres(84_210), 'metric')).toEqual({ value: '84.2', unit: 'km' })
    expect(formatDistance(asMetres(-12.6), 'metric')).toEqual({ value: '−13', unit: 'm' })
  })

  test('is feet up to two miles, then miles', () => {
    expect(formatDistance(asMetres(304.8), 'imperial')).toEqual({ value: '1\u202f000', unit: 'ft' })
    expect(formatDistance(asMetres(16_093.44), 'imperial')).toEqual({ value: '10.0', unit: 'mi' })
  })
})

describe('any other quantity', () => {
  test.each([
    [100, '°C', '212', '°F'],
    [1.8, 'bar', '26', 'psi'],
    [180, 'kPa', '26', 'psi'],
    [37.85, 'l', '10', 'gal'],
    [100, 'm', '328', 'ft'],
    [7200, 'rpm', '7200', 'rpm'],
  ])('%d %s is %s %s in imperial', (value, unit, text, shown) => {
    expect(formatMeasure(value, unit, 'imperial')).toEqual({ value: text, unit: shown })
  })

  test('stays as it is in metric', () => {
    expect(formatMeasure(93.4, '°C', 'metric', 1)).toEqual({ value: '93.4', unit: '°C' })
    expect(shownUnit('V', 'metric')).toEqual({ unit: 'V', factor: 1, offset: 0 })
  })

  test('is never written with an ASCII hyphen or a signed zero', () => {
    fc.assert(
      fc.property(
        fc.double(),
        fc.constantFrom('m/s', '°C', 'bar', ''),
        fc.integer({ min: 0, max: 3 }),
        (v, unit, digits) => {
          const { value } = formatMeasure(v, unit, 'imperial', digits)
          expect(value).toMatch(/^(?:−?\d+(?:\.\d+)?(?:e\+\d+)?|–)$/)
          expect(value).not.toMatch(/^−0(?:\.0*)?$/)
        },
      ),
    )
  })
})
