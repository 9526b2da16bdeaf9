/** Parts of a recording: cut and joined without a lap lost or in two of them. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWithin, joinSpans, type Span, sessionStart, splitSpans, takeSpans } from '#shared/lap'
import { asEpochMillis, asMillis } from '#shared/units'

const lap = (startMs: number, timeMs = 60_000) => ({
  startMs: asMillis(startMs),
  endMs: asMillis(startMs + timeMs),
})
const LAPS = Array.from({ length: 10 }, (_, i) => lap(i * 60_000))
const inside = (spans: readonly Span[] | undefined) => LAPS.filter(each => isWithin(spans, each))

test('a recording that was never split holds every lap', () => {
  expect(inside(undefined)).toEqual(LAPS)
})

test('split at a moment, each lap is in exactly one part, and joining gives the whole', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), at => {
      const [before, after] = splitSpans(undefined, LAPS[at]!.startMs)
      expect(inside(before)).toEqual(LAPS.slice(0, at))
      expect(inside(after)).toEqual(LAPS.slice(at))
      expect(joinSpans([...after, ...before])).toBeUndefined()
    }),
  )
})

test('any laps taken out, however often, are in one part each, and joining gives the whole', () => {
  fc.assert(
    fc.property(fc.array(fc.subarray(LAPS, { minLength: 1 }), { maxLength: 4 }), takes => {
      const parts: (readonly Span[])[] = []
      let left: readonly Span[] | undefined
      for (const laps of takes) {
        const mine = laps.filter(each => isWithin(left, each))
        const cut = takeSpans(left, mine)
        expect(inside(cut.taken)).toEqual(mine)
        parts.push(cut.taken)
        left = cut.left
      }
      const all = [...parts, left ?? []]
      for (const each of LAPS) {
        expect(all.filter(part => takes.length === 0 || isWithin(part, each))).toHaveLength(1)
      }
      if (takes.length > 0) expect(joinSpans(all.flat())).toBeUndefined()
    }),
  )
})

test('a line moved by a few metres leaves each lap in its part', () => {
  const [before, after] = splitSpans(undefined, 300_000)
  const moved = LAPS.map(each => lap(each.startMs + 900))
  expect(moved.filter(each => isWithin(before, each))).toHaveLength(5)
  expect(moved.filter(each => isWithin(after, each))).toHaveLength(5)
})

test('a part begins when its first lap does', () => {
  const [before, after] = splitSpans(undefined, 300_000)
  const startedAt = asEpochMillis(1_000_000)
  expect(sessionStart({ startedAt, spans: before })).toBe(1_000_000)
  expect(sessionStart({ startedAt, spans: after })).toBe(1_300_000)
  expect(sessionStart({ startedAt })).toBe(1_000_000)
})
