/** Which old lap a new one is, and laps at a line somebody chose. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LoggedSession } from '#shared/formats'
import type { LapId, LayoutId } from '#shared/id'
import { lapsFromGates } from '#shared/lap'
import { simulateSession } from '#shared/sim'
import { asMillis } from '#shared/units'
import { lapsAtLines, matchLaps } from '../../../web/workers/import-laps.ts'

const lap = (startMs: number, endMs: number) => ({ startMs: asMillis(startMs), endMs: asMillis(endMs) })
const old = (...spans: readonly [number, number][]) =>
  spans.map(([from, to], i) => ({ ...lap(from, to), id: `${i}` as LapId }))
const fresh = (...spans: readonly [number, number][]) => spans.map(([from, to]) => lap(from, to))

describe('a lap read again', () => {
  test('is the one that takes the same time, moved by a little or not at all', () => {
    const before = old([0, 100], [100, 200], [200, 300])
    expect(matchLaps(fresh([0, 100], [100, 200], [200, 300]), before)).toEqual(['0', '1', '2'])
    expect(matchLaps(fresh([0, 120], [120, 220], [220, 300]), before)).toEqual(['0', '1', '2'])
  })

  test('that was two, or is half of one, is the one it shares most with; the other is new', () => {
    expect(matchLaps(fresh([0, 200]), old([0, 90], [90, 200]))).toEqual(['1'])
    expect(matchLaps(fresh([0, 90], [90, 200]), old([0, 200]))).toEqual([null, '0'])
    expect(matchLaps(fresh([500, 600]), old([0, 100]))).toEqual([null])
  })

  test('takes no old lap twice, whatever they are', () => {
    const spans = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { maxLength: 8 })
    fc.assert(
      fc.property(spans, spans, (a, b) => {
        const sorted = (spans: [number, number][]) => spans.map(([x, y]): [number, number] => [x, x + y])
        const ids = matchLaps(fresh(...sorted(a)), old(...sorted(b))).filter(id => id !== null)
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })
})

describe('laps at a line', () => {
  const { trace, circuit } = simulateSession({ seed: 5, circuit: 'valdoro', laps: 3, rateHz: 20 })
  const layoutId = '1'.repeat(32) as LayoutId
  const session: LoggedSession = {
    driver: null,
    vehicle: null,
    venue: null,
    comment: null,
    startedAt: null,
    utcOffsetMin: null,
    frame: circuit.frame,
    trace,
    marks: [{ number: 1, startMs: 0, endMs: 1000 }],
    lapColumn: null,
    lines: null,
    pits: [],
  }
  const gates = { ...circuit.gates, origin: 'drawn' }

  test('are those of the line and name its version, whatever the file says about laps', () => {
    const cut = lapsAtLines(session, { gates, layoutId, version: 7 })!
    const timed = { by: 'gates', layoutId, gateVersion: 7 } as const
    const own = lapsFromGates({
      trace,
      frame: circuit.frame,
      gates: { ...gates, version: 7, createdAt: 0 as never },
      layoutId,
    })
    expect(cut.map(({ startMs, endMs, timing }) => ({ startMs, endMs, timing }))).toEqual(
      own.map(({ startMs, endMs }) => ({ startMs, endMs, timing: timed })),
    )
  })

  test('in the pits are marked', () => {
    const [, , third] = lapsAtLines(session, { gates, layoutId, version: 1 })!
    const pits = [{ kind: 'entry', atMs: third!.endMs - 1000 }] as const
    const cut = lapsAtLines({ ...session, pits }, { gates, layoutId, version: 1 })!
    expect(cut[2]!.kind).toBe('in')
  })

  test('that is never crossed are none', () => {
    const { left, right } = gates.startFinish
    const reversed = { ...gates, startFinish: { left: right, right: left } }
    expect(lapsAtLines(session, { gates: reversed, layoutId, version: 1 })).toBeNull()
  })
})
