/**
 * This program as libp2p sees it: where it listens, whom it dials; every stream of the league protocol comes out as a
 * Wire.
 *
 * Its key, and so its peer id, is another at every start: who it is, is proved by the handshake on the wire. Addresses
 * are therefore given out without a peer id; only what meets through a circuit needs it, and learns it then.
 *
 * Limits: connections, streams and unfinished upgrades are bounded (HOST_LIMITS); circuits are for meeting only.
 * Nothing here logs an address of anybody.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { circuitRelayServer } from '@libp2p/circuit-relay-v2'
import { identify } from '@libp2p/identify'
import type { Connection, Libp2p, Stream } from '@libp2p/interface'
import { mdns } from '@libp2p/mdns'
import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { tls } from '@libp2p/tls'
import { webRTCDirect } from '@libp2p/webrtc'
import { webSockets } from '@libp2p/websockets'
import { yamux } from '@libp2p/yamux'
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import type { TransportCertificate } from '#node/identity'
import type { Log } from '#node/log'
import {
  type Clock,
  createStreamWire,
  LEAGUE_PROTOCOL,
  MUXER_LIMITS,
  multiaddrToRoute,
  type Route,
  type Wire,
} from '#shared/sync'
import { createUpgradePipe } from './upgrade-pipe.ts'
import { createYoungCollector } from './young-garbage.ts'

export const HOST_LIMITS = {
  /** Of a league of three hundred; each costs some 100 kB. */
  connections: 512,
  /** One connection carries one wire for each league two programs share. */
  wiresPerConnection: 32,
  /** A paddock behind one address, reconnecting after a power cut. libp2p's own 5 a second turns members away. */
  connectionsPerSecondPerAddress: 50,
  pendingConnections: 64,
  upgradeWithinMs: 10_000,
  /** A page that works on a recording does not answer for some seconds, and is not gone. */
  pingWithinMs: 20_000,
  /** Pages that can be met through us. */
  reservations: 128,
  /** Enough to agree on a direct connection, too little for a lap. */
  circuitBytes: 128n * 1024n,
  circuitMs: 120_000,
} as const

/** Found on its network by programs that were told to look; not the name other libp2p programs use. */
const MDNS_SERVICE = '_paddock._udp.local'

export interface P2pHostOptions {
  /** Of this machine; 0.0.0.0 is all of them. */
  readonly host: string
  /** For TCP and for UDP (webrtc-direct). Null does not listen: such a program only dials. 0 takes any free one. */
  readonly port: number | null
  readonly certificate: TransportCertificate
  /** Takes what `upgrade` is given: WebSockets that came in through an HTTP server. */
  readonly isWebSocketBehindHttp: boolean
  /** Lets pages meet through us. */
  readonly isRelay: boolean
  readonly usesMdns: boolean
  readonly clock: Clock
  readonly log: Log
}

export type Dialled =
  | { readonly ok: true; readonly wire: Wire }
  | { readonly ok: false; readonly reason: string }

export interface P2pHost {
  readonly peerId: string
  /** Where others reach this program, as multiaddresses without a peer id; none of the listener behind HTTP. */
  addresses(): readonly string[]
  connectionCount(): number
  /** One more wire to whoever is there; the connection is made once. */
  dial(address: string, signal: AbortSignal): Promise<Dialled>
  /** A WebSocket that came in through an HTTP server, as that server's 'upgrade' event gave it. */
  upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Drops every connection at once, as a network that goes does; new ones may be made. */
  cut(): void
  close(): Promise<void>
}

export interface P2pHandlers {
  readonly onWire: (wire: Wire) => void
  /** Addresses of a program found on this network. */
  readonly onFound: (addresses: readonly string[]) => void
}

const listenAddresses = ({ host, port, isWebSocketBehindHttp }: P2pHostOptions): string[] => {
  const family = host.includes(':') ? 'ip6' : 'ip4'
  const own =
    port === null ? [] : [`/${family}/${host}/tcp/${port}`, `/${family}/${host}/udp/${port}/webrtc-direct`]
  return isWebSocketBehindHttp ? [...own, BEHIND_HTTP] : own
}
const BEHIND_HTTP = '/ip4/127.0.0.1/tcp/0/ws'

const isWebSocket = (address: Multiaddr): boolean => address.toString().includes('/ws')

const withoutPeerId = (address: Multiaddr): string => address.toString().replace(/\/p2p\/[^/]+$/, '')

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export const startP2pHost = async (options: P2pHostOptions, handlers: P2pHandlers): Promise<P2pHost> => {
  const { clock, log } = options
  const node: Libp2p = await createLibp2p({
    addresses: { listen: listenAddresses(options) },
    transports: [
      tcp({
        maxConnections: HOST_LIMITS.connections,
        dialOpts: { noDelay: true },
        listenOpts: { noDelay: true },
      }),
      webSockets(),
      // No servers of others: whoever dials this machine has an address that works.
      webRTCDirect({ certificate: { ...options.certificate }, rtcConfiguration: { iceServers: [] } }),
    ],
    // TLS is 1.4 to 2 times as fast between programs; the dialler's order decides, and pages only know noise.
    connectionEncrypters: [tls(), noise()],
    streamMuxers: [yamux(MUXER_LIMITS)],
    // A league on one paddock's network has private addresses only.
    connectionGater: { denyDialMultiaddr: () => false },
    connectionManager: {
      maxConnections: HOST_LIMITS.connections,
      inboundConnectionThreshold: HOST_LIMITS.connectionsPerSecondPerAddress,
      maxIncomingPendingConnections: HOST_LIMITS.pendingConnections,
      inboundUpgradeTimeout: HOST_LIMITS.upgradeWithinMs,
    },
    connectionMonitor: { pingTimeout: { minTimeout: HOST_LIMITS.pingWithinMs } },
    peerDiscovery: options.usesMdns ? [mdns({ serviceTag: MDNS_SERVICE })] : [],
    services: {
      identify: identify(),
      ...(options.isRelay
        ? {
            relay: circuitRelayServer({
              reservations: {
                maxReservations: HOST_LIMITS.reservations,
                defaultDataLimit: HOST_LIMITS.circuitBytes,
                defaultDurationLimit: HOST_LIMITS.circuitMs,
              },
            }),
          }
        : {}),
    },
  })
  const pipe = createUpgradePipe()
  const onTraffic = createYoungCollector()

  const routeOf = (connection: Connection): Route => {
    const address = connection.remoteAddr.toString()
    const port = /^\/ip4\/127\.0\.0\.1\/tcp\/(\d+)\/ws/.exec(address)?.[1]
    return (port === undefined ? null : pipe.routeOfPort(Number(port))) ?? multiaddrToRoute(address)
  }
  const toWire = (stream: Stream, connection: Connection): Wire =>
    createStreamWire({
      stream,
      route: routeOf(connection),
      ends: { own: node.peerId.toString(), other: connection.remotePeer.toString() },
      clock,
      onTraffic,
    })

  await node.handle(LEAGUE_PROTOCOL, (stream, connection) => handlers.onWire(toWire(stream, connection)), {
    maxInboundStreams: HOST_LIMITS.wiresPerConnection,
    maxOutboundStreams: HOST_LIMITS.wiresPerConnection,
  })
  node.addEventListener('peer:discovery', ({ detail }) =>
    handlers.onFound(detail.multiaddrs.map(withoutPeerId)),
  )
  await node.start()

  /** libp2p finds a connection again by its peer id, which our addresses have not. */
  const connectionByAddress = new Map<string, Connection>()
  const connect = async (address: string, signal: AbortSignal): Promise<Connection> => {
    const connection = await node.dial(multiaddr(address), { signal })
    connectionByAddress.set(address, connection)
    connection.addEventListener('close', () => {
      if (connectionByAddress.get(address) === connection) connectionByAddress.delete(address)
    })
    return connection
  }
  /** Leagues that want to be where another is just being connected to wait for that. */
  const connecting = new Map<string, Promise<Connection>>()
  const connectionTo = (address: string, signal: AbortSignal): Promise<Connection> => {
    const known = connectionByAddress.get(address)
    if (known?.status === 'open') return Promise.resolve(known)
    const begun =
      connecting.get(address) ?? connect(address, signal).finally(() => connecting.delete(address))
    connecting.set(address, begun)
    return begun
  }

  const cut = (): void => {
    pipe.close()
    for (const connection of node.getConnections()) connection.abort(new Error('cut'))
  }

  return {
    peerId: node.peerId.toString(),
    addresses: () =>
      node
        .getMultiaddrs()
        .filter(one => !isWebSocket(one))
        .map(withoutPeerId),
    connectionCount: () => node.getConnections().length,
    dial: async (address, signal) => {
      try {
        const connection = await connectionTo(address, signal)
        const stream = await connection.newStream(LEAGUE_PROTOCOL, { signal })
        return { ok: true, wire: toWire(stream, connection) }
      } catch (error) {
        log.debug('a dial failed', { reason: reasonOf(error) })
        return { ok: false, reason: reasonOf(error) }
      }
    },
    upgrade: (incoming, socket, head) => {
      const behind = node.getMultiaddrs().find(isWebSocket)
      const port = behind === undefined ? null : Number(/\/tcp\/(\d+)\//.exec(behind.toString())?.[1])
      pipe.pass(incoming, socket, head, port)
    },
    cut,
    close: async () => {
      cut()
      await node.stop()
    },
  }
}
