/**
 * A data channel as a `Wire`.
 *
 * A data channel knows neither how to say "that was all" nor how to hold back a sender whose reader is slow: what came
 * is in memory whether anybody wants it or not. So the two ends of one agree on more than bytes:
 *
 * - binary message: the next piece of the stream, 1 to 65,536 bytes;
 * - text `more <n>`: the reader has used up n bytes, n more may be sent. At first 4 MiB may;
 * - text `end`: everything was sent. The channel is closed after it; one that closes without it has broken.
 *
 * Whoever sends more than was allowed, or anything else, has broken it too. Pieces are 64 KiB: measured 27 to 37 MB/s
 * against 9 to 19 at 16 KiB, and above 256 KiB Chromium throws. `bufferedAmount` stays below 4 MiB; its buffer is no
 * promise, and a channel closes for good when it overflows at 16 MiB.
 */
import type { Route, Wire } from '#shared/sync'

export const PIECE_BYTES = 64 * 1024
export const WINDOW_BYTES = 4 * 1024 * 1024
const BUFFERED_BYTES = 4 * 1024 * 1024
/** Told once so much was read: sixteen times per window. */
const GRANT_BYTES = WINDOW_BYTES / 16
/** What was sent has this long to leave when the wire is closed. */
const LINGER_MS = 5_000

/** What ends are known by: the certificates that DTLS checks, as the two descriptions name them. */
export interface ChannelEnds {
  readonly own: string
  readonly other: string
}

export class BrokenWire extends Error {
  override name = 'BrokenWire'
}

/** Call it in the turn the channel came to be, or messages may be missed. */
export const createDataChannelWire = (channel: RTCDataChannel, ends: ChannelEnds, route: Route): Wire => {
  channel.binaryType = 'arraybuffer'
  channel.bufferedAmountLowThreshold = BUFFERED_BYTES / 2
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let used = 0
  let mayCome = WINDOW_BYTES
  let maySend = WINDOW_BYTES
  /** Null while it lives; what it ended with. */
  let ended: 'over' | BrokenWire | null = null
  let wakeReader: () => void = () => {}
  const waitingSenders = new Set<() => void>()

  const wakeSenders = (): void => {
    for (const wake of [...waitingSenders]) wake()
  }

  const end = (how: 'over' | BrokenWire): void => {
    if (ended) return
    ended = how
    wakeReader()
    wakeSenders()
  }

  const breakOff = (why: string): void => {
    end(new BrokenWire(why))
    pieces.length = 0
    channel.close()
  }

  const hearPiece = (data: ArrayBuffer): void => {
    mayCome -= data.byteLength
    if (data.byteLength === 0 || data.byteLength > PIECE_BYTES) breakOff('a piece of a forbidden size')
    else if (mayCome < 0) breakOff('more was sent than was allowed')
    else {
      pieces.push(new Uint8Array(data))
      wakeReader()
    }
  }

  const hearWord = (word: string): void => {
    const more = Number(/^more ([1-9]\d{0,7})$/.exec(word)?.[1] ?? Number.NaN)
    if (word === 'end') end('over')
    else if (maySend + more <= WINDOW_BYTES) {
      maySend += more
      wakeSenders()
    } else breakOff('an unknown word')
  }

  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (ended) return
    if (data instanceof ArrayBuffer) hearPiece(data)
    else hearWord(String(data))
  })
  channel.addEventListener('bufferedamountlow', wakeSenders)
  channel.addEventListener('open', wakeSenders)
  const closed = new Promise<void>(resolve => {
    channel.addEventListener('close', () => {
      end(new BrokenWire('the data channel closed in the middle'))
      resolve()
    })
  })

  const tell = (word: string): void => {
    if (channel.readyState === 'open') channel.send(word)
  }

  /** What was handed on may come again. */
  const take = (): Uint8Array<ArrayBuffer> | undefined => {
    const piece = pieces.shift()
    if (!piece) return undefined
    used += piece.byteLength
    if (used >= GRANT_BYTES && !ended) {
      mayCome += used
      tell(`more ${used}`)
      used = 0
    }
    return piece
  }

  const until = (isSo: () => boolean): Promise<void> =>
    new Promise(resolve => {
      const look = (): void => {
        if (!ended && !isSo()) return
        waitingSenders.delete(look)
        resolve()
      }
      waitingSenders.add(look)
      look()
    })

  const isOpen = (): boolean => channel.readyState === 'open'
  const hasRoom = (): boolean => isOpen() && maySend > 0 && channel.bufferedAmount < BUFFERED_BYTES

  const sendAll = async (bytes: Uint8Array): Promise<void> => {
    for (let from = 0; from < bytes.length; ) {
      await until(hasRoom)
      if (ended) return
      const piece = bytes.slice(from, from + Math.min(PIECE_BYTES, maySend))
      maySend -= piece.length
      from += piece.length
      channel.send(piece)
    }
  }

  /** Pieces of two sends must not mix. */
  let last: Promise<void> = Promise.resolve()
  const inTurn = (run: () => Promise<void>): Promise<void> => {
    last = last.then(run)
    return last
  }

  const untilWoken = (): Promise<void> =>
    new Promise(resolve => {
      wakeReader = resolve
    })

  const read = async function* (): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
    for (;;) {
      const piece = take()
      if (piece) yield piece
      else if (ended === 'over') return
      else if (ended) throw ended
      else await untilWoken()
    }
  }

  let isClosing = false

  return {
    route,
    ends,
    received: read(),

    send: bytes => inTurn(() => sendAll(bytes)),

    async close() {
      if (isClosing) return last
      isClosing = true
      const { promise: lingered, resolve: giveUp } = Promise.withResolvers<void>()
      const patience = setTimeout(() => {
        breakOff('what was sent did not leave in time')
        giveUp()
      }, LINGER_MS)
      await inTurn(async () => {
        await until(isOpen)
        if (!ended) tell('end')
      })
      end('over')
      pieces.length = 0
      // It leaves after what it was given, and `close` comes when the other end knows.
      channel.close()
      await Promise.race([closed, lingered])
      clearTimeout(patience)
    },

    abort(reason) {
      isClosing = true
      breakOff(reason)
    },
  }
}
