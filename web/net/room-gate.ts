/**
 * What comes over a room's data channel before y-webrtc sees it. y-webrtc would hand any bytes to Yjs, on the page's own
 * thread; so documents are taken past it, through the port that judges them elsewhere, and of the rest only presences
 * of sane size pass.
 *
 * | message (y-protocols)      | here                                                              |
 * |----------------------------|-------------------------------------------------------------------|
 * | 0 · 0 · state vector       | answered with what the other lacks                                |
 * | 0 · 1 or 2 · update        | judged and merged; one with a gap is answered with our state      |
 * | 1 · presences              | read through, then passed                                         |
 * | 3 (asks for presences)     | passed                                                            |
 * | anything else              | the channel is closed                                             |
 *
 * Limits: a purse for messages, one for bytes; GAPS_ALLOWED answers with a gap one after the other.
 */
import { type ByteReader, createReader, createWriter, DOCUMENT_LIMITS, type DocumentPort } from '#shared/sync'

type Bytes = Uint8Array<ArrayBuffer>

export interface RoomGate {
  /** True for what y-webrtc may read. `reply` sends on the same channel, `close` ends it. */
  admits(message: Bytes, from: GateEnd): boolean
  /** False for others' presences: each says its own, or thirty cursors would come to everybody from everybody. */
  mayLeave(message: Uint8Array): boolean
}

/** One channel. */
export interface GateEnd {
  reply(message: Bytes): void
  close(): void
}

const SYNC = 0
const PRESENCE = 1
const ASK_PRESENCE = 3
const STATE = 0
const UPDATE = 2
const ANSWER = 1

const PRESENCE_BYTES = 64 * 1024
const PRESENCES = 128
const GAPS_ALLOWED = 3
/** A document when one comes in, then typing and cursors. */
const PURSE = { messages: 2_000, messagesPerS: 200, bytes: 32 * 1024 * 1024, bytesPerS: 512 * 1024 }

interface Account {
  messages: number
  bytes: number
  at: number
  gaps: number
  isAnswering: boolean
}

const withKind = (kind: number, bytes: Bytes): Bytes =>
  createWriter(bytes.length + 16)
    .varint(SYNC)
    .varint(kind)
    .counted(bytes)
    .finish()

/** Whether y-protocols could read it; it throws in the middle for what is none. */
const arePresences = (bytes: Uint8Array): boolean => {
  const reader = createReader(bytes)
  const count = reader.varint(PRESENCES)
  for (let i = 0; i < count; i++) {
    reader.varint()
    reader.varint()
    JSON.parse(reader.text(PRESENCE_BYTES))
  }
  return reader.left === 0
}

const isOwnPresence = (bytes: Uint8Array, client: number): boolean => {
  const reader = createReader(bytes)
  return reader.varint() === 1 && reader.varint() === client
}

export const createRoomGate = (
  port: Pick<DocumentPort, 'apply' | 'missing' | 'stateVector'>,
  client: number,
  now: () => number,
): RoomGate => {
  const accounts = new WeakMap<GateEnd, Account>()

  const accountOf = (end: GateEnd): Account => {
    const known = accounts.get(end)
    if (known) return known
    const { messages, bytes } = PURSE
    const account: Account = { messages, bytes, at: now(), gaps: 0, isAnswering: false }
    accounts.set(end, account)
    return account
  }

  const isWithin = (account: Account, bytes: number): boolean => {
    const s = Math.max(0, now() - account.at) / 1000
    account.at = now()
    account.messages = Math.min(PURSE.messages, account.messages + s * PURSE.messagesPerS) - 1
    account.bytes = Math.min(PURSE.bytes, account.bytes + s * PURSE.bytesPerS) - bytes
    return account.messages >= 0 && account.bytes >= 0
  }

  const answer = async (end: GateEnd, account: Account, state: Bytes): Promise<void> => {
    // One answer at a time is in memory; who asks meanwhile asks in vain, and again when it has a gap.
    if (account.isAnswering) return
    account.isAnswering = true
    const update = await port.missing(state)
    account.isAnswering = false
    if (!update) end.close()
    else if (update.length <= DOCUMENT_LIMITS.updateBytes) end.reply(withKind(ANSWER, update))
  }

  const take = async (end: GateEnd, account: Account, update: Bytes): Promise<void> => {
    const applied = await port.apply(update, end)
    if (applied === 'applied') account.gaps = 0
    else if (applied === 'gap' && ++account.gaps <= GAPS_ALLOWED)
      end.reply(withKind(STATE, await port.stateVector()))
    else if (applied !== 'full') end.close()
  }

  const onSync = (reader: ByteReader, end: GateEnd, account: Account): void => {
    const kind = reader.varint()
    const bytes = reader.counted(DOCUMENT_LIMITS.updateBytes)
    const isState = kind === STATE && bytes.length <= DOCUMENT_LIMITS.stateBytes
    if (isState) void answer(end, account, bytes)
    else if (kind === ANSWER || kind === UPDATE) void take(end, account, bytes)
    else end.close()
  }

  const read = (message: Bytes, end: GateEnd): boolean => {
    const account = accountOf(end)
    if (!isWithin(account, message.length)) throw new RangeError('too much')
    const reader = createReader(message)
    const type = reader.varint()
    if (type === SYNC) onSync(reader, end, account)
    else if (type === ASK_PRESENCE) return true
    else if (type === PRESENCE && arePresences(reader.counted(PRESENCE_BYTES))) return true
    else throw new RangeError('nothing a room has')
    return false
  }

  return {
    mayLeave(message) {
      const reader = createReader(message)
      return reader.varint() !== PRESENCE || isOwnPresence(reader.counted(reader.left), client)
    },
    admits(message, from) {
      try {
        return read(message, from)
      } catch {
        from.close()
        return false
      }
    },
  }
}
