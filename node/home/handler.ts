/**
 * What the home server does with a request, decided from its Host, Origin and path:
 *
 * | Host                     | path                          | answer                                          |
 * |--------------------------|-------------------------------|-------------------------------------------------|
 * | foreign                  | any                           | 403                                             |
 * | any own                  | /paddock/home                 | who this is                                     |
 * | 127.0.0.1:p, [::1]:p     | any                           | 307 to http://localhost:p, one origin per machine |
 * | localhost:p              | /api…, /signal…               | passed to the relay                             |
 * | localhost:p              | /rig…                         | passed to the rig-bridge                        |
 * | localhost:p              | anything else                 | the page                                        |
 * | any own, WebSocket       | / /api… /signal… · /rig…      | passed to the relay · rig-bridge                |
 *
 * A WebSocket is not redirected (no client follows that). A request that is no GET or HEAD, and every WebSocket,
 * must come from this origin or from no page at all.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  answerJson,
  FOREIGN_HOST_SENTENCE,
  FOREIGN_ORIGIN_SENTENCE,
  hostKind,
  hostOf,
  isOriginAllowed,
  type PortHandler,
  refuse,
  refuseUpgrade,
} from '#node/http'
import { type Page, SECURITY_HEADERS, writePageAnswer } from '#node/page'
import { HOME_PATH, type HomeIdentity } from '#shared/api'
import { type ProxyLimits, proxyRequest, proxyUpgrade, type Target } from './proxy.ts'

export interface HomeParts {
  readonly page: Page
  readonly relay: Target
  readonly rig: Target
  /** The rig-bridge itself, when it is this very program: its sockets are handed over instead of passed on. */
  readonly rigHere: PortHandler | null
  readonly identity: HomeIdentity
  readonly proxyLimits: ProxyLimits
  /** Called with what went wrong inside us while answering; the request itself gets a 500. */
  readonly onBug: (error: unknown) => void
}

const isUnder = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`)

const pathOf = (incoming: IncomingMessage): string => (incoming.url ?? '').split(/[?#]/, 1)[0] ?? ''

/** Whom a path belongs to. libp2p's WebSocket asks for `/`, which as plain HTTP is the page. */
const targetOf = (path: string, isUpgrade: boolean, parts: HomeParts): Target | null => {
  if (isUnder(path, '/rig')) return parts.rig
  if (isUnder(path, '/api') || isUnder(path, '/signal') || (isUpgrade && path === '/')) return parts.relay
  return null
}

const answerPage = async (incoming: IncomingMessage, response: ServerResponse, page: Page): Promise<void> => {
  const { method = 'GET', url: target = '/', headers } = incoming
  await writePageAnswer(response, await page.answer({ method, target, headers }))
}

export const createHomeHandler = (parts: HomeParts): PortHandler => ({
  failed: parts.onBug,

  request: (incoming, response, port) => {
    // A client that breaks off is not an error, but an unheard 'error' event would end the program.
    incoming.on('error', () => {})
    response.on('error', () => {})
    const kind = hostKind(hostOf(incoming), port)
    const isSafe = incoming.method === 'GET' || incoming.method === 'HEAD'
    const target = incoming.url ?? ''
    const path = pathOf(incoming)

    if (kind === 'foreign') return refuse(response, 403, 'foreign-host', FOREIGN_HOST_SENTENCE)
    if (!isSafe && !isOriginAllowed(incoming.headers.origin, port))
      return refuse(response, 403, 'foreign-origin', FOREIGN_ORIGIN_SENTENCE)
    if (path === HOME_PATH && isSafe) return answerJson(response, 200, parts.identity)
    if (!target.startsWith('/'))
      return refuse(
        response,
        400,
        'bad-request',
        'This request names no path, so nothing was read or changed.',
      )
    if (kind === 'address') {
      response.writeHead(307, {
        ...SECURITY_HEADERS,
        location: `http://localhost:${port}${target}`,
        'content-length': 0,
      })
      response.end()
      return
    }
    const other = targetOf(path, false, parts)
    if (other) return proxyRequest(incoming, response, other, parts.proxyLimits)
    answerPage(incoming, response, parts.page).catch(error => {
      parts.onBug(error)
      refuse(
        response,
        500,
        'internal',
        'Paddock failed to read the page; your data is not affected: try again.',
      )
    })
  },

  upgrade: (incoming, socket, head, port) => {
    socket.on('error', () => socket.destroy())
    const target = targetOf(pathOf(incoming), true, parts)
    if (hostKind(hostOf(incoming), port) === 'foreign')
      return refuseUpgrade(socket, '403 Forbidden', 'foreign-host', FOREIGN_HOST_SENTENCE)
    if (!isOriginAllowed(incoming.headers.origin, port))
      return refuseUpgrade(socket, '403 Forbidden', 'foreign-origin', FOREIGN_ORIGIN_SENTENCE)
    if (target === parts.rig && parts.rigHere) return parts.rigHere.upgrade(incoming, socket, head, port)
    if (target === null || incoming.headers.upgrade?.toLowerCase() !== 'websocket')
      return refuseUpgrade(
        socket,
        '404 Not Found',
        'not-found',
        'There is no live connection at this address.',
      )
    proxyUpgrade(incoming, socket, head, target, parts.proxyLimits)
  },
})
