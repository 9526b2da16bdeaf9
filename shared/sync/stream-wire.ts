/**
 * A libp2p stream as a Wire. It names no libp2p package, only the shape of its streams, so that pages and Node
 * programs use the same one. What goes over the stream is `stream-flow.ts`.
 *
 * Invariants: a wire holds at most FLOW_WINDOW_BYTES that its reader has not read (in memory at most twice that, for it
 * does not copy what the carrier gave it in large pieces), in few pieces however small they came; who ends, and who breaks, are told apart.
 *
 * Hazards of libp2p 3.3 this is written around: `onDrain()` resolves at once from the second time on (it keeps its
 * first promise), so the event is awaited; a stream is freed when both ends closed it, so whoever hears the other's
 * end closes too, and whoever closes waits CLOSE_WITHIN_MS for that.
 */
import {
  createFlowDecoder,
  FLOW_DATA_BYTES,
  FLOW_GRANT_BYTES,
  FLOW_WINDOW_BYTES,
  flowData,
  flowHeader,
} from './stream-flow.ts'
import { type Clock, type Route, toPiece, type Wire } from './wire.ts'

export const LEAGUE_PROTOCOL = '/paddock/league/1'

/** For the muxer (yamux) of every end: a stream for each league two programs share, and libp2p's own few. */
export const MUXER_LIMITS = { maxInboundStreams: 128, maxOutboundStreams: 128 } as const

/** After this the other end, which should have closed too, is let go. */
export const CLOSE_WITHIN_MS = 10_000

/** Given to the stream in one piece: a message of the largest kind. */
const AT_ONCE_BYTES = 5 * FLOW_DATA_BYTES

/** Smaller pieces are put together while they wait: two million of one byte each would be 200 MB. */
const SMALL_PIECE_BYTES = 4 * 1024

type Bytes = Uint8Array<ArrayBuffer>
type Piece = Uint8Array | Iterable<Uint8Array>

/** What of libp2p's `Stream` is used. */
export interface StreamLike {
  readonly writableNeedsDrain: boolean
  send(bytes: Uint8Array): boolean
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
  /** Told how many bytes came or went, as they do. */
  readonly onTraffic?: (bytes: number) => void
}

const joined = (one: Uint8Array, other: Uint8Array): Bytes => {
  const bytes = new Uint8Array(one.length + other.length)
  bytes.set(one)
  bytes.set(other, one.length)
  return bytes
}

/** To be made as soon as the stream is there: what arrives before is held by libp2p. */
export const createStreamWire = ({ stream, route, ends, clock, onTraffic }: StreamWireParts): Wire => {
  const pieces: Bytes[] = []
  /** Read, and not yet told. */
  let used = 0
  let mayCome = FLOW_WINDOW_BYTES
  let maySend = FLOW_WINDOW_BYTES
  /** Null while the other end may still say something. */
  let ended: 'over' | Error | null = null
  /** We are done: closed, aborted, or the reader left. */
  let isDeaf = false
  let isGone = false
  /** Whoever waits for anything is woken by every change, and looks again. */
  let change = Promise.withResolvers<void>()
  const changed = (): void => {
    change.resolve()
    change = Promise.withResolvers()
  }

  const end = (how: 'over' | Error): void => {
    ended ??= how
    changed()
  }
  const breakOff = (why: string): void => {
    end(new Error(why))
    if (!isGone) stream.abort(new Error(why))
  }

  /** libp2p may throw when a stream went a moment ago; its 'close' says so too. */
  const put = (bytes: Uint8Array): void => {
    try {
      stream.send(bytes)
      onTraffic?.(bytes.length)
    } catch {
      breakOff('the stream cannot be written any more')
    }
  }
  const closeStream = async (): Promise<void> => {
    try {
      await stream.close()
    } catch {
      if (!isGone) stream.abort(new Error('the stream could not be closed'))
    }
  }

  const keep = (part: Uint8Array): void => {
    const last = pieces.at(-1)
    if (last && last.length + part.length <= SMALL_PIECE_BYTES) pieces[pieces.length - 1] = joined(last, part)
    else pieces.push(toPiece(part))
  }

  const decode = createFlowDecoder({
    data: part => {
      mayCome -= part.length
      if (mayCome >= 0 && !isDeaf) keep(part)
    },
    more: n => {
      maySend += n
    },
    end: () => {
      ended ??= 'over'
      // Whatever we still wanted to say, nobody reads it.
      void closeStream()
    },
  })
  stream.addEventListener('message', ({ data }) => {
    if (ended) return
    let isFine = true
    let came = 0
    for (const part of data instanceof Uint8Array ? [data] : data) {
      isFine &&= decode(part)
      came += part.length
    }
    if (!isFine) breakOff('what came is not what was agreed')
    else if (mayCome < 0 || maySend > FLOW_WINDOW_BYTES) breakOff('more came than was allowed')
    changed()
    onTraffic?.(came)
  })
  stream.addEventListener('drain', changed)
  stream.addEventListener('remoteCloseWrite', () => {
    // Some carriers say this when they break.
    end(new Error('the other end is gone in the middle'))
  })
  stream.addEventListener('close', ({ error }) => {
    isGone = true
    end(error ?? new Error('the connection broke'))
  })

  const stopReading = (): void => {
    isDeaf = true
    pieces.length = 0
    changed()
  }

  const take = (): Bytes | undefined => {
    const piece = pieces.shift()
    if (!piece) return undefined
    used += piece.length
    if (used >= FLOW_GRANT_BYTES && !ended) {
      mayCome += used
      put(flowHeader('more', used))
      used = 0
    }
    return piece
  }

  async function* read(): AsyncGenerator<Bytes, void, void> {
    try {
      for (;;) {
        const wait = change.promise
        const piece = take()
        if (piece) yield piece
        else if (isDeaf || ended === 'over') return
        else if (ended) throw ended
        else await wait
      }
    } finally {
      stopReading()
    }
  }

  const isOver = (): boolean => ended !== null || isGone
  /** Asked anew after every change: one drain may not have been enough for all that waits. */
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isOver() && !isSo()) await change.promise
  }

  const sendAll = async (bytes: Uint8Array): Promise<void> => {
    for (let from = 0; from < bytes.length && !isOver(); ) {
      const least = Math.min(bytes.length - from, FLOW_DATA_BYTES)
      await until(() => maySend >= least && !stream.writableNeedsDrain)
      if (isOver()) return
      const part = bytes.subarray(from, from + Math.min(AT_ONCE_BYTES, maySend))
      maySend -= part.length
      from += part.length
      put(flowData(part))
    }
    await until(() => !stream.writableNeedsDrain)
  }

  /** Parts of two sends must not mix, and the end comes after both. */
  let last: Promise<void> = Promise.resolve()
  const inTurn = (run: () => Promise<void>): Promise<void> => {
    last = last.then(run)
    return last
  }

  let closing: Promise<void> | null = null
  const close = async (): Promise<void> => {
    stopReading()
    const stopWaiting = clock.after(CLOSE_WITHIN_MS, () => breakOff('the other end did not close in time'))
    await inTurn(async () => {
      if (!isOver()) put(flowHeader('end', 0))
    })
    await closeStream()
    while (!isGone) await change.promise
    stopWaiting()
  }

  const received = read()
  return {
    route,
    ends,
    received,
    send: bytes => (closing ? Promise.resolve() : inTurn(() => sendAll(bytes))),
    close: () => {
      closing ??= close()
      return closing
    },
    abort: reason => {
      closing ??= Promise.resolve()
      stopReading()
      breakOff(reason)
    },
  }
}
