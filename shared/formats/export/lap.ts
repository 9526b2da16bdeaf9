/**
 * One lap of a session as a session of its own, whose time zero is the moment the lap began.
 *
 * Invariant: one sample outside each end stays (its time is negative, or beyond the lap time), so that whoever
 * reads the file can still find the moment of the line between two samples.
 */
import type { MeasuredLap } from '#shared/lap'
import { sliceTrace } from '#shared/trace'
import { asEpochMillis, asMillis } from '#shared/units'
import type { SessionToExport } from './model.ts'

export const lapToExport = (session: SessionToExport, lap: MeasuredLap): SessionToExport => {
  const { startMs, endMs } = lap
  const { groups, channels } = sliceTrace(session.trace, startMs, endMs)
  return {
    ...session,
    startedAt: session.startedAt === null ? null : asEpochMillis(session.startedAt + startMs),
    trace: { groups: groups.map(({ timeMs }) => ({ timeMs: timeMs.map(t => t - startMs) })), channels },
    laps: [{ ...lap, startMs: asMillis(0), endMs: asMillis(endMs - startMs) }],
  }
}
