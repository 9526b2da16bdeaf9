/** Requests as a test needs them: any Host, any path as it is, headers as they came. */
import { type IncomingHttpHeaders, request } from 'node:http'
import { connect, type Socket } from 'node:net'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  readonly text: string
}

export interface Ask {
  readonly host?: string
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
}

/** Connects to 127.0.0.1 but says Host: localhost, as a browser on this machine does. */
export const ask = (port: number, path: string, options: Ask = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = request({
      host: options.host ?? '127.0.0.1',
      port,
      path,
      method: options.method ?? 'GET',
      agent: false,
      headers: { host: `localhost:${port}`, ...options.headers },
    })
    asked.on('error', reject)
    asked.on('response', response => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const body = Buffer.concat(chunks)
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body,
          text: body.toString('utf8'),
        })
      })
    })
    asked.end(options.body)
  })

/** A raw connection: what was written is what is sent. */
export interface Line {
  readonly socket: Socket
  /** Everything that came back so far. */
  received(): string
  /** Settles with everything that came back once the other side is gone. */
  readonly closed: Promise<string>
}

export const openLine = (port: number, host = '127.0.0.1'): Promise<Line> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, host)
    let text = ''
    socket.on('data', chunk => {
      text += chunk.toString('latin1')
    })
    const closed = new Promise<string>(settle => {
      socket.on('close', () => settle(text))
    })
    // A reset is one of the ways to be closed; `closed` settles right after.
    socket.on('error', reject)
    socket.on('connect', () => resolve({ socket, received: () => text, closed }))
  })

export const upgradeHead = (port: number, path: string, headers: Record<string, string> = {}): string => {
  const all = {
    host: `localhost:${port}`,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
}
