/** What a game told is shown with its units; what it did not say is never a number. */
import { describe, expect, test } from 'vitest'
import type { SimFacts } from '#shared/lap'
import { asMillis } from '#shared/units'
import { factRows, wheelRows } from '../../../web/screens/session/sim/rows.ts'
import { de } from '../../../web/screens/session/sim/words/de.ts'
import { en } from '../../../web/screens/session/sim/words/en.ts'

const LAP = { startMs: asMillis(1000), endMs: asMillis(103_500) }
const BARE: SimFacts = { game: 'acc', sessionKind: 'race' }
const FULL: SimFacts = {
  ...BARE,
  compound: 'wet_compound',
  tyreSet: 3,
  fuelStartL: 40.123,
  fuelUsedL: 2.345,
  tyreTempC: [80.4, 81, 78, 79],
  tyrePressureBar: [1.86, 1.9, 1.8, 1.8],
  airC: 0,
  trackC: 31.4,
  grip: 'damp',
  rain: 'light',
  windMps: 5,
  windDeg: 270,
  clockS: 52_260,
  position: 4,
  settings: { tc: 3, brakeBias: 54.321, later: 1 },
  assists: { stability: 0 },
  ownMs: 102_503,
  gapMs: 1234,
  rateHz: 332.6,
}

const shown = (sim: SimFacts, units: 'metric' | 'imperial' = 'metric', t = en) =>
  Object.fromEntries(
    factRows(LAP, sim, { t, units }).map(({ name, value, unit }) => [
      name,
      value === null ? null : [value, unit].filter(Boolean).join(' '),
    ]),
  )

describe('the facts of a lap', () => {
  test('have names, words and units', () => {
    expect(shown(FULL)).toEqual({
      Tyres: 'wet, set 3',
      'Fuel at the start': '40.1 l',
      'Fuel used': '2.35 l',
      Air: '0 °C',
      Track: '31 °C',
      Grip: 'damp',
      Rain: 'light',
      Wind: '18 km/h',
      'Time of day in the game': '14:31',
      Session: 'race',
      Position: '4',
      'Our own clock': '+0.003 s',
      Gaps: '1.23 s',
      Samples: '333 Hz',
      'Set from the seat': 'traction control 3 · brake bias 54.32 % · later 1',
      'Aids and rates': 'stability 0',
    })
  })

  test('follow the units and the language of the reader', () => {
    expect(shown(FULL, 'imperial')).toMatchObject({ Air: '32 °F', 'Fuel used': '0.62 gal', Wind: '11 mph' })
    expect(shown(FULL, 'metric', de)).toMatchObject({ Reifen: 'nass, Satz 3', Haftung: 'feucht' })
  })

  test('that a game did not tell are not available, not zero', () => {
    const { Session, ...rest } = shown(BARE)
    expect(Session).toBe('race')
    expect(Object.values(rest)).toEqual(Object.values(rest).map(() => null))
    expect(wheelRows(BARE, { t: en, units: 'metric' }).map(row => row.values)).toEqual([null, null, null])
  })

  test('of a newer bridge are shown in its own words', () => {
    expect(shown({ ...BARE, grip: 'gravel', compound: 'C3', sessionKind: 'warmup' })).toMatchObject({
      Grip: 'gravel',
      Tyres: 'C3',
      Session: 'warmup',
    })
  })

  test('say when nothing is wrong', () => {
    expect(shown({ ...BARE, ownMs: 102_500.2, gapMs: 0 })).toMatchObject({
      'Our own clock': 'the same',
      Gaps: 'none',
    })
  })
})

test('wheels are in the order front left, front right, rear left, rear right', () => {
  expect(wheelRows(FULL, { t: en, units: 'metric' })).toEqual([
    { name: 'Tyres', values: ['80', '81', '78', '79'], unit: '°C' },
    { name: 'Pressure', values: ['1.86', '1.90', '1.80', '1.80'], unit: 'bar' },
    { name: 'Brakes', values: null, unit: '°C' },
  ])
  expect(wheelRows(FULL, { t: en, units: 'imperial' })[1]).toMatchObject({
    values: ['27.0', '27.6', '26.1', '26.1'],
    unit: 'psi',
  })
})
