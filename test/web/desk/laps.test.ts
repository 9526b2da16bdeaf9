import { describe, expect, test } from 'vitest'
import type { LapId, SessionId } from '#shared/id'
import { asMillis } from '#shared/units'
import { referenceOf, toDeskLaps } from '../../../web/desk/laps.ts'
import type { LapDetail } from '../../../web/store/lap-details.ts'

interface Made {
  readonly id: string
  readonly ms: number
  readonly number?: number
  readonly kind?: 'timed' | 'out'
  readonly isValid?: boolean
  readonly session?: string
  readonly driver?: string
}

const detail = ({
  id,
  ms,
  number = 1,
  kind = 'timed',
  isValid = true,
  session = 's',
  driver = 'Mira Holt',
}: Made) =>
  ({
    lap: {
      id: id as LapId,
      number,
      kind,
      startMs: asMillis(0),
      endMs: asMillis(ms),
      validity: isValid ? { valid: true } : { valid: false, reason: 'cut' },
      driverId: driver,
    },
    session: { id: session as SessionId },
    driver: { name: driver },
    track: null,
    layout: null,
    car: null,
  }) as unknown as LapDetail

describe('the reference', () => {
  const laps = [
    detail({ id: 'out', ms: 80_000, kind: 'out' }),
    detail({ id: 'cut', ms: 90_000, isValid: false }),
    detail({ id: 'slow', ms: 100_000 }),
    detail({ id: 'fast', ms: 95_000 }),
  ]

  test('is the fastest that counts when nobody chose', () => {
    expect(referenceOf(laps, null)).toBe('fast')
  })
  test('is the one chosen, also when it does not count', () => {
    expect(referenceOf(laps, 'cut' as LapId)).toBe('cut')
  })
  test('is the fastest timed when none counts, and the first when none is timed', () => {
    expect(referenceOf(laps.slice(0, 2), null)).toBe('cut')
    expect(referenceOf(laps.slice(0, 1), null)).toBe('out')
    expect(referenceOf([], null)).toBeNull()
  })
})

describe('the laps as they are shown', () => {
  const linked = (id: string, slot: number) => ({
    id: id as LapId,
    slot,
    nudgeM: 0,
    nudgeMs: 0,
    isHidden: false,
  })
  const shown = (details: LapDetail[], reference: string) =>
    toDeskLaps(
      details,
      details.map(({ lap }, i) => linked(lap.id, i)),
      reference as LapId,
      () => '6 Jun',
    )

  test('begin with the reference, which wears its own colour; the others keep theirs', () => {
    const laps = shown([detail({ id: 'a', ms: 1 }), detail({ id: 'b', ms: 2, number: 2 })], 'b')
    expect(laps.map(({ id, colour }) => [id, colour])).toEqual([
      ['b', '--reference'],
      ['a', '--lap-1'],
    ])
  })

  test('are named by number, by driver where that tells them apart, and never twice the same', () => {
    const numbers = shown([detail({ id: 'a', ms: 1 }), detail({ id: 'b', ms: 2, number: 2 })], 'a')
    expect(numbers.map(({ name }) => name)).toEqual(['L1', 'L2'])
    const drivers = shown(
      [detail({ id: 'a', ms: 1 }), detail({ id: 'b', ms: 2, session: 't', driver: 'Kim Rau' })],
      'a',
    )
    expect(drivers.map(({ name }) => name)).toEqual(['Mira L1', 'Kim L1'])
    const twins = shown([detail({ id: 'a', ms: 1 }), detail({ id: 'b', ms: 2, session: 't' })], 'a')
    expect(new Set(twins.map(({ name }) => name)).size).toBe(2)
  })
})
