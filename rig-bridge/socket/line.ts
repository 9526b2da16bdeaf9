/**
 * One WebSocket under the protocol: what goes out and how far it got, what comes in and how much of it.
 *
 * Invariants: nothing is ever queued without a bound. Live frames are left out when the other side is behind; a client
 * that leaves too much unread, sends too much or does not answer a ping in time is said goodbye to and cut off.
 * A ping is answered by whoever read everything before it, so it measures how old what a client sees is.
 */
import type { RawData, WebSocket } from 'ws'
import { CLOSE_CODES, type FromRig, MAX_RIG_MESSAGE } from '#shared/api'
import type { SocketLimits } from './limits.ts'
import { createMeter } from './meter.ts'
import { closeCodeOf, type Refusal, refusedMessage } from './refusals.ts'

export interface LineEvents {
  onText(text: string): void
  onGone(): void
}

export interface Line {
  isOpen(): boolean
  /** Left out, and answered with false, when the client is behind. */
  sendLive(frame: Uint8Array): boolean
  /** Whether something that may as well come later should. */
  isBehind(): boolean
  send(message: FromRig): void
  /** The same text to many; made once. */
  sendText(text: string): void
  /** Settles when the system has taken it, or the line is gone. */
  sendBytes(bytes: Uint8Array): Promise<void>
  /** Says why and closes; what comes in is not heard any more. */
  end(why: Refusal): void
  /** Closes a client that never showed a token, for which there is nothing to explain. */
  leave(): void
  /** A few times a second. */
  tick(): void
}

const toBuffer = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data)

export const createLine = (
  socket: WebSocket,
  bytesRead: () => number,
  now: () => number,
  limits: SocketLimits,
  events: LineEvents,
): Line => {
  const meter = createMeter(now(), bytesRead())
  let endedAt: number | null = null
  let pingedAt: number | null = null
  let answeredAt = now()

  const isOpen = (): boolean => endedAt === null && socket.readyState === socket.OPEN

  const sendText = (text: string): void => {
    if (!isOpen()) return
    if (socket.bufferedAmount > limits.maxBuffer) end('too-slow')
    else socket.send(text)
  }

  const end = (why: Refusal): void => {
    if (endedAt !== null) return
    if (socket.readyState === socket.OPEN) {
      socket.send(JSON.stringify(refusedMessage(why)))
      socket.close(closeCodeOf(why), why)
    }
    endedAt = now()
  }

  const leave = (): void => {
    if (isOpen()) socket.close(CLOSE_CODES.unpaired, 'unpaired')
    endedAt ??= now()
  }

  const isBehind = (): boolean =>
    socket.bufferedAmount > limits.liveBuffer || (pingedAt !== null && now() - pingedAt > limits.lagMs)

  /** Counts what came; false when it is not to be looked at. */
  const isHeard = (): boolean => {
    if (!isOpen()) return false
    if (!meter.isTooMany(now())) return true
    end('too-often')
    return false
  }

  socket.on('message', (data, isBinary) => {
    if (!isHeard()) return
    const bytes = toBuffer(data)
    if (isBinary) return end('protocol')
    if (bytes.length > MAX_RIG_MESSAGE) return end('too-large')
    events.onText(bytes.toString('utf8'))
  })
  socket.on('ping', data => {
    // Answered by us and not by ws: whoever pings without reading would fill our memory with answers.
    if (isHeard() && socket.bufferedAmount <= limits.maxBuffer) socket.pong(data)
  })
  socket.on('pong', () => {
    if (pingedAt === null) return void isHeard()
    pingedAt = null
    answeredAt = now()
  })
  // What cannot be read as a WebSocket (wrong masks, wrong UTF-8, too large) has been closed by ws already.
  socket.on('error', () => {
    endedAt ??= now()
  })
  socket.on('close', () => {
    endedAt ??= now()
    events.onGone()
  })

  return {
    isOpen,
    isBehind,
    sendText,
    end,
    leave,
    send: message => sendText(JSON.stringify(message)),
    sendLive: frame => {
      if (!isOpen() || isBehind()) return false
      socket.send(frame)
      return true
    },
    sendBytes: bytes =>
      new Promise(resolve => {
        if (!isOpen()) return resolve()
        socket.send(bytes, () => resolve())
      }),
    tick: () => {
      const at = now()
      if (endedAt !== null) {
        if (at - endedAt > limits.closeWithinMs) socket.terminate()
        return
      }
      if (meter.isTooMuch(at, bytesRead())) return end('too-often')
      if (pingedAt !== null) {
        if (at - pingedAt > limits.tooSlowMs) end('too-slow')
      } else if (at - answeredAt >= limits.pingEveryMs && socket.readyState === socket.OPEN) {
        pingedAt = at
        socket.ping()
      }
    },
  }
}
