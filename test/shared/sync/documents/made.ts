/** Devices that edit documents together in memory. */
import * as Y from 'yjs'
import type { PersonId } from '#shared/logbook'
import {
  createDocuments,
  createMemoryDocumentStore,
  type DocumentOptions,
  type OpenDocument,
  openDocument,
} from '#shared/sync'
import { createLanePair, createTestClock, type LaneOptions } from '../made.ts'

/** 27 bytes of V2 that keep `Y.mergeUpdatesV2` busy for ever (yjs#687). */
export const ENDLESS_V2 = Uint8Array.from(
  '00010000000001000100010200001602000001fdffffffff7f0000'.match(/../g)!,
  hex => Number.parseInt(hex, 16),
)

export const setUp = () => {
  const clock = createTestClock()
  const viewers = new Set<PersonId>()
  const device = (options?: DocumentOptions) => {
    const store = createMemoryDocumentStore()
    const opened = new Map<string, Promise<OpenDocument>>()
    const open = (id: string): Promise<OpenDocument> => {
      const found = opened.get(id) ?? openDocument(store, id, options)
      opened.set(id, found)
      return found
    }
    const documents = createDocuments({
      list: async () => [...new Set([...opened.keys(), ...(await store.list())])],
      open,
      mayWrite: person => !viewers.has(person),
      clock,
    })
    const text = async (id = 'notes'): Promise<Y.Text> => (await open(id)).doc.getText('text')
    return { store, open, documents, opened, text }
  }
  type Device = ReturnType<typeof device>
  const connect = (near: Device, far: Device, options?: LaneOptions) => {
    const pair = createLanePair(clock, options)
    near.documents.join(pair.near)
    far.documents.join(pair.far)
    return pair
  }
  return { clock, viewers, device, connect }
}

/** What typing makes, one update a change. */
export const updatesOf = (edit: (doc: Y.Doc) => void, clientID = 7): Uint8Array<ArrayBuffer>[] => {
  const doc = new Y.Doc()
  doc.clientID = clientID
  const updates: Uint8Array<ArrayBuffer>[] = []
  doc.on('update', (update: Uint8Array) => void updates.push(update.slice()))
  edit(doc)
  return updates
}
