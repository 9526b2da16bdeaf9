/**
 * The lines of a layout moved: a new gate version, and sessions timed anew at it.
 *
 * Invariants: the old version stays, and so do the corners. Each session changes as a whole or not at all; one that
 * cannot be timed anew stays as it was and never stops the others. Whoever is interrupted half-way leaves sessions
 * timed at the version before, which `sessionsTimedAtOldLines` finds.
 */
import type { SessionId } from '#shared/id'
import type { Library } from '#web/store'
import { createTeller } from './import-progress.ts'
import type { MoveLinesOutcome, MoveLinesRequest, RetimeProgress, UntimedSession } from './retime-model.ts'
import { retime } from './retime-session.ts'

export const moveLayoutLines = async (
  library: Library,
  { layoutId, lines, sessions }: MoveLinesRequest,
  onProgress: (progress: RetimeProgress) => void,
): Promise<MoveLinesOutcome> => {
  const moved = await library.moveGates(layoutId, lines)
  if (!moved.ok) return { kind: 'failed', reason: moved.message }
  const retimed: SessionId[] = []
  const official: SessionId[] = []
  const untimed: UntimedSession[] = []
  for (const [session, id] of sessions.entries()) {
    const found = await library.session(id)
    if (found.ok && found.value.session.layoutId !== layoutId) continue
    const of = sessions.length
    const outcome = await retime(
      library,
      id,
      createTeller(progress => onProgress({ ...progress, session, of })),
    )
    if (outcome.kind === 'done') retimed.push(id)
    else if (outcome.kind === 'official') official.push(id)
    else untimed.push({ id, reason: outcome.reason })
  }
  const stale = await library.sessionsTimedAtOldLines(layoutId)
  const others = stale.ok ? stale.value.filter(id => !untimed.some(each => each.id === id)) : []
  return { kind: 'done', retimed, official, untimed, others }
}
