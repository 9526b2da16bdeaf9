/**
 * What the bridge's own port answers.
 *
 * | Host                 | what                         | answer                                                   |
 * |----------------------|------------------------------|----------------------------------------------------------|
 * | foreign              | anything                     | 403                                                      |
 * | own                  | GET /rig/status              | who this is; readable by pages of the allowed origins    |
 * | own                  | WebSocket /rig/live          | the socket, for allowed origins and programs, else 403   |
 * | own                  | WebSocket /signal, /rig/signal | signalling of crew rooms, for the same                 |
 * | own                  | anything else                | the health page, else 404                                |
 *
 * The path of the socket has no query: what is secret travels in messages, so that no log and no history has it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  answerJson,
  FOREIGN_HOST_SENTENCE,
  FOREIGN_ORIGIN_SENTENCE,
  hostKind,
  hostOf,
  type PortHandler,
  refuse,
  refuseUpgrade,
} from '#node/http'
import type { Log } from '#node/log'
import {
  RIG_SIGNAL_PATH,
  RIG_SOCKET_PATH,
  RIG_STATUS_PATH,
  RIG_VERSION,
  type RigStatus,
  SIGNAL_PATH,
} from '#shared/api'
import { isOriginLetIn } from './access.ts'
import type { Entrance, Hub } from './hub.ts'

export interface RigHandlerParts {
  readonly hub: Hub
  readonly entrance: Entrance
  readonly version: string
  readonly log: Log
  /** Asked for at every connection: the home server may move to this program at any time. */
  readonly allowedOrigins: (ownPort: number) => ReadonlySet<string>
  readonly signal: (incoming: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Answers what is its own, and says whether it did. */
  readonly health: (incoming: IncomingMessage, response: ServerResponse, port: number) => boolean
}

const SIGNAL_PATHS: readonly string[] = [SIGNAL_PATH, RIG_SIGNAL_PATH]

const NOTHING_HERE_SENTENCE =
  'The rig-bridge has nothing at this address, so nothing was read or changed: its page is at the start address.'
const NO_SOCKET_SENTENCE = 'There is no live connection at this address, so nothing was read or changed.'

/** Lets a hosted page see whether a bridge is there. Others get the answer too, and their browser hides it from them. */
const sharedWith = (incoming: IncomingMessage, allowed: ReadonlySet<string>): Record<string, string> => {
  const { origin } = incoming.headers
  return origin !== undefined && allowed.has(origin) ? { 'access-control-allow-origin': origin } : {}
}

export const createRigHandler = (parts: RigHandlerParts): PortHandler => {
  const status: RigStatus = { paddock: 'rig-bridge', version: parts.version, socket: RIG_VERSION }

  return {
    failed: error => parts.log.error('the HTTP server had to refuse connections', { error }),

    request: (incoming, response, port) => {
      // A client that breaks off is not an error, but an unheard 'error' event would end the program.
      incoming.on('error', () => {})
      response.on('error', () => {})
      if (hostKind(hostOf(incoming), port) === 'foreign')
        return refuse(response, 403, 'foreign-host', FOREIGN_HOST_SENTENCE)
      const isRead = incoming.method === 'GET' || incoming.method === 'HEAD'
      if (incoming.url === RIG_STATUS_PATH && isRead)
        return answerJson(response, 200, status, {
          vary: 'origin',
          ...sharedWith(incoming, parts.allowedOrigins(port)),
        })
      if (!parts.health(incoming, response, port)) refuse(response, 404, 'not-found', NOTHING_HERE_SENTENCE)
    },

    upgrade: (incoming, socket, head, port) => {
      socket.on('error', () => socket.destroy())
      if (hostKind(hostOf(incoming), port) === 'foreign')
        return refuseUpgrade(socket, '403 Forbidden', 'foreign-host', FOREIGN_HOST_SENTENCE)
      if (!isOriginLetIn(incoming, parts.allowedOrigins(port)))
        return refuseUpgrade(socket, '403 Forbidden', 'foreign-origin', FOREIGN_ORIGIN_SENTENCE)
      if (SIGNAL_PATHS.includes(incoming.url ?? '')) return parts.signal(incoming, socket, head)
      if (incoming.url !== RIG_SOCKET_PATH)
        return refuseUpgrade(socket, '404 Not Found', 'not-found', NO_SOCKET_SENTENCE)
      parts.hub.accept(incoming, socket, head, parts.entrance)
    },
  }
}
