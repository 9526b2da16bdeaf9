/** The words of a MoTeC beacon channel. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { beaconPasses, beaconWords } from '../../../../shared/formats/motec-ld/beacon.ts'
import { marksBetween, sortPasses } from '../../../../shared/formats/motec-ld/marks.ts'

const EDGES = { first: 'out', last: 'in' } as const

describe('words to passes', () => {
  test('as an ADL wrote them: unknown word, count, milliseconds, code', () => {
    const words = [0, 0, 0xddeb, 0x801f, 0x4223, 0x38, 0x38]
    expect(beaconPasses(words, 1000)).toEqual([{ atMs: 1547, code: 56 }])
  })

  test('each of the three may stand there twice', () => {
    const passes = [{ atMs: 1862, code: 100 }]
    expect(beaconPasses([0, 0, 0xedae, 0xedae, 0x8025, 0x435e, 100], 1000)).toEqual(passes)
    expect(beaconPasses([0, 0, 0xedae, 0x8025, 0x8025, 0x435e, 100], 1000)).toEqual(passes)
    expect(beaconPasses([0, 0, 0xedae, 0x8025, 0x435e, 0x435e, 100], 1000)).toEqual(passes)
  })

  test('signed words mean the same', () => {
    const words = Int16Array.of(0, 0, 0xddeb, 0x801f, 0x4223, 56)
    expect(beaconPasses(words, 1000)).toEqual([{ atMs: 1547, code: 56 }])
    expect(beaconPasses(Float32Array.from(words), 1000)).toEqual([{ atMs: 1547, code: 56 }])
  })

  test('what is incomplete is no pass', () => {
    expect(beaconPasses([0, 0xc000, 0x8001], 1000)).toEqual([])
    expect(beaconPasses([0, 0xc000, 0x4001, 5], 1000)).toEqual([])
    expect(beaconPasses([0, 0xc000, 0x8001, 0x4000 | 1000, 5], 1000)).toEqual([])
    expect(beaconPasses([Number.NaN, 1, 2, 3], 1000)).toEqual([])
  })

  test('any passes five seconds apart survive writing and reading', () => {
    const gaps = fc.array(
      fc.record({ gap: fc.integer({ min: 5000, max: 99_999 }), code: fc.integer({ min: 1, max: 0x3ff }) }),
    )
    fc.assert(
      fc.property(gaps, list => {
        let atMs = 0
        const passes = list.map(({ gap, code }) => {
          atMs += gap
          return { atMs, code }
        })
        expect(beaconPasses(beaconWords(passes, 10), 1000)).toEqual(passes)
      }),
    )
  })

  test('passes too close to another are left out, not garbled', () => {
    const close = [
      { atMs: 10_000, code: 100 },
      { atMs: 12_000, code: 56 },
      { atMs: 20_000, code: 100 },
    ]
    expect(beaconPasses(beaconWords(close, 30), 1000)).toEqual([close[0], close[2]])
  })
})

describe('passes to laps', () => {
  const pass = (atMs: number, code: number) => ({ atMs, code })

  test('code 100 ends a lap', () => {
    const passes = [pass(1, 100), pass(2, 56), pass(3, 56), pass(4, 100)]
    expect(sortPasses(passes)).toEqual({ lapsMs: [1, 4], splitsMs: [2, 3], isGuessed: false })
  })

  test('without it the rarest code does, and that is a guess', () => {
    const passes = [pass(1, 7), pass(2, 3), pass(3, 3), pass(4, 7), pass(5, 3), pass(6, 3)]
    expect(sortPasses(passes)).toEqual({ lapsMs: [1, 4], splitsMs: [2, 3, 5, 6], isGuessed: true })
    expect(sortPasses([pass(1, 9), pass(2, 9)])).toMatchObject({ lapsMs: [1, 2], isGuessed: false })
  })

  test('N moments make N + 1 laps, of which the first and the last are none', () => {
    expect(marksBetween([30, 10, 20, 20], [12, 25, 5], 0, 40, EDGES)).toEqual([
      { startMs: 0, endMs: 10, number: 0, kind: 'out' },
      { startMs: 10, endMs: 20, number: 1, splits: [12] },
      { startMs: 20, endMs: 30, number: 2, splits: [25] },
      { startMs: 30, endMs: 40, number: 3, kind: 'in' },
    ])
    expect(marksBetween([50], [], 0, 40, EDGES)).toBeNull()
    expect(marksBetween([0, 40], [], 0, 40, EDGES)).toEqual([{ startMs: 0, endMs: 40, number: 1 }])
  })
})
