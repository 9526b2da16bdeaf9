/** Which sessions moving the lines of a layout touches. Only rows are read, so it may be asked on the page's own thread. */
import type { LayoutId, SessionId } from '#shared/id'
import { type Library, type Outcome, type SessionDetail, succeed } from '#web/store'
import type { SessionsAtLines } from './retime-model.ts'

/** Official times come before any line; of a file, it is known whether its marks are official. */
export const keepsTimes = ({ imported, laps }: SessionDetail): boolean =>
  imported ? imported.timedBy === 'marks' : laps.some(({ timing }) => timing.by === 'marks')

/** A session without laps is neither: nothing of it is timed at these lines. */
export const sessionsAtLines = async (
  library: Library,
  layoutId: LayoutId,
): Promise<Outcome<SessionsAtLines>> => {
  const listed = await library.listSessions({ layoutId })
  if (!listed.ok) return listed
  const timedHere: SessionId[] = []
  const official: SessionId[] = []
  for (const { session } of listed.value) {
    const found = await library.session(session.id)
    if (!found.ok || found.value.laps.length === 0) continue
    const list = keepsTimes(found.value) ? official : timedHere
    list.push(session.id)
  }
  return succeed({ timedHere, official })
}
