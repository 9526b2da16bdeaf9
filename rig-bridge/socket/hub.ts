/**
 * All clients of the bridge, pages and guests: takes them in, tells them what happens, sees them off.
 *
 * Invariants: what is told to many is made once; a client that is behind gets the newest state and timing when it has
 * caught up, and misses the live frames in between; nothing here waits for any client. Through each entrance there are
 * never more than `maxClients`, and of those without a token never more than `maxWaiting`.
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
  /** Of this entrance: so guests never take a page's place. Each costs some 100 kB. */
  readonly maxClients: number
  /** Those that have not shown a token yet; beyond it the oldest goes, so that strangers lock nobody out. */
  readonly maxWaiting: number
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

interface Visitor {
  readonly line: Line
  readonly client: Client
  readonly entrance: Entrance
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
  const visitors = new Set<Visitor>()
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

  const tellState = (visitor: Visitor, pairing: string, at: number): void => {
    visitor.lookedAt = at
    const text = JSON.stringify({ type: 'state', state: visitor.entrance.view.state(pairing) })
    if (text === visitor.stateText && at - visitor.stateAt < STATE_AT_LEAST_MS) return
    visitor.line.sendText(text)
    visitor.stateText = text
    visitor.stateAt = at
  }

  const tellTiming = (visitor: Visitor): void => {
    const timing = visitor.entrance.view.timing()
    if (timing === visitor.timing) return
    visitor.line.sendText(textOf(timing))
    visitor.timing = timing
  }

  const tellOne = (visitor: Visitor, at: number, isStateDue: boolean): void => {
    const pairing = visitor.client.pairing()
    if (pairing === null || visitor.line.isBehind()) return
    if (isStateDue) tellState(visitor, pairing, at)
    tellTiming(visitor)
  }

  const countOf = (entrance: Entrance): number =>
    [...visitors].filter(visitor => visitor.entrance === entrance).length

  const makeRoom = (entrance: Entrance): void => {
    const waiting = [...visitors].filter(
      visitor => visitor.entrance === entrance && visitor.client.pairing() === null && visitor.line.isOpen(),
    )
    const tooMany = Math.max(0, waiting.length - entrance.maxWaiting)
    for (const visitor of waiting.slice(0, tooMany)) visitor.line.leave()
  }

  return {
    accept: (incoming, socket, head, entrance) => {
      const { door, shelf } = entrance
      if (countOf(entrance) >= entrance.maxClients)
        return refuseUpgrade(socket, '503 Service Unavailable', 'too-many', TOO_MANY_SENTENCE)
      server.handleUpgrade(incoming, socket, head, webSocket => {
        const line = createLine(webSocket, () => incoming.socket.bytesRead, now, limits, {
          onText: text => visitor.client.hear(text),
          onGone: () => {
            visitors.delete(visitor)
            door.pairing?.leave(visitor.client)
            if (visitors.size === 0) closed?.()
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
          onOpen: () => tellOne(visitor, now(), true),
          onBug: error => log.error('a message of a page could not be answered', { error }),
        })
        const visitor: Visitor = {
          line,
          client,
          entrance,
          lookedAt: 0,
          stateAt: 0,
          stateText: '',
          timing: null,
        }
        visitors.add(visitor)
        makeRoom(entrance)
      })
    },

    wantsLive: () => {
      for (const { client } of visitors) if (client.wants('live')) return true
      return false
    },

    live: frame => {
      for (const { client, line } of visitors) if (client.wants('live')) line.sendLive(frame)
    },

    lap: lap => {
      let text: string | null = null
      for (const { client, line } of visitors) {
        if (!client.wants('laps')) continue
        text ??= JSON.stringify({ type: 'lap', lap })
        line.sendText(text)
      }
    },

    tell: () => {
      const at = now()
      if (at - tickedAt >= TICK_EVERY_MS) {
        tickedAt = at
        for (const { line, client } of visitors) {
          line.tick()
          client.tick()
        }
      }
      for (const visitor of visitors) tellOne(visitor, at, at - visitor.lookedAt >= STATE_EVERY_MS)
    },

    endPairing: pairing => {
      for (const { client, line } of visitors) if (client.pairing() === pairing) line.end('revoked')
    },

    openByPairing: () => {
      const counts = new Map<string, number>()
      for (const { client } of visitors) {
        const pairing = client.pairing()
        if (pairing !== null) counts.set(pairing, (counts.get(pairing) ?? 0) + 1)
      }
      return counts
    },

    close: async () => {
      const why: Refusal = 'stopping'
      for (const { line } of visitors) line.end(why)
      if (visitors.size === 0) return
      const gone = new Promise<void>(resolve => {
        closed = resolve
      })
      const watch = setInterval(() => {
        for (const { line } of visitors) line.tick()
      }, TICK_EVERY_MS)
      await gone
      clearInterval(watch)
    },
  }
}
