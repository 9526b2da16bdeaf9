import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LapId } from '#shared/id'
import { NO_TICKS, stillThere, type Ticks, ticked } from '../../../web/screens/session/laps/ticks.ts'

const ALL = ['a', 'b', 'c', 'd', 'e', 'f'] as unknown as readonly LapId[]
const [A, B, C, D, E, F] = ALL as readonly [LapId, LapId, LapId, LapId, LapId, LapId]
const press = (ticks: Ticks, lap: LapId, isRange = false): Ticks => ticked(ticks, ALL, lap, isRange)

test('a press ticks, another unticks', () => {
  const one = press(NO_TICKS, C)
  expect(one.laps).toEqual([C])
  expect(press(one, C).laps).toEqual([])
})

test('with Shift all from the lap before are ticked, in both directions', () => {
  expect(press(press(NO_TICKS, B), E, true).laps).toEqual([B, C, D, E])
  expect(press(press(NO_TICKS, E), B, true).laps).toEqual([B, C, D, E])
  expect(press(press(press(NO_TICKS, B), D, true), F, true).laps).toEqual([B, C, D, E, F])
})

test('with Shift and nothing ticked before, one is ticked', () => {
  expect(press(NO_TICKS, A, true).laps).toEqual([A])
})

test('laps that are gone are ticked no more', () => {
  expect(stillThere(press(press(NO_TICKS, B), D), [A, B])).toEqual([B])
})

test('ticks are laps there are, each once and in their order, whatever is pressed', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...ALL), fc.boolean())), presses => {
      const { laps } = presses.reduce((ticks, [lap, isRange]) => press(ticks, lap, isRange), NO_TICKS)
      expect(laps).toEqual(ALL.filter(lap => laps.includes(lap)))
    }),
  )
})
