/**
 * Letting a server's running requests finish, for a while.
 *
 * Two kinds of connection would hold it up for nothing. Node keeps one open after a request that finished once
 * closing had begun, until its keep-alive time is over; so idle ones are looked for again and again rather than
 * once. And one that never sent a request (browsers open spare ones) does not count as idle to Node.
 */
import type { Server } from 'node:http'
import type { Socket } from 'node:net'

const LOOK_EVERY_MS = 50

export interface Drain {
  /** `closing` settles when the server is closed; after `graceMs` every connection left is cut. */
  finish(closing: Promise<unknown>, graceMs: number): Promise<void>
}

/** To be called before the server listens: it needs to have seen every connection. */
export const createDrain = (server: Server): Drain => {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  // Not by listening to 'upgrade': a server that listens to it is taken to answer it.
  const look = (): void => {
    server.closeIdleConnections()
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
  }
  return {
    finish: async (closing, graceMs) => {
      look()
      const looking = setInterval(look, LOOK_EVERY_MS)
      const cut = setTimeout(() => server.closeAllConnections(), graceMs)
      try {
        await closing
      } finally {
        clearInterval(looking)
        clearTimeout(cut)
      }
    },
  }
}
