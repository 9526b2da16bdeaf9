import { describe, expect, test } from 'vitest'
import { LIVE_AT, LIVE_FIELDS, type LiveField } from '#shared/api'
import { asMillis } from '#shared/units'
import { BAR_MS, barShare, deltaMs, predictedMs } from '../../../../web/parts/live/delta.ts'
import type { Against } from '../../../../web/parts/live/model.ts'

const frame = (said: Partial<Record<LiveField, number>>): Float32Array => {
  const values = new Float32Array(LIVE_FIELDS.length).fill(Number.NaN)
  for (const [field, value] of Object.entries(said)) values[LIVE_AT[field as LiveField]] = value
  return values
}

const SESSION: Against = { kind: 'session', lapMs: asMillis(100_000), detail: '', timeAt: null }
/** Driven at one speed. */
const MINE: Against = { ...SESSION, kind: 'mine', timeAt: share => share * 100_000 }

describe('the delta', () => {
  test('of the session is the bridge’s own', () => {
    expect(deltaMs(frame({ deltaBestMs: -234 }), SESSION)).toBe(-234)
    expect(predictedMs(frame({ deltaBestMs: -234 }), SESSION)).toBe(99_766)
  })

  test('of a kept lap is the time since the line against that lap’s time here', () => {
    const values = frame({ lapShare: 0.5, lapMs: 50_400, deltaBestMs: 9_999 })
    expect(deltaMs(values, MINE)).toBeCloseTo(400, 0)
    expect(predictedMs(values, MINE)).toBeCloseTo(100_400, 0)
  })

  test('is unknown without a reference, a place, or where two laps meet at the line', () => {
    expect(deltaMs(frame({ deltaBestMs: 100 }), { ...SESSION, lapMs: null })).toBeNaN()
    expect(deltaMs(frame({ deltaBestMs: 100 }), { ...SESSION, kind: 'here' })).toBeNaN()
    expect(deltaMs(frame({ lapMs: 5_000 }), MINE)).toBeNaN()
    expect(deltaMs(frame({ lapMs: 20, lapShare: 0.999 }), MINE)).toBeNaN()
    expect(deltaMs(frame({ lapMs: 250_000, lapShare: 0.1 }), MINE)).toBeNaN()
  })

  test('fills the bar at a second and never more', () => {
    expect([-5 * BAR_MS, -BAR_MS / 2, 0, BAR_MS, Number.NaN].map(barShare)).toEqual([-1, -0.5, 0, 1, 0])
  })
})
