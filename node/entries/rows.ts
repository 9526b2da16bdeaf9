/**
 * The tables of one league's entries, and what a row says.
 *
 * Everything in a row but bytes and signature is copied from the bytes, to be searched by. `tips` and `feeds` are
 * sums over `entries`, kept in the same transaction.
 */
import { decodeEntry, type Tip, type VerifiedEntry } from '#shared/logbook'

/**
 * What a disk lost of feeds: ends they had, and entries that stood on what is gone. Made when a file is opened, so that files
 * from before have them too.
 */
export const CREATE_LOSS_TABLES = `
  CREATE TABLE IF NOT EXISTS lost (
    hash BLOB NOT NULL PRIMARY KEY,
    device BLOB NOT NULL,
    seq INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS aside (
    hash BLOB NOT NULL PRIMARY KEY,
    device BLOB NOT NULL,
    seq INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    signature BLOB NOT NULL
  ) STRICT;
`

/** Of the tables; a file of a newer version is left alone. */
export const ENTRIES_VERSION = 1

export const CREATE_TABLES = `
  CREATE TABLE entries (
    hash BLOB NOT NULL PRIMARY KEY,
    device BLOB NOT NULL,
    seq INTEGER NOT NULL,
    prev BLOB,
    kind TEXT NOT NULL,
    person BLOB NOT NULL,
    id TEXT NOT NULL,
    bytes BLOB NOT NULL,
    signature BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX entries_in_order ON entries (device, seq, hash);
  CREATE INDEX entries_by_key ON entries (kind, person, id);
  CREATE TABLE tips (
    hash BLOB NOT NULL PRIMARY KEY,
    device BLOB NOT NULL,
    seq INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE feeds (
    device BLOB NOT NULL PRIMARY KEY,
    entries INTEGER NOT NULL,
    bytes INTEGER NOT NULL
  ) STRICT;
  PRAGMA user_version = ${ENTRIES_VERSION};
`

export interface EntryRow {
  readonly hash: Buffer
  readonly device: Buffer
  readonly seq: number
  readonly bytes: Buffer
  readonly signature: Buffer
}

export interface TipRow {
  readonly hash: Buffer
  readonly device: Buffer
  readonly seq: number
}

export const toBlob = (hex: string): Buffer => Buffer.from(hex, 'hex')
export const toHex = <T extends string>(blob: Buffer): T => blob.toString('hex') as T

/** What is read owns its memory. Null for bytes that are no entry: none was stored, so the file is damaged there. */
export const rowToEntry = (row: EntryRow): VerifiedEntry | null => {
  const bytes = new Uint8Array(row.bytes)
  const decoded = decodeEntry(bytes)
  if (!decoded.ok) return null
  return {
    hash: toHex(row.hash),
    device: toHex(row.device),
    bytes,
    signature: new Uint8Array(row.signature),
    entry: decoded.entry,
  }
}

export const rowToTip = ({ device, seq, hash }: TipRow): Tip => ({
  device: toHex(device),
  seq,
  hash: toHex(hash),
})
