/**
 * Passing requests on to another program on this machine, as plain HTTP and as WebSocket.
 *
 * Invariants: bytes are piped, never collected, so a slow side slows the other and memory stays flat; when one
 * side goes, the other is closed; a program that is not there is a 502 with a sentence, at once. The Host is
 * rewritten to the target's own (it checks it); Origin passes unchanged (it checks that too); headers that
 * claim to know who is behind a proxy are removed, because here nobody but us is.
 */
import {
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { refuse, refuseUpgrade } from '#node/http'
import { SECURITY_HEADERS } from '#node/page'

export interface Target {
  readonly port: number
  /** Said when nothing answers there. */
  readonly notRunning: string
}

export interface ProxyLimits {
  /** How long a target may take to begin its answer. The answer itself may last: live events do. */
  readonly answerWithinMs: number
}

export const DEFAULT_PROXY_LIMITS: ProxyLimits = {
  // The slowest honest answer is an import of a season's results; a person gives up earlier.
  answerWithinMs: 30_000,
}

const SLOW_SENTENCE =
  'That part of Paddock did not answer in time; what it has already saved is not affected: try again, and restart it if this stays.'

/** Headers that belong to one connection (RFC 9110 §7.6.1), and those that would speak for somebody behind us. */
const NOT_PASSED_ON = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  // Already answered with 100 Continue by our own server.
  'expect',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
])

const headersToPass = (headers: IncomingHttpHeaders): IncomingHttpHeaders => {
  const named = new Set((headers.connection ?? '').toLowerCase().split(/\s*,\s*/))
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !NOT_PASSED_ON.has(name) && !named.has(name)),
  )
}

const isRefused = (error: Error): boolean => 'code' in error && error.code === 'ECONNREFUSED'

const failWith = (error: Error, isLate: boolean, target: Target) => {
  if (isLate) return { status: 504, text: '504 Gateway Timeout', error: 'no-answer', message: SLOW_SENTENCE }
  const word = isRefused(error) ? 'not-running' : 'broken-off'
  return { status: 502, text: '502 Bad Gateway', error: word, message: target.notRunning }
}

/** Gives up on a request whose answer has not begun in time; true when that is why it failed. */
const limitAnswer = (outgoing: ClientRequest, withinMs: number): (() => boolean) => {
  let isLate = false
  let timer: NodeJS.Timeout | undefined
  // Counted from the end of the request: a large upload takes its time before there is anything to answer.
  outgoing.once('finish', () => {
    timer = setTimeout(() => {
      isLate = true
      outgoing.destroy(new Error('no answer in time'))
    }, withinMs)
  })
  for (const event of ['response', 'upgrade', 'error', 'close'])
    outgoing.once(event, () => clearTimeout(timer))
  return () => isLate
}

export const proxyRequest = (
  incoming: IncomingMessage,
  response: ServerResponse,
  target: Target,
  limits: ProxyLimits,
): void => {
  const outgoing = request({
    host: '127.0.0.1',
    port: target.port,
    method: incoming.method,
    path: incoming.url,
    headers: {
      ...headersToPass(incoming.headers),
      host: `localhost:${target.port}`,
      // Node frames a body by itself for POST and PUT only; without this a DELETE's body would arrive unframed
      // and be read as the next request.
      ...(incoming.headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' }),
    },
    agent: false,
  })
  const isLate = limitAnswer(outgoing, limits.answerWithinMs)

  outgoing.on('error', error => {
    const said = failWith(error, isLate(), target)
    refuse(response, said.status, said.error, said.message)
  })
  outgoing.on('response', answer => {
    response.writeHead(answer.statusCode ?? 502, { ...SECURITY_HEADERS, ...headersToPass(answer.headers) })
    // Headers of a live stream go out now, not with its first event.
    response.flushHeaders()
    // A failure on either side has closed both; the other end sees that the answer is not whole.
    pipeline(answer, response).catch(() => {})
  })
  response.on('close', () => outgoing.destroy())
  incoming.on('error', () => outgoing.destroy())
  // Not pipeline: a target that answers before it has read everything ("too large") closes early, and that must
  // not close the client's side before it has the answer.
  incoming.pipe(outgoing)
}

/**
 * Two connections as one: what either sends or ends goes to the other, and when one is gone so is the other.
 * Not two `pipeline`s: their listeners on one socket are so many that Node warns of a leak.
 */
const join = (near: Duplex, far: Duplex): void => {
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.pipe(other)
    one.on('error', () => other.destroy())
    one.on('close', () => other.destroy())
  }
}

export const proxyUpgrade = (
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  target: Target,
  limits: ProxyLimits,
): void => {
  const outgoing = request({
    host: '127.0.0.1',
    port: target.port,
    method: 'GET',
    path: incoming.url,
    headers: {
      ...headersToPass(incoming.headers),
      host: `localhost:${target.port}`,
      connection: 'Upgrade',
      upgrade: 'websocket',
    },
    agent: false,
  })
  const isLate = limitAnswer(outgoing, limits.answerWithinMs)
  socket.on('error', () => outgoing.destroy())
  socket.on('close', () => outgoing.destroy())

  outgoing.on('error', error => {
    const said = failWith(error, isLate(), target)
    if (!socket.destroyed) refuseUpgrade(socket, said.text, said.error, said.message)
  })
  outgoing.on('response', answer => {
    answer.resume()
    const status = `${answer.statusCode ?? 502} ${(answer.statusMessage ?? '').replace(/[^\x20-\x7e]/g, '')}`
    refuseUpgrade(
      socket,
      status,
      'refused',
      'That part of Paddock did not accept the connection; nothing was changed.',
    )
  })
  outgoing.on('upgrade', (answer, far, farHead) => {
    const lines = [`HTTP/1.1 101 Switching Protocols`, 'connection: Upgrade', 'upgrade: websocket']
    for (const [name, value] of Object.entries(headersToPass(answer.headers)))
      for (const one of [value].flat()) lines.push(`${name}: ${one}`)
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    // What either side sent right behind its handshake was read with it, and comes first.
    if (farHead.length > 0) socket.write(farHead)
    if (head.length > 0) far.write(head)
    far.setNoDelay(true)
    join(socket, far)
  })
  outgoing.end()
}
