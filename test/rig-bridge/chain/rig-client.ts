/** A program that is paired with a bridge and sees what a page sees: live frames, timing, laps and their traces. */
import { WebSocket } from 'ws'
import {
  decodeLiveFrame,
  decodeTraceChunk,
  type FromRig,
  fromRigSchema,
  LIVE_FIELDS,
  RIG_CHUNK_BYTES,
  RIG_SOCKET_PATH,
  RIG_VERSION,
  type RigLap,
  type ToRig,
} from '../../../shared/api/index.ts'
import type { BridgeProcess } from './bridge-process.ts'

export interface Frame {
  readonly epochMs: number
  readonly isKept: boolean
  readonly values: Float32Array
}

export interface RigClient {
  readonly token: string
  /** Frames seen so far. */
  frameCount(): number
  newest(): Frame | null
  readonly heard: readonly FromRig[]
  /** Every lap the bridge has. */
  laps(): Promise<RigLap[]>
  trace(lap: RigLap): Promise<Uint8Array<ArrayBuffer>>
  close(): void
}

export const connect = async (
  bridge: Pick<BridgeProcess, 'port' | 'untilCode'>,
  token: string | null,
): Promise<RigClient> => {
  const socket = new WebSocket(`ws://127.0.0.1:${bridge.port}${RIG_SOCKET_PATH}`)
  socket.binaryType = 'nodebuffer'
  const heard: FromRig[] = []
  const waiting = new Set<() => void>()
  let frames = 0
  let newest: Frame | null = null
  let chunk: { readonly index: number; readonly bytes: Uint8Array } | null = null

  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) {
      const frame = decodeLiveFrame(data, new Float32Array(LIVE_FIELDS.length))
      if (frame) {
        frames++
        newest = frame
      } else chunk = decodeTraceChunk(data)
    } else heard.push(fromRigSchema.parse(JSON.parse(data.toString('utf8'))))
    for (const look of waiting) look()
  })
  let isGone = false
  const gone = (): void => {
    isGone = true
    for (const look of waiting) look()
  }
  // A bridge that is killed breaks the connection off.
  socket.on('error', gone)
  socket.on('close', gone)

  const until = <T>(find: () => T | null | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find()
        if (found === null || found === undefined) {
          if (!isGone) return
          waiting.delete(look)
          reject(new Error('the bridge is gone'))
          return
        }
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  const send = (message: ToRig): void => socket.send(JSON.stringify(message))
  const untilSaid = <Type extends FromRig['type']>(type: Type, after: number) =>
    until(() => heard.slice(after).find(each => each.type === type) as Extract<FromRig, { type: Type }>)

  socket.on('open', () => {
    for (const look of waiting) look()
  })
  await until(() => socket.readyState === WebSocket.OPEN || null)
  send({ type: 'hello', v: RIG_VERSION, app: 'test', wants: ['live', 'laps'], ...(token ? { token } : {}) })
  const answer = await until(() => heard.find(({ type }) => type === 'welcome' || type === 'unpaired'))
  let own = token
  if (answer.type === 'unpaired') {
    send({ type: 'ask-code' })
    await untilSaid('code-shown', 0)
    send({ type: 'pair', code: await bridge.untilCode(), name: 'a test' })
    own = (await untilSaid('paired', 0)).token
  }

  return {
    token: own!,
    frameCount: () => frames,
    newest: () => newest,
    heard,
    async laps() {
      const all: RigLap[] = []
      for (;;) {
        const after = heard.length
        send({ type: 'laps', after: all.at(-1)?.id ?? null })
        const page = await untilSaid('laps', after)
        all.push(...page.laps)
        if (!page.more) return all
      }
    },
    async trace(lap) {
      const bytes = new Uint8Array(lap.traceBytes)
      for (let at = 0, index = 0; at < bytes.length; index++) {
        chunk = null
        send({ type: 'chunk', lap: lap.id, index })
        const piece = await until(() => (chunk?.index === index ? chunk.bytes : null))
        bytes.set(piece, at)
        at += RIG_CHUNK_BYTES
      }
      return bytes
    },
    close: () => socket.terminate(),
  }
}
