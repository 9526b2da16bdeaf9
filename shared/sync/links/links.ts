/**
 * Invitation links: `https://somewhere/join#p1.…`, to be sent, or shown as a QR code.
 *
 * What it carries: the league's id, the seed of the invitation's key, where members are reached, and what whoever made it
 * says of it, so that somebody can read what they are invited to before a single byte goes anywhere. That is nobody's
 * proof: a league says its name itself once it is reached. All of it stands behind the `#`, which browsers send to no
 * server, and whoever holds the link holds the invitation: it is a secret.
 *
 *   letters (sealed-text.ts, base64url) of version 1 · league (32) · seed (32) · count (1) · addresses (addresses.ts)
 *   · optional: name of the league (counted) · name of the person (counted) · role (index of ROLES) · 1 = admits at once
 *
 * Bytes behind that are left alone: a later version may add some. Limits: MAX_LINK_ADDRESSES addresses of at
 * most 300 characters. With the four addresses a relay has, the link is some 490 characters, a QR code of version 17-M.
 */
import { isLeagueId, type LeagueId, ROLES, type Role } from '#shared/logbook'
import { type ByteReader, createReader, createWriter, Malformed } from '../bytes.ts'
import { BASE64URL, openText, sealText } from '../pairing/sealed-text.ts'
import { MAX_ADDRESS_LENGTH, readAddress, writeAddress } from './addresses.ts'

export const LINK_VERSION = 1
export const MAX_LINK_ADDRESSES = 8
export const INVITATION_SEED_BYTES = 32

const PREFIX = 'p1.'
/** Multiaddresses are plain ASCII; nothing else may reach who dials them. */
const ADDRESS = /^\/[\x21-\x7e]+$/

export interface Invitation {
  readonly league: LeagueId
  readonly seed: Uint8Array<ArrayBuffer>
  /** Multiaddresses, most wanted first. */
  readonly addresses: readonly string[]
  /** As whoever made the link says; not proved. */
  readonly saying?: {
    readonly league: string
    readonly by: string
    readonly role: Role
    readonly admits: boolean
  } | null
}

/**
 * not-a-link = no invitation is in the text · damaged = one is, with letters wrong or missing · newer-version = made by a
 * later Paddock
 */
export type LinkOutcome =
  | { readonly ok: true; readonly value: Invitation }
  | { readonly ok: false; readonly kind: 'not-a-link' | 'damaged' | 'newer-version' }

const isAddress = (text: string): boolean => text.length <= MAX_ADDRESS_LENGTH && ADDRESS.test(text)

/** Longer names are cut: a link has to fit a code. */
const SAID_BYTES = 60

const cut = (name: string): string => {
  let text = name
  while (new TextEncoder().encode(text).length > SAID_BYTES) text = [...text].slice(0, -1).join('')
  return text
}

const readSaying = (reader: ByteReader): NonNullable<Invitation['saying']> => ({
  league: reader.text(SAID_BYTES),
  by: reader.text(SAID_BYTES),
  role: ROLES[reader.varint(ROLES.length - 1)]!,
  admits: reader.varint(1) === 1,
})

/** What stands behind the `#`. Addresses beyond the limits are left out. */
export const invitationToFragment = ({ league, seed, addresses, saying }: Invitation): string => {
  if (seed.length !== INVITATION_SEED_BYTES) throw new RangeError('the seed of an invitation has 32 bytes')
  const some = addresses.filter(isAddress).slice(0, MAX_LINK_ADDRESSES)
  const writer = createWriter(256).hash(league).raw(seed).varint(some.length)
  for (const address of some) writeAddress(writer, address)
  if (saying)
    writer
      .text(cut(saying.league))
      .text(cut(saying.by))
      .varint(ROLES.indexOf(saying.role))
      .varint(saying.admits ? 1 : 0)
  return sealText(PREFIX, LINK_VERSION, writer.finish(), BASE64URL)
}

/** `place` is where the page takes invitations, `https://somewhere/join`. */
export const invitationToLink = (place: string, invitation: Invitation): string =>
  `${place}#${invitationToFragment(invitation)}`

/** A link or its fragment, with whatever stands around it. Never throws. */
export const textToInvitation = (text: string): LinkOutcome => {
  const opened = openText(PREFIX, text, BASE64URL)
  if (!opened.ok) return { ok: false, kind: opened.kind === 'absent' ? 'not-a-link' : 'damaged' }
  if (opened.version !== LINK_VERSION) return { ok: false, kind: 'newer-version' }
  try {
    const reader = createReader(opened.bytes)
    const league = reader.hash()
    const seed = reader.raw(INVITATION_SEED_BYTES)
    const addresses = reader.list(MAX_LINK_ADDRESSES, 2, readAddress).filter(isAddress)
    const saying = reader.left > 0 ? readSaying(reader) : null
    return isLeagueId(league)
      ? { ok: true, value: { league, seed, addresses, ...(saying && { saying }) } }
      : { ok: false, kind: 'damaged' }
  } catch (error) {
    if (error instanceof Malformed) return { ok: false, kind: 'damaged' }
    throw error
  }
}
