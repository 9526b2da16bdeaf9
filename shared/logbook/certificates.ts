/**
 * What keys say about one another: a person about a device, an invitation about a person. Each is a signature over a
 * prefix of its own, so that none can pass for another.
 *
 *   device     person key over "paddock/device/1\n" ‖ person ‖ device
 *   revoke     person key over "paddock/revoke/1\n" ‖ person ‖ device ‖ seq (8 bytes, big endian) ‖ hash;
 *              for a device that is void altogether seq is 2⁶⁴ − 1 and hash is 32 zero bytes
 *   invited    invitation key over "paddock/invited/1\n" ‖ league ‖ person
 */
import type { Bytes } from '#shared/blob'
import { hexToBytes } from '#shared/id'
import type { DeviceCertificate } from './bodies.ts'
import { joinBytes } from './codec.ts'
import type { Tip, VerifiedEntry } from './entry.ts'
import type { DeviceId, LeagueId, PersonId } from './ids.ts'
import type { Signatures } from './replica.ts'
import { readBodyOf } from './schemas.ts'

const utf8 = (text: string): Bytes => new TextEncoder().encode(text)
const DEVICE = utf8('paddock/device/1\n')
const REVOKE = utf8('paddock/revoke/1\n')
const INVITED = utf8('paddock/invited/1\n')

export const deviceMessage = (person: PersonId, device: DeviceId): Bytes =>
  joinBytes(DEVICE, hexToBytes(person), hexToBytes(device))

export const revokeMessage = (
  person: PersonId,
  device: DeviceId,
  last: Pick<Tip, 'seq' | 'hash'> | null,
): Bytes =>
  joinBytes(
    REVOKE,
    hexToBytes(person),
    hexToBytes(device),
    seqBytes(last?.seq ?? null),
    last ? hexToBytes(last.hash) : new Uint8Array(32),
  )

export const invitedMessage = (league: LeagueId, person: PersonId): Bytes =>
  joinBytes(INVITED, hexToBytes(league), hexToBytes(person))

const seqBytes = (seq: number | null): Bytes => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, seq === null ? 2n ** 64n - 1n : BigInt(seq))
  return bytes
}

/** Whether the person says that the device is theirs. */
export const isCertified = (
  signatures: Signatures,
  person: PersonId,
  device: DeviceId,
  certificate: DeviceCertificate,
): Promise<boolean> => signatures.verify(person, certificate, deviceMessage(person, device))

/**
 * Whether every certificate inside an entry is what it claims. Entry 0 has to introduce its device, whatever its version.
 * Kinds without certificates, and bodies nobody here can read, are nothing to object to.
 */
export const areCertificatesTrue = async (
  { device, entry }: Pick<VerifiedEntry, 'device' | 'entry'>,
  league: LeagueId,
  signatures: Signatures,
): Promise<boolean> => {
  const isFirst = entry.seq === 0
  if (!isFirst && entry.kind !== 'device' && entry.kind !== 'revoke') return true
  const { person } = entry
  const read = readBodyOf(entry)
  if (read.what !== 'known') return !isFirst
  if (read.kind === 'genesis') return isCertified(signatures, person, device, read.body.certificate)
  if (read.kind === 'device') {
    const { certificate, invite } = read.body
    if (entry.id !== device) return false
    if (!(await isCertified(signatures, person, device, certificate))) return false
    return invite === null || signatures.verify(invite.key, invite.proof, invitedMessage(league, person))
  }
  if (read.kind === 'revoke' && read.body.what === 'device') {
    const { device: revoked, last, certificate } = read.body
    if (last && last.device !== revoked) return false
    return signatures.verify(person, certificate, revokeMessage(person, revoked, last))
  }
  return true
}
