/** Setup files: what is read from ACC's and AC's, and that anything else is text or refused. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_SETUP_BYTES, readSetup, SETTING_IDS, SETTINGS, SETUP_GROUPS, type Setup } from '#shared/setup'
import { mutate } from '../formats/common/fuzz.ts'
import { accJson, acIni } from './made.ts'

const setupOf = (content: Uint8Array | string): Setup => {
  const reading = readSetup(content)
  if (reading.kind !== 'acc' && reading.kind !== 'ac') throw new Error(`read as ${reading.kind}`)
  return reading
}

const valueIn = (setup: Setup, key: string) => setup.values.find(value => value.key === key)

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const utf16le = (text: string): Uint8Array =>
  Uint8Array.from([...text].flatMap(letter => [letter.charCodeAt(0) & 0xff, letter.charCodeAt(0) >> 8]))
const swapped = (bytes: Uint8Array): Uint8Array => bytes.map((_, i) => bytes[i ^ 1]!)

const accText = JSON.stringify(accJson, null, 4)

describe('ACC', () => {
  const setup = setupOf(accText)

  test('the car and its values, each with its unit', () => {
    expect(setup).toMatchObject({ kind: 'acc', car: 'ferrari_296_gt3' })
    expect(valueIn(setup, 'pressure.lf')).toMatchObject({
      value: 56,
      unit: 'clicks',
      group: 'tyres',
      part: 'lf',
    })
    expect(valueIn(setup, 'pressure.rr')).toMatchObject({ value: 51 })
    expect(valueIn(setup, 'camber.rf')).toMatchObject({ value: 3, unit: 'clicks', derived: false })
    expect(valueIn(setup, 'camberAngle.lr')).toMatchObject({ value: -3.25, unit: 'deg', derived: true })
    expect(valueIn(setup, 'caster.lf')).toMatchObject({ value: 9 })
    expect(valueIn(setup, 'caster.rf')).toMatchObject({ value: 10 })
    expect(valueIn(setup, 'tractionControl')).toMatchObject({ value: 4, unit: 'clicks' })
    expect(valueIn(setup, 'engineMap')).toMatchObject({ value: 1, unit: 'choice' })
    expect(valueIn(setup, 'fuel')).toMatchObject({ value: 62, unit: 'l' })
    expect(valueIn(setup, 'brakeDuct.front')).toMatchObject({ value: 3, part: 'front' })
    expect(valueIn(setup, 'wing.rear')).toMatchObject({ value: 9 })
    expect(valueIn(setup, 'rodLength.lf')).toMatchObject({ value: 10.5, unit: null, derived: true })
    expect(valueIn(setup, 'diffPreload')).toMatchObject({ value: 6, group: 'drivetrain' })
  })

  test('a planned pit stop has values of its own', () => {
    expect(valueIn(setup, 'stop1.pressure.lf')).toMatchObject({ value: 60, stop: 1 })
    expect(valueIn(setup, 'stop1.fuelToAdd')).toMatchObject({ value: 30, unit: 'l', stop: 1 })
    expect(valueIn(setup, 'stop1.tyreSet')).toMatchObject({ value: 3 })
    expect(valueIn(setup, 'tyreSet')).toMatchObject({ value: 0, stop: null })
  })

  test('every key of the game is known but one, which is shown as it is', () => {
    const unknown = setup.values.filter(({ setting }) => setting === null)
    expect(unknown.map(({ name, value }) => [name, value])).toEqual([['trackBopType', 11]])
    // 22 numbers, 15 lists of four wheels, one of two axles; 4 numbers and one list in the stop; one unknown.
    expect(setup.values).toHaveLength(numbersIn(accJson))
  })

  test('a list of another length is shown as it is', () => {
    const odd = { carName: 'x', basicSetup: { tyres: { tyrePressure: [1, 2, 3] } } }
    expect(setupOf(JSON.stringify(odd)).values.map(({ name, setting }) => [name, setting])).toEqual([
      ['basicSetup/tyres/tyrePressure/0', null],
      ['basicSetup/tyres/tyrePressure/1', null],
      ['basicSetup/tyres/tyrePressure/2', null],
    ])
  })

  test.each([
    ['UTF-8', utf8(accText)],
    ['UTF-8 with a mark', utf8(`\ufeff${accText}`)],
    ['UTF-16LE', utf16le(accText)],
    ['UTF-16LE with a mark', utf16le(`\ufeff${accText}`)],
    ['UTF-16BE', swapped(utf16le(accText))],
    ['UTF-16BE with a mark', swapped(utf16le(`\ufeff${accText}`))],
    ['UTF-8 with zeros behind it', utf8(`${accText}\0\0`)],
    ['text', accText],
  ])('%s reads the same', (_, content) => {
    expect(readSetup(content)).toEqual(setup)
  })
})

describe('AC', () => {
  const setup = setupOf(acIni)

  test('the car and its values', () => {
    expect(setup).toMatchObject({ kind: 'ac', car: 'ks_mazda_mx5_cup' })
    expect(valueIn(setup, 'pressure.lf')).toMatchObject({ value: 26, unit: 'psi', name: 'PRESSURE_LF' })
    expect(valueIn(setup, 'camber.lr')).toMatchObject({ value: -22, unit: null })
    expect(valueIn(setup, 'fuel')).toMatchObject({ value: 30, unit: 'l' })
    expect(valueIn(setup, 'antiRollBar.front')).toMatchObject({ value: 3 })
    expect(valueIn(setup, 'wing2')).toMatchObject({ value: 5, part: null })
    expect(valueIn(setup, 'brakeBias')).toMatchObject({ value: 61, unit: '%' })
    expect(valueIn(setup, 'fastRebound.rr')).toMatchObject({ value: 4, group: 'dampers' })
  })

  test('what nobody listed is shown as it is', () => {
    expect(valueIn(setup, '/SOMETHING_NEW')).toMatchObject({ name: 'SOMETHING_NEW', value: 7, setting: null })
    expect(valueIn(setup, '/__EXT_PATCH VERSION')).toMatchObject({ value: '0.2.3-preview1', group: 'other' })
  })

  test('line ends and case do not matter, and the last of two sections counts', () => {
    expect(readSetup(acIni.replaceAll('\n', '\r\n'))).toEqual(setup)
    expect(readSetup(acIni.toLowerCase().replace('ks_', 'KS_').toLowerCase())).toMatchObject({ kind: 'ac' })
    expect(valueIn(setupOf(`${acIni}[FUEL]\nVALUE=31\n`), 'fuel')?.value).toBe(31)
  })
})

describe('anything else', () => {
  test.each([
    ['notes', 'Softer rear bar, 1 psi less on the left. Felt better in T3.'],
    ['numbers', '[1, 2, 3]'],
    ['other JSON', '{"carName": "x", "laps": 3}'],
    ['a list of setups', `[${accText}]`],
    ['half a setup', accText.slice(0, 400)],
    ['another INI', '[DISPLAY]\nWIDTH=3\n'],
  ])('%s is text, kept as it is', (_, text) => {
    expect(readSetup(text)).toEqual({ kind: 'text', text })
  })

  test('old letters are read one by one', () => {
    expect(readSetup(Uint8Array.of(0x48, 0xf6, 0x68, 0x65))).toEqual({ kind: 'text', text: 'Höhe' })
  })

  test.each([
    ['nothing', new Uint8Array(0), 'empty'],
    ['spaces', '  \r\n ', 'empty'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 0, 0), 'no-text'],
    ['too much', new Uint8Array(MAX_SETUP_BYTES + 1).fill(32), 'too-large'],
    ['too much text', 'x'.repeat(MAX_SETUP_BYTES + 1), 'too-large'],
  ])('%s is refused', (_, content, reason) => {
    expect(readSetup(content)).toEqual({ kind: 'refused', reason })
  })
})

describe('made to hurt', () => {
  test.each([
    [
      'nested a hundred thousand deep',
      `{"carName":"x","basicSetup":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
    ],
    [
      'keys of objects',
      '{"carName":"x","basicSetup":{"__proto__":{"a":1},"constructor":2,"toString":[3,3,3,3]}}',
    ],
    [
      'keys that look like paths',
      '{"carName":"x","basicSetup":{"strategy":{"fuel":1}},"basicSetup/strategy/fuel":2}',
    ],
    [
      'pit stops that are none',
      '{"carName":"x","basicSetup":{"strategy":{"pitStrategy":[1,[2],null,{"a":3},"b"]}}}',
    ],
    ['numbers beyond all numbers', '{"carName":"x","basicSetup":{"strategy":{"fuel":1e999}}}'],
    ['thousands of values', `{"carName":"x","basicSetup":[${'1,'.repeat(100_000)}1]}`],
    ['thousands of sections', Array.from({ length: 15_000 }, (_, i) => `[S${i}]\nVALUE=1\n`).join('')],
    ['a section without an end', `[FUEL]\nVALUE=1\n${'['.repeat(200_000)}`],
  ])('%s', (_, text) => {
    expectHonest(readSetup(text))
  })

  const originals = [utf8(accText), utf16le(accText), utf8(acIni)]
  test.each(
    originals.map((bytes, i) => [['ACC', 'ACC in UTF-16', 'AC'][i]!, bytes] as const),
  )('%s, damaged by 300 seeds', (_, bytes) => {
    for (let seed = 1; seed <= 300; seed++) expectHonest(readSetup(mutate(bytes, seed)), `seed ${seed}`)
  })

  test('any JSON under the names of a setup', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.json(), (basic, advanced) => {
        expectHonest(
          readSetup(`{"carName":"x","basicSetup":{"strategy":${basic}},"advancedSetup":{"x":${advanced}}}`),
        )
      }),
    )
  })
})

test('every setting belongs to a group that is shown', () => {
  for (const id of SETTING_IDS) expect(SETUP_GROUPS).toContain(SETTINGS[id])
})

const expectHonest = (reading: ReturnType<typeof readSetup>, message = ''): void => {
  if (reading.kind !== 'acc' && reading.kind !== 'ac') return
  expect(reading.values.length, message).toBeLessThanOrEqual(2004)
  expect(new Set(reading.values.map(({ key }) => key)).size, message).toBe(reading.values.length)
  for (const { value, name } of reading.values) {
    expect(
      typeof value === 'string' ? value.length <= 301 : Number.isFinite(value),
      `${message} ${name}`,
    ).toBe(true)
  }
}

const numbersIn = (value: unknown): number =>
  typeof value === 'number'
    ? 1
    : typeof value === 'object' && value !== null
      ? Object.values(value).reduce<number>((sum, inner) => sum + numbersIn(inner), 0)
      : 0
