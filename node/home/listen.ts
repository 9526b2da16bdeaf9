/**
 * Holding a port on both loopback addresses, 127.0.0.1 and ::1, all or nothing.
 *
 * Browsers try ::1 first for "localhost", so whoever held only that would get our users. 127.0.0.1 is taken
 * first and is what decides between two homes; a machine without ::1 does without.
 */
import { createServer, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { createDrain, type Drain } from '#node/http'
import type { HomeHandler } from './handler.ts'

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

const createOne = (handler: HomeHandler, limits: ServerLimits, portOf: () => number): OneServer => {
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

export const holdPort = async (
  handler: HomeHandler,
  wantedPort: number,
  limits: ServerLimits = DEFAULT_SERVER_LIMITS,
): Promise<Held> => {
  let port = wantedPort
  const v4 = createOne(handler, limits, () => port)
  const first = await listen(v4.server, '127.0.0.1', wantedPort)
  if (!first.ok) return codeToHeld(first.code)
  port = first.port

  const v6 = createOne(handler, limits, () => port)
  const second = await listen(v6.server, '::1', port)
  if (!second.ok && !NO_SUCH_ADDRESS.includes(second.code)) {
    await release(v4, 0)
    return codeToHeld(second.code)
  }
  const held = second.ok ? [v6, v4] : [v4]
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
