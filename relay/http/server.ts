/**
 * The relay's HTTP server: the API, and the page for everything else.
 *
 * Invariants: every answer carries the security headers; whatever goes wrong with one request is that request's
 * answer and a log line, never the relay's end; errors are `{error, message}` of `#shared/api`; the log has paths
 * without their query and no addresses of people.
 *
 * A relay bound to loopback answers only to this machine's own names (see `#node/http` on DNS rebinding) and to
 * the names given with --allow-host, which a reverse proxy needs. Bound to a network it answers to any name.
 */
import type { IncomingMessage } from 'node:http'
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { FOREIGN_HOST_SENTENCE, hostKind, hostOf } from '#node/http'
import type { Log } from '#node/log'
import { type Page, SECURITY_HEADERS } from '#node/page'
import type { ApiError, LeagueAddresses } from '#shared/api'
import { addApi } from './api.ts'
import { createRateLimiter, DEFAULT_RATE_LIMITS, type RateLimits } from './rate-limit.ts'
import { createUpgradeHandler, type TakeSocket } from './upgrades.ts'

export interface RelayHttpLimits {
  /** No route of today takes a body; one that does raises this for itself. */
  readonly bodyBytes: number
  /** A whole request head: a browser sends it in one packet, an attacker one byte at a time. */
  readonly headersWithinMs: number
  readonly requestWithinMs: number
  /** An answer that takes longer is a bug, or a stream, which sets its own. */
  readonly answerWithinMs: number
  /** Longer than the 60 s after which common reverse proxies let go, so they never reuse what we just closed. */
  readonly keepAliveMs: number
  /** Each costs some 20 kB; a league of three hundred with six connections per browser. */
  readonly maxConnections: number
  readonly rate: RateLimits
}

export const DEFAULT_RELAY_HTTP_LIMITS: RelayHttpLimits = {
  bodyBytes: 64 * 1024,
  headersWithinMs: 10_000,
  requestWithinMs: 30_000,
  answerWithinMs: 30_000,
  keepAliveMs: 65_000,
  maxConnections: 2_048,
  rate: DEFAULT_RATE_LIMITS,
}

export interface RelayHttpParts {
  readonly page: Page
  readonly version: string
  readonly log: Log
  readonly now: () => number
  /** Whether the bind is loopback only, so that foreign Host names are refused. */
  readonly isLoopback: boolean
  /** Names a reverse proxy passes on as Host, without port. */
  readonly allowedHosts: readonly string[]
  readonly limits?: RelayHttpLimits
  /** Where pages of this machine are served beside here. */
  readonly homePort: () => number
  readonly signal: TakeSocket
  readonly league: {
    /** Null while the relay is a member of no league. */
    readonly libp2p: () => TakeSocket | null
    readonly addresses: () => LeagueAddresses
  }
}

const TOO_OFTEN_SENTENCE =
  'This address asks too often, so this request was not answered and nothing was changed: wait a little and try again.'
const NOTHING_HERE_SENTENCE = 'The relay has nothing at this address, so nothing was read or changed.'
const BUG_SENTENCE =
  'The relay failed to answer because of a mistake of its own; what it had saved is not affected: try again, and look into its log if this stays.'

const send = (reply: FastifyReply, status: number, error: string, message: string): FastifyReply =>
  reply
    .code(status)
    .headers(SECURITY_HEADERS)
    .header('cache-control', 'no-store')
    .send({ error, message } satisfies ApiError)

const pathOf = (target: string): string => target.split(/[?#]/, 1)[0] ?? ''

const isApiPath = (path: string): boolean => /^\/(api|signal|rig)(\/|$)/.test(path)

/** What a request did wrong, as Fastify counts it, in our words. */
const statusToAnswer = (status: number): { error: string; message: string } => {
  if (status === 413)
    return {
      error: 'too-large',
      message: 'This request is larger than the relay takes, so nothing was changed.',
    }
  if (status === 404) return { error: 'not-found', message: NOTHING_HERE_SENTENCE }
  if (status === 503)
    return {
      error: 'no-answer',
      message:
        'The relay did not finish in time or is stopping; what it had saved is not affected: try again.',
    }
  return { error: 'bad-request', message: 'The relay cannot read this request, so nothing was changed.' }
}

export const createRelayHttp = (parts: RelayHttpParts): FastifyInstance => {
  const { log, now, page } = parts
  const limits = parts.limits ?? DEFAULT_RELAY_HTTP_LIMITS
  const limiter = createRateLimiter(now, limits.rate)
  const allowedHosts = new Set(parts.allowedHosts.map(name => name.toLowerCase()))

  const answerError = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const status = error.statusCode ?? 500
    if (status >= 400 && (status < 500 || status === 503)) {
      const answer = statusToAnswer(status)
      return send(reply, status, answer.error, answer.message)
    }
    log.error('a request failed', { method: request.method, path: pathOf(request.raw.url ?? ''), error })
    return send(reply, 500, 'internal', BUG_SENTENCE)
  }

  const app = Fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestWithinMs,
    handlerTimeout: limits.answerWithinMs,
    keepAliveTimeout: limits.keepAliveMs,
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
    http: {
      headersTimeout: limits.headersWithinMs,
      // The default, 30 s, would let a half-sent head live that long whatever the limit above says.
      connectionsCheckingInterval: Math.min(1_000, limits.headersWithinMs),
    },
  })
  app.server.maxConnections = limits.maxConnections
  app.setErrorHandler(answerError)

  const isOwnHost = (incoming: IncomingMessage): boolean => {
    const host = hostOf(incoming)
    if (hostKind(host, incoming.socket.localPort ?? 0) !== 'foreign') return true
    return host !== undefined && allowedHosts.has(host.toLowerCase().replace(/:\d+$/, ''))
  }

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS)
    // A stale answer about what runs now is a wrong one.
    if (isApiPath(pathOf(request.raw.url ?? ''))) reply.header('cache-control', 'no-store')
    if (parts.isLoopback && !isOwnHost(request.raw)) {
      const hint = ' Behind a reverse proxy, start the relay with --allow-host and its name.'
      return send(reply, 403, 'foreign-host', FOREIGN_HOST_SENTENCE + hint)
    }
    const waitS = limiter.take(request.raw.socket.remoteAddress ?? '')
    if (waitS > 0) return send(reply.header('retry-after', waitS), 429, 'too-often', TOO_OFTEN_SENTENCE)
  })

  app.addHook('onResponse', async (request, reply) => {
    log.debug('answered', {
      method: request.method,
      path: pathOf(request.raw.url ?? ''),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    })
  })

  addApi(app, { version: parts.version, now, leagueAddresses: parts.league.addresses })

  app.server.on(
    'upgrade',
    createUpgradeHandler({
      isLoopback: parts.isLoopback,
      isOwnHost,
      pagePorts: () => {
        const address = app.server.address()
        return [typeof address === 'object' && address ? address.port : 0, parts.homePort()]
      },
      allowedHosts,
      waitS: limiter.take,
      signal: parts.signal,
      libp2p: parts.league.libp2p,
    }),
  )

  app.setNotFoundHandler(async (request, reply) => {
    const { method, headers } = request
    const target = request.raw.url ?? '/'
    if (isApiPath(pathOf(target))) return send(reply, 404, 'not-found', NOTHING_HERE_SENTENCE)
    const answer = await page.answer({ method, target, headers })
    return reply
      .code(answer.status)
      .headers(answer.headers)
      .send(answer.body ?? undefined)
  })
  return app
}
