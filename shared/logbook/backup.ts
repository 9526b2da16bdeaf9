/**
 * The backup file of a person: what is needed to be that person again on a new device, encrypted with a passphrase.
 *
 *   offset
 *   0    8    'PADBACK' and the version, 1
 *   8    1    log2 of scrypt's N         16
 *   9    1    scrypt's r                 8
 *   10   1    scrypt's p                 2
 *   11   1    zero
 *   12   4    length of the ciphertext, big endian, with its 16-byte tag
 *   16   16   salt
 *   32   12   nonce
 *   44   …    AES-256-GCM under scrypt(passphrase in NFKC as UTF-8, salt); bytes 0 to 43 are authenticated too
 *   …    8    first 8 bytes of the SHA-256 of all before
 *
 * Inside: canonical dag-cbor of `{v: 1, seed, personName, at, leagues: [{league, use, name, link}]}`.
 *
 * The last 8 bytes tell a damaged file from a wrong passphrase; they protect nothing. scrypt at N = 2¹⁶, r = 8, p = 2 takes
 * 64 MiB and about half a second: a guess costs an attacker as much. A reader takes no more than N = 2¹⁸ and p = 4 from a
 * file (256 MiB), so that a file cannot exhaust the machine that opens it.
 */
import { scryptAsync } from '@noble/hashes/scrypt.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Bytes } from '#shared/blob'
import type { FillRandom } from '#shared/id'
import type { EpochMillis } from '#shared/units'
import { LEAGUE_USES, type LeagueUse } from './bodies.ts'
import { decodeCanonical, encodeCanonical, isEqual } from './cbor.ts'
import { joinBytes } from './codec.ts'
import { blob, hex, int, list, Malformed, oneOf, orNull, record, text } from './fields.ts'
import type { LeagueId } from './ids.ts'
import { SEED_BYTES } from './keys.ts'
import { epoch, MAX_NAME } from './session-schema.ts'

export interface Backup {
  /** Of the person key. */
  readonly seed: Bytes
  readonly personName: string
  readonly at: EpochMillis
  readonly leagues: readonly {
    readonly league: LeagueId
    readonly use: LeagueUse
    readonly name: string
    /** Where its members are reached, if a link says so. */
    readonly link: string | null
  }[]
}

export type BackupProblem = 'not-a-backup' | 'newer' | 'damaged' | 'wrong-passphrase'

export type BackupRead =
  | { readonly ok: true; readonly backup: Backup }
  | { readonly ok: false; readonly kind: BackupProblem; readonly message: string }

/** What is used of WebCrypto's SubtleCrypto. */
export interface SubtleSealing {
  importKey(
    format: 'raw',
    bytes: Bytes,
    algorithm: 'AES-GCM',
    extractable: boolean,
    usages: ('encrypt' | 'decrypt')[],
  ): Promise<object>
  encrypt(algorithm: AesGcm, key: object, bytes: Bytes): Promise<ArrayBuffer>
  decrypt(algorithm: AesGcm, key: object, bytes: Bytes): Promise<ArrayBuffer>
}

interface AesGcm {
  readonly name: 'AES-GCM'
  readonly iv: Bytes
  readonly additionalData: Bytes
}

/** What a guess at the passphrase costs: see the header. */
export interface ScryptCost {
  readonly logN: number
  readonly p: number
}

/** A thousand leagues are 100 kB. */
export const MAX_BACKUP_BYTES = 1024 * 1024

const MAGIC = new TextEncoder().encode('PADBACK')
const VERSION = 1
const HEADER_BYTES = 44
const TAG_BYTES = 16
const CHECK_BYTES = 8
const SCRYPT_R = 8
const COST: ScryptCost = { logN: 16, p: 2 }
const LARGEST_COST: ScryptCost = { logN: 18, p: 4 }

const content = record<Backup & { readonly v: 1 }>({
  v: int<1>(1, 1),
  seed: blob(SEED_BYTES),
  personName: text(MAX_NAME),
  at: epoch,
  leagues: list(
    record({
      league: hex<LeagueId>(32),
      use: oneOf(...LEAGUE_USES),
      name: text(MAX_NAME),
      link: orNull(text(2_000)),
    }),
    1_000,
  ),
})

export const writeBackup = async (
  backup: Backup,
  passphrase: string,
  subtle: SubtleSealing,
  fillRandom: FillRandom,
  cost: ScryptCost = COST,
): Promise<Bytes> => {
  const plain = encodeCanonical(content.write({ v: 1, ...backup }))
  const header = new Uint8Array(HEADER_BYTES)
  header.set(MAGIC)
  header.set([VERSION, cost.logN, SCRYPT_R, cost.p], MAGIC.length)
  new DataView(header.buffer).setUint32(12, plain.length + TAG_BYTES)
  header.set(fillRandom(new Uint8Array(28)), 16)
  const key = await keyOf(passphrase, header, subtle, 'encrypt')
  const sealed = new Uint8Array(await subtle.encrypt(gcmOf(header), key, plain))
  const body = joinBytes(header, sealed)
  return joinBytes(body, checkOf(body))
}

/** Takes any bytes and any passphrase. */
export const readBackup = async (
  file: Uint8Array,
  passphrase: string,
  subtle: SubtleSealing,
): Promise<BackupRead> => {
  if (file.length < MAGIC.length + 1 || !isEqual(file.subarray(0, MAGIC.length), MAGIC))
    return fail('not-a-backup')
  if (file[MAGIC.length]! > VERSION) return fail('newer')
  if (file.length > MAX_BACKUP_BYTES || !isWhole(file)) return fail('damaged')
  const bytes = new Uint8Array(file)
  const header = bytes.slice(0, HEADER_BYTES)
  const key = await keyOf(passphrase, header, subtle, 'decrypt')
  const plain = await subtle
    .decrypt(gcmOf(header), key, bytes.slice(HEADER_BYTES, -CHECK_BYTES))
    .catch(() => null)
  if (!plain) return fail('wrong-passphrase')
  try {
    const { v: _, ...backup } = content.read(decodeCanonical(new Uint8Array(plain)))
    return { ok: true, backup }
  } catch (error) {
    if (error instanceof Malformed) return fail('newer')
    throw error
  }
}

/** What opening it costs, as the header says. */
const costOf = (header: Uint8Array): { readonly logN: number; readonly r: number; readonly p: number } => {
  const [logN = 0, r = 0, p = 0] = header.subarray(8, 11)
  return { logN, r, p }
}

/** Of the announced length, with costs a machine can pay, and no byte changed by accident. */
const isWhole = (file: Uint8Array): boolean => {
  if (file.length < HEADER_BYTES + TAG_BYTES + CHECK_BYTES) return false
  const { logN, r, p } = costOf(file)
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  return (
    file.length === HEADER_BYTES + view.getUint32(12) + CHECK_BYTES &&
    isEqual(file.subarray(-CHECK_BYTES), checkOf(file.subarray(0, -CHECK_BYTES))) &&
    logN >= 1 &&
    logN <= LARGEST_COST.logN &&
    r === SCRYPT_R &&
    p >= 1 &&
    p <= LARGEST_COST.p
  )
}

const keyOf = async (
  passphrase: string,
  header: Bytes,
  subtle: SubtleSealing,
  use: 'encrypt' | 'decrypt',
): Promise<object> => {
  const { logN, r, p } = costOf(header)
  const secret = new TextEncoder().encode(passphrase.normalize('NFKC'))
  const derived = await scryptAsync(secret, header.subarray(16, 32), { N: 2 ** logN, r, p, dkLen: 32 })
  return subtle.importKey('raw', new Uint8Array(derived), 'AES-GCM', false, [use])
}

const gcmOf = (header: Bytes): AesGcm => ({
  name: 'AES-GCM',
  iv: header.slice(32, 44),
  additionalData: header,
})

const checkOf = (bytes: Uint8Array): Uint8Array => sha256(bytes).subarray(0, CHECK_BYTES)

const fail = (kind: BackupProblem): BackupRead => ({ ok: false, kind, message: SENTENCES[kind] })

const SENTENCES: Readonly<Record<BackupProblem, string>> = {
  'not-a-backup':
    'This file is no Paddock backup, so nothing was restored; choose the file that ends in .paddock-backup.',
  newer: 'This backup was made by a newer Paddock, so nothing was restored; update this one and try again.',
  damaged:
    'This backup is damaged or incomplete, so nothing was restored; use another copy or your recovery words.',
  'wrong-passphrase':
    'The passphrase does not open this backup, so nothing was restored; try again or use your recovery words.',
}
