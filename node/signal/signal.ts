/**
 * Where pages of one crew find one another: y-webrtc's signalling, on one WebSocket a page. Who subscribed to a topic gets
 * what others of it publish, unread: it is encrypted with the crew's secret, and topics say nothing to whoever does not
 * know them.
 *
 *   {type: "subscribe" | "unsubscribe", topics: [text, …]}
 *   {type: "publish", topic, …}     to all of the topic, the sender too, with `clients` added: how many they are
 *   {type: "ping"}                  answered with {type: "pong"}
 *
 * Anything else is skipped. Limits (SIGNAL_LIMITS): whoever exceeds one is let go, others do not notice. Nothing is kept.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { refuseUpgrade } from '#node/http'

export const SIGNAL_LIMITS = {
  clients: 512,
  /** An encrypted session description has 2 to 6 kB. */
  messageBytes: 32 * 1024,
  topicsPerClient: 32,
  topicLength: 200,
  clientsPerTopic: 128,
  /** Thirty pages joining at once send one another some ten messages each. */
  burst: 600,
  perSecond: 60,
  /** What a page that does not read may have waiting. */
  waitingBytes: 1024 * 1024,
  /** A page that went without a word is noticed within two of these. */
  pingMs: 30_000,
} as const

const topic = z.string().min(1).max(SIGNAL_LIMITS.topicLength)
const topics = z.array(topic).max(SIGNAL_LIMITS.topicsPerClient)
const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('subscribe'), topics }),
  z.object({ type: z.literal('unsubscribe'), topics }),
  z.looseObject({ type: z.literal('publish'), topic }),
  z.object({ type: z.literal('ping') }),
])

export interface Signal {
  accept(incoming: IncomingMessage, socket: Duplex, head: Buffer): void
  clientCount(): number
  close(): void
}

interface Client {
  readonly socket: WebSocket
  readonly topics: Set<string>
  tokens: number
  refilledAt: number
  isAlive: boolean
}

const FULL_SENTENCE =
  'As many pages as this program takes are connected, so this one was refused and nothing was changed: try again later.'

/** What a WebSocket is closed with; RFC 6455 §7.4.1 and our own. */
const POLICY = 1008

/** `now` is a clock that only runs forward, in milliseconds. */
export const createSignal = (now: () => number): Signal => {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: SIGNAL_LIMITS.messageBytes,
    perMessageDeflate: false,
  })
  const clients = new Set<Client>()
  const clientsByTopic = new Map<string, Set<Client>>()

  const leave = (client: Client, name: string): void => {
    client.topics.delete(name)
    const others = clientsByTopic.get(name)
    others?.delete(client)
    if (others?.size === 0) clientsByTopic.delete(name)
  }
  const forget = (client: Client): void => {
    clients.delete(client)
    for (const name of [...client.topics]) leave(client, name)
  }
  const letGo = (client: Client, why: string): void => client.socket.close(POLICY, why)

  const subscribe = (client: Client, name: string): void => {
    const others = clientsByTopic.get(name) ?? new Set()
    const isTooMuch =
      client.topics.size >= SIGNAL_LIMITS.topicsPerClient || others.size >= SIGNAL_LIMITS.clientsPerTopic
    if (isTooMuch && !client.topics.has(name)) {
      letGo(client, 'too many topics')
      return
    }
    clientsByTopic.set(name, others.add(client))
    client.topics.add(name)
  }

  const send = (client: Client, text: string): void => {
    if (client.socket.readyState !== client.socket.OPEN) return
    if (client.socket.bufferedAmount > SIGNAL_LIMITS.waitingBytes) client.socket.terminate()
    else client.socket.send(text)
  }

  const mayPass = (client: Client): boolean => {
    const at = now()
    const refilled = client.tokens + ((at - client.refilledAt) / 1_000) * SIGNAL_LIMITS.perSecond
    client.tokens = Math.min(SIGNAL_LIMITS.burst, refilled) - 1
    client.refilledAt = at
    return client.tokens >= 0
  }

  const hear = (client: Client, text: string): void => {
    if (!mayPass(client)) {
      letGo(client, 'too often')
      return
    }
    const parsed = messageSchema.safeParse(jsonOf(text))
    if (!parsed.success) return
    const message = parsed.data
    if (message.type === 'ping') send(client, '{"type":"pong"}')
    if (message.type === 'subscribe') for (const name of message.topics) subscribe(client, name)
    if (message.type === 'unsubscribe') for (const name of message.topics) leave(client, name)
    if (message.type === 'publish' && client.topics.has(message.topic)) {
      const all = clientsByTopic.get(message.topic) ?? new Set()
      const passed = JSON.stringify({ ...message, clients: all.size })
      for (const other of all) send(other, passed)
    }
  }

  const heartbeat = setInterval(() => {
    for (const client of clients) {
      if (!client.isAlive) client.socket.terminate()
      client.isAlive = false
      if (client.socket.readyState === client.socket.OPEN) client.socket.ping()
    }
  }, SIGNAL_LIMITS.pingMs)
  heartbeat.unref()

  const begin = (socket: WebSocket): void => {
    const client: Client = {
      socket,
      topics: new Set(),
      tokens: SIGNAL_LIMITS.burst,
      refilledAt: now(),
      isAlive: true,
    }
    clients.add(client)
    socket.on('pong', () => {
      client.isAlive = true
    })
    socket.on('message', (data, isBinary) => {
      client.isAlive = true
      if (!isBinary) hear(client, data.toString())
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => forget(client))
  }

  return {
    accept: (incoming, socket, head) => {
      socket.on('error', () => socket.destroy())
      if (clients.size >= SIGNAL_LIMITS.clients)
        return refuseUpgrade(socket, '503 Service Unavailable', 'too-many', FULL_SENTENCE)
      server.handleUpgrade(incoming, socket, head, begin)
    },
    clientCount: () => clients.size,
    close: () => {
      clearInterval(heartbeat)
      for (const client of clients) client.socket.terminate()
      server.close()
    },
  }
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
