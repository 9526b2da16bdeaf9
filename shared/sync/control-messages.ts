/**
 * The messages of lane 0 as bytes; what they mean stands in `handshake.ts` (the first eight) and `session.ts` (the rest).
 * First byte: the type. Every limit is checked before anything is taken out.
 */
import { bytesToHex, hexToBytes } from '#shared/id'
import type { DeviceId, PersonId, SignedEntry } from '#shared/logbook'
import { createReader, createWriter, Malformed } from './bytes.ts'
import type { EndReason } from './mesh-model.ts'

export const NONCE_BYTES = 32
export const RUN_BYTES = 8
export const SIGNATURE_BYTES = 64

/** A device's introduction is 400 bytes, an invitation 300; names may be long. */
const MAX_SMALL_ENTRY_BYTES = 2048
const MAX_PROGRAM_VERSION_BYTES = 32
const MAX_LEAGUE_NAME_BYTES = 512
const MAX_VERSIONS = 16

export const CONTROL = {
  hello: 1,
  answer: 2,
  refuse: 3,
  proof: 4,
  ready: 5,
  glance: 6,
  introduce: 7,
  bye: 8,
  ping: 9,
  pong: 10,
} as const

export interface Hello {
  readonly versions: readonly number[]
  readonly token: string
  readonly nonce: Uint8Array<ArrayBuffer>
}

export interface HelloAnswer {
  readonly version: number
  readonly nonce: Uint8Array<ArrayBuffer>
}

/** How somebody who is no member yet shows that they were invited. */
export interface InvitationProof {
  readonly key: string
  readonly proof: Uint8Array<ArrayBuffer>
}

export interface IdentityProof {
  readonly device: DeviceId
  readonly person: PersonId
  readonly certificate: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
  /** Random (16 hex digits), drawn when the program started: a device that comes back with another has lost its earlier sessions. */
  readonly run: string
  readonly programVersion: string
  readonly invitation: InvitationProof | null
  /** The entry by which an admin admitted or invited this person, for those who have not heard of it yet. */
  readonly credential: SignedEntry | null
}

export interface Refusal {
  readonly reason: EndReason
  /** What the refusing side speaks; empty but when versions are the reason. */
  readonly versions: readonly number[]
}

/** Their numbers on the wire are their places. Append only. */
const REASONS: readonly EndReason[] = [
  'closed',
  'lost',
  'replaced',
  'no-answer',
  'wrong-league',
  'wrong-proof',
  'not-a-member',
  'removed',
  'newer-version',
  'older-version',
  'broken-protocol',
  'too-much',
  'lied',
  'paused',
]

export const encodeHello = ({ versions, token, nonce }: Hello): Uint8Array<ArrayBuffer> => {
  const writer = createWriter().varint(CONTROL.hello).varint(versions.length)
  for (const version of versions) writer.varint(version)
  return writer.hash(token).raw(nonce).finish()
}

export const encodeAnswer = ({ version, nonce }: HelloAnswer): Uint8Array<ArrayBuffer> =>
  createWriter().varint(CONTROL.answer).varint(version).raw(nonce).finish()

export const encodeRefusal = ({ reason, versions }: Refusal): Uint8Array<ArrayBuffer> => {
  const writer = createWriter().varint(CONTROL.refuse).varint(REASONS.indexOf(reason)).varint(versions.length)
  for (const version of versions) writer.varint(version)
  return writer.finish()
}

/** Of a proof that was masked: `handshake-transcript.ts`. */
export const encodeMasked = (masked: Uint8Array): Uint8Array<ArrayBuffer> =>
  createWriter(1024).varint(CONTROL.proof).raw(masked).finish()

/** Before it is masked. */
export const encodeProof = (proof: IdentityProof): Uint8Array<ArrayBuffer> => {
  const writer = createWriter(1024)
    .hash(proof.device)
    .hash(proof.person)
    .counted(proof.certificate)
    .raw(proof.signature)
    .raw(hexToBytes(proof.run))
    .text(proof.programVersion)
    .varint(proof.invitation ? 1 : 0)
  if (proof.invitation) writer.hash(proof.invitation.key).counted(proof.invitation.proof)
  writer.varint(proof.credential ? 1 : 0)
  if (proof.credential) writeEntry(writer, proof.credential)
  return writer.finish()
}

/** An entry that does not fit a handshake is not shown in one. */
export const fitsHandshake = (entry: SignedEntry): boolean => entry.bytes.length <= MAX_SMALL_ENTRY_BYTES

export const encodeReady = (): Uint8Array<ArrayBuffer> => createWriter().varint(CONTROL.ready).finish()

export const encodeGlance = (leagueName: string): Uint8Array<ArrayBuffer> => {
  const name = new TextEncoder().encode(leagueName)
  return createWriter()
    .varint(CONTROL.glance)
    .counted(name.length <= MAX_LEAGUE_NAME_BYTES ? name : new Uint8Array(0))
    .finish()
}

export const encodeIntroduction = (entry: SignedEntry): Uint8Array<ArrayBuffer> =>
  writeEntry(createWriter(1024).varint(CONTROL.introduce), entry).finish()

export const encodeBye = (reason: EndReason): Uint8Array<ArrayBuffer> =>
  createWriter().varint(CONTROL.bye).varint(REASONS.indexOf(reason)).finish()

export const encodePing = (): Uint8Array<ArrayBuffer> => Uint8Array.of(CONTROL.ping)
export const encodePong = (): Uint8Array<ArrayBuffer> => Uint8Array.of(CONTROL.pong)

export type ControlMessage =
  | { readonly type: 'hello'; readonly hello: Hello }
  | { readonly type: 'answer'; readonly answer: HelloAnswer }
  | { readonly type: 'refuse'; readonly refusal: Refusal }
  | { readonly type: 'proof'; readonly masked: Uint8Array<ArrayBuffer> }
  | { readonly type: 'glance'; readonly leagueName: string }
  | { readonly type: 'introduce'; readonly entry: SignedEntry }
  | { readonly type: 'bye'; readonly reason: EndReason }
  | { readonly type: 'ready' | 'ping' | 'pong' | 'unknown' }

/** Throws `Malformed`. */
export const decodeControl = (body: Uint8Array): ControlMessage => {
  const reader = createReader(body)
  const type = reader.varint()
  switch (type) {
    case CONTROL.hello:
      return {
        type: 'hello',
        hello: { versions: readVersions(reader), token: reader.hash(), nonce: reader.raw(NONCE_BYTES) },
      }
    case CONTROL.answer:
      return { type: 'answer', answer: { version: reader.varint(), nonce: reader.raw(NONCE_BYTES) } }
    case CONTROL.refuse:
      return { type: 'refuse', refusal: { reason: readReason(reader), versions: readVersions(reader) } }
    case CONTROL.proof:
      return { type: 'proof', masked: reader.raw(reader.left) }
    case CONTROL.ready:
      return { type: 'ready' }
    case CONTROL.glance:
      return { type: 'glance', leagueName: reader.text(MAX_LEAGUE_NAME_BYTES) }
    case CONTROL.introduce:
      return { type: 'introduce', entry: readEntry(reader) }
    case CONTROL.bye:
      return { type: 'bye', reason: readReason(reader) }
    case CONTROL.ping:
      return { type: 'ping' }
    case CONTROL.pong:
      return { type: 'pong' }
    default:
      return { type: 'unknown' }
  }
}

type Reader = ReturnType<typeof createReader>

const readVersions = (reader: Reader): number[] => reader.list(MAX_VERSIONS, 1, each => each.varint())

/** A reason a newer version has and we do not is an end like any other. */
const readReason = (reader: Reader): EndReason => REASONS[reader.varint()] ?? 'closed'

const isFlagged = (reader: Reader): boolean => reader.varint(1) === 1

/** Null for anything else, as what was masked for another league. */
export const decodeProof = (unmasked: Uint8Array): IdentityProof | null => {
  try {
    return readProof(createReader(unmasked))
  } catch (error) {
    if (error instanceof Malformed) return null
    throw error
  }
}

const readProof = (reader: Reader): IdentityProof => ({
  device: reader.hash() as DeviceId,
  person: reader.hash() as PersonId,
  certificate: reader.counted(SIGNATURE_BYTES),
  signature: reader.raw(SIGNATURE_BYTES),
  run: bytesToHex(reader.raw(RUN_BYTES)),
  programVersion: readPrintable(reader),
  invitation: isFlagged(reader) ? { key: reader.hash(), proof: reader.counted(SIGNATURE_BYTES) } : null,
  credential: isFlagged(reader) ? readEntry(reader) : null,
})

/** It is shown to people. */
const readPrintable = (reader: Reader): string => {
  const text = reader.text(MAX_PROGRAM_VERSION_BYTES)
  if (!/^[\x20-\x7e]*$/.test(text)) throw new Malformed('a version is not plain text')
  return text
}

const writeEntry = (writer: ReturnType<typeof createWriter>, entry: SignedEntry) =>
  writer.hash(entry.device).raw(entry.signature).counted(entry.bytes)

const readEntry = (reader: Reader): SignedEntry => ({
  device: reader.hash() as DeviceId,
  signature: reader.raw(SIGNATURE_BYTES),
  bytes: reader.counted(MAX_SMALL_ENTRY_BYTES),
})
