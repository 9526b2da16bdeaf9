/**
 * Laps of the simulator, told like a game tells them: every time to the millisecond, whatever comes late.
 */
import { describe, expect, test } from 'vitest'
import { createRecorder, type RecordedLap } from '#shared/sim'
import { type DriveEventsOptions, type DrivenLap, driveEvents } from './drive-events.ts'
import { counter } from './ids.ts'

const record = (options: DriveEventsOptions): { laps: RecordedLap[]; truth: readonly DrivenLap[] } => {
  const driven = driveEvents(options)
  const recorder = createRecorder(counter())
  const laps: RecordedLap[] = []
  for (const event of driven.events()) {
    recorder.take(event)
    laps.push(...recorder.drain())
  }
  return { laps, truth: driven.laps }
}

const outlineOf = ({
  measured,
}: RecordedLap): Omit<DrivenLap, 'lapMs' | 'sectorsMs'> & {
  lapMs: number
  sectorsMs: readonly number[]
} => ({
  kind: measured.kind as DrivenLap['kind'],
  lapMs: measured.endMs - measured.startMs,
  sectorsMs: measured.sectorsMs,
  valid: measured.validity.valid,
})

const isTimed = ({ kind }: { kind: string }): boolean => kind === 'timed'

describe('laps', () => {
  test.each([
    {
      seed: 1,
      circuit: 'kestrel-heath',
      laps: 6,
      lapsPerRun: 3,
      sampleHz: 60,
      lateStatuses: 5,
      pausesPerHour: 60,
    },
    { seed: 2, circuit: 'valdoro', laps: 3, game: 'ac', sampleHz: 60, sectorTimes: 'split' },
  ] as const)('are the simulator’s: %o', options => {
    const { laps, truth } = record(options)
    expect(laps.map(({ measured }) => measured.kind)).toEqual(truth.map(({ kind }) => kind))
    expect(laps.map(outlineOf).filter(isTimed)).toEqual(truth.filter(isTimed))
    for (const [i, { measured }] of laps.entries()) {
      expect(measured.startMs).toBe(i === 0 ? 0 : laps[i - 1]!.measured.endMs)
    }
  })
})
