/**
 * Who a program is in its leagues: a person key and a device key of its own, and the certificate of its listener, in
 * `keys.json` of its data folder.
 *
 * Invariants: made once and never replaced: a file that cannot be read is said to be so and left alone, because new keys
 * would be a stranger to every league. Only its owner may read it (mode 0600). The seeds are not wrapped: a program that
 * starts by itself would have to keep what unwraps them beside them. Whoever copies the folder is this program.
 */
import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Bytes } from '#shared/blob'
import { bytesToHex, type FillRandom, hexToBytes } from '#shared/id'
import {
  createSeed,
  type DeviceCertificate,
  type DeviceSigner,
  personKeyOf,
  signerFromSeed,
} from '#shared/logbook'
import {
  createTransportCertificate,
  readTransportCertificate,
  type TransportCertificate,
} from './certificate.ts'

export interface ProgramIdentity {
  readonly signer: DeviceSigner
  /** The person key's word that the device is its own. */
  readonly certificate: DeviceCertificate
  readonly transport: TransportCertificate
}

export type OpenedIdentity =
  | { readonly ok: true; readonly identity: ProgramIdentity }
  | { readonly ok: false; readonly message: string }

const FILE_NAME = 'keys.json'
const seed = z.string().regex(/^[0-9a-f]{64}$/)
const keysSchema = z.object({
  v: z.literal(1),
  person: seed,
  device: seed,
  listener: z.object({ certificate: z.string().max(4_096), privateKey: z.string().max(4_096) }),
})
type Keys = z.infer<typeof keysSchema>

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'

const createKeys = (fillRandom: FillRandom, now: Date): Keys => {
  const { pem, privateKey } = createTransportCertificate(now)
  return {
    v: 1,
    person: bytesToHex(createSeed(fillRandom)),
    device: bytesToHex(createSeed(fillRandom)),
    listener: { certificate: pem, privateKey },
  }
}

const writeKeys = async (path: string, keys: Keys): Promise<void> => {
  const beside = `${path}.${randomUUID()}.part`
  const file = await open(beside, 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(keys, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, path).catch(async error => {
    await rm(beside, { force: true })
    throw error
  })
}

const keysToIdentity = ({ person, device, listener }: Keys): ProgramIdentity => {
  const personKey = personKeyOf(hexToBytes(person) as Bytes)
  const signer = signerFromSeed(personKey.person, hexToBytes(device) as Bytes)
  return {
    signer,
    certificate: personKey.certify(signer.device),
    transport: readTransportCertificate(listener.certificate, listener.privateKey),
  }
}

export const openIdentity = async (
  folder: string,
  { fillRandom, now }: { readonly fillRandom: FillRandom; readonly now: () => Date },
): Promise<OpenedIdentity> => {
  const path = join(folder, FILE_NAME)
  try {
    const text = await readFile(path, 'utf8').catch(error => {
      if (codeOf(error) === 'ENOENT') return null
      throw error
    })
    if (text !== null) return { ok: true, identity: keysToIdentity(keysSchema.parse(JSON.parse(text))) }
    const keys = createKeys(fillRandom, now())
    await writeKeys(path, keys)
    return { ok: true, identity: keysToIdentity(keys) }
  } catch (error) {
    return {
      ok: false,
      message: `The keys in ${path} cannot be used (${codeOf(error)}), so nothing was started and the file was left as it is: bring it back from a backup, or move it away to start as somebody new, whom every league has to invite again.`,
    }
  }
}
