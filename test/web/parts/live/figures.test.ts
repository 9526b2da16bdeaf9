import { describe, expect, test } from 'vitest'
import {
  clockText,
  countText,
  deltaText,
  flagAt,
  gearText,
  measureText,
  rainAt,
  sessionAt,
  windPoint,
} from '../../../../web/parts/live/figures.ts'
import { carName, readable, trackName } from '../../../../web/parts/live/names.ts'
import { isOfNow, type Sight, standingOf } from '../../../../web/parts/live/standing.ts'
import { de } from '../../../../web/parts/live/words/de.ts'
import { en } from '../../../../web/parts/live/words/en.ts'

const UNKNOWN = '–'

describe('numbers as text', () => {
  test('a delta has its sign and two decimals', () => {
    expect([234, -104, 0.4, -9_990, 12_340, Number.NaN].map(deltaText)).toEqual([
      '+0.23',
      '−0.10',
      '±0.00',
      '−9.99',
      '+12.3',
      UNKNOWN,
    ])
  })

  test('what is left of a session is a clock', () => {
    expect([2_530_000, 59_999, 4_325_000, -1, Number.NaN].map(clockText)).toEqual([
      '42:10',
      '0:59',
      '1:12:05',
      UNKNOWN,
      UNKNOWN,
    ])
  })

  test('what a game does not say is a dash, never 0', () => {
    expect(measureText(Number.NaN, '°C', 'metric')).toBe(UNKNOWN)
    expect(countText(Number.NaN)).toBe(UNKNOWN)
    expect(gearText(Number.NaN, en)).toBe(UNKNOWN)
    expect([flagAt(Number.NaN), sessionAt(99), rainAt(-1)]).toEqual([null, null, null])
    expect(windPoint(Number.NaN, en.points)).toBeNull()
  })

  test('units are the reader’s', () => {
    expect(measureText(93, '°C', 'imperial')).toBe('199')
    expect(measureText(1.86, 'bar', 'imperial', 1)).toBe('27.0')
    expect([-1, 0, 4].map(gear => gearText(gear, en))).toEqual(['R', 'N', '4'])
    expect([0, 44, 180, 350, -90, 730].map(deg => windPoint(deg, en.points))).toEqual([
      'N',
      'NE',
      'S',
      'N',
      'W',
      'N',
    ])
  })

  test('both languages have the same words', () => {
    const shape = (table: object): unknown =>
      Object.fromEntries(
        Object.entries(table).map(([name, word]) => [
          name,
          typeof word === 'object' && !Array.isArray(word) ? shape(word) : typeof word,
        ]),
      )
    expect(shape(de)).toEqual(shape(en))
  })
})

describe('names', () => {
  test('of a game are made readable where nothing better is known', () => {
    expect(['ks_lotus_25', 'amr_v8_vantage_gt3', 'Spa', ''].map(readable)).toEqual([
      'Lotus 25',
      'AMR V8 Vantage GT3',
      'SPA',
      '',
    ])
    const driven = { game: 'ac', track: 'ks_somewhere', layout: 'layout_gp', car: 'ks_thing' }
    expect([trackName(driven, null), carName(driven, null)]).toEqual(['Somewhere, GP', 'Thing'])
  })

  test('are the known ones where they are', async () => {
    const known = await import('#shared/known')
    const driven = { game: 'acc', track: 'spa', layout: '', car: 'amr_v8_vantage_gt3' }
    expect(trackName(driven, known)).toMatch(/^Spa/)
    expect(carName(driven, known)).toContain('Aston Martin')
  })
})

describe('how things stand', () => {
  const DRIVING: Sight = {
    isOpen: true,
    source: { kind: 'reading', game: 'acc', samplesPerS: 333 },
    activity: 'live',
    isOfOther: false,
    isStale: false,
  }
  const CASES: readonly (readonly [ReturnType<typeof standingOf>, Partial<Sight>])[] = [
    ['driving', {}],
    ['lost', { isOpen: false, activity: 'pause' }],
    ['unreadable', { source: { kind: 'unreadable', message: 'no' } }],
    ['waiting', { source: { kind: 'searching', lookedFor: 'a game' }, isStale: true }],
    ['idle', { source: { kind: 'idle', game: null }, isStale: true }],
    ['ended', { source: { kind: 'ended' } }],
    ['spectating', { isOfOther: true }],
    ['replay', { activity: 'replay', isOfOther: true }],
    ['menu', { activity: 'off', isStale: true }],
    ['paused', { activity: 'pause', isStale: true }],
    ['quiet', { isStale: true }],
  ]
  test.for(CASES)('%s', ([standing, changed]) => {
    expect(standingOf({ ...DRIVING, ...changed })).toBe(standing)
  })

  test('only one’s own driving is shown as of now', () => {
    expect(CASES.map(([standing]) => standing).filter(isOfNow)).toEqual(['driving', 'paused'])
  })
})
