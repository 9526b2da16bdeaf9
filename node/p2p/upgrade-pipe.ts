/**
 * WebSockets that came in through an HTTP server, passed on to libp2p's own listener on loopback: libp2p's addresses
 * know no path, so on one port with a page the upgrade of `/` is what is left for it.
 *
 * The upgrade is written out anew with the few headers a WebSocket needs: what else a client sent reaches nobody.
 * Invariants: bytes are piped, never collected; when one side goes, so does the other. libp2p sees every such connection
 * come from this machine; where it truly came from is remembered by the port we dialled from.
 */
import type { IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { refuseUpgrade } from '#node/http'
import { ipToRoute, type Route } from '#shared/sync'

/** Of a league of three hundred pages, with as many again. */
const MAX_PIPES = 1_024
const CONNECT_WITHIN_MS = 2_000

const FULL_SENTENCE =
  'This relay has as many connections as it takes, so this one was refused and nothing was changed: try again later.'
const NOT_HERE_SENTENCE = 'There is no league to be reached here, so nothing was read or changed.'
const NOT_WEBSOCKET_SENTENCE = 'This is no WebSocket as the relay knows them, so nothing was read or changed.'

export interface UpgradePipe {
  /** `port` is libp2p's listener; null when there is none. */
  pass(incoming: IncomingMessage, socket: Duplex, head: Buffer, port: number | null): void
  routeOfPort(port: number): Route | null
  close(): void
}

/** RFC 6455 §4.1: 16 bytes in base64; a subprotocol or extension is nothing libp2p's WebSockets use. */
const KEY = /^[+/0-9A-Za-z]{22}==$/

export const createUpgradePipe = (): UpgradePipe => {
  const routeByPort = new Map<number, Route>()
  const sockets = new Set<Socket>()

  return {
    routeOfPort: port => routeByPort.get(port) ?? null,

    pass: (incoming, near, head, port) => {
      near.on('error', () => near.destroy())
      const key = incoming.headers['sec-websocket-key'] ?? ''
      if (port === null) return refuseUpgrade(near, '404 Not Found', 'not-found', NOT_HERE_SENTENCE)
      if (!KEY.test(key) || incoming.headers['sec-websocket-version'] !== '13')
        return refuseUpgrade(near, '400 Bad Request', 'bad-request', NOT_WEBSOCKET_SENTENCE)
      if (sockets.size >= MAX_PIPES)
        return refuseUpgrade(near, '503 Service Unavailable', 'too-many', FULL_SENTENCE)

      const route = ipToRoute(incoming.socket.remoteAddress ?? '')
      const far = connect({ host: '127.0.0.1', port, noDelay: true, timeout: CONNECT_WITHIN_MS })
      sockets.add(far)
      let ownPort: number | null = null
      far.on('connect', () => {
        far.setTimeout(0)
        ownPort = far.localPort ?? null
        // Before a byte is written, so that libp2p cannot ask earlier.
        if (ownPort !== null) routeByPort.set(ownPort, route)
        far.write(
          `GET / HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\n\r\n`,
        )
        if (head.length > 0) far.write(head)
        near.pipe(far)
        far.pipe(near)
      })
      far.on('timeout', () => far.destroy())
      far.on('error', () => near.destroy())
      far.on('close', () => {
        sockets.delete(far)
        if (ownPort !== null) routeByPort.delete(ownPort)
        near.destroy()
      })
      near.on('close', () => far.destroy())
    },

    close: () => {
      for (const socket of sockets) socket.destroy()
    },
  }
}
