/**
 * How many laps of a layout were timed at which version of its lines. Rows of bests do not say, so laps are read: some
 * 3 ms a session, one after the other, and it can be stopped.
 */
import type { SessionId } from '#shared/id'
import type { Layout } from '#shared/track'
import type { Library } from '#web/store'

export interface LinesUsed {
  /** Laps by number of the version. */
  readonly byVersion: ReadonlyMap<number, number>
  /** Laps with official times, or timed by a lap counter: wherever the lines are. */
  readonly otherwise: number
}

/** Null when it was stopped. */
export const countLinesUsed = async (
  library: Library,
  layout: Pick<Layout, 'id'>,
  sessions: readonly SessionId[],
  signal: AbortSignal,
): Promise<LinesUsed | null> => {
  const byVersion = new Map<number, number>()
  let otherwise = 0
  for (const id of sessions) {
    if (signal.aborted) return null
    const found = await library.session(id)
    for (const { timing } of found.ok ? found.value.laps : []) {
      if (timing.by !== 'gates' || timing.layoutId !== layout.id) otherwise += 1
      else byVersion.set(timing.gateVersion, (byVersion.get(timing.gateVersion) ?? 0) + 1)
    }
  }
  return signal.aborted ? null : { byVersion, otherwise }
}
