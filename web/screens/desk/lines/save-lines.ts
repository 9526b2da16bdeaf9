/**
 * Lines kept as a new version of their layout: the sessions on the desk are timed anew at once and waited for, the
 * others of the layout one after the other in the background.
 *
 * A page that is closed meanwhile loses nothing: what was not timed anew is found again when the page is idle.
 */
import type { LayoutId, SessionId } from '#shared/id'
import { deskWords } from '#web/desk'
import { library, toasts } from '#web/state'
import { moveLayoutLines, type NewLines, type RetimeProgress, retimeSession } from '#web/workers'

export type SaveEnd = { readonly kind: 'saved' } | { readonly kind: 'failed'; readonly reason: string }

export const saveLines = async (
  layoutId: LayoutId,
  lines: NewLines,
  sessions: readonly SessionId[],
  onProgress: (progress: RetimeProgress) => void,
): Promise<SaveEnd> => {
  const libraryName = library.now?.name
  const moved = await moveLayoutLines({ layoutId, lines, sessions }, { libraryName, onProgress })
  if (moved.kind === 'failed') return moved
  if (moved.kind === 'cancelled') return { kind: 'saved' }
  for (const { reason } of moved.untimed) toasts.show({ tone: 'problem', text: reason })
  if (moved.others.length > 0) void timeInBackground(moved.others, libraryName)
  return { kind: 'saved' }
}

const timeInBackground = async (
  sessions: readonly SessionId[],
  libraryName: string | undefined,
): Promise<void> => {
  let count = 0
  for (const id of sessions) {
    const outcome = await retimeSession(id, { libraryName })
    if (outcome.kind === 'done') count += 1
    if (outcome.kind === 'failed') toasts.show({ tone: 'problem', text: outcome.reason })
  }
  if (count > 0) toasts.show({ tone: 'plain', text: deskWords.now.lines.othersDone(count) })
}
