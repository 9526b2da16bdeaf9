/**
 * What stays of a wire once its handshake is over: lanes for the protocols, signs of life, an end with a reason.
 *
 * On lane 0, after the handshake: `ping`, which the other side answers with `pong`; `bye {reason}`, after which the wire
 * is closed. Everything else there is skipped, as are lanes nobody here knows: newer peers may have more of both.
 *
 * Invariants: a session ends once, with one reason; after that nothing is handed to a lane. Messages of a lane come in
 * order, one at a time; lanes do not wait for one another until INBOX_BYTES wait to be handled, then nothing more is read.
 * So a handler must not wait for something the same peer has yet to send.
 *
 * Limits: see SESSION_LIMITS. A peer that sends a byte a second is silent as long as no message is complete.
 */
import { Malformed } from './bytes.ts'
import { decodeControl, encodeBye, encodePing, encodePong } from './control-messages.ts'
import type { Claim } from './handshake-model.ts'
import { LANES, type Lane, MAX_MESSAGE_BYTES } from './lane.ts'
import type { EndReason } from './mesh-model.ts'
import type { MessagePipe } from './message-pipe.ts'
import type { Clock } from './wire.ts'

export const SESSION_LIMITS = {
  /** Waiting to be handled, all lanes together: four times the window of the feeds. */
  inboxBytes: 4 * 1024 * 1024,
  /** Given to be sent and not taken by the wire: whoever sends without waiting meets this. */
  outboxBytes: 16 * 1024 * 1024,
  /** Silence after which we ask for a sign of life. */
  pingAfterMs: 30_000,
  /** Silence after which nobody is there. A message of 256 KiB takes this long at 3 kB a second. */
  deadAfterMs: 90_000,
  /** One message not taken by the wire for this long: the other end does not read. */
  stuckAfterMs: 60_000,
  /** How long an ending session tries to say why. */
  farewellMs: 5_000,
} as const

/** What holding one small message costs beyond its bytes. */
const MESSAGE_OVERHEAD_BYTES = 128

/** How often the silence is looked at. */
const TICK_MS = 10_000

export interface Session {
  readonly peer: Claim
  readonly pipe: MessagePipe
  /** Protocols take their lanes before `start`. */
  lane(number: number): Lane
  start(): void
  /** Resolves when the other side gave a sign of life, false when it did not within this time. */
  isAlive(withinMs: number): Promise<boolean>
  /** Says why, if the wire still carries it. */
  end(reason: EndReason): void
  readonly hasEnded: boolean
}

interface Inbox {
  handler: ((message: Uint8Array<ArrayBuffer>) => Promise<void> | void) | null
  readonly messages: Uint8Array<ArrayBuffer>[]
  isBusy: boolean
}

export const createSession = (
  pipe: MessagePipe,
  peer: Claim,
  clock: Clock,
  onEnded: (reason: EndReason) => void,
  /** What a protocol threw that was no complaint about a message. It must not take other sessions with it. */
  onBug: (error: unknown) => void = () => {},
): Session => {
  const inboxes = new Map<number, Inbox>()
  const endings: (() => void)[] = []
  let inboxBytes = 0
  let outboxBytes = 0
  let roomInInbox = Promise.withResolvers<void>()
  let lastSend: Promise<void> = Promise.resolve()
  let sendingSince: number | null = null
  let heardAt = clock.now()
  let isPongDue = false
  let ended: EndReason | null = null
  let stopTick = (): void => {}
  const signsOfLife = new Set<() => void>()

  const end = (reason: EndReason, canTell = true): void => {
    if (ended) return
    ended = reason
    stopTick()
    roomInInbox.resolve()
    for (const inbox of inboxes.values()) inbox.messages.length = 0
    void farewell(canTell)
    onEnded(reason)
    for (const run of endings) run()
  }

  const farewell = async (canTell: boolean): Promise<void> => {
    const giveUp = clock.after(SESSION_LIMITS.farewellMs, () =>
      pipe.wire.abort('the other end does not read'),
    )
    try {
      if (canTell) {
        await lastSend
        await pipe.send(LANES.control, encodeBye(ended ?? 'closed'))
      }
      await pipe.wire.close()
    } catch {
      pipe.wire.abort(ended ?? 'closed')
    } finally {
      giveUp()
    }
  }

  const sendNow = async (lane: number, body: Uint8Array): Promise<void> => {
    if (ended) return
    sendingSince = clock.now()
    try {
      await pipe.send(lane, body)
    } catch {
      end('lost', false)
    } finally {
      sendingSince = null
    }
  }

  const send = (lane: number, body: Uint8Array): Promise<void> => {
    if (ended) return Promise.resolve()
    const cost = body.length + MESSAGE_OVERHEAD_BYTES
    outboxBytes += cost
    if (outboxBytes > SESSION_LIMITS.outboxBytes) end('no-answer')
    lastSend = lastSend.then(async () => {
      await sendNow(lane, body)
      outboxBytes -= cost
    })
    return lastSend
  }

  const handle = async (inbox: Inbox): Promise<void> => {
    if (inbox.isBusy || !inbox.handler) return
    inbox.isBusy = true
    for (let body = inbox.messages.shift(); body && !ended; body = inbox.messages.shift()) {
      try {
        await inbox.handler(body)
      } catch (error) {
        end('broken-protocol')
        if (!(error instanceof Malformed)) onBug(error)
      }
      inboxBytes -= body.length + MESSAGE_OVERHEAD_BYTES
      roomInInbox.resolve()
      roomInInbox = Promise.withResolvers()
    }
    inbox.isBusy = false
  }

  const control = (body: Uint8Array): void => {
    const message = decodeControl(body)
    if (message.type === 'bye') end(heardReason(message.reason), false)
    if (message.type === 'ping' && !isPongDue) {
      isPongDue = true
      void send(LANES.control, encodePong()).then(() => {
        isPongDue = false
      })
    }
  }

  const read = async (): Promise<void> => {
    while (!ended) {
      const next = await pipe.next()
      if (ended) return
      if (!next.ok) {
        if (next.end === 'closed') end('closed', false)
        else if (next.end === 'lost') end('lost', false)
        else end(next.end === 'too-large' ? 'too-much' : 'broken-protocol')
        return
      }
      heardAt = clock.now()
      for (const run of signsOfLife) run()
      const { lane, body } = next.message
      if (lane === LANES.control) {
        try {
          control(body)
        } catch {
          end('broken-protocol')
        }
        continue
      }
      const inbox = inboxes.get(lane)
      if (!inbox) continue
      inbox.messages.push(body)
      inboxBytes += body.length + MESSAGE_OVERHEAD_BYTES
      void handle(inbox)
      if (inboxBytes <= SESSION_LIMITS.inboxBytes) continue
      while (inboxBytes > SESSION_LIMITS.inboxBytes && !ended) await roomInInbox.promise
      heardAt = clock.now()
    }
  }

  const tick = (): void => {
    stopTick = clock.after(TICK_MS, tick)
    const now = clock.now()
    const isFull = inboxBytes > SESSION_LIMITS.inboxBytes
    if (sendingSince !== null && now - sendingSince > SESSION_LIMITS.stuckAfterMs) end('no-answer')
    else if (!isFull && now - heardAt > SESSION_LIMITS.deadAfterMs) end('no-answer')
    else if (now - heardAt >= SESSION_LIMITS.pingAfterMs) void send(LANES.control, encodePing())
  }

  return {
    peer,
    pipe,
    lane: number => {
      const inbox: Inbox = { handler: null, messages: [], isBusy: false }
      inboxes.set(number, inbox)
      return {
        peer: { device: peer.device, person: peer.person },
        clock,
        send: message => send(number, message),
        receive: handler => {
          inbox.handler = handler
          void handle(inbox)
        },
        fail: end,
        onEnd: run => {
          if (ended) run()
          else endings.push(run)
        },
      }
    },
    start: () => {
      pipe.limit(MAX_MESSAGE_BYTES)
      heardAt = clock.now()
      stopTick = clock.after(TICK_MS, tick)
      void read()
    },
    isAlive: withinMs => {
      if (ended) return Promise.resolve(false)
      const { promise, resolve } = Promise.withResolvers<boolean>()
      const sign = (): void => resolve(true)
      signsOfLife.add(sign)
      const stop = clock.after(withinMs, () => resolve(false))
      void send(LANES.control, encodePing())
      return promise.finally(() => {
        stop()
        signsOfLife.delete(sign)
      })
    },
    end,
    get hasEnded() {
      return ended !== null
    },
  }
}

/** What the other side says of us is not what we say of it: that it was let down is its own affair. */
const heardReason = (reason: EndReason): EndReason =>
  reason === 'lied' || reason === 'broken-protocol' || reason === 'too-much' || reason === 'no-answer'
    ? 'closed'
    : reason
