/**
 * Pairing codes: how two devices with nothing but each other meet. One shows an offer, the other scans or pastes it and
 * shows an answer, the first takes that; then they have a data channel, and prove who they are over it.
 *
 *   offering device                        answering device
 *   offerToCode   ── screen to camera ──▶  codeToOffer
 *   codeToAnswer  ◀── screen to camera ──  answerToCode
 *
 * A code is text: `PADDOCK:` and base32 letters (sealed-text.ts) of version 1 and
 *
 *   offer   kind 1 · purpose (1: 0 device, 1 league) · league (32, when it is one) · device key (32) · nonce (16)
 *           · made at (4, minutes since 1970) · description
 *   answer  kind 2 · nonce of the offer (16) · device key (32) · description
 *   description   setup (1) · ufrag (counted) · password (counted) · fingerprint (32) · count (1)
 *                 · candidates (kind 1, address 4 or 16, port 2 each)
 *
 * What a code proves: nothing. It says which keys and which league to expect, and the certificate fingerprint of the
 * connection; the handshake over the connection proves the keys and signs both fingerprints. Whoever can change a code
 * on its way can at most prevent the meeting, or be seen when the words are compared.
 *
 * Limits: a code fits one QR code of version 15-M (600 alphanumeric characters), with MAX_CANDIDATES addresses of any
 * kind and passwords as long as Firefox's. An offer older than CODE_LIFE_MS is not taken: its ports are long closed. The
 * devices' clocks may differ by hours, so this finds yesterday's photograph, not a code of an hour ago.
 */
import { bytesToHex } from '#shared/id'
import { type DeviceId, isDeviceId, isLeagueId } from '#shared/logbook'
import type { Purpose } from '../agreement/model.ts'
import { type ByteReader, type ByteWriter, createReader, createWriter, Malformed } from '../bytes.ts'
import {
  type Candidate,
  type Description,
  descriptionToSdp,
  MAX_CANDIDATES,
  PWD,
  SETUPS,
  sdpToDescription,
  UFRAG,
} from './description.ts'
import { ADDRESS_BYTES, type AddressKind } from './ip.ts'
import { BASE32, openText, sealText } from './sealed-text.ts'

export const PAIRING_CODE_VERSION = 1
export const PAIRING_NONCE_BYTES = 16
export const CODE_LIFE_MS = 24 * 3_600_000

const PREFIX = 'PADDOCK:'
const KINDS = { offer: 1, answer: 2 } as const
const ADDRESS_KINDS: readonly AddressKind[] = ['v4', 'v6', 'mdns']
const MINUTE_MS = 60_000

export interface PairingOfferParts {
  readonly purpose: Purpose
  /** Of the device that shows the code. */
  readonly device: DeviceId
  /** Random; an answer names it. */
  readonly nonce: Uint8Array<ArrayBuffer>
  readonly sdp: string
}

export interface PairingAnswerParts {
  readonly device: DeviceId
  readonly sdp: string
}

export type CodeOutcome<T> = { readonly ok: true; readonly value: T } | CodeFailure

/**
 * not-a-code = no pairing code is in the text · damaged = one is, with letters wrong or missing · newer-version = made by
 * a later Paddock · an-answer, an-offer = it is the other of the two · other-offer = it answers another code
 * · too-old = it was made long ago
 */
export interface CodeFailure {
  readonly ok: false
  readonly kind:
    | 'not-a-code'
    | 'damaged'
    | 'newer-version'
    | 'an-answer'
    | 'an-offer'
    | 'other-offer'
    | 'too-old'
}

const writeDescription = (writer: ByteWriter, description: Description): void => {
  const { ufrag, pwd, fingerprint, setup, candidates } = description
  writer.varint(SETUPS.indexOf(setup)).text(ufrag).text(pwd).raw(fingerprint).varint(candidates.length)
  for (const { address, port } of candidates)
    writer
      .varint(ADDRESS_KINDS.indexOf(address.kind))
      .raw(address.bytes)
      .raw(new Uint8Array([port >> 8, port & 255]))
}

const matching = (text: string, grammar: RegExp): string => {
  if (!grammar.test(text)) throw new Malformed('a value that cannot stand in a description')
  return text
}

const readCandidate = (reader: ByteReader): Candidate => {
  const kind = ADDRESS_KINDS[reader.varint(ADDRESS_KINDS.length - 1)]!
  const bytes = reader.raw(ADDRESS_BYTES[kind])
  const [high, low] = reader.raw(2)
  const port = high! * 256 + low!
  if (port === 0) throw new Malformed('no port')
  return { address: { kind, bytes }, port }
}

const readDescription = (reader: ByteReader): Description => {
  const setup = SETUPS[reader.varint(SETUPS.length - 1)]!
  const ufrag = matching(reader.text(32), UFRAG)
  const pwd = matching(reader.text(64), PWD)
  const fingerprint = reader.raw(32)
  const candidates = reader.list(MAX_CANDIDATES, 7, readCandidate)
  if (candidates.length === 0) throw new Malformed('no address')
  return { ufrag, pwd, fingerprint, setup, candidates }
}

const describedOrThrow = (sdp: string): Description => {
  const description = sdpToDescription(sdp)
  if (!description) throw new RangeError('not a description of a data channel with an address')
  return description
}

const seal = (writer: ByteWriter): string => sealText(PREFIX, PAIRING_CODE_VERSION, writer.finish(), BASE32)

const readDevice = (reader: ByteReader): DeviceId => {
  const device = reader.hash()
  if (!isDeviceId(device)) throw new Malformed('no device')
  return device
}

/** `sdp` is our own browser's, complete with candidates; throws when it is not. */
export const offerToCode = ({ purpose, device, nonce, sdp }: PairingOfferParts, now: number): string => {
  if (nonce.length !== PAIRING_NONCE_BYTES) throw new RangeError('a nonce has 16 bytes')
  const writer = createWriter(400).varint(KINDS.offer)
  if (purpose.kind === 'device') writer.varint(0)
  else writer.varint(1).hash(purpose.league)
  const minutes = new Uint8Array(4)
  new DataView(minutes.buffer).setUint32(0, Math.floor(now / MINUTE_MS))
  writer.hash(device).raw(nonce).raw(minutes)
  writeDescription(writer, describedOrThrow(sdp))
  return seal(writer)
}

/** `sdp` is our own browser's, complete with candidates; throws when it is not. */
export const answerToCode = (
  { device, sdp }: PairingAnswerParts,
  offerNonce: Uint8Array<ArrayBuffer>,
): string => {
  const writer = createWriter(400).varint(KINDS.answer).raw(offerNonce).hash(device)
  writeDescription(writer, describedOrThrow(sdp))
  return seal(writer)
}

const fail = (kind: CodeFailure['kind']): CodeFailure => ({ ok: false, kind })

/** Hands the bytes of a code of this version to `read`, behind its kind. */
const open = <T>(
  text: string,
  read: (kind: number, reader: ByteReader) => CodeOutcome<T>,
): CodeOutcome<T> => {
  const opened = openText(PREFIX, text, BASE32)
  if (!opened.ok) return fail(opened.kind === 'absent' ? 'not-a-code' : 'damaged')
  if (opened.version !== PAIRING_CODE_VERSION) return fail('newer-version')
  try {
    const reader = createReader(opened.bytes)
    return read(reader.varint(255), reader)
  } catch (error) {
    if (error instanceof Malformed) return fail('damaged')
    throw error
  }
}

const readPurpose = (reader: ByteReader): Purpose => {
  if (reader.varint(1) === 0) return { kind: 'device' }
  const league = reader.hash()
  if (!isLeagueId(league)) throw new Malformed('no league')
  return { kind: 'league', league }
}

/** The text may stand within other text. Never throws. */
export const codeToOffer = (text: string, now: number): CodeOutcome<PairingOfferParts> =>
  open(text, (kind, reader) => {
    if (kind === KINDS.answer) return fail('an-answer')
    if (kind !== KINDS.offer) return fail('newer-version')
    const purpose = readPurpose(reader)
    const device = readDevice(reader)
    const nonce = reader.raw(PAIRING_NONCE_BYTES)
    const madeAt = new DataView(reader.raw(4).buffer).getUint32(0) * MINUTE_MS
    const sdp = descriptionToSdp(readDescription(reader))
    if (now - madeAt > CODE_LIFE_MS) return fail('too-old')
    return { ok: true, value: { purpose, device, nonce, sdp } }
  })

/** Never throws. */
export const codeToAnswer = (
  text: string,
  offerNonce: Uint8Array<ArrayBuffer>,
): CodeOutcome<PairingAnswerParts> =>
  open(text, (kind, reader) => {
    if (kind === KINDS.offer) return fail('an-offer')
    if (kind !== KINDS.answer) return fail('newer-version')
    const nonce = reader.raw(PAIRING_NONCE_BYTES)
    const device = readDevice(reader)
    const sdp = descriptionToSdp(readDescription(reader))
    if (bytesToHex(nonce) !== bytesToHex(offerNonce)) return fail('other-offer')
    return { ok: true, value: { device, sdp } }
  })
