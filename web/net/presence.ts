/**
 * Who is in a room and where they look, signed. Whoever is in a room can send the presence of any other, so a name is
 * shown only for what the device key signed; the rest is shown as unverified.
 *
 * signed: "paddock/presence/1\n" ‖ room (32) ‖ client (4, big endian) ‖ count (8, big endian) ‖ what is said, as UTF-8 JSON.
 * `count` grows with each, so that an older one cannot be said again.
 */
import { bytesToHex, hexToBytes } from '#shared/id'
import { type DeviceId, isDeviceId, type Signatures } from '#shared/logbook'

/** What a person does: which desk lies open, and where the cursor is. */
export interface Presence {
  readonly desk: string | null
  /** Metres along the lap. */
  readonly cursor: number | null
}

export interface SignedPresence {
  readonly device: DeviceId
  readonly count: number
  readonly said: string
  readonly signature: string
}

const MAX_SAID = 2_000

export const presenceMessage = (
  room: Uint8Array,
  client: number,
  count: number,
  said: string,
): Uint8Array<ArrayBuffer> => {
  const start = new TextEncoder().encode('paddock/presence/1\n')
  const text = new TextEncoder().encode(said)
  const message = new Uint8Array(start.length + room.length + 12 + text.length)
  const numbers = new DataView(message.buffer, start.length + room.length)
  message.set(start)
  message.set(room, start.length)
  numbers.setUint32(0, client)
  numbers.setBigUint64(4, BigInt(count))
  message.set(text, start.length + room.length + 12)
  return message
}

export const signPresence = async (
  presence: Presence,
  at: { readonly room: Uint8Array; readonly client: number; readonly count: number },
  signer: {
    readonly device: DeviceId
    sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>
  },
): Promise<SignedPresence> => {
  const said = JSON.stringify(presence)
  const signature = await signer.sign(presenceMessage(at.room, at.client, at.count, said))
  return { device: signer.device, count: at.count, said, signature: bytesToHex(signature) }
}

/** Anything can be in a presence. Null for what is none; `isTrue` once the signature was checked. */
export const readPresence = async (
  state: unknown,
  at: { readonly room: Uint8Array; readonly client: number; readonly after: number },
  signatures: Signatures,
): Promise<{ readonly presence: Presence; readonly device: DeviceId; readonly count: number } | null> => {
  const signed = toSigned(state)
  if (!signed || signed.count <= at.after) return null
  const presence = toPresence(signed.said)
  if (!presence) return null
  const message = presenceMessage(at.room, at.client, signed.count, signed.said)
  const isTrue = await signatures.verify(signed.device, hexToBytes(signed.signature), message)
  return isTrue ? { presence, device: signed.device, count: signed.count } : null
}

const toSigned = (state: unknown): SignedPresence | null => {
  if (typeof state !== 'object' || state === null) return null
  const { device, count, said, signature } = state as Record<keyof SignedPresence, unknown>
  if (!isDeviceId(device) || typeof said !== 'string' || said.length > MAX_SAID) return null
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0) return null
  if (typeof signature !== 'string' || !/^[0-9a-f]{128}$/.test(signature)) return null
  return { device, count, said, signature }
}

const toPresence = (said: string): Presence | null => {
  try {
    const { desk, cursor } = JSON.parse(said) as Record<keyof Presence, unknown>
    const isDesk = desk === null || (typeof desk === 'string' && desk.length <= 500)
    const isCursor = cursor === null || (typeof cursor === 'number' && Number.isFinite(cursor))
    return isDesk && isCursor ? { desk: desk as string | null, cursor: cursor as number | null } : null
  } catch {
    return null
  }
}
