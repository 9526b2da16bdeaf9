/**
 * A crew's room: documents that are edited together, and who looks where, from page to page by y-webrtc. Those who
 * signal for us (a relay, a rig-bridge) learn a topic that says nothing of the crew, and pass on what they cannot read.
 *
 * The room's secret is the crew's, and another after somebody was removed. One room of a topic a page: y-webrtc throws
 * at the second.
 */

import { Awareness } from 'y-protocols/awareness'
import { WebrtcProvider } from 'y-webrtc'
import type { Doc } from 'yjs'
import { bytesToHex, hexToBytes } from '#shared/id'
import type { DeviceId, LeagueId, Signatures } from '#shared/logbook'
import { roomPeerOptions } from './chunked-connection.ts'
import { type Presence, readPresence, signPresence } from './presence.ts'

export interface RoomOptions {
  readonly league: LeagueId
  readonly epoch: number
  readonly secret: Uint8Array<ArrayBuffer>
  readonly doc: Doc
  /** ws:// or wss:// of the page's own relay or rig-bridge. */
  readonly signalling: readonly string[]
  readonly signer: {
    readonly device: DeviceId
    sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>
  }
  readonly signatures: Signatures
}

/** `device` is null for whoever did not sign, or not truly. */
export interface PersonInRoom {
  readonly client: number
  readonly device: DeviceId | null
  readonly presence: Presence | null
}

export interface CrewRoom {
  readonly doc: Doc
  /** Others, without this page. */
  people(): readonly PersonInRoom[]
  onPeople(listener: () => void): () => void
  /** Pages connected now. */
  connections(): number
  onConnections(listener: () => void): () => void
  show(presence: Presence): void
  close(): void
}

/** A cursor is followed at 10 Hz; more would be felt in a room of thirty. */
const SHOW_MS = 100
/** Everybody with everybody: twice the pages of a large crew. */
const MAX_PAGES = 60

const topicOf = async ({
  league,
  epoch,
  secret,
  signatures,
}: RoomOptions): Promise<Uint8Array<ArrayBuffer>> => {
  const start = new TextEncoder().encode(`paddock/room/1\n${epoch}\n`)
  const bytes = new Uint8Array([...start, ...hexToBytes(league), ...secret])
  return signatures.sha256(bytes)
}

export const openRoom = async (options: RoomOptions): Promise<CrewRoom> => {
  const { doc, signer, signatures, secret, signalling } = options
  const room = await topicOf(options)
  const awareness = new Awareness(doc)
  awareness.setLocalState(null)
  const provider = new WebrtcProvider(bytesToHex(room), doc, {
    signaling: [...signalling],
    password: bytesToHex(secret),
    awareness,
    maxConns: MAX_PAGES,
    peerOpts: roomPeerOptions,
  })
  const people = new Map<number, PersonInRoom & { readonly count: number }>()
  const listeners = new Set<() => void>()
  const connectionListeners = new Set<() => void>()
  let connections = 0

  provider.on('peers', ({ webrtcPeers }) => {
    connections = webrtcPeers.length
    for (const run of [...connectionListeners]) run()
  })

  const read = async (client: number): Promise<void> => {
    const known = people.get(client)
    const state = awareness.getStates().get(client)
    if (state === undefined) return
    const after = known?.count ?? -1
    const found = await readPresence(state, { room, client, after }, signatures)
    if (!awareness.getStates().has(client)) return
    // A true one is not put in doubt by a false one that came under the same number.
    if (found) people.set(client, { client, ...found })
    else if (!known?.device) people.set(client, { client, device: null, presence: null, count: -1 })
    for (const run of [...listeners]) run()
  }

  awareness.on(
    'change',
    ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', readonly number[]>) => {
      for (const client of removed) people.delete(client)
      for (const client of [...added, ...updated]) if (client !== doc.clientID) void read(client)
      if (removed.length > 0) for (const run of [...listeners]) run()
    },
  )

  let count = Date.now()
  let wanted: Presence | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let isClosed = false
  const showNow = async (): Promise<void> => {
    timer = null
    if (!wanted) return
    const shown = wanted
    wanted = null
    count++
    const signed = await signPresence(shown, { room, client: doc.clientID, count }, signer)
    if (!isClosed) awareness.setLocalState({ ...signed })
  }

  return {
    doc,
    people: () => [...people.values()],
    onPeople(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    connections: () => connections,
    onConnections(listener) {
      connectionListeners.add(listener)
      return () => connectionListeners.delete(listener)
    },
    show(presence) {
      wanted = presence
      timer ??= setTimeout(() => void showNow(), SHOW_MS)
    },
    close() {
      isClosed = true
      if (timer) clearTimeout(timer)
      provider.disconnect()
      provider.destroy()
      awareness.destroy()
    },
  }
}
