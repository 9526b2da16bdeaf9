/**
 * All clients of the bridge, pages and guests: takes them in, tells them what happens, sees them off.
 *
 * Invariants: what is told to many is made once; a client that is behind gets the newest state and timing when it has
 * caught up, and misses the live frames in between; nothing here waits for any client. There are never more than
 * `maxClients`, and of those without a token never more than `maxWaiting`.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { refuseUpgrade } from '#node/http'
import type { Log } from '#node/log'
import type { RigLap, RigTiming } from '#shared/api'
import { type Client, createClient } from './client.ts'
import { DEFAULT_SOCKET_LIMITS, type SocketLimits } from './limits.ts'
import { createLine, type Line } from './line.ts'
import type { Door, LapShelf, RigView } from './ports.ts'
import type { Refusal } from './refusals.ts'

/** Who a listener lets in, and what they may do and see. */
export interface Entrance {
  readonly door: Door
  readonly shelf: LapShelf | null
  readonly view: RigView
}

export interface HubParts {
  readonly bridgeId: string
  readonly version: string
  readonly log: Log
  /** A clock that only runs forward, in milliseconds. */
  readonly now: () => number
  readonly limits?: SocketLimits
}

export interface Hub {
  /** Takes over an upgrade whose Host and Origin were found good. */
  accept(incoming: IncomingMessage, socket: Duplex, head: Buffer, entrance: Entrance): void
  wantsLive(): boolean
  live(frame: Uint8Array): void
  lap(lap: RigLap): void
  /** Tells states that changed, at most twice a second, and timings that changed. To be called at every tick. */
  tell(): void
  endPairing(pairing: string): void
  /** How many clients of each pairing are open. */
  openByPairing(): ReadonlyMap<string, number>
  /** Says why to everybody and closes; settles when all are gone or were cut off. */
  close(): Promise<void>
}

const STATE_EVERY_MS = 500
/** A page that hears nothing for longer may think the bridge hangs. */
const STATE_AT_LEAST_MS = 5_000
const TICK_EVERY_MS = 250

interface Guest {
  readonly line: Line
  readonly client: Client
  readonly view: RigView
  /** When its state was last looked at, told, and what it was. */
  lookedAt: number
  stateAt: number
  stateText: string
  timing: RigTiming | null
}

const TOO_MANY_SENTENCE =
  'The rig-bridge has as many connections as it takes, so this one was refused; laps are safe: close some of its pages.'

export const createHub = (parts: HubParts): Hub => {
  const { log, now } = parts
  const limits = parts.limits ?? DEFAULT_SOCKET_LIMITS
  const guests = new Set<Guest>()
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    autoPong: false,
    // Frames are small and leave sixty times a second: packing them costs more time than it saves bytes.
    perMessageDeflate: false,
    maxPayload: limits.maxPayload,
    maxFragments: 64,
  })
  const timingText = new WeakMap<RigTiming, string>()
  let tickedAt = now()
  let closed: (() => void) | null = null

  const textOf = (timing: RigTiming): string => {
    const known = timingText.get(timing)
    if (known !== undefined) return known
    const text = JSON.stringify({ type: 'timing', timing })
    timingText.set(timing, text)
    return text
  }

  const tellState = (guest: Guest, pairing: string, at: number): void => {
    guest.lookedAt = at
    const text = JSON.stringify({ type: 'state', state: guest.view.state(pairing) })
    if (text === guest.stateText && at - guest.stateAt < STATE_AT_LEAST_MS) return
    guest.line.sendText(text)
    guest.stateText = text
    guest.stateAt = at
  }

  const tellTiming = (guest: Guest): void => {
    const timing = guest.view.timing()
    if (timing === guest.timing) return
    guest.line.sendText(textOf(timing))
    guest.timing = timing
  }

  const tellOne = (guest: Guest, at: number, isStateDue: boolean): void => {
    const pairing = guest.client.pairing()
    if (pairing === null || guest.line.isBehind()) return
    if (isStateDue) tellState(guest, pairing, at)
    tellTiming(guest)
  }

  const makeRoom = (): void => {
    const waiting = [...guests].filter(guest => guest.client.pairing() === null && guest.line.isOpen())
    for (const guest of waiting.slice(0, Math.max(0, waiting.length - limits.maxWaiting))) guest.line.leave()
  }

  return {
    accept: (incoming, socket, head, { door, shelf, view }) => {
      if (guests.size >= limits.maxClients)
        return refuseUpgrade(socket, '503 Service Unavailable', 'too-many', TOO_MANY_SENTENCE)
      server.handleUpgrade(incoming, socket, head, webSocket => {
        const line = createLine(webSocket, () => incoming.socket.bytesRead, now, limits, {
          onText: text => guest.client.hear(text),
          onGone: () => {
            guests.delete(guest)
            door.pairing?.leave(guest.client)
            if (guests.size === 0) closed?.()
          },
        })
        const client = createClient({
          line,
          door,
          shelf,
          bridgeId: parts.bridgeId,
          version: parts.version,
          now,
          limits,
          onOpen: () => tellOne(guest, now(), true),
          onBug: error => log.error('a message of a page could not be answered', { error }),
        })
        const guest: Guest = { line, client, view, lookedAt: 0, stateAt: 0, stateText: '', timing: null }
        guests.add(guest)
        makeRoom()
      })
    },

    wantsLive: () => {
      for (const { client } of guests) if (client.wants('live')) return true
      return false
    },

    live: frame => {
      for (const { client, line } of guests) if (client.wants('live')) line.sendLive(frame)
    },

    lap: lap => {
      let text: string | null = null
      for (const { client, line } of guests) {
        if (!client.wants('laps')) continue
        text ??= JSON.stringify({ type: 'lap', lap })
        line.sendText(text)
      }
    },

    tell: () => {
      const at = now()
      if (at - tickedAt >= TICK_EVERY_MS) {
        tickedAt = at
        for (const { line, client } of guests) {
          line.tick()
          client.tick()
        }
      }
      for (const guest of guests) tellOne(guest, at, at - guest.lookedAt >= STATE_EVERY_MS)
    },

    endPairing: pairing => {
      for (const { client, line } of guests) if (client.pairing() === pairing) line.end('revoked')
    },

    openByPairing: () => {
      const counts = new Map<string, number>()
      for (const { client } of guests) {
        const pairing = client.pairing()
        if (pairing !== null) counts.set(pairing, (counts.get(pairing) ?? 0) + 1)
      }
      return counts
    },

    close: async () => {
      const why: Refusal = 'stopping'
      for (const { line } of guests) line.end(why)
      if (guests.size === 0) return
      const gone = new Promise<void>(resolve => {
        closed = resolve
      })
      const watch = setInterval(() => {
        for (const { line } of guests) line.tick()
      }, TICK_EVERY_MS)
      await gone
      clearInterval(watch)
    },
  }
}
