/**
 * A crew's room: a document that is edited together, and who looks where, from page to page by y-webrtc. Those who
 * signal for us (a relay, a rig-bridge) learn a topic that says nothing of the crew, and pass on what they cannot read.
 *
 * The room's secret is the crew's, and another after somebody was removed. One room of a topic a page: y-webrtc throws
 * at the second. What comes from others passes `room-gate.ts` before anything of y-webrtc or Yjs sees it.
 *
 * Whoever is silent for GONE_MS is gone: a closed page says so itself, a crashed one cannot.
 */

import { Awareness } from 'y-protocols/awareness'
import { WebrtcProvider } from 'y-webrtc'
import { bytesToHex, hexToBytes } from '#shared/id'
import type { DeviceId, LeagueId, Signatures } from '#shared/logbook'
import type { OpenDocument } from '#shared/sync'
import { type ChunkedChannel, createRoomPeerOptions } from './chunked-connection.ts'
import { createHungDials } from './hung-dials.ts'
import { type Presence, readPresence, signPresence } from './presence.ts'
import { createRoomGate, type GateEnd } from './room-gate.ts'

export interface RoomOptions {
  readonly league: LeagueId
  readonly epoch: number
  readonly secret: Uint8Array<ArrayBuffer>
  readonly document: OpenDocument
  /** ws:// or wss:// of relays and rig-bridges that answered. */
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
  /** Others, without this page. */
  people(): readonly PersonInRoom[]
  /** Pages connected now. */
  connections(): number
  /** Somebody who signals for us is reached. */
  isSignalled(): boolean
  /** People came, went or moved; connections did. */
  onChange(listener: () => void): () => void
  show(presence: Presence): void
  /** Resolves when another room of this league may be opened. */
  close(): Promise<void>
}

/** A cursor is followed at 10 Hz; more would be felt in a room of thirty. */
const SHOW_MS = 100
/** Said again though nothing changed. */
const STILL_HERE_MS = 2_000
/** Two were lost. Looked at every LOOK_MS, so that a crashed page is gone within ten seconds. */
const GONE_MS = 6_500
const LOOK_MS = 1_000
/** Everybody with everybody: twice the pages of a large crew. */
const MAX_PAGES = 60
const MAX_PEOPLE = 128
const MAX_COUNTS = 4_096

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
  const { document, signer, signatures, secret, signalling } = options
  const { doc } = document
  const room = await topicOf(options)
  const awareness = new Awareness(doc)
  awareness.setLocalState(null)
  const gate = createRoomGate(document, doc.clientID, () => performance.now())
  const ends = new WeakMap<ChunkedChannel, GateEnd>()
  const endOf = (channel: ChunkedChannel): GateEnd => {
    const end = ends.get(channel) ?? {
      reply: bytes => {
        if (channel.readyState === 'open') channel.send(bytes)
      },
      close: () => channel.close(),
    }
    ends.set(channel, end)
    return end
  }
  const provider = new WebrtcProvider(bytesToHex(room), doc, {
    signaling: [...signalling],
    password: bytesToHex(secret),
    awareness,
    maxConns: MAX_PAGES,
    peerOpts: createRoomPeerOptions({
      hears: (message, channel) => gate.admits(message, endOf(channel)),
      says: gate.mayLeave,
    }),
  })
  const people = new Map<number, PersonInRoom & { readonly heardAt: number }>()
  /** Of those who left too: what they said before is not said again by another. */
  const counts = new Map<number, number>()
  const listeners = new Set<() => void>()
  const changed = (): void => {
    for (const run of [...listeners]) run()
  }

  provider.on('peers', changed)
  for (const signaller of provider.signalingConns) {
    signaller.on('connect', changed)
    signaller.on('disconnect', changed)
  }

  const read = async (client: number): Promise<void> => {
    const known = people.get(client)
    const state = awareness.getStates().get(client)
    if (state === undefined || (!known && people.size >= MAX_PEOPLE)) return
    const after = counts.get(client) ?? -1
    const found = await readPresence(state, { room, client, after }, signatures)
    if (!awareness.getStates().has(client)) return
    const heardAt = performance.now()
    // A true one is not put in doubt by a false one that came under the same number.
    if (found) {
      const { device, presence } = found
      people.set(client, { client, device, presence, heardAt })
      if (counts.size >= MAX_COUNTS) counts.delete(counts.keys().next().value!)
      counts.set(client, found.count)
    } else if (!known?.device) people.set(client, { client, device: null, presence: null, heardAt })
    changed()
  }

  awareness.on(
    'update',
    ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', readonly number[]>) => {
      for (const client of removed) people.delete(client)
      for (const client of [...added, ...updated]) if (client !== doc.clientID) void read(client)
      if (removed.length > 0) changed()
    },
  )

  let count = Date.now()
  let shown: Presence | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let isClosed = false
  const showNow = async (): Promise<void> => {
    timer = null
    if (!shown) return
    count++
    const at = { room, client: doc.clientID, count }
    const signed = await signPresence(shown, at, signer).catch(() => null)
    if (!isClosed && signed) awareness.setLocalState({ ...signed })
  }
  const showSoon = (): void => {
    timer ??= setTimeout(() => void showNow(), SHOW_MS)
  }

  const hungDials = createHungDials<{ readonly connected: boolean; readonly peer: { destroy(): void } }>()
  const stillHere = setInterval(showSoon, STILL_HERE_MS)
  const lookForGone = setInterval(() => {
    const before = performance.now() - GONE_MS
    const gone = [...people.values()].filter(({ heardAt }) => heardAt < before)
    for (const { client } of gone) people.delete(client)
    if (gone.length > 0) changed()
    for (const { peer } of hungDials.look(provider.room?.webrtcConns.values() ?? [], performance.now())) {
      peer.destroy()
    }
  }, LOOK_MS)

  let closing: Promise<void> | null = null
  const closeNow = async (): Promise<void> => {
    isClosed = true
    if (timer) clearTimeout(timer)
    clearInterval(stillHere)
    clearInterval(lookForGone)
    people.clear()
    // Only then does y-webrtc forget the topic.
    await provider.key
    provider.disconnect()
    provider.destroy()
    await Promise.resolve()
    awareness.destroy()
  }

  return {
    people: () => [...people.values()].map(({ client, device, presence }) => ({ client, device, presence })),
    connections: () =>
      [...(provider.room?.webrtcConns.values() ?? [])].filter(({ connected }) => connected).length,
    isSignalled: () => provider.signalingConns.some(({ connected }) => connected),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    show(presence) {
      shown = presence
      showSoon()
    },
    close() {
      closing ??= closeNow()
      return closing
    },
  }
}
