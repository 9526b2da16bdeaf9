/**
 * Letting a server's running requests finish, for a while.
 *
 * Node keeps a connection open after a request that finished once closing had begun, until its keep-alive time
 * is over; so idle connections are looked for again and again rather than once.
 */
import type { Server } from 'node:http'

const LOOK_EVERY_MS = 50

/** `closing` settles when the server is closed; after `graceMs` every connection left is cut. */
export const drain = async (server: Server, closing: Promise<unknown>, graceMs: number): Promise<void> => {
  server.closeIdleConnections()
  const look = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS)
  const cut = setTimeout(() => server.closeAllConnections(), graceMs)
  try {
    await closing
  } finally {
    clearInterval(look)
    clearTimeout(cut)
  }
}
