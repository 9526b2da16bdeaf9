/** A text of a document as screens have it: letters, changes in letters, and whether all of it is on the disk. */
import type { OpenDocument } from '#shared/sync'
import type { Keeping, SharedText, TextChange } from '../room-model.ts'

interface Delta {
  readonly retain?: number
  readonly insert?: unknown
  readonly delete?: number
}

/** Each change is said as it is after those before it. */
const toChanges = (delta: readonly Delta[]): TextChange[] => {
  const changes: TextChange[] = []
  let at = 0
  for (const step of delta) {
    if (step.retain !== undefined) at += step.retain
    else if (step.delete !== undefined) changes.push({ at, removed: step.delete, inserted: '' })
    else if (typeof step.insert === 'string') {
      changes.push({ at, removed: 0, inserted: step.insert })
      at += step.insert.length
    }
  }
  return changes
}

export const createSharedText = (document: OpenDocument, name: string): SharedText => {
  const { doc } = document
  const text = doc.getText(name)
  const own = {}
  const keepingListeners = new Set<(keeping: Keeping) => void>()
  let keeping: Keeping = document.isTroubled() ? 'not-kept' : 'kept'
  let changes = 0

  const tell = (now: Keeping): void => {
    if (now === keeping) return
    keeping = now
    for (const listener of keepingListeners) listener(now)
  }

  document.onUpdate(() => {
    const mine = ++changes
    tell('keeping')
    void document.saved().then(() => {
      if (mine === changes) tell(document.isTroubled() ? 'not-kept' : 'kept')
    })
  })

  return {
    text: () => text.toString(),
    change({ at, removed, inserted }) {
      doc.transact(() => {
        if (removed > 0) text.delete(at, removed)
        if (inserted !== '') text.insert(at, inserted)
      }, own)
    },
    onChange(listener) {
      const hear: Parameters<typeof text.observe>[0] = (event, transaction) => {
        if (transaction.origin !== own) listener(toChanges(event.delta as readonly Delta[]))
      }
      text.observe(hear)
      return () => text.unobserve(hear)
    },
    watchKeeping(listener) {
      keepingListeners.add(listener)
      listener(keeping)
      return () => keepingListeners.delete(listener)
    },
  }
}
