/** Setup files as they are offered, and their values as lines. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CarId } from '#shared/id'
import type { Car } from '#shared/lap'
import { readSetup, type SetupValue } from '#shared/setup'
import { offerFile } from '../../../web/screens/garage/setups/offered-files.ts'
import { amountText, changeText, groupsOf } from '../../../web/screens/garage/setups/values.ts'
import { accJson, acIni } from '../../shared/setup/made.ts'

const SEED = 7_301
const carNamed = (n: number, name: string): Car => ({
  id: n.toString(16).padStart(32, '0') as CarId,
  name,
  privacy: 'my-devices',
})
const ferrari = carNamed(1, 'Ferrari 296 GT3')

describe('an offered file', () => {
  test('goes to the one car of the garage it is for', async () => {
    const file = new File([JSON.stringify(accJson)], 'monza.race.json')
    expect(await offerFile(file, [carNamed(2, 'Hatch'), ferrari])).toMatchObject({
      ok: true,
      name: 'monza.race',
      kind: 'acc',
      carName: 'Ferrari 296 GT3',
      carId: ferrari.id,
    })
  })

  test('asks when the garage has that car twice or not at all', async () => {
    const file = new File([JSON.stringify(accJson)], 'a.json')
    const twice = { ...carNamed(3, 'Red one'), known: 'ferrari-296-gt3' }
    expect(await offerFile(file, [ferrari, twice])).toMatchObject({ carId: null, carName: 'Ferrari 296 GT3' })
    expect(await offerFile(file, [])).toMatchObject({ carId: null })
  })

  test('of a car nobody knows is for the car of that name', async () => {
    const file = new File(['[CAR]\nMODEL=my_mod\n[FUEL]\nVALUE=3\n'], 'x.ini')
    const mod = carNamed(4, 'my_mod')
    expect(await offerFile(file, [mod])).toMatchObject({ carName: 'my_mod', carId: mod.id })
  })

  test('is refused with the reason', async () => {
    const why = async (...parts: BlobPart[]) => {
      const offered = await offerFile(new File(parts, 'f'), [])
      return offered.ok ? offered.kind : offered.why
    }
    expect(await why(new Uint8Array(262_145))).toBe('too-large')
    expect(await why('  \n')).toBe('empty')
    expect(await why(new Uint8Array([64, 0, 0, 0, 1, 2, 3, 4]))).toBe('no-text')
    expect(await why('just words')).toBe('text')
  })
})

describe('the values of a setup', () => {
  const values = (text: string): readonly SetupValue[] => {
    const reading = readSetup(text)
    return 'values' in reading ? reading.values : []
  }

  test('stand in lines: a setting once, its wheels in order, each value exactly once', () => {
    for (const text of [JSON.stringify(accJson), acIni]) {
      const all = values(text)
      const lines = groupsOf(all).flatMap(group => group.lines)
      expect(lines.reduce((n, line) => n + line.cells.length, 0)).toBe(all.length)
      expect(new Set(lines.map(line => line.key)).size).toBe(lines.length)
    }
    const tyres = groupsOf(values(JSON.stringify(accJson)))[0]!
    const pressure = tyres.lines.find(line => line.setting === 'pressure' && line.stop === null)!
    expect(pressure.cells.map(cell => [cell.part, cell.value])).toEqual([
      ['lf', 56],
      ['rf', 55],
      ['lr', 52],
      ['rr', 51],
    ])
  })

  test(`have real signs and no noise (seed ${SEED})`, () => {
    expect(amountText(-3.75)).toBe('−3.75')
    expect(amountText(0.1 + 0.2)).toBe('0.3')
    expect(amountText('soft')).toBe('soft')
    expect(changeText(2)).toBe('+2')
    expect(changeText(-0.5)).toBe('−0.5')
    expect(changeText(0)).toBe('±0')
    fc.assert(
      fc.property(fc.integer({ min: -99_999, max: 99_999 }), n => {
        expect(Number(amountText(n).replace('−', '-'))).toBe(n)
      }),
      { seed: SEED },
    )
  })
})
