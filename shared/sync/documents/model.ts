/**
 * The ports under document sync: one document as the protocol needs it, and where its updates are kept.
 *
 * Updates are Yjs V1 bytes everywhere. V2 has run-length counts, and 27 bytes of it keep a decoder busy for ever
 * (yjs#687), so nothing here decodes V2. Yjs itself keeps what it cannot place yet ("pending") as V2, so nothing that
 * cannot be placed is ever handed to it: see `vet.ts`.
 */
export const DOCUMENT_LIMITS = {
  perLeague: 200,
  /** Of one update, in pieces: a document's first sync. */
  updateBytes: 16 * 1024 * 1024,
  pieceBytes: 256 * 1024,
  /** 2,000 devices that ever edited a document make 24 kB. */
  stateBytes: 64 * 1024,
  /** What was written to a document in all; deleted text counts. */
  documentBytes: 64 * 1024 * 1024,
  /** Of all documents of a league, which are in memory while somebody is connected. */
  leagueBytes: 128 * 1024 * 1024,
} as const

/** What a document is called in its league: 'notes', or a random id. */
export const isDocumentId = (text: unknown): text is string =>
  typeof text === 'string' && /^[a-z0-9][a-z0-9.-]{0,63}$/.test(text)

/**
 * fits = every part has what it stands on here or in the update itself · gap = something it stands on is missing, so it
 * was not taken · malformed = no V1 update, or one nobody would make · slow = decoding took longer than it may
 */
export type Vet = 'fits' | 'gap' | 'malformed' | 'slow'

/** full = the document or the disk has no room. */
export type Applied = 'applied' | 'gap' | 'malformed' | 'slow' | 'full'

/** One open document. */
export interface DocumentPort {
  stateVector(): Promise<Uint8Array<ArrayBuffer>>
  /** What whoever has this state lacks; null when that is no state vector. */
  missing(stateVector: Uint8Array): Promise<Uint8Array<ArrayBuffer> | null>
  /** Vets, then merges what came `from` a peer, which listeners are told. Never throws. */
  apply(update: Uint8Array<ArrayBuffer>, from: object): Promise<Applied>
  /** Every change; `from` is null for one made here. Returns what ends it. */
  onUpdate(listener: (update: Uint8Array<ArrayBuffer>, from: object | null) => void): () => void
}

/** The number of the row, or why there is none. */
export type DocumentKept = number | 'full' | 'unavailable'

export interface DocumentRow {
  readonly row: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * Where updates are kept, row by row. A row is there whole or not at all; `compact` happens in one step. Rows are only
 * forgotten when what they said is in another row.
 */
export interface DocumentStore {
  list(): Promise<readonly string[]>
  /** In the order appended, quarantined ones not among them. */
  load(id: string): Promise<readonly DocumentRow[]>
  append(id: string, update: Uint8Array<ArrayBuffer>): Promise<DocumentKept>
  /** Puts `snapshot` in the place of these rows, as a new one. */
  compact(id: string, rows: readonly number[], snapshot: Uint8Array<ArrayBuffer>): Promise<DocumentKept>
  /** Sets a row aside: never loaded again, kept for whoever wants to look at it. */
  quarantine(id: string, row: number): Promise<void>
  quarantined(id: string): Promise<readonly DocumentRow[]>
  remove(id: string): Promise<void>
}
