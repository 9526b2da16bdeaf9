/** Short JSON answers, and saying no to a request or a WebSocket in the words of `ApiError`. */
import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { SECURITY_HEADERS } from '#node/page'
import type { ApiError } from '#shared/api'

/** What runs now is never true for long, so no answer is kept. */
export const answerJson = (
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void => {
  const body = Buffer.from(JSON.stringify(value))
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
    ...headers,
  })
  response.end(body)
}

/** Says no to a plain request, in JSON. */
export const refuse = (response: ServerResponse, status: number, error: string, message: string): void => {
  if (response.headersSent) {
    response.destroy()
    return
  }
  answerJson(response, status, { error, message } satisfies ApiError)
}

/** Says no to a WebSocket: pages see only that it failed, so the body is for people with other tools. */
export const refuseUpgrade = (socket: Duplex, status: string, error: string, message: string): void => {
  const body = Buffer.from(JSON.stringify({ error, message } satisfies ApiError))
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
  )
  // A client that never closes its side would keep the socket.
  socket.on('error', () => socket.destroy())
  socket.on('finish', () => socket.destroy())
}
