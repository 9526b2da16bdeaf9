/** What the members of one league edit together, kept level and handed on by a program: it reads none of it. */
import { join } from 'node:path'
import { openDocumentStore } from '#node/documents'
import { systemClock } from '#node/p2p'
import type { Replica } from '#shared/logbook'
import {
  createDocumentShelf,
  createDocuments,
  type DocumentKept,
  type Documents,
  mayWriteIn,
  type OpenDocument,
} from '#shared/sync'

export interface HeldDocuments {
  readonly exchange: Documents
  open(id: string): Promise<OpenDocument | null>
  /** Once sessions have ended. */
  close(): Promise<void>
}

export type OpenedHeldDocuments =
  | ({ readonly ok: true } & HeldDocuments)
  | { readonly ok: false; readonly message: string }

export const openHeldDocuments = (
  folder: string,
  replica: Replica,
  onTrouble: (trouble: Exclude<DocumentKept, number>) => void,
): OpenedHeldDocuments => {
  const opened = openDocumentStore(join(folder, 'documents.sqlite'))
  if (!opened.ok) return opened
  const shelf = createDocumentShelf(opened.store, { onTrouble })
  const exchange = createDocuments({
    list: shelf.list,
    open: shelf.open,
    mayWrite: async person => mayWriteIn(await replica.governance(), person),
    clock: systemClock,
  })
  return {
    ok: true,
    exchange,
    async open(id) {
      const document = await shelf.open(id)
      if (document) await exchange.add(id)
      return document
    },
    async close() {
      await shelf.close()
      opened.close()
    },
  }
}
