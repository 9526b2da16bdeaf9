/**
 * Holding a port on both loopback addresses, 127.0.0.1 and ::1, or on the addresses given, all or nothing.
 *
 * Browsers try ::1 first for "localhost", so whoever held only that would get our users. The first address is what
 * decides between two programs; the others are done without where the machine has none of their kind.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { createDrain, type Drain } from './drain.ts'

/** What a held port does with what comes; `port` is the one that was given, or chosen by the system for 0. */
export interface PortHandler {
  request(incoming: IncomingMessage, response: ServerResponse, port: number): void
  upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer, port: number): void
  /** What a listening server itself has to complain of, such as too many open files. */
  failed(error: unknown): void
}

export type Held =
  | { readonly kind: 'held'; readonly port: number; release(graceMs: number): Promise<void> }
  | { readonly kind: 'busy' }
  | { readonly kind: 'refused'; readonly code: string }

export interface ServerLimits {
  /** A whole request head; a browser sends it in one packet. */
  readonly headersWithinMs: number
  /** A whole request with its body: a livery of 100 MB over the network, arriving through us. */
  readonly requestWithinMs: number
  readonly maxConnections: number
}

export const DEFAULT_SERVER_LIMITS: ServerLimits = {
  headersWithinMs: 10_000,
  requestWithinMs: 300_000,
  // Every tab holds up to six plus its WebSockets; this is a whole endurance team's.
  maxConnections: 512,
}

interface OneServer {
  readonly server: Server
  readonly drain: Drain
  /** WebSockets, which the server itself no longer knows. */
  readonly sockets: Set<Duplex>
}

const createOne = (handler: PortHandler, limits: ServerLimits, portOf: () => number): OneServer => {
  const sockets = new Set<Duplex>()
  const server = createServer({
    headersTimeout: limits.headersWithinMs,
    requestTimeout: limits.requestWithinMs,
    keepAliveTimeout: 5_000,
    // The default, 30 s, would let a half-sent head live that long whatever the limits above say.
    connectionsCheckingInterval: Math.min(1_000, limits.headersWithinMs),
  })
  const drain = createDrain(server)
  server.maxConnections = limits.maxConnections
  server.on('request', (incoming, response) => handler.request(incoming, response, portOf()))
  server.on('upgrade', (incoming, socket, head) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    handler.upgrade(incoming, socket, head, portOf())
  })
  return { server, drain, sockets }
}

const listen = (
  server: Server,
  host: string,
  port: number,
): Promise<{ ok: true; port: number } | { ok: false; code: string }> =>
  new Promise(resolve => {
    const onError = (error: NodeJS.ErrnoException): void =>
      resolve({ ok: false, code: error.code ?? 'unknown' })
    server.once('error', onError)
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', onError)
      const address = server.address()
      resolve({ ok: true, port: typeof address === 'object' && address !== null ? address.port : port })
    })
  })

/** Stops listening at once, lets requests finish for a while, then closes what is left. */
const release = async ({ server, drain, sockets }: OneServer, graceMs: number): Promise<void> => {
  // A WebSocket has no end to wait for; its page reconnects to whoever takes over.
  for (const socket of sockets) socket.destroy()
  await drain.finish(new Promise(resolve => server.close(resolve)), graceMs)
}

const NO_SUCH_ADDRESS = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL']

const codeToHeld = (code: string): Held =>
  code === 'EADDRINUSE' ? { kind: 'busy' } : { kind: 'refused', code }

export const LOOPBACK = ['127.0.0.1', '::1'] as const

export const holdPort = async (
  handler: PortHandler,
  wantedPort: number,
  limits: ServerLimits = DEFAULT_SERVER_LIMITS,
  addresses: readonly string[] = LOOPBACK,
): Promise<Held> => {
  let port = wantedPort
  const held: OneServer[] = []
  for (const address of addresses) {
    const one = createOne(handler, limits, () => port)
    const listened = await listen(one.server, address, port)
    if (listened.ok) {
      port = listened.port
      held.push(one)
    } else if (held.length === 0 || !NO_SUCH_ADDRESS.includes(listened.code)) {
      await Promise.all(held.map(other => release(other, 0)))
      return codeToHeld(listened.code)
    }
  }
  // An 'error' nobody hears ends the program; a server that ran out of files accepts again when there are some.
  for (const { server } of held) server.on('error', error => handler.failed(error))
  return {
    kind: 'held',
    port,
    release: async graceMs => {
      await Promise.all(held.map(one => release(one, graceMs)))
    },
  }
}
