import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesToHex, type LapId } from '#shared/id'
import {
  deskToQuery,
  EMPTY_DESK,
  MAX_DESK_LAPS,
  queryToDesk,
  withLaps,
  withoutLap,
} from '../../../web/route/desk-link.ts'

const lapIds = fc.uniqueArray(
  fc.uint8Array({ minLength: 16, maxLength: 16 }).map(bytes => bytesToHex(bytes) as LapId),
  { minLength: 1, maxLength: MAX_DESK_LAPS },
)
/** What survives three decimals. */
const place = fc.integer({ min: -5_000_000, max: 5_000_000 }).map(n => n / 1000)

const links = lapIds.chain(ids =>
  fc.record({
    laps: fc.constant(ids).chain(all =>
      fc.tuple(
        ...all.map((id, slot) =>
          fc.record({
            id: fc.constant(id),
            slot: fc.constant(slot),
            nudgeM: place,
            nudgeMs: place,
            isHidden: fc.boolean(),
          }),
        ),
      ),
    ),
    reference: fc.constantFrom(null, ...ids),
    axis: fc.constantFrom('distance', 'time'),
    window: fc.option(
      fc
        .tuple(place, place)
        .filter(([a, b]) => a < b)
        .map(([from, to]) => ({ from, to })),
      { nil: null },
    ),
    cursor: fc.option(place, { nil: null }),
    second: fc.option(place, { nil: null }),
  }),
)

const read = (query: string) => queryToDesk(new URLSearchParams(query))

describe('the desk as an address', () => {
  test('is read back as it was written', () => {
    fc.assert(
      fc.property(links, fc.boolean(), (link, wantsPin) => {
        const desk = { ...link, isPinned: wantsPin && link.cursor !== null } as const
        expect(read(deskToQuery(desk))).toEqual(desk)
      }),
    )
  })

  test('opens whatever of a broken one can be read', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), text => {
        const desk = read(`?laps=${encodeURIComponent(text)}&ref=${text}&w=${text}&at=${text}`)
        expect(desk.laps.length).toBeLessThanOrEqual(MAX_DESK_LAPS)
      }),
    )
    expect(read('?laps=nothing&w=5,1&at=NaN&x=sideways')).toEqual(EMPTY_DESK)
  })

  test('gives two laps of one colour different ones', () => {
    const [a, b] = ['a', 'b'].map(letter => letter.repeat(32))
    expect(read(`?laps=${a}_s3,${b}_s3`).laps.map(lap => lap.slot)).toEqual([3, 0])
  })

  test('keeps the colour of a lap when another goes, and gives the free one to the next', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(letter => letter.repeat(32) as LapId)
    const three = withLaps(EMPTY_DESK, [a!, b!, c!])
    const two = withoutLap(three, b!)
    expect(two.laps.map(lap => lap.slot)).toEqual([0, 2])
    expect(withLaps(two, [d!]).laps.map(lap => lap.slot)).toEqual([0, 2, 1])
  })

  test('has no more laps than there are colours', () => {
    const many = Array.from({ length: 12 }, (_, i) => i.toString(16).repeat(32) as LapId)
    expect(withLaps(EMPTY_DESK, many).laps).toHaveLength(MAX_DESK_LAPS)
  })
})
