import { describe, expect, test } from 'vitest'
import { whyNotRanked } from '#shared/bests'
import { asEpochMillis } from '#shared/units'
import { gates, INVALID, LAYOUT, lapOf, layoutId, MARKS, sessionOf } from './fixture.ts'

const why = (change: Parameters<typeof lapOf>[2], session = sessionOf(1)) =>
  whyNotRanked(lapOf(1, [30, 40], change), session)

describe('a lap counts', () => {
  test('when it is timed, valid and exact', () => {
    expect(why({})).toBeNull()
    expect(why({ timing: MARKS })).toBeNull()
    expect(why({ timing: gates(7) })).toBeNull()
    expect(why({ deletedAt: null, layoutId: LAYOUT })).toBeNull()
  })

  test('where the layout is unknown', () => {
    expect(why({}, sessionOf(1, { layoutId: null }))).toBeNull()
    expect(why({ timing: MARKS }, sessionOf(1, { layoutId: null }))).toBeNull()
    expect(why({ timing: MARKS, layoutId: null }, sessionOf(1, { layoutId: null }))).toBeNull()
  })

  test('again when a person overruled the recording', () => {
    expect(why({ overruled: { valid: false, reason: 'Cut.' } })).toBeNull()
  })
})

describe('a lap does not count, and it is said why,', () => {
  test.each(['out', 'in', 'partial'] as const)('when it is %s', kind => {
    expect(why({ kind })).toEqual({ why: kind })
  })

  test('when it is invalid, with the reason and whose it is', () => {
    const reason = 'Four wheels off.'
    expect(why(INVALID)).toEqual({ why: 'invalid', reason, by: 'recording' })
    expect(why({ ...INVALID, overruled: { valid: true } })).toEqual({ why: 'invalid', reason, by: 'person' })
  })

  test('when a lap counter timed it', () => {
    expect(why({ timing: { by: 'counter' } })).toEqual({ why: 'counter-timed' })
  })

  test('when it or its lines belong to another layout', () => {
    expect(why({ layoutId: layoutId(2) })).toEqual({ why: 'another-layout' })
    expect(why({ timing: gates(1, layoutId(2)) })).toEqual({ why: 'lines-of-another-layout' })
  })

  test('when it was deleted, before anything else', () => {
    expect(why({ ...INVALID, kind: 'out', deletedAt: asEpochMillis(1) })).toEqual({ why: 'deleted' })
  })
})
