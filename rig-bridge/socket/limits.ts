/** How much a client of the socket may take, each with its reason. Tests make them small. */

import { MAX_RIG_MESSAGES_PER_S } from '#shared/api'

export interface SocketLimits {
  /** A page that nobody pairs for so long is forgotten in some tab. */
  readonly unpairedForMs: number
  /** Text read from a client and handed on; see MAX_RIG_MESSAGE for what is allowed. Above, ws itself closes (1009). */
  readonly maxPayload: number
  /** Requests of one client that wait for their turn; a second's worth, each parsed and small. */
  readonly maxPending: number
  /** A ping is answered once everything before it was read. Slower than this, live frames would be of the past. */
  readonly lagMs: number
  /** Not answered for this long: closed. A suspended laptop takes longer and connects again. */
  readonly tooSlowMs: number
  readonly pingEveryMs: number
  /** Bytes the system has not taken yet, above which a live frame is left out: a chunk's remainder fits below. */
  readonly liveBuffer: number
  /** What a client that does not read may make us hold: a chunk, a list of laps, and messages of some minutes. */
  readonly maxBuffer: number
  /** From saying why to cutting the line. */
  readonly closeWithinMs: number
}

export const DEFAULT_SOCKET_LIMITS: SocketLimits = {
  unpairedForMs: 10 * 60_000,
  maxPayload: 16 * 1024,
  maxPending: MAX_RIG_MESSAGES_PER_S,
  lagMs: 1_000,
  tooSlowMs: 20_000,
  pingEveryMs: 1_000,
  liveBuffer: 64 * 1024,
  maxBuffer: 2 * 1024 * 1024,
  closeWithinMs: 1_000,
}
