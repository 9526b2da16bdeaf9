/**
 * A libp2p stream as a Wire. It names no libp2p package, only the shape of its streams, so that pages and Node
 * programs use the same one.
 *
 * Hazards of libp2p 3.3 this is written around:
 * - `onDrain()` resolves at once from the second time on (it keeps its first promise), so the event is awaited;
 * - the stream's own async iterator takes in without end what nobody reads, so it is paused above READ_AHEAD_BYTES;
 * - what a paused stream may still be sent is its receive window; were that above its read buffer (4 MiB), libp2p
 *   would reset the stream. MUXER_LIMITS keeps the window below it, on both ends;
 * - a stream is freed when both ends closed it, so whoever hears the other's end closes too, and whoever closes waits
 *   CLOSE_WITHIN_MS for that.
 */
import type { Clock, Route, Wire } from './wire.ts'

export const LEAGUE_PROTOCOL = '/paddock/league/1'

/** For the muxer (yamux) of every end. */
export const MUXER_LIMITS = {
  /** One for each league of a person with each of their devices, and libp2p's own few. */
  maxInboundStreams: 128,
  maxOutboundStreams: 128,
  streamOptions: {
    /** 100 ms at 80 Mbit/s; a stream that is not read holds at most this. */
    maxStreamWindowSize: 1024 * 1024,
    maxReadBufferLength: 4 * 1024 * 1024,
  },
} as const

/** A few chunks of a blob: reading goes on while a chunk is checked and written. */
const READ_AHEAD_BYTES = 512 * 1024

/** After this the other end, which should have closed too, is let go. */
export const CLOSE_WITHIN_MS = 10_000

type Piece = Uint8Array | (Iterable<Uint8Array> & { readonly byteLength: number })

/** What of libp2p's `Stream` is used. */
export interface StreamLike {
  readonly status: string
  readonly readStatus: string
  readonly writableNeedsDrain: boolean
  readonly readBufferLength: number
  send(bytes: Uint8Array): boolean
  pause(): void
  resume(): void
  close(): Promise<void>
  abort(error: Error): void
  addEventListener(type: 'message', listener: (event: { readonly data: Piece }) => void): void
  addEventListener(type: 'close', listener: (event: { readonly error?: Error | undefined }) => void): void
  addEventListener(type: 'remoteCloseWrite' | 'drain', listener: () => void): void
}

export interface StreamWireParts {
  readonly stream: StreamLike
  readonly route: Route
  /** Peer ids. */
  readonly ends: Wire['ends']
  readonly clock: Clock
}

/** Copies: what libp2p hands on may be a view of a pooled or larger buffer. */
const ownBytes = (piece: Piece): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(piece.byteLength)
  let filled = 0
  for (const part of piece instanceof Uint8Array ? [piece] : piece) {
    bytes.set(part, filled)
    filled += part.byteLength
  }
  return bytes
}

/** To be made as soon as the stream is there: what arrives before is not lost, but held by libp2p. */
export const createStreamWire = ({ stream, route, ends, clock }: StreamWireParts): Wire => {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let heldBytes = 0
  /** We do not read any more: closed, aborted, or the reader left. */
  let isDeaf = false
  let hasOtherEnded = false
  let isGone = false
  let failure: Error | null = null
  let isRead = false
  let closing: Promise<void> | null = null
  /** Whoever waits for anything is woken by every change, and looks again. */
  let change = Promise.withResolvers<void>()
  const changed = (): void => {
    change.resolve()
    change = Promise.withResolvers()
  }

  const isPausable = (): boolean => stream.readStatus === 'readable' && !hasOtherEnded
  const letIn = (): void => {
    if (stream.readStatus === 'paused') stream.resume()
  }

  stream.addEventListener('message', ({ data }) => {
    if (isDeaf) return
    const piece = ownBytes(data)
    pieces.push(piece)
    heldBytes += piece.length
    if (heldBytes >= READ_AHEAD_BYTES && isPausable()) stream.pause()
    changed()
  })
  stream.addEventListener('remoteCloseWrite', () => {
    hasOtherEnded = true
    changed()
  })
  stream.addEventListener('drain', changed)
  stream.addEventListener('close', ({ error }) => {
    isGone = true
    hasOtherEnded = true
    if (error) failure = error
    changed()
  })

  const stopReading = (): void => {
    isDeaf = true
    pieces.length = 0
    heldBytes = 0
    letIn()
    changed()
  }

  /** Our half. What was sent before is given to the carrier first. */
  const closeOwnHalf = (): Promise<void> => stream.close().catch(error => stream.abort(toError(error)))

  const next = async (): Promise<Uint8Array<ArrayBuffer> | null> => {
    for (;;) {
      const wait = change.promise
      const piece = pieces.shift()
      if (piece) {
        heldBytes -= piece.length
        return piece
      }
      if (isDeaf) return null
      letIn()
      if (pieces.length > 0) continue
      if (failure) throw failure
      if (hasOtherEnded && stream.readBufferLength === 0) {
        // Not awaited: what we still had to say may never be read.
        void closeOwnHalf()
        return null
      }
      await wait
    }
  }

  async function* read(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    try {
      for (let piece = await next(); piece; piece = await next()) yield piece
    } finally {
      stopReading()
    }
  }

  const closeBothHalves = async (): Promise<void> => {
    stopReading()
    const stopWaiting = clock.after(CLOSE_WITHIN_MS, () =>
      stream.abort(new Error('the other end did not close in time')),
    )
    await closeOwnHalf()
    while (!isGone) await change.promise
    stopWaiting()
  }

  return {
    route,
    ends,
    received: {
      [Symbol.asyncIterator]: () => {
        if (isRead) throw new Error('a wire is read once')
        isRead = true
        return read()
      },
    },
    send: async bytes => {
      if (closing || isGone) throw failure ?? new Error('the wire has ended')
      if (bytes.length === 0) return
      stream.send(bytes)
      // Asked anew after every event: one drain may not have been enough for all that waits.
      while (stream.writableNeedsDrain && !isGone) await change.promise
      if (isGone) throw failure ?? new Error('the wire has ended')
    },
    close: () => {
      closing ??= isGone ? Promise.resolve(stopReading()) : closeBothHalves()
      return closing
    },
    abort: reason => {
      closing ??= Promise.resolve()
      stopReading()
      if (!isGone) stream.abort(new Error(reason))
    },
  }
}

const toError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)))
