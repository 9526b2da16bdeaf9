/** Findings as sentences, in both languages and both systems of units. */
import { describe, expect, test } from 'vitest'
import type { Finding, Part } from '#shared/compare'
import type { Corner } from '#shared/track'
import { asMetres, asMillis, type UnitSystem } from '#shared/units'
import { de } from '../../../../web/desk/words/de.ts'
import { en } from '../../../../web/desk/words/en.ts'
import { findingToSentence } from '../../../../web/screens/desk/tables/findings.ts'

const POINT = { x: 0, y: 0 }
const corner = (name: string): Corner => ({ name, turn: 'left', entry: POINT, apex: POINT, exit: POINT })
const T4: Part = {
  kind: 'corner',
  corner: corner('T4'),
  fromM: asMetres(900),
  apexM: asMetres(960),
  toM: asMetres(1020),
}
const T4_TO_T5: Part = {
  kind: 'straight',
  after: corner('T4'),
  before: corner('T5'),
  fromM: asMetres(1020),
  toM: asMetres(1300),
}
const FINDING: Finding = {
  part: T4,
  phase: 'entry',
  lossMs: asMillis(184),
  lapsAgreeing: 5,
  lapsCounted: 6,
  brakeByM: -12.3,
  throttleByM: 8.4,
  minSpeedBy: -6 / 3.6,
  exitSpeedBy: -4 / 3.6,
  carriedMs: asMillis(0),
}

const say = (
  change: Partial<Finding> = {},
  { words = en, units = 'metric' as UnitSystem, who = null as string | null } = {},
): string => findingToSentence({ ...FINDING, ...change }, { words, units, who }).replaceAll('\u00a0', ' ')

describe('a finding', () => {
  test('says place, time, how often and what was done differently', () => {
    expect(say()).toBe(
      'T4, entry: 0.18 s lost in 5 of 6 laps: you brake 12 m earlier than the reference and are 6 km/h slower at the slowest point.',
    )
  })

  test('is said in German', () => {
    expect(say({}, { words: de })).toBe(
      'T4, Eingang: 0.18 s in 5 von 6 Runden verloren: du bremst 12 m früher als die Referenz und bist am langsamsten Punkt 6 km/h langsamer.',
    )
    expect(
      say({ phase: 'exit', lossMs: asMillis(-90), throttleByM: -5, exitSpeedBy: 1 }, { words: de }),
    ).toBe(
      'T4, Ausgang: 0.09 s in 5 von 6 Runden gewonnen: du gehst 5 m früher als die Referenz ans Gas, bist am Ausgang 4 km/h schneller und bist am langsamsten Punkt 6 km/h langsamer.',
    )
  })

  test('is said in feet and miles per hour', () => {
    expect(say({}, { units: 'imperial' })).toBe(
      'T4, entry: 0.18 s lost in 5 of 6 laps: you brake 40 ft earlier than the reference and are 4 mph slower at the slowest point.',
    )
  })

  test('says a gain as a gain', () => {
    expect(say({ lossMs: asMillis(-120), brakeByM: 12, minSpeedBy: 1, lapsAgreeing: 6 })).toBe(
      'T4, entry: 0.12 s gained in all 6 laps: you brake 12 m later than the reference and are 4 km/h faster at the slowest point.',
    )
  })

  test('leaves out what is not known, and what is nothing', () => {
    expect(say({ brakeByM: Number.NaN })).toBe(
      'T4, entry: 0.18 s lost in 5 of 6 laps: you are 6 km/h slower than the reference at the slowest point.',
    )
    expect(say({ brakeByM: 0.3, minSpeedBy: Number.NaN })).toBe('T4, entry: 0.18 s lost in 5 of 6 laps.')
  })

  test('speaks of who drove', () => {
    expect(say({ phase: 'middle' }, { who: 'Kim' })).toBe(
      'T4, middle: 0.18 s lost in 5 of 6 laps: Kim is 6 km/h slower than the reference at the slowest point and opens the throttle 8 m later.',
    )
    expect(say({}, { who: 'Kim', words: de })).toContain('Kim bremst 12 m früher als die Referenz und ist am')
  })

  test('on a straight speaks of its end', () => {
    expect(say({ part: T4_TO_T5, phase: 'straight' })).toBe(
      'T4 – T5, straight: 0.18 s lost in 5 of 6 laps: you are 4 km/h slower than the reference at its end.',
    )
  })

  test('says what an exit costs on the straight after it', () => {
    const exit = { phase: 'exit', throttleByM: Number.NaN, minSpeedBy: Number.NaN } as const
    expect(say({ ...exit, carriedMs: asMillis(82) })).toBe(
      'T4, exit: 0.18 s lost in 5 of 6 laps: you are 4 km/h slower than the reference at the exit, which costs another 0.08 s on the straight after it.',
    )
    expect(say({ ...exit, carriedMs: asMillis(82) }, { words: de })).toBe(
      'T4, Ausgang: 0.18 s in 5 von 6 Runden verloren: du bist am Ausgang 4 km/h langsamer als die Referenz, das kostet auf der Geraden danach weitere 0.08 s.',
    )
  })

  test('never says a number that is none', () => {
    for (const phase of ['entry', 'middle', 'exit', 'straight'] as const) {
      for (const words of [en, de]) {
        const silent = {
          brakeByM: Number.NaN,
          throttleByM: Number.NaN,
          minSpeedBy: Number.NaN,
          exitSpeedBy: Number.NaN,
        }
        expect(say({ ...silent, phase }, { words })).not.toMatch(/NaN|undefined|null|–\s*(m|km)/)
      }
    }
  })
})
