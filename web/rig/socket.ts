/**
 * The link to a rig-bridge, without Svelte: holds one WebSocket, says hello, reads what comes and tries again.
 *
 * Invariants:
 * - What comes is a message of the contract or is dropped and counted; nothing of it throws into the page.
 * - While it is open, another set of wants is had by a second connection that takes over once it is welcome: nobody sees
 *   the link go. A connection that was replaced is not listened to any more.
 * - It never tries on its own more often than `retryMs` says, and not at all while `mayRetry` says no.
 */
import {
  decodeLiveFrame,
  decodeTraceChunk,
  type FromRig,
  LIVE_FRAME,
  RIG_VERSION,
  type ToRig,
  type TraceChunk,
} from '#shared/api'
import type { FrameListener } from './feed.ts'
import { type LinkEvent, type LinkState, nextLink, OFF, retryMs } from './link.ts'
import { readMessage } from './messages.ts'

export type Want = 'live' | 'laps'

/** Where the token of a pairing is kept. A guest's is given once and for all. */
export interface TokenKeeper {
  read(): Promise<string | null>
  /** Answers whether it is kept. */
  keep(token: string): Promise<boolean>
  drop(): Promise<void>
}

export interface RigSocketOptions {
  /** 'Paddock 0.1.0' */
  readonly app: string
  /** What this page is called in the bridge's list of pairings. */
  readonly name: string
  readonly token: TokenKeeper
  readonly wants: () => readonly Want[]
  /** Whether trying again is worth while now, as when the page is seen. */
  readonly mayRetry: () => boolean
  readonly onLink: (link: LinkState) => void
  readonly onMessage: (message: FromRig) => void
  readonly onFrame: FrameListener
  readonly onChunk?: (chunk: TraceChunk) => void
  readonly first?: LinkState
  /** Runs later; answers how to prevent it. */
  readonly after?: (ms: number, run: () => void) => () => void
  readonly open?: (url: string) => WebSocket
}

export interface RigSocket {
  readonly link: () => LinkState
  /** Messages that were not of the contract. */
  readonly dropped: () => number
  /** Begins, or tries at once. */
  want(): void
  unwant(): void
  /** Something changed (the page is seen, the network is back): tries at once if it is due some time. */
  nudge(): void
  /** After what `wants` answers has changed. */
  refresh(): void
  askCode(): void
  pair(code: string): void
  /** Drops the token and the link. */
  forget(): Promise<void>
  send(message: ToRig): boolean
  tell(event: LinkEvent): void
}

/** On one machine a welcome takes milliseconds; what takes longer is a port held by a program that hangs. */
const PATIENCE_MS = 10_000

const afterMs = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

const openWebSocket = (url: string): WebSocket => new WebSocket(url)

export const createRigSocket = (url: string, options: RigSocketOptions): RigSocket => {
  const { after = afterMs, open = openWebSocket, token } = options
  let link: LinkState = options.first ?? OFF
  let current: WebSocket | null = null
  let successor: WebSocket | null = null
  let dropped = 0
  let stopWaiting: () => void = () => {}

  const wantedBy = new WeakMap<WebSocket, string>()
  const wantsNow = (): string => [...options.wants()].sort().join(' ')

  const send = (message: ToRig, to = current): boolean => {
    if (to?.readyState !== WebSocket.OPEN) return false
    to.send(JSON.stringify(message))
    return true
  }

  const leave = (socket: WebSocket | null): void => {
    if (socket) socket.close(1000)
  }

  const connect = (): WebSocket | null => {
    let socket: WebSocket
    try {
      socket = open(url)
    } catch {
      // A policy of the page or the browser forbids the address.
      queueMicrotask(() => tell({ kind: 'closed', code: 1006 }))
      return null
    }
    socket.binaryType = 'arraybuffer'
    wantedBy.set(socket, wantsNow())
    socket.addEventListener('open', () => void hello(socket))
    socket.addEventListener('message', ({ data }) => hear(socket, data))
    socket.addEventListener('close', ({ code }) => closed(socket, code))
    return socket
  }

  const hello = async (socket: WebSocket): Promise<void> => {
    const kept = await token.read()
    const wants = options.wants().slice()
    const message = { type: 'hello', v: RIG_VERSION, app: options.app, wants } as const
    send(kept === null ? message : { ...message, token: kept }, socket)
  }

  const hear = (socket: WebSocket, data: unknown): void => {
    if (socket !== current && socket !== successor) return
    if (data instanceof ArrayBuffer) {
      if (socket === current && !hearBytes(new Uint8Array(data))) dropped++
      return
    }
    const heard = readMessage(String(data))
    if (heard.kind === 'message') hearMessage(socket, heard.message)
    else if (heard.kind === 'broken') dropped++
  }

  /** Answers whether they were of the contract. */
  const hearBytes = (bytes: Uint8Array): boolean => {
    if (bytes[0] === LIVE_FRAME) {
      const frame = decodeLiveFrame(bytes)
      if (frame) options.onFrame(frame.values, frame.epochMs, frame.isKept, frame.number)
      return frame !== null
    }
    const chunk = decodeTraceChunk(bytes)
    if (chunk) options.onChunk?.(chunk)
    return chunk !== null
  }

  const hearMessage = (socket: WebSocket, message: FromRig): void => {
    if (socket === successor) {
      if (message.type !== 'welcome') return
      const before = current
      current = successor
      successor = null
      leave(before)
    }
    switch (message.type) {
      case 'welcome':
        tell({ kind: 'welcome', bridgeId: message.bridgeId, version: message.version })
        break
      case 'unpaired':
        tell({ kind: 'unpaired' })
        break
      case 'code-shown':
        tell({ kind: 'code-shown' })
        break
      case 'paired':
        void paired(message.token)
        break
      case 'refused':
        tell({ kind: 'refused', why: message.why })
        break
    }
    options.onMessage(message)
  }

  const paired = async (kept: string): Promise<void> => {
    await token.keep(kept)
    // A bridge may say welcome at once, on the same connection.
    if (link.kind !== 'unpaired') return
    const before = current
    current = null
    leave(before)
    tell({ kind: 'paired' })
  }

  const closed = (socket: WebSocket, code: number): void => {
    if (socket === successor) successor = null
    if (socket !== current) return
    current = null
    tell({ kind: 'closed', code })
  }

  const giveUp = (): void => {
    const before = current
    current = null
    leave(before)
    tell({ kind: 'closed', code: 1006 })
  }

  /** The machine says where it is; the socket and the clock follow. */
  const tell = (event: LinkEvent): void => {
    const next = nextLink(link, event)
    if (next === link) return
    link = next
    stopWaiting()
    stopWaiting = () => {}
    if (link.kind === 'looking') {
      leave(current)
      current = connect()
      stopWaiting = after(PATIENCE_MS, giveUp)
    } else if (link.kind === 'lost') {
      stopWaiting = after(retryMs(link), () => {
        if (options.mayRetry()) tell({ kind: 'due' })
      })
    } else if (link.kind !== 'open' && link.kind !== 'unpaired') {
      const [before, next] = [current, successor]
      current = null
      successor = null
      leave(before)
      leave(next)
    }
    if (link.kind === 'refused' && link.why === 'revoked') void token.drop()
    options.onLink(link)
    if (link.kind === 'open') refresh()
  }

  const refresh = (): void => {
    const newest = successor ?? current
    if (link.kind !== 'open' || (newest && wantedBy.get(newest) === wantsNow())) return
    leave(successor)
    successor = connect()
  }

  return {
    link: () => link,
    dropped: () => dropped,
    want: () => tell({ kind: link.kind === 'lost' ? 'due' : 'wanted' }),
    unwant: () => tell({ kind: 'unwanted' }),
    nudge: () => tell({ kind: 'due' }),
    refresh,
    askCode: () => {
      if (send({ type: 'ask-code' })) tell({ kind: 'code-asked' })
    },
    pair: code => {
      if (send({ type: 'pair', code, name: options.name })) tell({ kind: 'code-typed' })
    },
    async forget() {
      await token.drop()
      tell({ kind: 'unwanted' })
    },
    send,
    tell,
  }
}
