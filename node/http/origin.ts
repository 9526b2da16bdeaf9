/**
 * Whom a server on loopback answers.
 *
 * Any web page in the same browser can send requests to 127.0.0.1, and a page whose name is made to resolve to
 * 127.0.0.1 (DNS rebinding) can even read the answers: the browser then sends that page's name as Host. So a
 * loopback server answers only to the three loopback names with its own port, and takes a change or a WebSocket
 * only from its own pages (Origin). Neither is authentication: a program on this machine can send anything.
 */
import type { IncomingMessage } from 'node:http'

/** localhost = the one name pages use · address = 127.0.0.1 or [::1] · foreign = anything else. */
export type HostKind = 'localhost' | 'address' | 'foreign'

/** Browsers leave the port out when it is the default one. */
const withPort = (name: string, port: number): string[] =>
  port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]

export const hostKind = (host: string | undefined, port: number): HostKind => {
  // Host names do not know case; a trailing dot is another name to a browser, and so to us.
  const name = host?.toLowerCase()
  if (name === undefined) return 'foreign'
  if (withPort('localhost', port).includes(name)) return 'localhost'
  return [...withPort('127.0.0.1', port), ...withPort('[::1]', port)].includes(name) ? 'address' : 'foreign'
}

/** The Host of a request, undefined when missing or given twice (then nobody knows who reads which). */
export const hostOf = (request: IncomingMessage): string | undefined => {
  const all = request.headersDistinct.host
  return all?.length === 1 ? all[0] : undefined
}

/**
 * Whether a request may change something or open a WebSocket: it comes from a page of this very server, or not
 * from a page at all (browsers always send Origin with WebSockets and with everything but GET and HEAD).
 */
export const isOriginAllowed = (origin: string | undefined, port: number): boolean =>
  origin === undefined || withPort('http://localhost', port).includes(origin)

export const FOREIGN_HOST_SENTENCE =
  'Paddock answers only to this machine by its own name, so this request was refused and nothing was read or changed: open http://localhost with the port Paddock printed.'

export const FOREIGN_ORIGIN_SENTENCE =
  'This request came from another web page, so it was refused and nothing was read or changed: use the page at http://localhost with the port Paddock printed.'
