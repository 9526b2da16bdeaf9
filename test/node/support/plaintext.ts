/**
 * Everything the libp2p hosts of a test say, both ways, as it is before encryption: between the muxer and the cipher, so
 * with libp2p's own words (identify, what protocol is spoken) and not the league's alone.
 *
 *     vi.mock('@libp2p/yamux', async original => tappedYamux(await original()))
 *
 * Hosts are numbered as they are started.
 */
import type { yamux } from '@libp2p/yamux'
import { LEAGUE_PROTOCOL } from '#shared/sync'
import { createFlowDecoder } from '../../../shared/sync/stream-flow.ts'
import { createTap, type Tap } from '../../web/league/tap.ts'

type Direction = 'sent' | 'heard'

interface Conversation {
  readonly sent: Uint8Array[]
  readonly heard: Uint8Array[]
}

const hosts: Conversation[][] = []

interface Carrier {
  send(bytes: { subarray(): Uint8Array }): boolean
  addEventListener(type: 'message', listener: (event: { data: { subarray(): Uint8Array } }) => void): void
}

const listenTo = (carrier: Carrier, conversation: Conversation): void => {
  const send = carrier.send.bind(carrier)
  carrier.send = bytes => {
    conversation.sent.push(bytes.subarray().slice())
    return send(bytes)
  }
  carrier.addEventListener('message', ({ data }) => conversation.heard.push(data.subarray().slice()))
}

export const tappedYamux = (original: { readonly yamux: typeof yamux }) => ({
  ...original,
  yamux: (init: Parameters<typeof yamux>[0]) => {
    const conversations: Conversation[] = []
    hosts.push(conversations)
    const make = original.yamux(init)
    return (...components: Parameters<typeof make>) => {
      const factory = make(...components)
      const { createStreamMuxer } = factory
      factory.createStreamMuxer = carrier => {
        const conversation = { sent: [], heard: [] }
        conversations.push(conversation)
        listenTo(carrier as unknown as Carrier, conversation)
        return createStreamMuxer.call(factory, carrier)
      }
      return factory
    }
  },
})

const joined = (pieces: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(pieces))

/** Yamux: a header of twelve bytes (version, type, flags, stream, length), and as many bytes as it says when it is data. */
const streamsIn = (pieces: readonly Uint8Array[]): Map<number, Uint8Array[]> => {
  const bytes = joined(pieces)
  const view = new DataView(bytes.buffer)
  const streams = new Map<number, Uint8Array[]>()
  for (let at = 0; at + 12 <= bytes.length; ) {
    const [type, stream, length] = [view.getUint8(at + 1), view.getUint32(at + 4), view.getUint32(at + 8)]
    at += 12
    if (type !== 0) continue
    const known = streams.get(stream) ?? []
    known.push(bytes.subarray(at, at + length))
    streams.set(stream, known)
    at += length
  }
  return streams
}

/** What of a stream is the league's: behind the line that says so. */
const leagueTap = (pieces: readonly Uint8Array[]): Tap | null => {
  const bytes = Buffer.concat(pieces)
  const line = Buffer.from(`${LEAGUE_PROTOCOL}\n`)
  const at = bytes.indexOf(line)
  if (at < 0) return null
  const tap = createTap()
  const decode = createFlowDecoder({ data: tap.push, more: () => {}, end: () => {} })
  if (!decode(new Uint8Array(bytes.subarray(at + line.length)))) throw new Error('not what a stream carries')
  return tap
}

export interface Overheard {
  readonly wires: number
  /** What was said of leagues, as messages and entries; refusals are left out. */
  readonly messages: readonly Uint8Array[]
  /** All that is not the league's protocol: libp2p's own words. */
  readonly aside: readonly Uint8Array[]
  readonly refused: readonly string[]
}

/** Of that host's connections so far. */
export const overheard = (host: number, direction: Direction): Overheard => {
  const streams = (hosts[host] ?? []).flatMap(conversation => [
    ...streamsIn(conversation[direction]).values(),
  ])
  const read = streams.map(pieces => ({ pieces, tap: leagueTap(pieces) }))
  return {
    wires: read.filter(({ tap }) => tap !== null).length,
    messages: read.flatMap(({ tap }) => tap?.messages ?? []),
    aside: read.filter(({ tap }) => tap === null).map(({ pieces }) => joined(pieces)),
    refused: read.flatMap(({ tap }) => tap?.refused ?? []),
  }
}
