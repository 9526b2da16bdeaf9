/**
 * A Yjs document as a port, kept in a store.
 *
 * Invariants: opening always settles, whatever the rows hold; a row that cannot be read is set aside, the rest is
 * loaded; a row that stands on a lost one stays in the store and is tried again at the next opening, so that what a peer
 * brings back completes it; a change is handed to the store in the order made, and `saved` says when all of it is there.
 */
import * as Y from 'yjs'
import {
  DOCUMENT_LIMITS,
  type DocumentKept,
  type DocumentPort,
  type DocumentRow,
  type DocumentStore,
  type Vet,
} from './model.ts'
import { vetUpdate } from './vet.ts'

/** Rows that make a snapshot worthwhile: 20,000 rows of typing load in 0.1 s, and 200 snapshots of 1 MB are never needed. */
const ROWS_TO_COMPACT = 200

export interface DocumentOptions {
  /** In a page: in a worker with a time limit. */
  readonly vet?: (update: Uint8Array<ArrayBuffer>, stateVector: Uint8Array<ArrayBuffer>) => Promise<Vet>
  /** Whether there is room for so many bytes more of peers; what is made here is taken as long as the disk has room. */
  readonly mayHold?: (bytes: number) => boolean
  /** Changes that were not kept; said once until one is kept again. */
  readonly onTrouble?: (trouble: Exclude<DocumentKept, number>) => void
}

export interface OpenDocument extends DocumentPort {
  readonly doc: Y.Doc
  /** Rows that could not be read, and rows that stand on them. */
  readonly damage: { readonly unreadable: number; readonly waiting: number }
  /** Of all that was written to it, as kept. */
  heldBytes(): number
  /** When all changes so far are in the store, or could not be. */
  saved(): Promise<void>
  /** Changes are not kept now: the disk is full or cannot be used. */
  isTroubled(): boolean
  close(): Promise<void>
}

/** What Yjs's events name as origin of what peers sent. */
export class PeerOrigin {
  readonly from: object
  constructor(from: object) {
    this.from = from
  }
}
const FROM_STORE = 'paddock-store'

const owned = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => bytes.slice()

/** Vets and applies; a V1 update that passes and still makes Yjs throw is malformed too. */
const merge = (doc: Y.Doc, update: Uint8Array, verdict: Vet, origin: unknown): Vet => {
  if (verdict !== 'fits') return verdict
  try {
    Y.applyUpdate(doc, update, origin)
    return 'fits'
  } catch {
    return 'malformed'
  }
}

export const openDocument = async (
  store: DocumentStore,
  id: string,
  { vet, mayHold = () => true, onTrouble = () => {} }: DocumentOptions = {},
): Promise<OpenDocument> => {
  const doc = new Y.Doc()
  const listeners = new Set<Parameters<DocumentPort['onUpdate']>[0]>()
  /** Of these the document holds everything. */
  let rows: number[] = []
  let heldBytes = 0
  let isTroubled = false
  let saving: Promise<void> = Promise.resolve()
  let applying: Promise<unknown> = Promise.resolve()

  const load = async (): Promise<OpenDocument['damage']> => {
    let left = await store.load(id).catch(() => [])
    let unreadable = 0
    for (let before = -1; before !== left.length; ) {
      before = left.length
      const waiting: DocumentRow[] = []
      for (const row of left) {
        const verdict = merge(doc, row.bytes, vetUpdate(row.bytes, Y.encodeStateVector(doc)), FROM_STORE)
        if (verdict === 'gap') waiting.push(row)
        else if (verdict === 'fits') {
          rows.push(row.row)
          heldBytes += row.bytes.length
        } else {
          unreadable++
          await store.quarantine(id, row.row).catch(() => {})
        }
      }
      left = waiting
    }
    return { unreadable, waiting: left.length }
  }

  /** After a change was not kept, later ones stand on it: then only all of it together is worth keeping. */
  const keep = async (update: Uint8Array<ArrayBuffer>): Promise<void> => {
    const isCompacting = isTroubled || rows.length >= ROWS_TO_COMPACT
    const snapshot = isCompacting ? owned(Y.encodeStateAsUpdate(doc)) : null
    const kept = await (snapshot ? store.compact(id, rows, snapshot) : store.append(id, update)).catch(
      () => 'unavailable' as const,
    )
    if (typeof kept === 'number') {
      isTroubled = false
      if (snapshot) heldBytes = snapshot.length
      rows = snapshot ? [kept] : [...rows, kept]
    } else {
      if (!isTroubled) onTrouble(kept)
      isTroubled = true
    }
  }

  const damage = await load()

  doc.on('update', (bytes: Uint8Array, origin: unknown) => {
    if (origin === FROM_STORE) return
    const update = owned(bytes)
    heldBytes += update.length
    saving = saving.then(() => keep(update))
    const from = origin instanceof PeerOrigin ? origin.from : null
    for (const listener of listeners) listener(update, from)
  })

  const applyOne = async (update: Uint8Array<ArrayBuffer>, from: object) => {
    if (heldBytes + update.length > DOCUMENT_LIMITS.documentBytes || !mayHold(update.length)) return 'full'
    const state = Y.encodeStateVector(doc)
    const verdict = vet ? await vet(update, owned(state)) : vetUpdate(update, state)
    const merged = merge(doc, update, verdict, new PeerOrigin(from))
    return merged === 'fits' ? 'applied' : merged
  }

  return {
    doc,
    damage,
    stateVector: async () => owned(Y.encodeStateVector(doc)),
    async missing(stateVector) {
      try {
        return owned(Y.encodeStateAsUpdate(doc, stateVector))
      } catch {
        return null
      }
    },
    async apply(update, from) {
      const mine = applying.then(() => applyOne(update, from))
      applying = mine.catch(() => {})
      return mine
    },
    onUpdate(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    heldBytes: () => heldBytes,
    saved: () => saving,
    isTroubled: () => isTroubled,
    async close() {
      await applying
      await saving
      listeners.clear()
      doc.destroy()
    },
  }
}
