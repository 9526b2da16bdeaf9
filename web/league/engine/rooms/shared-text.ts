/**
 * A text of a document as screens have it: letters, changes in letters, and whether all of it is on the disk. Undoing takes
 * back what was written here and nothing of others, however much of theirs came since and wherever it stands.
 */
import { UndoManager } from 'yjs'
import type { OpenDocument } from '#shared/sync'
import type { Keeping, SharedText, TextChange } from '../../room-model.ts'

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

/** What is written without a pause of this length is undone at once. */
const PAUSE_MS = 500

export interface ClosableText extends SharedText {
  /** Forgets what could be undone. */
  close(): void
}

export const createSharedText = (document: OpenDocument, name: string): ClosableText => {
  const { doc } = document
  const text = doc.getText(name)
  const own = {}
  const undoing = new UndoManager(text, { trackedOrigins: new Set([own]), captureTimeout: PAUSE_MS })
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
    undo: () => void undoing.undo(),
    redo: () => void undoing.redo(),
    onChange(listener) {
      const hear: Parameters<typeof text.observe>[0] = (event, transaction) => {
        const { origin } = transaction
        if (origin !== own) listener(toChanges(event.delta as readonly Delta[]), origin === undoing)
      }
      text.observe(hear)
      return () => text.unobserve(hear)
    },
    watchKeeping(listener) {
      keepingListeners.add(listener)
      listener(keeping)
      return () => keepingListeners.delete(listener)
    },
    close: () => undoing.destroy(),
  }
}
