/**
 * Who is in a room and where they look, signed. Whoever is in a room can send the presence of any other, so a name is
 * shown only for what the device key signed; the rest is shown as unverified.
 *
 * signed: "paddock/presence/1\n" ‖ room (32) ‖ client (4, big endian) ‖ count (8, big endian) ‖ what is said, as UTF-8 JSON.
 * `count` grows with each, so that an older one cannot be said again.
 *
 * What is said is what others' screens show and nothing else: field by field, going out and coming in.
 */
import { bytesToHex, hexToBytes } from '#shared/id'
import { type DeviceId, isDeviceId, type Signatures } from '#shared/logbook'

/** A road the league knows: two of one layout, or of one name and about one length, are the same. Empty for no name. */
export interface Road {
  readonly layout: string
  readonly name: string
  readonly lengthM: number
}

/** What a person does: where they are, and on the desk where their cursor is. */
export interface Presence {
  readonly at: 'room' | 'desk'
  /** Null while what lies on the desk is no affair of the league. */
  readonly road: Road | null
  /** Metres along the lap. */
  readonly cursorM: number | null
}

export interface SignedPresence {
  readonly device: DeviceId
  readonly count: number
  readonly said: string
  readonly signature: string
}

const MAX_SAID = 2_000
const MAX_NAME = 200
const MAX_ID = 100
/** Longer than any road that is driven in laps. */
const MAX_METRES = 1_000_000

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

/** The one way a presence becomes bytes. */
const presenceToText = ({ at, road, cursorM }: Presence): string =>
  JSON.stringify({
    at,
    road: road && {
      layout: road.layout.slice(0, MAX_ID),
      name: road.name.slice(0, MAX_NAME),
      lengthM: Math.round(road.lengthM),
    },
    cursorM: road && cursorM !== null ? Math.round(cursorM * 10) / 10 : null,
  })

export const signPresence = async (
  presence: Presence,
  at: { readonly room: Uint8Array; readonly client: number; readonly count: number },
  signer: {
    readonly device: DeviceId
    sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>
  },
): Promise<SignedPresence> => {
  const said = presenceToText(presence)
  const signature = await signer.sign(presenceMessage(at.room, at.client, at.count, said))
  return { device: signer.device, count: at.count, said, signature: bytesToHex(signature) }
}

/** Anything can be in a presence. Null for what is none, was not signed by the device it names, or was said before. */
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

const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.length <= most

const isMetres = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= MAX_METRES

const toRoad = (value: unknown): Road | null => {
  if (typeof value !== 'object' || value === null) return null
  const { layout, name, lengthM } = value as Record<keyof Road, unknown>
  if (!isText(layout, MAX_ID) || !isText(name, MAX_NAME) || !isMetres(lengthM) || lengthM <= 0) return null
  return { layout, name, lengthM }
}

const toPresence = (said: string): Presence | null => {
  try {
    const { at, road, cursorM } = JSON.parse(said) as Record<keyof Presence, unknown>
    if (at !== 'room' && at !== 'desk') return null
    if (cursorM !== null && !isMetres(cursorM)) return null
    const known = toRoad(road)
    return road === null || known ? { at, road: known, cursorM } : null
  } catch {
    return null
  }
}
