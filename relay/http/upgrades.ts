/**
 * WebSockets that come to the relay's own port.
 *
 * | path      | what                                        |
 * |-----------|---------------------------------------------|
 * | /         | libp2p, where the relay is a league's member |
 * | /signal   | signalling of crew rooms                    |
 * | others    | 404                                         |
 *
 * A relay bound to loopback takes them from its own pages only, by its own name (any web page can try); one bound to a
 * network from any page: libp2p proves who is there, and signalling passes on what it cannot read.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { FOREIGN_HOST_SENTENCE, FOREIGN_ORIGIN_SENTENCE, isOriginAllowed, refuseUpgrade } from '#node/http'
import { SIGNAL_PATH } from '#shared/api'

export type TakeSocket = (incoming: IncomingMessage, socket: Duplex, head: Buffer) => void

export interface UpgradeParts {
  readonly isLoopback: boolean
  readonly isOwnHost: (incoming: IncomingMessage) => boolean
  /** Ports whose pages may come: its own, and the home server's. */
  readonly pagePorts: () => readonly number[]
  readonly allowedHosts: ReadonlySet<string>
  /** Seconds this address has to wait; 0 when it may pass. */
  readonly waitS: (address: string) => number
  readonly signal: TakeSocket
  /** Null while the relay is a member of no league. */
  readonly libp2p: () => TakeSocket | null
}

const NOTHING_HERE_SENTENCE = 'There is no live connection at this address, so nothing was read or changed.'
const TOO_OFTEN_SENTENCE =
  'This address asks too often, so it was not connected and nothing was changed: wait a little and try again.'

const pathOf = (incoming: IncomingMessage): string => (incoming.url ?? '').split(/[?#]/, 1)[0] ?? ''

const hostnameOf = (origin: string): string | null => URL.parse(origin)?.hostname.toLowerCase() ?? null

export const createUpgradeHandler = (parts: UpgradeParts): TakeSocket => {
  const isOwnPage = (origin: string | undefined): boolean => {
    if (parts.pagePorts().some(port => isOriginAllowed(origin, port))) return true
    const name = origin === undefined ? null : hostnameOf(origin)
    return name !== null && parts.allowedHosts.has(name)
  }
  const takerOf = (path: string): TakeSocket | null => {
    if (path === SIGNAL_PATH) return parts.signal
    return path === '/' ? parts.libp2p() : null
  }

  return (incoming, socket, head) => {
    socket.on('error', () => socket.destroy())
    if (parts.isLoopback && !parts.isOwnHost(incoming))
      return refuseUpgrade(socket, '403 Forbidden', 'foreign-host', FOREIGN_HOST_SENTENCE)
    if (parts.isLoopback && !isOwnPage(incoming.headers.origin))
      return refuseUpgrade(socket, '403 Forbidden', 'foreign-origin', FOREIGN_ORIGIN_SENTENCE)
    if (parts.waitS(incoming.socket.remoteAddress ?? '') > 0)
      return refuseUpgrade(socket, '429 Too Many Requests', 'too-often', TOO_OFTEN_SENTENCE)
    const take = takerOf(pathOf(incoming))
    if (!take || incoming.headers.upgrade?.toLowerCase() !== 'websocket')
      return refuseUpgrade(socket, '404 Not Found', 'not-found', NOTHING_HERE_SENTENCE)
    take(incoming, socket, head)
  }
}
