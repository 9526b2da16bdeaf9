/** Laps of a log at lines a person chose, and which of the old laps each new one is. */
import { cutSessions, type LoggedSession, type NewGates } from '#shared/formats'
import type { LapId, LayoutId } from '#shared/id'
import { isRanked, type Lap, lapTimeMs, type MeasuredLap } from '#shared/lap'
import type { LapAtLine } from './import-model.ts'

export interface LinesInForce {
  readonly gates: NewGates
  readonly layoutId: LayoutId
  readonly version: number
}

/**
 * Timed at exactly these lines, as the log's own would be: laps through the pits and flagged ones are marked.
 * Null when the start line was never crossed.
 */
export const lapsAtLines = (
  session: LoggedSession,
  { gates, layoutId, version }: LinesInForce,
): readonly MeasuredLap[] | null => {
  const { startFinish, finish, sectors } = gates
  const only: LoggedSession = {
    ...session,
    marks: null,
    lapColumn: null,
    lines: { startFinish, finish, sectors },
  }
  const [cut] = cutSessions({ format: '', sessions: [only], notes: [] }, [], layoutId)
  if (cut?.timedBy !== 'file-lines') return null
  return cut.laps.map(lap =>
    lap.timing.by === 'gates' ? { ...lap, timing: { by: 'gates', layoutId, gateVersion: version } } : lap,
  )
}

/**
 * For each new lap the old one it is: the one it shares most time with, at least half of the shorter, each old
 * lap once. So a line moved by some metres keeps every lap, and laps that were two or one become new ones.
 */
export const matchLaps = (
  fresh: readonly Pick<MeasuredLap, 'startMs' | 'endMs'>[],
  old: readonly Pick<Lap, 'id' | 'startMs' | 'endMs'>[],
): readonly (LapId | null)[] => {
  const pairs = fresh.flatMap((lap, index) =>
    old.map(other => {
      const shared = Math.min(lap.endMs, other.endMs) - Math.max(lap.startMs, other.startMs)
      const shorter = Math.min(lap.endMs - lap.startMs, other.endMs - other.startMs)
      return { index, id: other.id, shared, isEnough: shared > 0 && shared * 2 >= shorter }
    }),
  )
  const matched: (LapId | null)[] = fresh.map(() => null)
  const taken = new Set<LapId>()
  for (const { index, id } of pairs.filter(pair => pair.isEnough).sort((a, b) => b.shared - a.shared)) {
    if (matched[index] !== null || taken.has(id)) continue
    matched[index] = id
    taken.add(id)
  }
  return matched
}

export const lapToListed = (lap: MeasuredLap): LapAtLine => ({
  number: lap.number,
  kind: lap.kind,
  timeMs: lapTimeMs(lap),
  ranked: isRanked(lap),
  reason: lap.validity.valid ? null : lap.validity.reason,
})
