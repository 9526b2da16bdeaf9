/** Messages of an agreement as bytes; `agreement.ts` says who sends which when. Each is a frame whose lane is its kind. */
import { isDeviceId, isLeagueId, isPersonId, type LeagueId } from '#shared/logbook'
import { createReader, createWriter, Malformed } from '../bytes.ts'
import type { Party, Purpose } from './model.ts'

export const AGREEMENT_VERSION = 1

export const KINDS = { open: 1, hello: 2, reveal: 3, sure: 4, no: 5, gift: 6 } as const

/** Names are what people call themselves; longer ones are cut on the way out. */
const NAME_BYTES = 256
const NONCE_BYTES = 32
const HASH_BYTES = 32
const SIGNATURE_BYTES = 64
/** A list of a person's leagues with their secrets is a few kilobytes. */
export const GIFT_BYTES = 128 * 1024

export interface Open {
  readonly version: number
  /** SHA-256 of the nonce to come, so that nobody in between can choose what suits the words. */
  readonly commitment: Uint8Array<ArrayBuffer>
}

export interface Hello {
  readonly version: number
  readonly nonce: Uint8Array<ArrayBuffer>
  readonly party: Party
}

export interface Reveal {
  readonly nonce: Uint8Array<ArrayBuffer>
  readonly party: Party
  readonly purpose: Purpose
}

const cut = (name: string): string => {
  let text = name
  while (new TextEncoder().encode(text).length > NAME_BYTES) text = text.slice(0, -1)
  return text
}

const expect = <T extends string>(text: string, isIt: (text: unknown) => text is T): T => {
  if (!isIt(text)) throw new Malformed('not an id')
  return text
}

type Writer = ReturnType<typeof createWriter>
type Reader = ReturnType<typeof createReader>

const writeParty = (writer: Writer, { person, device, personName, deviceName }: Party): Writer =>
  writer.hash(person).hash(device).text(cut(personName)).text(cut(deviceName))

const readParty = (reader: Reader): Party => ({
  person: expect(reader.hash(), isPersonId),
  device: expect(reader.hash(), isDeviceId),
  personName: reader.text(NAME_BYTES),
  deviceName: reader.text(NAME_BYTES),
})

const writePurpose = (writer: Writer, purpose: Purpose): Writer =>
  purpose.kind === 'device' ? writer.varint(0) : writer.varint(1).hash(purpose.league)

const readPurpose = (reader: Reader): Purpose => {
  if (reader.varint(1) === 0) return { kind: 'device' }
  const league: LeagueId = expect(reader.hash(), isLeagueId)
  return { kind: 'league', league }
}

export const encodeOpen = ({ version, commitment }: Open) =>
  createWriter().varint(version).raw(commitment).finish()

export const decodeOpen = (body: Uint8Array): Open => {
  const reader = createReader(body)
  return { version: reader.varint(), commitment: reader.raw(HASH_BYTES) }
}

export const encodeHello = ({ version, nonce, party }: Hello) =>
  writeParty(createWriter().varint(version).raw(nonce), party).finish()

export const decodeHello = (body: Uint8Array): Hello => {
  const reader = createReader(body)
  return { version: reader.varint(), nonce: reader.raw(NONCE_BYTES), party: readParty(reader) }
}

export const encodeReveal = ({ nonce, party, purpose }: Reveal) =>
  writePurpose(writeParty(createWriter().raw(nonce), party), purpose).finish()

export const decodeReveal = (body: Uint8Array): Reveal => {
  const reader = createReader(body)
  return { nonce: reader.raw(NONCE_BYTES), party: readParty(reader), purpose: readPurpose(reader) }
}

export const decodeSure = (body: Uint8Array): Uint8Array<ArrayBuffer> =>
  createReader(body).raw(SIGNATURE_BYTES)
