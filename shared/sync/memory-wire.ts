/**
 * Two wires in memory that are each other's other end, with faults to order: for tests, the network simulator, and two
 * meshes in one program.
 *
 * It keeps the promises of `Wire` and is unkind within them: pieces are cut and delayed as asked, what is on its way
 * counts against a window, and it breaks when told to, at any byte. Time is the given clock's.
 */
import type { Clock, Route, Wire } from './wire.ts'

/** What one end may have sent that the other did not read: the send window of a carrier. */
const WINDOW_BYTES = 256 * 1024

export interface MemoryWireOptions {
  readonly clock: Clock
  readonly route?: Route
  readonly ends?: readonly [first: string, second: string]
  /** Milliseconds a piece takes; called once a piece, so it may vary. Pieces never overtake one another. */
  readonly delayMs?: () => number
  /** How many bytes the next piece may have; without, pieces travel as they were sent. */
  readonly cutAt?: () => number
  /** Of both directions together: at this byte the wire breaks. */
  readonly breakAfterBytes?: number
}

export interface MemoryLink {
  readonly wires: readonly [Wire, Wire]
  /** Given to `send` so far, by first and second. */
  readonly sentBytes: readonly [number, number]
  /** As a carrier breaks: both ends throw once they read what had arrived, what was on its way is lost. */
  break(): void
  readonly isOpen: boolean
}

interface End {
  readonly pieces: Uint8Array<ArrayBuffer>[]
  /** Sent to this end and not read: on its way or waiting. */
  unreadBytes: number
  /** When the latest piece sent to this end arrives. */
  lastArrival: number
  sentBytes: number
  state: 'open' | 'ended' | 'broken'
  /** This end closed: nothing arrives any more. */
  isDeaf: boolean
}

const createEnd = (): End => ({
  pieces: [],
  unreadBytes: 0,
  lastArrival: 0,
  sentBytes: 0,
  state: 'open',
  isDeaf: false,
})

export const createMemoryLink = (options: MemoryWireOptions): MemoryLink => {
  const { clock, route = 'here', delayMs = () => 0, cutAt } = options
  const names = options.ends ?? ['memory-a', 'memory-b']
  const ends: [End, End] = [createEnd(), createEnd()]
  let bytesUntilBreak = options.breakAfterBytes ?? Number.POSITIVE_INFINITY
  let isBroken = false
  /** Whoever waits for anything is woken by every change, and looks again. */
  let wake = Promise.withResolvers<void>()

  const changed = (): void => {
    wake.resolve()
    wake = Promise.withResolvers()
  }

  const breakNow = (): void => {
    if (isBroken) return
    isBroken = true
    for (const end of ends) end.state = 'broken'
    changed()
  }

  /** Runs after the delay, never before what was sent earlier. */
  const deliver = (to: End, run: () => void): void => {
    const now = clock.now()
    to.lastArrival = Math.max(to.lastArrival, now + delayMs())
    clock.after(to.lastArrival - now, () => {
      if (!isBroken) run()
    })
  }

  const post = (to: End, piece: Uint8Array<ArrayBuffer>): void => {
    to.unreadBytes += piece.length
    deliver(to, () => {
      if (to.isDeaf) return
      to.pieces.push(piece)
      changed()
    })
  }

  const send = async (from: End, to: End, bytes: Uint8Array): Promise<void> => {
    if (isBroken || from.isDeaf || from.state !== 'open') return
    const allowed = Math.min(bytes.length, bytesUntilBreak)
    bytesUntilBreak -= allowed
    from.sentBytes += allowed
    for (let at = 0; at < allowed; ) {
      const piece = bytes.slice(at, Math.min(allowed, at + Math.max(1, cutAt?.() ?? allowed)))
      at += piece.length
      post(to, piece)
    }
    if (bytesUntilBreak === 0) deliver(to, breakNow)
    // Of an end that closed this one hears later; until then the window stays as full as it is.
    while (to.unreadBytes > WINDOW_BYTES && !isBroken && from.state === 'open' && !from.isDeaf)
      await wake.promise
  }

  async function* read(end: End): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for (;;) {
      const wait = wake.promise
      if (end.isDeaf) return
      const piece = end.pieces.shift()
      if (piece) {
        end.unreadBytes -= piece.length
        changed()
        yield piece
        continue
      }
      if (end.state === 'broken') throw new Error('the wire broke')
      if (end.state === 'ended') return
      await wait
    }
  }

  const close = (own: End, other: End): void => {
    if (own.isDeaf) return
    own.isDeaf = true
    own.pieces.length = 0
    changed()
    deliver(other, () => {
      if (other.state === 'open') other.state = 'ended'
      changed()
    })
  }

  const wireOf = (own: End, other: End, ownName: string, otherName: string): Wire => ({
    route,
    ends: { own: ownName, other: otherName },
    send: bytes => send(own, other, bytes),
    received: { [Symbol.asyncIterator]: () => read(own) },
    close: async () => close(own, other),
    abort: () => {
      own.isDeaf = true
      own.pieces.length = 0
      breakNow()
    },
  })

  return {
    wires: [wireOf(ends[0], ends[1], names[0], names[1]), wireOf(ends[1], ends[0], names[1], names[0])],
    get sentBytes(): [number, number] {
      return [ends[0].sentBytes, ends[1].sentBytes]
    },
    break: breakNow,
    get isOpen() {
      return !isBroken && ends.every(end => end.state === 'open' && !end.isDeaf)
    },
  }
}
