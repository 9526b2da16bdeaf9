/** Records a drive of the simulator and compares every lap with what it was. */
import { expect } from 'vitest'
import { createRecorder, type RecordedLap } from '#shared/sim'
import { type DriveEventsOptions, type DrivenLap, driveEvents } from './drive-events.ts'
import { counter } from './ids.ts'

const outlineOf = ({ measured }: RecordedLap): DrivenLap => ({
  kind: measured.kind as DrivenLap['kind'],
  lapMs: measured.endMs - measured.startMs,
  sectorsMs: measured.sectorsMs,
  valid: measured.validity.valid,
})

const isTimed = ({ kind }: DrivenLap): boolean => kind === 'timed'

/** How many timed laps there were. */
export const expectTrueLaps = (options: DriveEventsOptions): number => {
  const driven = driveEvents(options)
  const recorder = createRecorder(counter())
  const laps: RecordedLap[] = []
  for (const event of driven.events()) {
    recorder.take(event)
    laps.push(...recorder.drain())
  }
  const about = JSON.stringify(options)
  const seen = laps.map(outlineOf)
  expect(
    seen.map(({ kind }) => kind),
    about,
  ).toEqual(driven.laps.map(({ kind }) => kind))
  const timed = driven.laps.filter(isTimed)
  expect(seen.filter(isTimed), about).toEqual(timed)
  for (const [i, { measured, facts, trace }] of laps.entries()) {
    expect(measured.startMs, about).toBe(i === 0 ? 0 : laps[i - 1]!.measured.endMs)
    if (measured.kind !== 'timed') continue
    expect(Math.abs(facts.ownMs! - seen[i]!.lapMs), about).toBeLessThan(100)
    const { timeMs } = trace.groups[0]!
    expect(timeMs[0]!).toBeGreaterThanOrEqual(measured.startMs)
    expect(timeMs.at(-1)!).toBeLessThanOrEqual(measured.endMs)
  }
  return timed.length
}
