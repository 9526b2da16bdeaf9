/**
 * The documents of one league that are open here: each is opened once, whoever asks, and stays open with the league.
 *
 * Limits: DOCUMENT_LIMITS.perLeague documents, and leagueBytes of them all; beyond that peers' changes are not taken,
 * what is typed here still is.
 */
import { DOCUMENT_LIMITS, type DocumentStore, isDocumentId } from './model.ts'
import { type DocumentOptions, type OpenDocument, openDocument } from './port.ts'

export interface DocumentShelf {
  /** Makes one that is not here yet; null for what is no name, when there are too many, or once closed. */
  open(id: string): Promise<OpenDocument | null>
  /** Of what is kept and what is open. */
  list(): Promise<readonly string[]>
  /** Writes what is due. */
  close(): Promise<void>
}

export const createDocumentShelf = (
  store: DocumentStore,
  options: Omit<DocumentOptions, 'mayHold'> = {},
): DocumentShelf => {
  const opened = new Map<string, Promise<OpenDocument>>()
  const held = new Set<OpenDocument>()
  let isClosed = false

  const mayHold = (bytes: number): boolean => {
    let sum = bytes
    for (const document of held) sum += document.heldBytes()
    return sum <= DOCUMENT_LIMITS.leagueBytes
  }

  return {
    async open(id) {
      const known = opened.get(id)
      if (known) return known
      if (isClosed || !isDocumentId(id) || opened.size >= DOCUMENT_LIMITS.perLeague) return null
      const opening = openDocument(store, id, { ...options, mayHold })
      opened.set(id, opening)
      held.add(await opening)
      return opening
    },
    list: async () => [...new Set([...(await store.list().catch(() => [])), ...opened.keys()])],
    async close() {
      isClosed = true
      for (const opening of opened.values()) await (await opening).close()
      opened.clear()
      held.clear()
    },
  }
}
