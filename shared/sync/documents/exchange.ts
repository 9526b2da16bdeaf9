/**
 * Document sync of one league: lane 3 of all its sessions. The protocol stands at the head of `messages.ts`.
 *
 * A peer that reads slowly holds up only itself: while its last messages are on their way, further changes of a document
 * are not queued but remembered as "changed since", and one comparison follows when it is free again.
 */

import type { PersonId } from '#shared/logbook'
import type { Lane } from '../lane.ts'
import type { Clock } from '../wire.ts'
import {
  createAssembly,
  type DocumentMessage,
  decodeDocumentMessage,
  encodeDocumentMessage,
  piecesOf,
} from './messages.ts'
import { DOCUMENT_LIMITS, type DocumentPort } from './model.ts'

/** What a peer may send unasked: a picture pasted into notes, and typing for ever after. */
const PURSE = { bytes: DOCUMENT_LIMITS.updateBytes, bytesPerS: 256 * 1024, messages: 2000, messagesPerS: 100 }
/** Answers that did not fit, of one peer, in a row. A change made here meanwhile explains one. */
const GAPS_ALLOWED = 3
/** Updates on their way to one peer before changes are only remembered. */
const UPDATES_UNDER_WAY = 32

export interface Documents {
  join(lane: Lane): void
  /** A document this device made or opened: from now on it is compared with everybody. */
  add(id: string): Promise<void>
  pause(isPaused: boolean): void
  /** Who may write changed: what was not taken of those who may now is asked for. */
  look(): Promise<void>
}

export interface DocumentsOptions {
  /** Documents this device has, in any order. */
  readonly list: () => Promise<readonly string[]>
  /** The same port for the same id each time; null when it cannot be opened. Makes one that is not here yet. */
  readonly open: (id: string) => Promise<DocumentPort | null>
  /** Members but viewers. */
  readonly mayWrite: (person: PersonId) => boolean | Promise<boolean>
  readonly clock: Clock
}

/** An update in which nothing is. */
const NOTHING = new Uint8Array([0, 0])

type StateMessage = Extract<DocumentMessage, { type: 'state' }>

interface Peer {
  readonly lane: Lane
  readonly assembly: ReturnType<typeof createAssembly>
  readonly purse: { bytes: number; messages: number; at: number }
  /** Documents whose `missing` it owes: asked once at a time, so that answers can be told from what nobody asked. */
  readonly asked: Set<string>
  /** To be asked again when that came. */
  readonly again: Set<string>
  /** States it is to have an answer to, the last of each document. */
  readonly owed: Map<string, Uint8Array<ArrayBuffer>>
  /** Documents that changed while it was slow, or while paused. */
  readonly behind: Set<string>
  /** Documents of which something was not taken: a newcomer hears of notes before it hears who is a member. */
  readonly refused: Set<string>
  isAnswering: boolean
  /** Pieces of one update are not mixed with another's. */
  sending: Promise<void>
  underWay: number
  gaps: number
  hasEnded: boolean
}

const createPeer = (lane: Lane, now: number): Peer => ({
  lane,
  assembly: createAssembly(),
  purse: { bytes: PURSE.bytes, messages: PURSE.messages, at: now },
  asked: new Set(),
  again: new Set(),
  owed: new Map(),
  behind: new Set(),
  refused: new Set(),
  isAnswering: false,
  sending: Promise.resolve(),
  underWay: 0,
  gaps: 0,
  hasEnded: false,
})

export const createDocuments = ({ list, open, mayWrite, clock }: DocumentsOptions): Documents => {
  const peers = new Set<Peer>()
  const ports = new Map<string, Promise<DocumentPort | null>>()
  let isPaused = false

  const portOf = (id: string): Promise<DocumentPort | null> => {
    const known = ports.get(id)
    if (known) return known
    if (ports.size >= DOCUMENT_LIMITS.perLeague) return Promise.resolve(null)
    const opening = open(id).then(port => {
      port?.onUpdate((update, from) => spread(id, update, from))
      if (!port) ports.delete(id)
      return port
    })
    ports.set(id, opening)
    return opening
  }

  /** Says what we have, and so asks for what we lack. */
  const compare = async (peer: Peer, id: string, both: boolean): Promise<void> => {
    const port = await portOf(id)
    if (!port || peer.hasEnded) return
    if (isPaused) {
      peer.behind.add(id)
      return
    }
    const stateVector = await port.stateVector()
    if (stateVector.length > DOCUMENT_LIMITS.stateBytes) return
    if (peer.asked.has(id)) {
      peer.again.add(id)
      return
    }
    peer.asked.add(id)
    await peer.lane.send(encodeDocumentMessage({ type: 'state', id, both, stateVector }))
  }

  const catchUp = async (peer: Peer): Promise<void> => {
    for (const id of [...peer.behind]) {
      if (isPaused || peer.hasEnded) return
      peer.behind.delete(id)
      await compare(peer, id, true)
    }
  }

  const sendPieces = async (peer: Peer, pieces: Iterable<Uint8Array<ArrayBuffer>>): Promise<void> => {
    const before = peer.sending
    const mine = before.then(async () => {
      for (const piece of pieces) if (!peer.hasEnded) await peer.lane.send(piece)
    })
    peer.sending = mine
    await mine
  }

  const sendUpdate = async (peer: Peer, id: string, update: Uint8Array<ArrayBuffer>): Promise<void> => {
    peer.underWay++
    await sendPieces(peer, piecesOf('update', id, update))
    peer.underWay--
    if (peer.underWay === 0) await catchUp(peer)
  }

  /** To all but who sent it; a change that comes back changes nothing there, so it ends. */
  const spread = (id: string, update: Uint8Array<ArrayBuffer>, from: object | null): void => {
    for (const peer of peers) {
      if (peer === from) continue
      const isLarge = update.length > DOCUMENT_LIMITS.updateBytes
      if (isPaused || isLarge || peer.underWay >= UPDATES_UNDER_WAY) peer.behind.add(id)
      else void sendUpdate(peer, id, update)
    }
  }

  const mayTake = async (peer: Peer, id: string): Promise<boolean> => {
    const may = await mayWrite(peer.lane.peer.person)
    if (!may && peer.refused.size < DOCUMENT_LIMITS.perLeague) peer.refused.add(id)
    return may
  }

  /** One after the other: whoever asks much and reads little has one answer in our memory. */
  const answer = async (peer: Peer): Promise<void> => {
    if (peer.isAnswering) return
    peer.isAnswering = true
    for (let [next] = peer.owed; next && !isPaused && !peer.hasEnded; [next] = peer.owed) {
      const [id, stateVector] = next
      peer.owed.delete(id)
      const port = await portOf(id)
      const update = port ? await port.missing(stateVector) : null
      if (update && update.length <= DOCUMENT_LIMITS.updateBytes)
        await sendPieces(peer, piecesOf('missing', id, update))
      else if (port && !update) peer.lane.fail('broken-protocol')
    }
    peer.isAnswering = false
  }

  const onState = async (peer: Peer, { id, both, stateVector }: StateMessage): Promise<void> => {
    // Whoever may not write makes no documents either; they are answered, or would wait for ever.
    if ((!ports.has(id) && !(await mayTake(peer, id))) || !(await portOf(id))) {
      void sendPieces(peer, piecesOf('missing', id, NOTHING))
      return
    }
    peer.owed.set(id, stateVector)
    // Neither is awaited: two that answer each other would each wait for the other to read.
    void answer(peer)
    if (both && !peer.asked.has(id)) void compare(peer, id, false)
  }

  const isWithinPurse = ({ purse }: Peer, bytes: number): boolean => {
    const now = clock.now()
    const s = Math.max(0, now - purse.at) / 1000
    purse.bytes = Math.min(PURSE.bytes, purse.bytes + s * PURSE.bytesPerS) - bytes
    purse.messages = Math.min(PURSE.messages, purse.messages + s * PURSE.messagesPerS) - 1
    purse.at = now
    return purse.bytes >= 0 && purse.messages >= 0
  }

  const onUpdate = async (
    peer: Peer,
    id: string,
    update: Uint8Array<ArrayBuffer>,
    isAnswer: boolean,
  ): Promise<void> => {
    if (!(await mayTake(peer, id))) return
    const port = await portOf(id)
    if (!port || peer.hasEnded) return
    const applied = await port.apply(update, peer)
    if (applied === 'malformed') peer.lane.fail('broken-protocol')
    else if (applied === 'slow') peer.lane.fail('too-much')
    else if (applied === 'gap') {
      if (isAnswer && ++peer.gaps > GAPS_ALLOWED) peer.lane.fail('broken-protocol')
      else if (!peer.asked.has(id)) void compare(peer, id, false)
    } else if (isAnswer) peer.gaps = 0
  }

  const onMessage = async (peer: Peer, bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    const decoded = decodeDocumentMessage(bytes)
    if (decoded.kind === 'unknown' || peer.hasEnded) return
    if (decoded.kind === 'malformed') return peer.lane.fail('broken-protocol')
    const { message } = decoded
    const isAnswer = message.type === 'missing'
    if (!isAnswer && !isWithinPurse(peer, bytes.length)) return peer.lane.fail('too-much')
    if (message.type === 'state') return onState(peer, message)
    if (isAnswer && !peer.asked.has(message.id)) return peer.lane.fail('broken-protocol')
    const whole = peer.assembly.add(message)
    if (whole === 'broken') return peer.lane.fail('broken-protocol')
    if (!whole) return
    if (isAnswer) peer.asked.delete(message.id)
    await onUpdate(peer, message.id, whole, isAnswer)
    if (isAnswer && peer.again.delete(message.id)) await compare(peer, message.id, true)
  }

  return {
    join(lane) {
      const peer = createPeer(lane, clock.now())
      peers.add(peer)
      lane.onEnd(() => {
        peer.hasEnded = true
        peers.delete(peer)
      })
      lane.receive(bytes => onMessage(peer, bytes))
      const known = list().catch(() => [])
      void known.then(async ids => {
        for (const id of ids.slice(0, DOCUMENT_LIMITS.perLeague)) await compare(peer, id, true)
      })
    },
    async add(id) {
      await portOf(id)
      for (const peer of peers) void compare(peer, id, true)
    },
    async look() {
      for (const peer of peers) {
        if (peer.refused.size === 0 || !(await mayWrite(peer.lane.peer.person))) continue
        const ids = [...peer.refused]
        peer.refused.clear()
        for (const id of ids) void compare(peer, id, true)
      }
    },
    pause(paused) {
      isPaused = paused
      if (paused) return
      for (const peer of peers) {
        void answer(peer)
        void catchUp(peer)
      }
    },
  }
}
