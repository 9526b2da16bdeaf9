import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clockToMs, dateToMs, isoToInstant } from '../../../../shared/formats/pipeline/instant.ts'
import { monthOf } from '../../../../shared/formats/pipeline/months.ts'

describe('dates and times', () => {
  test.each([
    ['2026-07-26T19:18:58.880Z', Date.UTC(2026, 6, 26, 19, 18, 58, 880), 0],
    ['2026-07-26 19:18:58+02:00', Date.UTC(2026, 6, 26, 17, 18, 58), 120],
    ['2026-07-26T19:18:58-0730', Date.UTC(2026, 6, 27, 2, 48, 58), -450],
    ['2026-07-26T19:18', Date.UTC(2026, 6, 26, 19, 18), null],
    ['2026-07-26T19:18:58,5', Date.UTC(2026, 6, 26, 19, 18, 58, 500), null],
    ['2026-07-26', Date.UTC(2026, 6, 26), null],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1), 0],
  ])('%s', (text, epochMs, offsetMin) => {
    expect(isoToInstant(text)).toEqual({ epochMs, offsetMin })
  })

  test.each([
    '',
    '26.07.2026',
    '2026-13-01',
    '2026-02-30T10:00:00Z',
    '2026-07-26T25:00',
    '2026-07-26Tx',
    '12',
  ])('%j is none', text => {
    expect(isoToInstant(text)).toBeNull()
  })

  test('microseconds are kept without noise', () => {
    expect(isoToInstant('2026-07-26T19:18:58.123456Z')?.epochMs).toBe(
      Date.UTC(2026, 6, 26, 19, 18, 58) + 123.456,
    )
  })

  test('every instant written by the engine is read back', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1980-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
        d => {
          expect(isoToInstant(d.toISOString())).toEqual({ epochMs: d.getTime(), offsetMin: 0 })
        },
      ),
    )
  })
})

describe('clocks', () => {
  test.each([
    ['19:18:58.88', 69_538_880],
    ['9:08:07', 32_887_000],
    ['18:58.88', 1_138_880],
    ['00:00:00,001', 1],
  ])('%s', (text, ms) => {
    expect(clockToMs(text)).toBe(ms)
  })

  test.each(['', '19', '19:60:00', '25:00:00', '1:2', '19:18:58:00', 'noon'])('%j is none', text => {
    expect(clockToMs(text)).toBeNull()
  })
})

test('only days that exist are dates', () => {
  expect(dateToMs(2024, 2, 29)).toBe(Date.UTC(2024, 1, 29))
  for (const [y, m, d] of [
    [2025, 2, 29],
    [2026, 4, 31],
    [2026, 0, 1],
    [1970, 1, 1],
    [Number.NaN, 1, 1],
  ] as const) {
    expect(dateToMs(y, m, d)).toBeNull()
  }
})

test('months in the languages of phones', () => {
  const names = {
    1: ['JAN', 'ene.', 'gennaio', 'janv.'],
    3: ['Mar', 'März', 'mrt', 'mars'],
    5: ['May', 'Mai', 'maggio', 'mei'],
    6: ['Jun', 'juin', 'Juni', 'giugno'],
    7: ['Jul', 'juil.', 'luglio'],
    8: ['Aug', 'ago.', 'août'],
    12: ['DEC', 'Dez.', 'dic', 'déc.'],
  }
  for (const [month, words] of Object.entries(names)) {
    for (const word of words) expect(monthOf(word), word).toBe(Number(month))
  }
  for (const word of ['', 'xyz', 'm', '05']) expect(monthOf(word)).toBeNull()
})
