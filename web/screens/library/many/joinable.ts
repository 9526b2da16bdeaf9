/** Which sessions may be one: said before anything is read, so that joining is offered only where it can be done. */
import type { Session } from '#shared/lap'
import { recordingOf } from '#web/store'

/**
 * parts = of one recording, which need no reading; files = two recordings, read again to see whether one goes on
 * where the other ends.
 */
export type Joinable = 'parts' | 'files'

/** Null when these can be no one session. */
export const joinableOf = (sessions: readonly Session[]): Joinable | null => {
  if (sessions.length < 2) return null
  const recordings = new Set(sessions.map(recordingOf))
  if (recordings.size === 1) return 'parts'
  return sessions.length === 2 && sessions.every(({ origin }) => origin.kind === 'file') ? 'files' : null
}
