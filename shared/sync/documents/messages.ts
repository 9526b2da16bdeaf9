/**
 * Document sync: how the Yjs documents of a league become the same on all its devices.
 *
 * Parties: equals. Each begins by saying what it has of each of its documents; who hears it sends what the other lacks.
 *
 *   a                                 b
 *   state {id, both, state vector}  ──▶
 *                                   ◀──    missing {id, update}        all that a lacks, empty or not
 *                                   ◀──    state {id, state vector}    when a said `both` and b has not asked already
 *   missing {id, update}            ──▶
 *   update {id, update}             ──▶                                whenever something changes, to all but who sent it
 *
 * State vectors do not tell of deletions, so who wants the other to be level too says `both`: at the beginning, and after
 * changes were not sent one by one (a slow peer, a pause).
 *
 * One `state` of a document is on its way to a peer at a time, and each is answered, with an update of nothing by who does
 * not have the document or does not take the peer's.
 *
 * An update that does not fit (something it stands on is missing) is not taken; `state` is sent instead, and the answer
 * closes the gap. An answer that does not fit either, several times, ends the session.
 *
 *   state     1 · id (counted) · flags (1: bit 0 = both) · state vector (the rest)
 *   missing   2 · id (counted) · total (varint) · offset (varint) · a piece (the rest)
 *   update    3 · the same
 *
 * An update longer than one piece comes as pieces one right after the other. Types nobody here knows are skipped.
 *
 * Limits: DOCUMENT_LIMITS, and for what comes unasked a purse per peer (`exchange.ts`). Who may write: members; what a
 * viewer sends is not taken, and not held against them. Documents are not proof of anything: any member can write in
 * another's name. What must be trusted is an entry of the logbook.
 *
 * Versions: V1 updates for ever; another form would be another type of message.
 */
import { createReader, createWriter, Malformed } from '../bytes.ts'
import { DOCUMENT_LIMITS, isDocumentId } from './model.ts'

const TYPES = { state: 1, missing: 2, update: 3 } as const

export interface Piece {
  readonly type: 'missing' | 'update'
  readonly id: string
  readonly total: number
  readonly offset: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

export type DocumentMessage =
  | {
      readonly type: 'state'
      readonly id: string
      readonly both: boolean
      readonly stateVector: Uint8Array<ArrayBuffer>
    }
  | Piece

export type DecodedDocument =
  | { readonly kind: 'message'; readonly message: DocumentMessage }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'malformed' }

export const encodeDocumentMessage = (message: DocumentMessage): Uint8Array<ArrayBuffer> => {
  const bytes = message.type === 'state' ? message.stateVector : message.bytes
  const writer = createWriter(bytes.length + 96)
    .varint(TYPES[message.type])
    .text(message.id)
  if (message.type === 'state') writer.varint(message.both ? 1 : 0)
  else writer.varint(message.total).varint(message.offset)
  return writer.raw(bytes).finish()
}

/** One right after the other; an empty update is one empty piece of none. */
export function* piecesOf(
  type: Piece['type'],
  id: string,
  update: Uint8Array,
): Generator<Uint8Array<ArrayBuffer>> {
  for (let offset = 0; offset < update.length; offset += DOCUMENT_LIMITS.pieceBytes) {
    const bytes = update.slice(offset, offset + DOCUMENT_LIMITS.pieceBytes)
    yield encodeDocumentMessage({ type, id, total: update.length, offset, bytes })
  }
}

/** Never throws. */
export const decodeDocumentMessage = (message: Uint8Array): DecodedDocument => {
  try {
    const reader = createReader(message)
    const type = reader.varint()
    if (type < TYPES.state || type > TYPES.update) return { kind: 'unknown' }
    const id = reader.text(64)
    if (!isDocumentId(id)) return { kind: 'malformed' }
    if (type === TYPES.state) {
      const both = reader.varint(1) === 1
      if (reader.left > DOCUMENT_LIMITS.stateBytes) return { kind: 'malformed' }
      return { kind: 'message', message: { type: 'state', id, both, stateVector: reader.raw(reader.left) } }
    }
    const total = reader.varint(DOCUMENT_LIMITS.updateBytes)
    const offset = reader.varint(total)
    const size = reader.left
    const isWhole = offset + size === total
    if (size === 0 || size > DOCUMENT_LIMITS.pieceBytes || offset + size > total) return { kind: 'malformed' }
    if (!isWhole && size !== DOCUMENT_LIMITS.pieceBytes) return { kind: 'malformed' }
    const bytes = reader.raw(size)
    const name = type === TYPES.missing ? 'missing' : 'update'
    return { kind: 'message', message: { type: name, id, total, offset, bytes } }
  } catch (error) {
    if (error instanceof Malformed) return { kind: 'malformed' }
    throw error
  }
}

export interface Assembly {
  /** The whole update with its last piece, null before; 'broken' when the piece is not the next. */
  add(piece: Piece): Uint8Array<ArrayBuffer> | null | 'broken'
}

/** Pieces of one update at a time, the memory of which grows with what came, not with what was announced. */
export const createAssembly = (): Assembly => {
  let pieces: Piece[] = []
  let size = 0
  return {
    add(piece) {
      const [first] = pieces
      const isNext = first
        ? first.type === piece.type && first.id === piece.id && first.total === piece.total
        : true
      if (!isNext || piece.offset !== size) return 'broken'
      pieces.push(piece)
      size += piece.bytes.length
      if (size < piece.total) return null
      const whole = pieces.length === 1 ? piece.bytes : new Uint8Array(size)
      if (pieces.length > 1) for (const { offset, bytes } of pieces) whole.set(bytes, offset)
      pieces = []
      size = 0
      return whole
    },
  }
}
