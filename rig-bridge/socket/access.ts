/**
 * Whose WebSocket is taken. Host is judged like everywhere on loopback (`#node/http`); here it is about Origin.
 *
 * | Origin                                                      | who                  | answer                          |
 * |-------------------------------------------------------------|----------------------|---------------------------------|
 * | exactly one of the allowed ones                             | our page             | taken; must show a token        |
 * | none, and nothing else that only browsers send              | a program            | taken; must show a token        |
 * | none, but sent by a browser                                 | nobody knows         | 403 before the upgrade          |
 * | anything else: null, another site, port, scheme or spelling | another page         | 403 before the upgrade          |
 * | more than one                                               | nobody knows         | 403 before the upgrade          |
 *
 * Origin keeps other web pages out. It is no authentication, since a program can send any: that is the token's work.
 */
import type { IncomingMessage } from 'node:http'

/** Sent by every browser with every request and by no library on its own. */
const isFromBrowser = (incoming: IncomingMessage): boolean =>
  Object.keys(incoming.headers).some(name => name.startsWith('sec-fetch-')) ||
  /^mozilla\//i.test(incoming.headers['user-agent'] ?? '')

export const isOriginLetIn = (incoming: IncomingMessage, allowed: ReadonlySet<string>): boolean => {
  const origins = incoming.headersDistinct.origin ?? []
  if (origins.length > 1) return false
  const [origin] = origins
  return origin === undefined ? !isFromBrowser(incoming) : allowed.has(origin)
}
