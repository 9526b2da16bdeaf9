/**
 * What the guests' port answers, on plain http to a phone or a stream on this network.
 *
 * | from, Host, Origin                    | what                    | answer                                          |
 * |---------------------------------------|-------------------------|-------------------------------------------------|
 * | not of this house's network           | anything                | 403                                             |
 * | good                                  | GET / · /guest.html     | the guest page                                  |
 * | good                                  | GET /assets/…           | the built files it is made of                   |
 * | good; Origin is the Host, or none     | WebSocket /rig/live     | live numbers, for who has the secret            |
 * | good                                  | anything else           | 404                                             |
 *
 * There are no laps, no pairing and no state of the machine behind this port, whatever a guest sends.
 */
import type { IncomingMessage } from 'node:http'
import { hostOf, type PortHandler, refuse, refuseUpgrade } from '#node/http'
import type { Log } from '#node/log'
import { NOT_BUILT_SENTENCE, type Page, writePageAnswer } from '#node/page'
import type { Entrance, Hub } from '#rig-bridge/socket'
import { RIG_SOCKET_PATH } from '#shared/api'
import { isOwnHost, isPrivateAddress } from './addresses.ts'

export interface GuestHandlerParts {
  readonly hub: Hub
  readonly entrance: Entrance
  readonly page: Page
  /** Names of this machine beside its private addresses. */
  readonly names: readonly string[]
  readonly log: Log
}

const GUEST_PAGE = '/guest.html'
const FOREIGN_SENTENCE =
  'The guest view answers only on its own network and by this machine’s address, so this request was refused: open the address from the rig-bridge’s health page.'
const NOTHING_HERE_SENTENCE =
  'The guest view has nothing at this address: open the address from the rig-bridge’s health page.'
const BUG_SENTENCE = 'The guest view failed to read its page; nothing was changed: try again.'

/** The built file behind a request, or null. */
const targetOf = (url: string): string | null => {
  const path = url.split(/[?#]/, 1)[0] ?? ''
  if (path === '/' || path === GUEST_PAGE) return GUEST_PAGE
  return /^\/assets\/[\w.-]+$/.test(path) ? path : null
}

export const createGuestHandler = (parts: GuestHandlerParts): PortHandler => {
  const { hub, entrance, page, names, log } = parts

  const isFromHere = (incoming: IncomingMessage, port: number): boolean =>
    isPrivateAddress(incoming.socket.remoteAddress ?? '') && isOwnHost(hostOf(incoming), port, names)

  const isOfThisPage = (incoming: IncomingMessage): boolean => {
    const origins = incoming.headersDistinct.origin ?? []
    const own = `http://${hostOf(incoming)?.toLowerCase()}`
    return origins.length === 0 || (origins.length === 1 && origins[0] === own)
  }

  return {
    failed: error => log.error('the guests’ server had to refuse connections', { error }),

    request: (incoming, response, port) => {
      incoming.on('error', () => {})
      response.on('error', () => {})
      if (!isFromHere(incoming, port)) return refuse(response, 403, 'foreign-host', FOREIGN_SENTENCE)
      const { method = '', headers } = incoming
      const target = targetOf(incoming.url ?? '')
      if (target === null || (method !== 'GET' && method !== 'HEAD'))
        return refuse(response, 404, 'not-found', NOTHING_HERE_SENTENCE)
      page
        .answer({ method, target, headers })
        .then(answer => {
          if (answer.status === 404 && target === GUEST_PAGE)
            return refuse(response, 503, 'not-built', NOT_BUILT_SENTENCE)
          return writePageAnswer(response, answer)
        })
        .catch(error => {
          log.error('the guest page could not be read', { error })
          refuse(response, 500, 'internal', BUG_SENTENCE)
        })
    },

    upgrade: (incoming, socket, head, port) => {
      socket.on('error', () => socket.destroy())
      if (!isFromHere(incoming, port) || !isOfThisPage(incoming))
        return refuseUpgrade(socket, '403 Forbidden', 'foreign-origin', FOREIGN_SENTENCE)
      if (incoming.url !== RIG_SOCKET_PATH)
        return refuseUpgrade(socket, '404 Not Found', 'not-found', NOTHING_HERE_SENTENCE)
      hub.accept(incoming, socket, head, entrance)
    },
  }
}
