/** What is done to many sessions at once: each is one step, said in one sentence and undone in one. */
import type { SessionId } from '#shared/id'
import { type Session, sessionStart } from '#shared/lap'
import { library, tellDeed, toasts } from '#web/state'
import type { Outcome, SessionEdit } from '#web/store'
import { words } from '#web/words'
import { joinKeptSessions } from '#web/workers'
import { t } from '../words/index.ts'
import { joinableOf } from './joinable.ts'

/** Answers whether it was done; if not, why was said. */
export const changeMany = async (ids: readonly SessionId[], edit: SessionEdit): Promise<boolean> => {
  const isTagging = edit.addTags !== undefined || edit.removeTags !== undefined
  const textOf = isTagging ? t.now.tagged : t.now.changed
  return tellDeed(await library.now?.editSessions(ids, edit), ({ count }) => textOf(count)) !== null
}

export const deleteMany = async (ids: readonly SessionId[]): Promise<boolean> => {
  const back = async (): Promise<void> => {
    if (isDone(await library.now?.restoreSessions(ids)))
      toasts.show({ tone: 'plain', text: t.now.back(ids.length) })
  }
  if (!isDone(await library.now?.deleteSessions(ids))) return false
  tell(t.now.deleted(ids.length), back)
  return true
}

export const joinMany = async (
  sessions: readonly Session[],
  onProgress: (done: number) => void,
): Promise<boolean> => {
  const ids = sessions.toSorted((a, b) => sessionStart(a) - sessionStart(b)).map(session => session.id)
  if (joinableOf(sessions) === 'parts') {
    return tellDeed(await library.now?.joinSessions(ids), () => t.now.joined(ids.length)) !== null
  }
  const [first, second] = ids as [SessionId, SessionId]
  const outcome = await joinKeptSessions(first, second, {
    libraryName: library.now?.name,
    onProgress: ({ done }) => onProgress(done),
  })
  if (outcome.kind === 'failed') toasts.show({ tone: 'problem', text: outcome.reason })
  if (outcome.kind !== 'joined') return false
  tell(t.now.joined(2), async () => {
    const isBack = isDone(await library.now?.restoreSessions(ids))
    if (isBack && isDone(await library.now?.deleteSessions([outcome.id])))
      toasts.show({ tone: 'plain', text: t.now.apart })
  })
  return true
}

const tell = (text: string, undo: () => Promise<void>): void => {
  toasts.show({ tone: 'plain', text, action: { label: words.now.app.undo, run: () => void undo() } })
}

const isDone = (outcome: Outcome<unknown> | undefined): boolean => {
  if (outcome && !outcome.ok) toasts.show({ tone: 'problem', text: outcome.message })
  return outcome?.ok ?? false
}
