/** Which colour and word a sector or a lap gets: purple, green, yellow, red, or none. */
import { describe, expect, test } from 'vitest'
import type { LapTimes } from '#shared/sim'
import { asMillis } from '#shared/units'
import { sectorCells, sectorCount } from '../../../../web/parts/live/sector-looks.ts'
import { lapVerdict } from '../../../../web/parts/live/verdict.ts'

const ms = (...times: (number | null)[]) => times.map(time => (time === null ? null : asMillis(time)))
const looksOf = (times: (number | null)[], session: (number | null)[], ever: number[], isValid = true) =>
  sectorCells({ sectorsMs: ms(...times), isValid }, times.length, ms(...session), ever.map(asMillis)).map(
    ({ look, gapMs }) => [look, gapMs],
  )

describe('sectors', () => {
  test('are best ever, best of the session, slower, or not driven', () => {
    expect(
      looksOf(
        [29_900, 40_000, 31_000, null],
        [30_000, 40_000, 30_500, 20_000],
        [29_900, 39_000, 30_000, 19_000],
      ),
    ).toEqual([
      ['best', -100],
      ['personal', 1_000],
      ['slower', 500],
      ['none', null],
    ])
  })

  test('the first ever driven is the best of the session, and nothing is known of others', () => {
    expect(looksOf([30_000], [null], [])).toEqual([['personal', null]])
  })

  test('of a lap that does not count are never coloured as a best', () => {
    expect(looksOf([20_000, null], [30_000, 30_000], [25_000, 25_000], false)).toEqual([
      ['invalid', -10_000],
      ['none', null],
    ])
  })

  test('slower than the session is slower, whatever was kept of it before', () => {
    expect(looksOf([31_000], [30_000], [32_000])).toEqual([['slower', 1_000]])
  })

  test('may be any number, also nine, and also one more than the game said', () => {
    expect(sectorCount(3, ms(1, 2, 3), undefined)).toBe(3)
    expect(sectorCount(null, ms(1, 2, 3, 4, 5, 6, 7, 8, 9))).toBe(9)
    expect(sectorCount(2, ms(1, 2, 3))).toBe(3)
    expect(sectorCells(null, 9, [], [])).toHaveLength(9)
  })
})

describe('a finished lap', () => {
  const lap = (time: number | null, rest: Partial<LapTimes> = {}): LapTimes => ({
    number: 4,
    kind: 'timed',
    lapMs: time === null ? null : asMillis(time),
    sectorsMs: [],
    validity: { valid: true },
    ...rest,
  })

  test('is judged by the best of the session, which it may be itself', () => {
    const best = lap(100_000)
    expect(lapVerdict(best, best, null)).toEqual({ look: 'personal', gapMs: null })
    expect(lapVerdict(best, best, asMillis(99_000)).look).toBe('personal')
    expect(lapVerdict(best, best, asMillis(100_000)).look).toBe('best')
    expect(lapVerdict(lap(100_250), best, null)).toEqual({ look: 'slower', gapMs: 250 })
  })

  test('that does not count, or is none, is no best', () => {
    const invalid = lap(90_000, { validity: { valid: false, reason: 'the game says track limits' } })
    expect(lapVerdict(invalid, lap(100_000), null).look).toBe('invalid')
    expect(lapVerdict(lap(90_000, { kind: 'in' }), lap(100_000), null).look).toBe('none')
    expect(lapVerdict(lap(null), null, null).look).toBe('none')
  })
})
