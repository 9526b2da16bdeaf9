/**
 * What every SimSource does, whatever it reads from. An adapter's tests call `describeSimSource` with a way to open one
 * in front of something that drives, and one in front of nothing.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SAMPLE_WIDTH, type SimEvent, type SimSource, STATUS_WIDTH } from '#shared/sim'

export interface SimSourceHarness {
  /** Not started yet; something drives and goes on for some seconds. */
  readonly source: SimSource
  /** Not started yet; there is nothing to read. */
  readonly idle: SimSource
  close(): Promise<void>
}

const WITHIN = { timeout: 10_000, interval: 16 }

const timesOf = (event: SimEvent): readonly number[] => {
  if (event.kind === 'samples') return [...event.timesMs]
  return event.kind === 'gap' ? [event.toMs] : [event.atMs]
}
const sampleTimes = (events: readonly SimEvent[]): number[] =>
  events.flatMap(event => (event.kind === 'samples' ? [...event.timesMs] : []))

export const describeSimSource = (name: string, open: () => Promise<SimSourceHarness>): void => {
  describe(`${name} is a SimSource`, () => {
    let harness: SimSourceHarness
    let source: SimSource
    beforeEach(async () => {
      harness = await open()
      source = harness.source
    })
    afterEach(async () => {
      await source.stop()
      await harness.idle.stop()
      await harness.close()
    })

    /** Drains until so many samples came. */
    const drive = async (samples: number): Promise<SimEvent[]> => {
      const events: SimEvent[] = []
      await expect
        .poll(() => {
          for (const event of source.drain()) events.push(event)
          return sampleTimes(events).length
        }, WITHIN)
        .toBeGreaterThanOrEqual(samples)
      return events
    }

    test('says what time of day it is, then which game, then what happens', async () => {
      await source.start()
      const events = await drive(100)
      expect(events[0]?.kind).toBe('clock')
      const identityAt = events.findIndex(({ kind }) => kind === 'identity')
      expect(identityAt).toBeGreaterThan(0)
      expect(events.slice(0, identityAt).every(({ kind }) => kind === 'clock')).toBe(true)
      expect(events.some(({ kind }) => kind === 'status')).toBe(true)
    })

    test('instants never go backwards, and those of samples increase', async () => {
      await source.start()
      const events = await drive(300)
      const all = events.flatMap(timesOf)
      expect(all.findIndex((at, index) => index > 0 && at < all[index - 1]!)).toBe(-1)
      const samples = sampleTimes(events)
      expect(samples.findIndex((at, index) => index > 0 && at <= samples[index - 1]!)).toBe(-1)
    })

    test('rows have their width', async () => {
      await source.start()
      for (const event of await drive(100)) {
        if (event.kind === 'samples') expect(event.values.length).toBe(event.timesMs.length * SAMPLE_WIDTH)
        if (event.kind === 'status') expect(event.values.length).toBe(STATUS_WIDTH)
      }
    })

    test('what it handed over is the caller’s: later drains neither change it nor see what was done to it', async () => {
      await source.start()
      const first = (await drive(50)).filter(event => event.kind === 'samples')
      const copies = first.map(({ timesMs, values }) => [[...timesMs], [...values]])
      const later = await drive(50)
      expect(first.map(({ timesMs, values }) => [[...timesMs], [...values]])).toEqual(copies)
      for (const { values, timesMs } of first) {
        values.fill(-12_345)
        timesMs.fill(0)
      }
      const after = await drive(50)
      const marked = [...later, ...after].some(
        event => event.kind === 'samples' && event.values.includes(-12_345),
      )
      expect(marked).toBe(false)
    })

    test('counts what it saw, and says that it is reading', async () => {
      await source.start()
      let count = sampleTimes(await drive(300)).length
      const { packets, seen, dropped } = source.counts()
      count += sampleTimes(source.drain()).length
      expect(dropped).toBe(0)
      expect(seen).toBeLessThanOrEqual(packets)
      expect(Math.abs(seen - count)).toBeLessThanOrEqual(20)
      const stateAfterDrain = (): string => {
        source.drain()
        return source.state().kind
      }
      await expect.poll(stateAfterDrain, WITHIN).toBe('reading')
      const state = source.state()
      expect(state.kind === 'reading' && state.samplesPerS > 0).toBe(true)
    })

    test('after stop it has ended and has nothing more to say, however often it is told', async () => {
      await source.start()
      await drive(10)
      await source.stop()
      source.drain()
      expect(source.drain()).toEqual([])
      expect(source.state()).toEqual({ kind: 'ended' })
      await source.stop()
    })

    test('with nothing to read it starts, says so in a sentence or as a search, and hands over no samples', async () => {
      const { idle } = harness
      await idle.start()
      const state = idle.state()
      expect(['searching', 'unreadable']).toContain(state.kind)
      if (state.kind === 'searching') expect(state.lookedFor).not.toBe('')
      if (state.kind === 'unreadable') expect(state.message).toMatch(/: .*\.$/)
      expect(sampleTimes(idle.drain())).toEqual([])
    })

    test('draining before it was started, and stopping what was never started, do no harm', async () => {
      expect(sampleTimes(source.drain())).toEqual([])
      await source.stop()
    })
  })
}
