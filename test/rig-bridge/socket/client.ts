/** A client of the rig's socket over a real WebSocket: what it was told, and how it was seen off. */
import { onTestFinished, vi } from 'vitest'
import { WebSocket } from 'ws'
import { type FromRig, fromRigSchema, RIG_SOCKET_PATH, type ToRig } from '#shared/api'

export interface TestClient {
  readonly socket: WebSocket
  readonly told: FromRig[]
  readonly binary: Buffer[]
  /** The newest message of a type, as soon as there is one. */
  hears<T extends FromRig['type']>(type: T): Promise<Extract<FromRig, { type: T }>>
  say(message: ToRig): void
  readonly closed: Promise<{ readonly code: number; readonly why: string }>
}

export interface ConnectOptions {
  readonly host?: string
  readonly path?: string
  readonly headers?: Record<string, string>
  /** Keeps what arrives; a reader that only counts passes false. */
  readonly keepsBinary?: boolean
}

/** Answers the status of the refusal when the upgrade is refused. */
export const connect = (port: number, options: ConnectOptions = {}): Promise<TestClient | number> =>
  new Promise((resolve, reject) => {
    const { host = '127.0.0.1', path = RIG_SOCKET_PATH } = options
    const socket = new WebSocket(`ws://${host}:${port}${path}`, {
      headers: { host: `localhost:${port}`, ...options.headers },
      perMessageDeflate: false,
    })
    onTestFinished(() => socket.terminate())
    const told: FromRig[] = []
    const binary: Buffer[] = []
    const closed = new Promise<{ code: number; why: string }>(settle => {
      socket.on('close', (code, why) => settle({ code, why: why.toString() }))
    })
    socket.on('message', (data, isBinary) => {
      if (!isBinary) told.push(fromRigSchema.parse(JSON.parse(String(data))))
      else if (options.keepsBinary !== false) binary.push(data as Buffer)
    })
    socket.on('unexpected-response', (_, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    socket.on('error', error => {
      if (socket.readyState === WebSocket.CONNECTING) reject(error)
    })
    socket.on('open', () =>
      resolve({
        socket,
        told,
        binary,
        closed,
        say: message => socket.send(JSON.stringify(message)),
        hears: type =>
          vi.waitFor(
            () => {
              const found = told.findLast(message => message.type === type)
              if (found) return found as never
              throw new Error(`waiting for ${type}, told: ${told.map(one => one.type)}`)
            },
            { timeout: 8_000, interval: 5 },
          ),
      }),
    )
  })

export const connected = async (port: number, options: ConnectOptions = {}): Promise<TestClient> => {
  const client = await connect(port, options)
  if (typeof client === 'number') throw new Error(`refused with ${client}`)
  return client
}

export const hello = (token?: string, wants: ('live' | 'laps')[] = ['live', 'laps']): ToRig => ({
  type: 'hello',
  v: 1,
  app: 'test',
  wants,
  ...(token === undefined ? {} : { token }),
})

/** Paired without a code, through the bridge's own list. */
export const openClient = async (
  bridge: { port: number; pairings: { add(name: string): Promise<{ token: string }> } },
  options: ConnectOptions = {},
): Promise<TestClient> => {
  const { token } = await bridge.pairings.add('a page')
  const client = await connected(bridge.port, options)
  client.say(hello(token))
  await client.hears('welcome')
  return client
}
