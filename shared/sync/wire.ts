/**
 * The port under every protocol between people's devices: an ordered, reliable pipe of bytes that nobody else can
 * read. A libp2p stream, a data channel, a WebSocket and a pair in memory are adapters.
 *
 * Invariants: pieces arrive in order and may be cut anywhere; nobody else writes to the memory of a piece, and keeping it
 * keeps at most twice its size; `send` resolves when more may be sent, so whoever awaits it never piles up memory; after
 * `close` or `abort` nothing arrives any more.
 */
export type Route =
  /** Same machine. */
  | 'here'
  /** A private address. */
  | 'lan'
  | 'direct'
  /** Through somebody's relay: for meeting, not for laps. */
  | 'relayed'
  /** A pairing code went from screen to screen. */
  | 'paired'

export interface Wire {
  readonly route: Route
  /**
   * What the carrier itself proves the two ends to be: libp2p peer ids, DTLS fingerprints. Signed in the handshake, so
   * that nobody in the middle can pass a handshake on. Both ends know both.
   */
  readonly ends: { readonly own: string; readonly other: string }
  /** Never rejects: on a wire that ended it does nothing, and `received` says how it ended. The bytes stay as they are until it resolves. */
  send(bytes: Uint8Array): Promise<void>
  /** Read once. Ends when the other side closed; throws when the carrier broke. */
  readonly received: AsyncIterable<Uint8Array<ArrayBuffer>>
  /** After everything sent was delivered, or could not be. */
  close(): Promise<void>
  /** At once. */
  abort(reason: string): void
}

/** Time, as the protocols need it: a virtual one in tests. */
export interface Clock {
  /** Epoch milliseconds, as this device believes. */
  now(): number
  after(ms: number, run: () => void): () => void
}

/** A view, when little is kept that it was cut from; else a copy. Never a Buffer, whose `slice` does not copy. */
export const toPiece = ({ buffer, byteOffset, length }: Uint8Array): Uint8Array<ArrayBuffer> => {
  const isMostlyItself = buffer instanceof ArrayBuffer && buffer.byteLength <= 2 * length
  return isMostlyItself
    ? new Uint8Array(buffer, byteOffset, length)
    : new Uint8Array(buffer, byteOffset, length).slice()
}
