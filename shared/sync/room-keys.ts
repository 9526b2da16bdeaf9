/**
 * Lane 4: how the secret of a league's room goes from member to member. An admin makes a secret and writes its number
 * and its SHA-256 into the logbook; the 32 bytes themselves stand in no entry, so they travel here.
 *
 * Parties: equals. Each says at the beginning, and whenever it changes, up to which number it has the secret.
 *
 *   a                             b
 *   have {epoch}                ──▶
 *                               ◀──   secret {epoch, secret}    when b has a later one that the logbook names
 *
 *   have     1 · epoch (varint)
 *   secret   2 · epoch (varint) · secret (32 bytes)
 *
 * Invariants: a secret is given to those the logbook here calls members and who may write (a viewer reads what is
 * written by way of the documents, and is in no room); one is kept only when its hash is what the logbook names. Whoever
 * has the later number has the logbook of that admin up to it, and with that everybody removed before it.
 *
 * A secret may come before the entry that names it, also while another of its number is named: one per peer waits.
 * Limits: MESSAGES a peer and session; types nobody here knows are skipped.
 */
import { bytesToHex } from '#shared/id'
import type { Governance, PersonId, RoomBody } from '#shared/logbook'
import { createReader, createWriter } from './bytes.ts'
import type { Lane } from './lane.ts'

type Bytes = Uint8Array<ArrayBuffer>

export interface RoomKey {
  readonly epoch: number
  readonly secret: Bytes
}

const TYPES = { have: 1, secret: 2 } as const
const SECRET_BYTES = 32
/** Every removal renews the secret: ten a minute for an hour and a half. */
const MESSAGES = 1000

type RoomMessage = { readonly type: 'have'; readonly epoch: number } | ({ readonly type: 'secret' } & RoomKey)

export const encodeRoomMessage = (message: RoomMessage): Bytes => {
  const writer = createWriter(48).varint(TYPES[message.type]).varint(message.epoch)
  return (message.type === 'secret' ? writer.raw(message.secret) : writer).finish()
}

/** Null for a type that a newer version may have. Throws `Malformed`. */
export const decodeRoomMessage = (bytes: Uint8Array): RoomMessage | null => {
  const reader = createReader(bytes)
  const type = reader.varint()
  if (type === TYPES.have) return { type: 'have', epoch: reader.varint() }
  if (type === TYPES.secret)
    return { type: 'secret', epoch: reader.varint(), secret: reader.raw(SECRET_BYTES) }
  return null
}

export type Sha256Of = (bytes: Bytes) => Promise<Bytes>

/** The one of these that the logbook names; null while it is not here, or the league has none. */
export const roomKeyOf = async (
  named: RoomBody | null,
  keys: readonly RoomKey[],
  sha256: Sha256Of,
): Promise<RoomKey | null> => {
  for (const key of keys)
    if (key.epoch === named?.epoch && bytesToHex(await sha256(key.secret)) === named.commitment) return key
  return null
}

/** Whether somebody may know the room's secret and write documents: members but viewers. */
export const mayWriteIn = (governance: Governance | null, person: PersonId): boolean => {
  const member = governance?.members.find(each => each.person === person && !each.removed)
  return member !== undefined && member.role !== 'viewer'
}

export interface RoomKeys {
  join(lane: Lane): void
  /** The logbook grew, or a secret was made here. */
  look(): Promise<void>
}

export interface RoomKeysOptions {
  readonly governance: () => Promise<Governance | null>
  readonly kept: () => Promise<readonly RoomKey[]>
  readonly keep: (key: RoomKey) => Promise<void>
  readonly sha256: Sha256Of
}

interface Peer {
  readonly lane: Lane
  left: number
  /** What it said it has; null before it said anything. */
  has: number | null
  /** What it was told we have. */
  told: number | null
  /** Hash of the secret it was given last: two admins may make one of the same number. */
  given: string | null
  waiting: RoomKey | null
}

export const createRoomKeys = ({ governance, kept, keep, sha256 }: RoomKeysOptions): RoomKeys => {
  const peers = new Set<Peer>()

  const look = async () => {
    const now = await governance()
    const named = now?.room ?? null
    return { now, named, own: await roomKeyOf(named, await kept(), sha256) }
  }

  /** True when it brought what was lacking. */
  const level = async (
    peer: Peer,
    { now, named, own }: Awaited<ReturnType<typeof look>>,
  ): Promise<boolean> => {
    const brought = own || !peer.waiting ? null : await roomKeyOf(named, [peer.waiting], sha256)
    if (brought) await keep(brought)
    const key = own ?? brought
    if (brought || (named && peer.waiting && peer.waiting.epoch < named.epoch)) peer.waiting = null
    const epoch = key?.epoch ?? 0
    if (peer.told !== epoch) {
      peer.told = epoch
      void peer.lane.send(encodeRoomMessage({ type: 'have', epoch }))
    }
    const isLacking = peer.has !== null && peer.has < epoch && peer.given !== named?.commitment
    if (key && named && isLacking && mayWriteIn(now, peer.lane.peer.person)) {
      peer.given = named.commitment
      void peer.lane.send(encodeRoomMessage({ type: 'secret', epoch, secret: key.secret }))
    }
    return brought !== null
  }

  const levelAll = async (): Promise<void> => {
    let seen = await look()
    let isBrought = false
    for (const peer of [...peers]) {
      if (!(await level(peer, seen))) continue
      seen = await look()
      isBrought = true
    }
    // What one brought, those before it are told of.
    if (isBrought) for (const peer of [...peers]) await level(peer, seen)
  }

  /** One after the other. */
  let last: Promise<void> = Promise.resolve()
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    last = last.catch(() => {}).then(work)
    return last
  }

  const hear = async (peer: Peer, bytes: Bytes): Promise<void> => {
    if (--peer.left < 0) return peer.lane.fail('too-much')
    const message = decodeRoomMessage(bytes)
    if (message?.type === 'have') peer.has = message.epoch
    if (message?.type === 'secret') peer.waiting = { epoch: message.epoch, secret: message.secret }
    if (!message) return
    await inTurn(async () => {
      if (await level(peer, await look())) await levelAll()
    })
  }

  return {
    join(lane) {
      const peer: Peer = { lane, left: MESSAGES, has: null, told: null, given: null, waiting: null }
      peers.add(peer)
      lane.onEnd(() => void peers.delete(peer))
      lane.receive(bytes => hear(peer, bytes))
      void inTurn(async () => void (await level(peer, await look()))).catch(() => {})
    },
    look: () => inTurn(levelAll),
  }
}
