/**
 * Who I am on this device: one row, made silently when something is first shared.
 *
 * Invariants: of two tabs that make it at once one wins and both use that one; a person key is asked for by name, unwrapped
 * for one use and never answered but as words or inside an encrypted backup.
 */
import type { Bytes } from '#shared/blob'
import type { FillRandom } from '#shared/id'
import {
  type Backup,
  createSeed,
  type DeviceCertificate,
  type DeviceId,
  type DeviceSigner,
  isCertified,
  type PersonId,
  type PersonKey,
  personKeyOf,
  readBackup,
  type Signatures,
  seedToWords,
  type WordsRead,
  wordsToSeed,
  writeBackup,
} from '#shared/logbook'
import type { EpochMillis } from '#shared/units'
import type { Connection } from '../connection.ts'
import { fail, type Outcome, Refusal, succeed } from '../failures.ts'
import { isIdentityRow } from './guards.ts'
import type { IdentityRow } from './rows.ts'
import { createDeviceKey, createWrappingKey, signerOf, unwrapSeed, wrapSeed } from './secrets.ts'

/** What others may know of who I am. */
export interface Identity
  extends Pick<
    IdentityRow,
    'person' | 'personName' | 'device' | 'deviceName' | 'certificate' | 'backedUpAt'
  > {
  readonly holdsPersonKey: boolean
}

export interface Admitted {
  readonly person: PersonId
  readonly personName: string
  readonly certificate: DeviceCertificate
}

export interface IdentityKeeping {
  /** Makes it when there is none. */
  identity(): Promise<Outcome<Identity>>
  knownIdentity(): Promise<Outcome<Identity | null>>
  signer(): Promise<Outcome<DeviceSigner>>
  personKey(): Promise<Outcome<PersonKey>>
  rename(names: { readonly personName?: string; readonly deviceName?: string }): Promise<Outcome<Identity>>
  recoveryWords(): Promise<Outcome<readonly string[]>>
  confirmWords(words: readonly string[]): Promise<Outcome<null>>
  backup(leagues: Backup['leagues'], passphrase: string): Promise<Outcome<Bytes>>
  /** What a backup or words say; nothing is changed by that. */
  readWords(words: readonly string[]): Outcome<Pick<Backup, 'seed'>>
  readBackup(file: Bytes, passphrase: string): Promise<Outcome<Backup>>
  /** This device becomes one of the person whose seed this is. */
  becomePerson(seed: Bytes, personName: string): Promise<Outcome<Identity>>
  becomeDeviceOf(admitted: Admitted): Promise<Outcome<Identity>>
  personOf(seed: Bytes): PersonId
}

export interface IdentityOptions {
  readonly connection: Connection
  readonly signatures: Signatures
  readonly subtle: SubtleCrypto
  readonly fillRandom: FillRandom
  readonly now: () => EpochMillis
  /** 'Chrome on Windows' */
  readonly deviceName: () => string
}

export const createIdentity = (options: IdentityOptions): IdentityKeeping => {
  const { connection, signatures, subtle, fillRandom, now, deviceName } = options
  const { identity: table } = connection.tables

  const stored = (): Promise<Outcome<IdentityRow | null>> =>
    connection.run('r', ['identity'], async () => {
      const row: unknown = await table.get('me')
      if (row !== undefined && !isIdentityRow(row)) throw new Refusal(fail('damaged', DAMAGED))
      return row ?? null
    })

  const made = async (): Promise<Outcome<IdentityRow>> => {
    const there = await stored()
    if (!there.ok) return there
    if (there.value) return succeed(there.value)
    const wrapping = await createWrappingKey(subtle)
    const seed = createSeed(fillRandom)
    const key = personKeyOf(seed)
    const { device, deviceKey } = await createDeviceKey(subtle, wrapping, fillRandom)
    const mine: IdentityRow = {
      ...{ key: 'me', person: key.person, personName: '', device, deviceName: deviceName() },
      certificate: key.certify(device),
      wrapping,
      personSeed: await wrapSeed(subtle, wrapping, seed, fillRandom),
      deviceKey,
      backedUpAt: null,
      createdAt: now(),
    }
    return connection.run('rw', ['identity'], async () => {
      const first: unknown = await table.get('me')
      if (isIdentityRow(first)) return first
      await table.add(mine)
      return mine
    })
  }

  const change = async (changes: Partial<IdentityRow>): Promise<Outcome<Identity>> => {
    const before = await made()
    if (!before.ok) return before
    return connection.run('rw', ['identity'], async () => {
      const row: unknown = await table.get('me')
      const next: IdentityRow = { ...(isIdentityRow(row) ? row : before.value), ...changes }
      await table.put(next)
      return identityOf(next)
    })
  }

  const seedOf = async (): Promise<Outcome<Bytes>> => {
    const row = await made()
    if (!row.ok) return row
    const { personSeed, wrapping } = row.value
    if (!personSeed) return fail('missing', NO_PERSON_KEY)
    const seed = await unwrapSeed(subtle, wrapping, personSeed)
    return seed ? succeed(seed) : fail('damaged', DAMAGED)
  }

  return {
    async identity() {
      const row = await made()
      return row.ok ? succeed(identityOf(row.value)) : row
    },

    async knownIdentity() {
      const row = await stored()
      return row.ok ? succeed(row.value && identityOf(row.value)) : row
    },

    async signer() {
      const row = await made()
      if (!row.ok) return row
      const signer = await signerOf(subtle, row.value)
      return signer ? succeed(signer) : fail('damaged', DAMAGED)
    },

    async personKey() {
      const seed = await seedOf()
      return seed.ok ? succeed(personKeyOf(seed.value)) : seed
    },

    rename: names => change(names),

    personOf: seed => personKeyOf(seed).person,

    async recoveryWords() {
      const seed = await seedOf()
      return seed.ok ? succeed(seedToWords(seed.value)) : seed
    },

    async confirmWords(words) {
      const seed = await seedOf()
      if (!seed.ok) return seed
      if (seedToWords(seed.value).join(' ') !== words.map(word => word.trim().toLowerCase()).join(' '))
        return fail('missing', OTHER_WORDS)
      const changed = await change({ backedUpAt: now() })
      return changed.ok ? succeed(null) : changed
    },

    async backup(leagues, passphrase) {
      const [row, seed] = [await made(), await seedOf()]
      if (!row.ok) return row
      if (!seed.ok) return seed
      const what: Backup = { seed: seed.value, personName: row.value.personName, at: now(), leagues }
      const bytes = await writeBackup(what, passphrase, subtle, fillRandom)
      const noted = await change({ backedUpAt: now() })
      return noted.ok ? succeed(bytes) : noted
    },

    readWords(words) {
      const read = wordsToSeed(words)
      return read.ok ? succeed({ seed: read.seed }) : fail('damaged', wordsSentence(read))
    },

    async readBackup(file, passphrase) {
      const read = await readBackup(file, passphrase, subtle)
      return read.ok ? succeed(read.backup) : fail('damaged', read.message)
    },

    async becomePerson(seed, personName) {
      const row = await made()
      if (!row.ok) return row
      const { wrapping, device } = row.value
      const key = personKeyOf(seed)
      return change({
        person: key.person,
        personName: personName || row.value.personName,
        certificate: key.certify(device),
        personSeed: await wrapSeed(subtle, wrapping, seed, fillRandom),
        backedUpAt: now(),
      })
    },

    async becomeDeviceOf({ person, personName, certificate }) {
      const row = await made()
      if (!row.ok) return row
      if (!(await isCertified(signatures, person, row.value.device, certificate)))
        return fail('damaged', NOT_CERTIFIED)
      if (row.value.person === person) return change({ personName })
      return change({ person, personName, certificate, personSeed: null, backedUpAt: null })
    },
  }
}

const identityOf = (row: IdentityRow): Identity => ({
  person: row.person,
  personName: row.personName,
  device: row.device as DeviceId,
  deviceName: row.deviceName,
  certificate: row.certificate,
  backedUpAt: row.backedUpAt,
  holdsPersonKey: row.personSeed !== null,
})

const wordsSentence = (read: Exclude<WordsRead, { readonly ok: true }>): string => {
  if (read.why === 'count')
    return `There are ${read.count} words where 24 belong, so nothing was restored; type all of them in their order.`
  if (read.why === 'unknown-word')
    return `Word ${read.at + 1}, “${read.word.slice(0, 20)}”, is none of the list, so nothing was restored; look at how you wrote it down.`
  return 'Every word is one of the list, but one of them or their order is not yours, so nothing was restored; compare them with what you wrote down.'
}

const DAMAGED =
  'The keys of this device are damaged on disk, so nothing can be shared from here; your laps are safe: restore from your recovery words or a backup file in a fresh profile.'
const NO_PERSON_KEY =
  'This device does not hold your recovery key, so it cannot do this; do it on the device you started with, or restore from your words first.'
const OTHER_WORDS =
  'These are not the words of this device, so nothing was confirmed; look at them once more and compare.'
const NOT_CERTIFIED =
  'The other device did not truly admit this one, so nothing was changed; start linking again on both.'
