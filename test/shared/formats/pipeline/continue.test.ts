/** Two recordings that are one session: when to ask, and what comes of it. */
import { describe, expect, test } from 'vitest'
import { type CutLog, canContinue, cutSessions, joinSessions, type LoggedSession } from '#shared/formats'
import type { LayoutId } from '#shared/id'
import { isRanked, lapTimeMs } from '#shared/lap'
import { describeCircuit } from '#shared/sim'
import { channelOf, createTrace, haveSameChannels, type Trace, timeOf } from '#shared/trace'
import { asEpochMillis } from '#shared/units'
import { madeSession, STARTED_AT } from './made.ts'

const MINUTE = 60_000
const first = madeSession({ laps: 2 })
const second = madeSession({ laps: 1 })
const endOf = (trace: Trace): number => Math.max(...trace.groups.map(({ timeMs }) => timeMs.at(-1)!))
const firstEnd = endOf(first.trace)

const cutAt = (trace: Trace, atMs: number | null, parts: Partial<LoggedSession> = {}, id = 'a'): CutLog => {
  const session: LoggedSession = {
    driver: null,
    vehicle: null,
    venue: null,
    comment: null,
    startedAt: atMs === null ? null : asEpochMillis(STARTED_AT + atMs),
    utcOffsetMin: null,
    frame: { kind: 'wgs84' },
    trace,
    marks: null,
    lapColumn: null,
    lines: null,
    pits: [],
    ...parts,
  }
  return cutSessions({ format: 'Test', sessions: [session], notes: [] }, [], id.repeat(32) as LayoutId)[0]!
}

const a = cutAt(first.trace, 0)
const bAfter = (minutes: number, parts?: Partial<LoggedSession>): CutLog =>
  cutAt(second.trace, Math.round(firstEnd + minutes * MINUTE), parts, 'b')

describe('when to ask', () => {
  test('within fifteen minutes at the same place', () => {
    expect(canContinue(a, bAfter(3))).toBe(true)
    expect(canContinue(a, bAfter(14.9))).toBe(true)
    expect(canContinue(a, bAfter(15.1))).toBe(false)
  })

  test('only forwards in time', () => {
    expect(canContinue(bAfter(3), a)).toBe(false)
    expect(canContinue(a, a)).toBe(false)
  })

  test('not when either has no date', () => {
    expect(canContinue(a, cutAt(second.trace, null))).toBe(false)
  })

  test('not for another kind of log or another car', () => {
    expect(canContinue(a, { ...bAfter(3), format: 'Other' })).toBe(false)
    const [red, blue] = [cutAt(first.trace, 0, { vehicle: 'red' }), bAfter(3, { vehicle: 'blue' })]
    expect(canContinue(red, blue)).toBe(false)
    expect(canContinue(a, blue)).toBe(true)
  })

  test('not at another place', () => {
    const { gates } = describeCircuit('valdoro')
    const elsewhere = bAfter(3)
    if (elsewhere.place?.kind !== 'new') throw new Error('no place')
    expect(canContinue(a, { ...elsewhere, place: { ...elsewhere.place, gates } })).toBe(false)
  })

  test('without positions the name of the venue decides', () => {
    const bare = (cut: CutLog, venue: string | null): CutLog => ({
      ...cut,
      place: null,
      session: { ...cut.session, venue },
    })
    expect(canContinue(bare(a, 'Heath'), bare(bAfter(3), 'Heath'))).toBe(true)
    expect(canContinue(bare(a, 'Heath'), bare(bAfter(3), 'Moor'))).toBe(false)
    expect(canContinue(bare(a, null), bare(bAfter(3), null))).toBe(false)
  })
})

describe('joined', () => {
  const joined = joinSessions(a, bAfter(3))
  const shift = Math.round(firstEnd + 3 * MINUTE)

  test('laps keep their times, go on in number and are timed at one place', () => {
    expect(joined.laps.map(({ number, kind }) => `${number} ${kind}`)).toEqual([
      '0 out',
      '1 timed',
      '2 timed',
      '3 in',
      '4 out',
      '5 timed',
      '6 in',
    ])
    expect(joined.laps.slice(0, 4)).toEqual(a.laps)
    expect(new Set(joined.laps.map(({ timing }) => JSON.stringify(timing))).size).toBe(1)
    const own = second.truth.laps.filter(lap => lap.kind === 'timed').map(lap => lap.endMs - lap.startMs)
    const got = joined.laps.slice(4).filter(isRanked).map(lapTimeMs)
    expect(Math.abs(got[0]! - own[0]!)).toBeLessThan(1500)
    expect(joined.place).toBe(a.place)
  })

  test('the trace holds both with a gap between them', () => {
    const { trace } = joined.session
    expect(haveSameChannels(trace, first.trace)).toBe(true)
    const lat = channelOf(trace, 'lat')!
    const own = [first.trace, second.trace].map(t => channelOf(t, 'lat')!.values)
    expect(lat.values).toHaveLength(own[0]!.length + 1 + own[1]!.length)
    expect(lat.values[own[0]!.length]).toBeNaN()
    expect(lat.values.at(-1)).toBe(own[1]!.at(-1))
    expect(timeOf(trace, lat).at(-1)).toBe(
      timeOf(second.trace, channelOf(second.trace, 'lat')!).at(-1)! + shift,
    )
  })

  test('official marks stay official', () => {
    const marksOf = ({ truth }: typeof first) =>
      truth.laps.map(({ number, kind, startMs, endMs, splitsMs }) => ({
        number,
        kind,
        startMs,
        endMs,
        ...(kind === 'timed' ? { splits: splitsMs } : {}),
      }))
    const both = joinSessions(
      cutAt(first.trace, 0, { marks: marksOf(first), pits: [{ kind: 'entry', atMs: firstEnd - 10 }] }),
      bAfter(3, { marks: marksOf(second), pits: [{ kind: 'exit', atMs: 10 }] }),
    )
    expect(both.timedBy).toBe('marks')
    expect(both.session.marks).toHaveLength(7)
    expect(both.session.pits.map(({ atMs }) => atMs)).toEqual([firstEnd - 10, shift + 10])
    const [, lap] = second.truth.laps
    const got = both.laps.find(({ number }) => number === 5)!
    expect(got.startMs).toBe(Math.round(lap!.startMs) + shift)
    expect(got.sectorsMs).toHaveLength(3)
    expect(got.sectorsMs.reduce((x, y) => x + y, 0)).toBe(lapTimeMs(got))
  })

  test('a channel only one of them has is unknown in the other', () => {
    const withOil = createTrace(
      second.trace.groups.map(({ timeMs }, g) => ({
        timeMs,
        channels: [
          ...second.trace.channels.filter(c => c.group === g),
          ...(g === 0
            ? [
                {
                  name: 'oilTemp',
                  unit: '°C',
                  kind: 'continuous' as const,
                  source: 'can',
                  values: new Float32Array(timeMs.length).fill(90),
                },
              ]
            : []),
        ],
      })),
    )
    const { trace } = joinSessions(a, cutAt(withOil, shift)).session
    const oil = channelOf(trace, 'oilTemp')!
    const rows = first.trace.groups[0]!.timeMs.length
    expect(oil.values.subarray(0, rows + 1).every(Number.isNaN)).toBe(true)
    expect(oil.values.subarray(rows + 1).every(v => v === 90)).toBe(true)
  })

  test('sessions that do not follow one another cannot be joined', () => {
    expect(() => joinSessions(bAfter(3), a)).toThrow(RangeError)
    expect(() => joinSessions(a, cutAt(second.trace, null))).toThrow(RangeError)
  })
})
