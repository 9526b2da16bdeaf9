/** Pit marks of a log are believed when the car was slow or stood there, and not when it drove on. */
import { describe, expect, test } from 'vitest'
import { lapsFromMarks } from '#shared/lap'
import { createTrace, type Trace } from '#shared/trace'
import { createNotes } from '../../../../shared/formats/common/index.ts'
import type { PitEvent } from '../../../../shared/formats/model.ts'
import { withPitLaps } from '../../../../shared/formats/pipeline/pit-laps.ts'

const LAP_MS = 100_000
const laps = lapsFromMarks([1, 2, 3].map(n => ({ number: n, startMs: (n - 1) * LAP_MS, endMs: n * LAP_MS })))

const FAST = 40
/** Speeds in m/s at each second; FAST where nothing else is said. */
const traceOf = (speedAt: (s: number) => number | undefined, name = 'speed'): Trace => {
  const timeMs = Float64Array.from({ length: 301 }, (_, s) => s * 1000)
  const values = Float32Array.from(timeMs, (_, s) => speedAt(s) ?? FAST)
  const unit = name === 'speed' ? 'm/s' : 'rpm'
  return createTrace([{ timeMs, channels: [{ name, unit, kind: 'continuous', source: 'gps', values }] }])
}
const within = (s: number, from: number, to: number): boolean => s >= from && s <= to

const entry = (s: number): PitEvent => ({ kind: 'entry', atMs: s * 1000 })
const exit = (s: number): PitEvent => ({ kind: 'exit', atMs: s * 1000 })

const read = (trace: Trace, pits: readonly PitEvent[]): { kinds: string; said: string } => {
  const notes = createNotes()
  const marked = withPitLaps(laps, { trace, pits }, notes)
  return {
    kinds: marked.map(({ kind }) => kind).join(' '),
    said: notes
      .list()
      .map(({ text }) => text)
      .join('\n'),
  }
}

describe('a mark is believed', () => {
  test('when the car kept to the speed of a pit lane: in before the line, out after it', () => {
    const slow = traceOf(s => (within(s, 90, 110) ? 20 : undefined))
    expect(read(slow, [entry(90), exit(110)])).toEqual({ kinds: 'in out timed', said: '' })
  })

  test('when it stood, however fast it was before and after', () => {
    const stop = traceOf(s => (within(s, 140, 146) ? 0.4 : undefined))
    expect(read(stop, [entry(110), exit(170)])).toEqual({ kinds: 'timed out timed', said: '' })
  })

  test('when it brakes at the entry and speeds up at the exit', () => {
    const slow = traceOf(s => (within(s, 122, 138) ? 20 : undefined))
    expect(read(slow, [entry(120), exit(140)]).kinds).toBe('timed out timed')
  })

  test('when the log has no speed', () => {
    expect(
      read(
        traceOf(() => undefined, 'rpm'),
        [entry(120), exit(140)],
      ).kinds,
    ).toBe('timed out timed')
  })

  test('when its speed is unknown there', () => {
    const gap = traceOf(s => (within(s, 110, 150) ? Number.NaN : undefined))
    expect(read(gap, [entry(120), exit(140)]).kinds).toBe('timed out timed')
  })
})

describe('a mark is not believed', () => {
  test('when the car drove on at speed, and that is said once for all laps', () => {
    const { kinds, said } = read(
      traceOf(() => undefined),
      [entry(2), exit(16), entry(102), exit(116)],
    )
    expect(kinds).toBe('timed timed timed')
    expect(said).toBe(
      'The log puts 2 laps into the pits though the car neither stood nor drove slowly there, so they count as timed.',
    )
  })

  test('when the receiver lost its fix for a moment on the way', () => {
    const glitch = traceOf(s => (within(s, 106, 108) ? 0 : undefined))
    expect(read(glitch, [entry(102), exit(116)]).kinds).toBe('timed timed timed')
  })

  test('for the lap behind the line, when the car was slow before it only', () => {
    const before = traceOf(s => (within(s, 90, 99) ? 15 : undefined))
    const { kinds, said } = read(before, [entry(90), exit(112)])
    expect(kinds).toBe('in timed timed')
    expect(said).toMatch(/^The log puts one lap into the pits .* so it counts as timed\.$/)
  })

  test('and then an earlier one of the same lap decides', () => {
    const early = traceOf(s => (within(s, 100, 120) ? 15 : undefined))
    expect(read(early, [exit(118), entry(160), exit(175)]).kinds).toBe('timed out timed')
  })
})
