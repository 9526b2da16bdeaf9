/**
 * Entries as bytes and back; what is signed, and what names an entry. `entry.ts` says what the fields mean.
 *
 * Invariants: `decodeEntry` takes any bytes and never throws; what it accepts, `encodeEntry` writes back bit for bit. In
 * the bytes `league`, `person`, `id` and `prev` are byte strings; `body` stays as it is on the wire (`readBody` turns its
 * ids into hex). An entry of version 1 has exactly the ten fields; newer ones have these too, and may have more.
 */
import type { Bytes } from '#shared/blob'
import { bytesToHex, hexToBytes } from '#shared/id'
import type { EpochMillis } from '#shared/units'
import { decodeCanonical, encodeCanonical } from './cbor.ts'
import { ENTRY_VERSION, type Entry, FEED_LIMITS } from './entry.ts'
import type { DeviceId, EntryHash, LeagueId, PersonId } from './ids.ts'
import type { Signatures } from './replica.ts'

export type DecodedEntry =
  | { readonly ok: true; readonly entry: Entry }
  | { readonly ok: false; readonly reason: 'too-large' | 'not-canonical' | 'not-an-entry' }

/** Names of kinds. Short, because they are in every entry. */
const KIND = /^[a-z][a-z0-9-]{0,31}$/
const FIELDS = 10
/** The end of JavaScript's dates, in the year 275760. */
const MAX_AT = 8_640_000_000_000_000
/** What 32 bits count; far beyond any feed. */
const MAX_COUNT = 0xffff_ffff

export const decodeEntry = (bytes: Uint8Array): DecodedEntry => {
  if (bytes.length > FEED_LIMITS.entryBytes) return { ok: false, reason: 'too-large' }
  const raw = decodeCanonical(bytes)
  if (raw === undefined) return { ok: false, reason: 'not-canonical' }
  const entry = readEntry(raw)
  return entry ? { ok: true, entry } : { ok: false, reason: 'not-an-entry' }
}

/** `body` as on the wire. Throws for what is no entry, and for one that is too large. */
export const encodeEntry = (entry: Entry): Bytes => {
  const bytes = encodeCanonical({
    ...entry,
    league: entry.league && hexToBytes(entry.league),
    person: hexToBytes(entry.person),
    id: hexToBytes(entry.id),
    prev: entry.prev && hexToBytes(entry.prev),
  })
  const decoded = decodeEntry(bytes)
  if (!decoded.ok) throw new RangeError(`what was to be written is no entry: ${decoded.reason}`)
  return bytes
}

const SIGNED_PREFIX = new TextEncoder().encode('paddock/entry/1\n')

/** What a device signs, and whose SHA-256 names the entry. */
export const signedMessage = (device: DeviceId, bytes: Uint8Array): Bytes =>
  joinBytes(SIGNED_PREFIX, hexToBytes(device), bytes)

export const hashOf = async (
  signatures: Pick<Signatures, 'sha256'>,
  device: DeviceId,
  bytes: Uint8Array,
): Promise<EntryHash> =>
  bytesToHex(await signatures.sha256(signedMessage(device, bytes))) as string as EntryHash

export const joinBytes = (...parts: readonly Uint8Array[]): Bytes => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** The same bytes in memory of their own: a view keeps alive, and is stored with, all it was cut from. */
export const owned = (bytes: Uint8Array): Bytes =>
  bytes.buffer instanceof ArrayBuffer && bytes.length === bytes.buffer.byteLength
    ? (bytes as Bytes)
    : new Uint8Array(bytes)

const readEntry = (raw: unknown): Entry | null => {
  if (!isMap(raw)) return null
  const { v, league, kind, person, id, rev, seq, prev, at, body } = raw
  if (!isCount(v, MAX_COUNT) || v < 1 || body === undefined) return null
  if (v === ENTRY_VERSION && Object.keys(raw).length !== FIELDS) return null
  if (typeof kind !== 'string' || !KIND.test(kind)) return null
  if (!isBytes(person, 32) || !(id instanceof Uint8Array) || id.length > 32) return null
  if (!isCount(rev, MAX_COUNT) || !isCount(seq, MAX_COUNT) || !isCount(at, MAX_AT)) return null
  if (league !== null && !isBytes(league, 32)) return null
  if (prev !== null && !isBytes(prev, 32)) return null
  if ((seq === 0) !== (prev === null)) return null
  if ((league === null) !== (kind === 'genesis')) return null
  if (seq === 0 ? kind !== 'genesis' && kind !== 'device' : kind === 'genesis') return null
  return {
    v,
    league: league && (bytesToHex(league) as string as LeagueId),
    kind,
    person: bytesToHex(person) as string as PersonId,
    id: bytesToHex(id),
    rev,
    seq,
    prev: prev && (bytesToHex(prev) as string as EntryHash),
    at: at as EpochMillis,
    body,
  }
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)

const isBytes = (value: unknown, length: number): value is Uint8Array =>
  value instanceof Uint8Array && value.length === length

const isCount = (value: unknown, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max
