/**
 * This page as libp2p sees it: dials relays and rig-bridges, and meets other pages through a relay's circuit, over which
 * nothing but the way to a direct connection is agreed. Every stream of the league protocol comes out as a `Wire`.
 *
 * The key, and so the peer id, is another at every start: who it is, is proved by the handshake on the wire. No server
 * of anybody is asked for this page's address (`iceServers: []`).
 */
// Before the transport, which takes what it changes from the globals once.
import './init-channel.ts'
import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { identify } from '@libp2p/identify'
import type { Connection, Stream } from '@libp2p/interface'
import { noise } from '@libp2p/noise'
import { webRTC, webRTCDirect } from '@libp2p/webrtc'
import { webSockets } from '@libp2p/websockets'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import {
  circuitsToPlaces,
  createStreamWire,
  LEAGUE_PROTOCOL,
  type MeetingPlace,
  MUXER_LIMITS,
  multiaddrToRoute,
  type Wire,
} from '#shared/sync'
import { netClock } from './clock.ts'

export type Dialled =
  | { readonly ok: true; readonly wire: Wire }
  | { readonly ok: false; readonly reason: string }

export interface P2pHost {
  readonly peerId: string
  /** Where other pages meet this one: through circuits of relays it is connected to. */
  places(): readonly MeetingPlace[]
  onPlaces(listener: () => void): () => void
  /** The way to another page through a relay this page is connected to now; null when it is not. */
  circuitTo(place: MeetingPlace): string | null
  /** One more wire to whoever is there; the connection is made once. */
  dial(address: string, signal: AbortSignal): Promise<Dialled>
  close(): Promise<void>
}

const LIMITS = {
  /** A league of fifty in a full mesh; each connection costs about 0.2 MB. */
  connections: 100,
  /** One connection carries one wire for each league two devices share. */
  wiresPerConnection: 32,
  /**
   * For a connection, for taking one, and for a relay's leave to be met through it. libp2p's own 10, 10 and 5 seconds are
   * passed by phones and by machines that are busy, and it asks a relay for that leave once only.
   */
  withinMs: 20_000,
} as const

const RTC = { rtcConfiguration: { iceServers: [] } }

export const startP2pHost = async (onWire: (wire: Wire) => void): Promise<P2pHost> => {
  const node = await createLibp2p({
    addresses: { listen: ['/p2p-circuit', '/webrtc'] },
    transports: [
      webSockets(),
      webRTC(RTC),
      webRTCDirect(RTC),
      circuitRelayTransport({ reservationCompletionTimeout: LIMITS.withinMs }),
    ],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux(MUXER_LIMITS)],
    // A league on one paddock's network has private addresses only; libp2p's own rule for pages refuses those.
    connectionGater: { denyDialMultiaddr: () => false },
    connectionManager: {
      maxConnections: LIMITS.connections,
      dialTimeout: LIMITS.withinMs,
      addressDialTimeout: LIMITS.withinMs,
      inboundUpgradeTimeout: LIMITS.withinMs,
    },
    // A page that works on a recording does not answer for some seconds, and is not gone.
    connectionMonitor: { pingTimeout: { minTimeout: LIMITS.withinMs } },
    services: { identify: identify() },
  })

  const toWire = (stream: Stream, connection: Connection): Wire =>
    createStreamWire({
      stream,
      route: multiaddrToRoute(connection.remoteAddr.toString()),
      ends: { own: node.peerId.toString(), other: connection.remotePeer.toString() },
      clock: netClock,
    })

  await node.handle(LEAGUE_PROTOCOL, (stream, connection) => onWire(toWire(stream, connection)), {
    maxInboundStreams: LIMITS.wiresPerConnection,
    maxOutboundStreams: LIMITS.wiresPerConnection,
  })

  /** libp2p finds a connection again by its peer id, which addresses of relays have not. */
  const connections = new Map<string, Connection>()
  const connect = async (address: string, signal: AbortSignal): Promise<Connection> => {
    const known = connections.get(address)
    if (known?.status === 'open') return known
    const made = await node.dial(multiaddr(address), { signal })
    // A relay is reached under several names. Its circuits are asked for on any connection to it, so one has to do; a
    // dead one is found out by its pings.
    const earlier = node
      .getConnections(made.remotePeer)
      .find(({ id, status, limits }) => id !== made.id && status === 'open' && !limits)
    if (earlier) void made.close().catch(() => {})
    const connection = earlier ?? made
    connections.set(address, connection)
    connection.addEventListener('close', () => {
      if (connections.get(address) === connection) connections.delete(address)
    })
    return connection
  }

  return {
    peerId: node.peerId.toString(),
    places: () => circuitsToPlaces(node.getMultiaddrs().map(String)),
    onPlaces(listener) {
      node.addEventListener('self:peer:update', listener)
      return () => node.removeEventListener('self:peer:update', listener)
    },
    circuitTo(place) {
      if (place.kind !== 'circuit') return null
      const relay = node
        .getConnections()
        .find(({ remotePeer, status }) => status === 'open' && remotePeer.toString() === place.relay)
      if (!relay) return null
      const way = relay.remoteAddr.toString().replace(/\/p2p\/[^/]+$/, '')
      return `${way}/p2p/${place.relay}/p2p-circuit/webrtc/p2p/${place.peer}`
    },
    async dial(address, signal) {
      try {
        const connection = await connect(address, signal)
        const stream = await connection.newStream(LEAGUE_PROTOCOL, { signal })
        return { ok: true, wire: toWire(stream, connection) }
      } catch (error) {
        return { ok: false, reason: error instanceof Error ? error.message : String(error) }
      }
    },
    close: async () => {
      await node.stop()
    },
  }
}
