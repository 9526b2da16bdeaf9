import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asMillis, formatGap, formatLapTime, parseLapTime, splitLapTime } from '#shared/units'

/** Up to a month, which is longer than any lap. */
const times = fc.integer({ min: 0, max: 30 * 86_400_000 }).map(asMillis)

describe('a lap time is written', () => {
  test.each([
    [102_318, '1:42.318'],
    [59_004, '0:59.004'],
    [0, '0:00.000'],
    [59_999, '0:59.999'],
    [60_000, '1:00.000'],
    [3_599_999, '59:59.999'],
    [3_723_004, '1:02:03.004'],
    [100 * 3_600_000, '100:00:00.000'],
    [-102_318, '−1:42.318'],
    [-1, '−0:00.001'],
  ])('%i ms as %s', (ms, text) => {
    expect(formatLapTime(asMillis(ms))).toBe(text)
  })

  test('in two parts that are the whole', () => {
    expect(splitLapTime(asMillis(102_318))).toEqual({ main: '1:42', millis: '.318' })
    expect(splitLapTime(asMillis(-5_000))).toEqual({ main: '−0:05', millis: '.000' })
  })

  test('as a dash when it is unknown', () => {
    expect(formatLapTime(asMillis(Number.NaN))).toBe('–')
    expect(formatGap(asMillis(Number.NaN))).toBe('–')
  })
})

describe('a gap is written', () => {
  test.each([
    [234, '+0.234'],
    [-104, '−0.104'],
    [0, '±0.000'],
    [-0, '±0.000'],
    [59_999, '+59.999'],
    [62_345, '+1:02.345'],
    [-62_345, '−1:02.345'],
    [3_723_004, '+1:02:03.004'],
  ])('%i ms as %s', (ms, text) => {
    expect(formatGap(asMillis(ms))).toBe(text)
  })
})

describe('a lap time is read', () => {
  test.each([
    ['1:42.318', 102_318],
    ['1:42,318', 102_318],
    ['1.42,318', 102_318],
    ['1.42.318', 102_318],
    ['102.318', 102_318],
    ['102,318', 102_318],
    ['00:01:42.318', 102_318],
    ['01:42.318', 102_318],
    ['  1:42.318\t', 102_318],
    ['1:42', 102_000],
    ['1:42.3', 102_300],
    ['1:42.31', 102_310],
    ['1:42.3184', 102_318],
    ['1:42.3185', 102_319],
    ['1:42.31849999', 102_318],
    ['0:59.9995', 60_000],
    ['59.4', 59_400],
    ['1.42', 1_420],
    ['107', 107_000],
    ['75:10.000', 4_510_000],
    ['1:02:03', 3_723_000],
    ['1:02:03.004', 3_723_004],
    ['0', 0],
  ])('%s as %i ms', (text, ms) => {
    expect(parseLapTime(text)).toBe(ms)
  })

  test.each([
    '',
    ' ',
    ':',
    '.',
    '1:',
    ':42',
    '1:42.',
    '.5',
    '1:4',
    '1:60',
    '1:99.000',
    '1:420',
    '1:2:03',
    '1:60:00',
    '1:02:3',
    '1::42',
    '1:42:',
    '1:42.3.1',
    '1.42,3',
    '1.99,318',
    '1.234,567',
    '-1:42.318',
    '−1:42.318',
    '+1',
    '1e3',
    'DNF',
    '1 LAP',
    'Infinity',
    'NaN',
    '0x10',
    '１:42',
    '1:42.318s',
    '12345678901',
    '1:42\n1:43',
    '1:42.318 (3)',
  ])('%j as no lap time', text => {
    expect(parseLapTime(text)).toBeNull()
  })

  test('back from every time that can be written', () => {
    fc.assert(
      fc.property(times, ms => {
        expect(parseLapTime(formatLapTime(ms))).toBe(ms)
      }),
    )
  })

  test('from plain seconds with three decimals without a binary error', () => {
    fc.assert(
      fc.property(times, ms => {
        const text = `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}`
        expect(parseLapTime(text)).toBe(ms)
      }),
    )
  })

  test('half up by its decimal digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 59 }), fc.stringMatching(/^\d{4,12}$/), (seconds, fraction) => {
        const tenthsOfMs = Number(fraction.slice(0, 4))
        expect(parseLapTime(`${seconds}.${fraction}`)).toBe(
          seconds * 1000 + Math.floor((tenthsOfMs + 5) / 10),
        )
      }),
    )
  })

  test('from any text at all as whole milliseconds or nothing', () => {
    const lookalike = fc.string({ unit: fc.constantFrom(...'0123456789:.,-+ h'), maxLength: 24 })
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), lookalike, fc.string()), text => {
        const ms = parseLapTime(text)
        expect(ms === null || (Number.isSafeInteger(ms) && ms >= 0)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('from a megabyte of digits at once', () => {
    expect(parseLapTime('1'.repeat(1_000_000))).toBeNull()
    expect(parseLapTime(`1:${'1'.repeat(1_000_000)}`)).toBeNull()
    expect(parseLapTime(`1.${'1'.repeat(1_000_000)}`)).toBe(1_111)
  })
})
