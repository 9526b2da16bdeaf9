/**
 * The messages of lane 5 as bytes; what they mean stands in `meeting.ts`. First byte: the type. Types nobody here knows
 * are skipped, and so are kinds of places and bytes after the last known field.
 *
 *   mine    1   card
 *   seek    2   count
 *   cards   3   count, cards
 *
 *   card        device (32), signature (64), what is signed with its length before it
 *   signed      milliseconds since 1970, count, places; each place with its length before it
 *   place       0, peer id of the relay, peer id of the page; or 1, multiaddress as in invitation links
 */
import { hexToBytes } from '#shared/id'
import type { DeviceId, LeagueId } from '#shared/logbook'
import { type ByteReader, createReader, createWriter, Malformed } from '../bytes.ts'
import { MAX_ADDRESS_LENGTH, readAddress, writeAddress } from '../links/addresses.ts'
import { isPeerId, MAX_PEER_ID_LENGTH, MAX_PLACES, type MeetingPlace } from './places.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Cards told of in one go, and so cards in one message. */
export const MAX_CARDS = 32
/** Eight webrtc-direct addresses of IPv6 take 500. */
const MAX_SIGNED_BYTES = 1024
const MAX_PLACE_BYTES = MAX_ADDRESS_LENGTH + 8
const SIGNATURE_BYTES = 64
const CARD_BYTES = 32 + SIGNATURE_BYTES + 2
const TYPES = { mine: 1, seek: 2, cards: 3 } as const
const PLACE_KINDS = { circuit: 0, address: 1 } as const

/** What a device says of where it may be met, as it signed it. */
export interface MeetingCard {
  readonly device: DeviceId
  /** When it was made, by the device's own clock: of two cards the later holds. */
  readonly at: number
  readonly places: readonly MeetingPlace[]
  readonly signed: Bytes
  readonly signature: Bytes
}

export type MeetingMessage =
  | { readonly type: 'mine'; readonly card: MeetingCard }
  | { readonly type: 'seek'; readonly count: number }
  | { readonly type: 'cards'; readonly cards: readonly MeetingCard[] }
  | { readonly type: 'unknown' }

/** What the device's key signs: good for this league only. */
export const cardMessage = (league: LeagueId, signed: Uint8Array): Bytes =>
  createWriter(64 + signed.length)
    .raw(new TextEncoder().encode('paddock/meeting-card/1\n'))
    .raw(hexToBytes(league))
    .raw(signed)
    .finish()

export const encodeSigned = (at: number, places: readonly MeetingPlace[]): Bytes => {
  const told = places.slice(0, MAX_PLACES)
  const writer = createWriter().varint(at).varint(told.length)
  for (const place of told) {
    const inner = createWriter().varint(PLACE_KINDS[place.kind])
    if (place.kind === 'circuit') inner.text(place.relay).text(place.peer)
    else writeAddress(inner, place.address)
    writer.counted(inner.finish())
  }
  return writer.finish()
}

const readPlace = (bytes: Uint8Array): MeetingPlace | null => {
  const reader = createReader(bytes)
  const kind = reader.varint()
  if (kind === PLACE_KINDS.circuit) {
    const [relay, peer] = [reader.text(MAX_PEER_ID_LENGTH), reader.text(MAX_PEER_ID_LENGTH)]
    if (!isPeerId(relay) || !isPeerId(peer)) throw new Malformed('not a peer id')
    return { kind: 'circuit', relay, peer }
  }
  return kind === PLACE_KINDS.address ? { kind: 'address', address: readAddress(reader) } : null
}

const readCard = (reader: ByteReader): MeetingCard => {
  const device = reader.hash() as DeviceId
  const signature = reader.raw(SIGNATURE_BYTES)
  const signed = reader.counted(MAX_SIGNED_BYTES)
  const inner = createReader(signed)
  const at = inner.varint()
  const places = inner.list(MAX_PLACES, 1, each => readPlace(each.counted(MAX_PLACE_BYTES)))
  return { device, at, places: places.filter(place => place !== null), signed, signature }
}

const writeCard = (writer: ReturnType<typeof createWriter>, card: MeetingCard): void => {
  writer.hash(card.device).raw(card.signature).counted(card.signed)
}

export const encodeMine = (card: MeetingCard): Bytes => {
  const writer = createWriter(256).varint(TYPES.mine)
  writeCard(writer, card)
  return writer.finish()
}

export const encodeSeek = (count: number): Bytes => createWriter(8).varint(TYPES.seek).varint(count).finish()

export const encodeCards = (cards: readonly MeetingCard[]): Bytes => {
  const writer = createWriter(1024).varint(TYPES.cards).varint(cards.length)
  for (const card of cards) writeCard(writer, card)
  return writer.finish()
}

/** Throws `Malformed`. */
export const decodeMeetingMessage = (body: Uint8Array): MeetingMessage => {
  const reader = createReader(body)
  switch (reader.varint()) {
    case TYPES.mine:
      return { type: 'mine', card: readCard(reader) }
    case TYPES.seek:
      return { type: 'seek', count: reader.varint(MAX_CARDS) }
    case TYPES.cards:
      return { type: 'cards', cards: reader.list(MAX_CARDS, CARD_BYTES, readCard) }
    default:
      return { type: 'unknown' }
  }
}
