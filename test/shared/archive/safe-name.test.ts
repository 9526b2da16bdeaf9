/** F1: names that would leave their folder, or mean another file elsewhere. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSafeName, toPortableName } from '../../../shared/archive/index.ts'

const UNSAFE = [
  ...['../x', 'a/../../x', 'a/..', '..', '.', './x', 'a/./b', '/abs', '//srv/s', 'a//b', ''],
  ...['C:\\x', 'C:x', '\\\\srv\\s', 'a\\..\\b', 'a\\b', 'a:stream'],
  ...['con.json', 'nul', 'NUL', 'a/aux.tar.gz', 'com1', 'LPT9.txt', 'nul .txt', 'CONIN$', 'com¹'],
  ...['a.', 'a ', 'a./b', 'a /b', '...', ' '],
  ...['a\0b', 'a\nb', 'a\x7fb', 'a\u0085b', '\u202egpj.exe', 'a\u200bb', 'a\ufeffb', 'a\u2066b', 'a*', 'a?'],
  ...['\ud800', 'a\udc00b', 'x'.repeat(256), 'é'.repeat(128), `${'x'.repeat(200)}/`.repeat(6)],
]

describe('F1 a name', () => {
  test.each(UNSAFE)('%j is refused', name => {
    expect(isSafeName(name)).toBe(false)
  })

  test.each([
    ...['README.txt', 'records/laps.jsonl', 'a/b/', 'Log 2022-05-31 Goodwood.csv', 'Überholt.vbo', '日本.ld'],
    ...['.hidden', 'a..b', 'console', 'com10', 'nully.txt', "it's [1] & (2).csv", 'x'.repeat(255)],
  ])('%j is fine', name => {
    expect(isSafeName(name)).toBe(true)
  })

  test('can be made of anything, and stays what it is when it is safe', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.string(),
      fc.string({
        unit: fc.constantFrom('é', '.', ' ', 'x', '😀', 'nul', '日'),
        minLength: 80,
        maxLength: 300,
      }),
      fc.constantFrom(...UNSAFE),
    )
    fc.assert(
      fc.property(anything, text => {
        const name = toPortableName(text)
        expect(isSafeName(name)).toBe(true)
        expect(name).not.toContain('/')
        expect(toPortableName(name)).toBe(name)
      }),
      { numRuns: 2000 },
    )
  })

  test('of any length is answered at once', () => {
    for (const long of ['. '.repeat(1 << 20), `${'.'.repeat(1 << 20)}x`, `nul${' '.repeat(1 << 20)}x.txt`]) {
      expect(isSafeName(long)).toBe(false)
      expect(isSafeName(toPortableName(long))).toBe(true)
    }
  })

  test('keeps its ending when it is too long, and reads as before otherwise', () => {
    expect(toPortableName(`${'x'.repeat(400)}.csv`)).toBe(`${'x'.repeat(250)}.csv`)
    expect(toPortableName('x'.repeat(255))).toBe('x'.repeat(255))
    expect(toPortableName('Log 12:30.csv')).toBe('Log 12_30.csv')
    expect(toPortableName('con.csv')).toBe('_con.csv')
  })
})
