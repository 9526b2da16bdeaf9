import { expect, test } from 'vitest'
import type { LayoutId } from '#shared/id'
import { lapsFromGates, type MeasuredLap, withFlaggedLaps } from '#shared/lap'
import { simulateSession } from '#shared/sim'
import { createTrace } from '#shared/trace'
import { asMillis } from '#shared/units'

const lap = (number: number, fromMs: number, toMs: number): MeasuredLap => ({
  number,
  kind: 'timed',
  startMs: asMillis(fromMs),
  endMs: asMillis(toMs),
  sectorsMs: [],
  validity: { valid: true },
  timing: { by: 'marks' },
})

/** Sampled at 50 Hz; the flag is up between the two times. */
const flagged = (upFromMs: number, upToMs: number) => {
  const timeMs = Float64Array.from({ length: 1001 }, (_, i) => i * 20)
  const values = Float32Array.from(timeMs, t => (t >= upFromMs && t < upToMs ? 1 : 0))
  return createTrace([
    { timeMs, channels: [{ name: 'lapInvalid', unit: '', kind: 'discrete', source: 'can', values }] },
  ])
}

const LAPS = [lap(1, 0, 10_000), lap(2, 10_000, 20_000)]
const isValid = (laps: readonly MeasuredLap[]) => laps.map(({ validity }) => validity.valid)

test('the lap in which the flag goes up does not count, and says why', () => {
  const [first, second] = withFlaggedLaps(LAPS, flagged(7000, 10_000), 'track limits')
  expect(first?.validity).toEqual({ valid: false, reason: 'track limits' })
  expect(second?.validity).toEqual({ valid: true })
})

test('a flag that drops a little after the line leaves the next lap valid', () => {
  expect(isValid(withFlaggedLaps(LAPS, flagged(7000, 10_180), 'track limits'))).toEqual([false, true])
})

test('a reason that is there already stays, and without the channel nothing changes', () => {
  const before = [{ ...LAPS[0]!, validity: { valid: false, reason: 'teleport' } as const }]
  expect(withFlaggedLaps(before, flagged(0, 10_000), 'track limits')).toEqual(before)
  const bare = createTrace([{ timeMs: Float64Array.of(0, 1), channels: [] }])
  expect(withFlaggedLaps(LAPS, bare, 'track limits')).toEqual(LAPS)
})

test('of a simulated drive exactly the laps that left the road are marked', () => {
  const { trace, circuit, truth } = simulateSession({ seed: 50, circuit: 'valdoro', laps: 12 })
  const { frame, gates } = circuit
  const cut = lapsFromGates({ trace, frame, gates, layoutId: '0'.repeat(32) as LayoutId })
  const laps = withFlaggedLaps(cut, trace, 'track limits').filter(({ kind }) => kind === 'timed')
  const wrong = truth.laps.filter(({ kind }) => kind === 'timed').map(({ valid }) => valid)
  expect(isValid(laps)).toEqual(wrong)
  expect(wrong).toContain(false)
})
