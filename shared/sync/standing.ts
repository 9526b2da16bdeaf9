/**
 * What somebody who proved to be their own device is to a league, by what this replica knows.
 *
 *   we are no member by our own replica yet      member: a newcomer cannot judge; everything they send is verified
 *   the device was revoked, the person removed   removed
 *   the person is a member                       member
 *   invited, the invitation admits               member: the first entry of their feed is about to come
 *   shows an admin's entry that admits them      member: we were away when it was written, or our disk lost it; one that
 *                                                is here and did not make them a member makes them nothing
 *   invited, an admin has to approve             waiting
 *   anybody else                                 stranger
 *
 * It is asked again whenever what governs the league changed.
 */
import {
  decodeEntry,
  type EntryHash,
  type Governance,
  hashOf,
  invitedMessage,
  type LeagueId,
  type PersonId,
  readBody,
  type Signatures,
  type SignedEntry,
  signedMessage,
} from '#shared/logbook'
import type { InvitationProof } from './control-messages.ts'
import type { Claim, Judgement } from './handshake-model.ts'

export interface StandingPorts {
  readonly league: LeagueId
  readonly ownPerson: PersonId
  readonly signatures: Signatures
  /** Epoch milliseconds: an invitation that ran out admits nobody any more. */
  readonly now: () => number
  readonly isHere: (hash: EntryHash) => Promise<boolean>
}

export const isMember = (governance: Governance | null, person: PersonId): boolean =>
  governance?.members.some(member => member.person === person && !member.removed) ?? false

export const judgeStanding = async (
  governance: Governance | null,
  claim: Claim,
  ports: StandingPorts,
): Promise<Judgement> => {
  const { device, person, invitation, credential } = claim
  if (!governance || !isMember(governance, ports.ownPerson)) return { standing: 'member' }
  if (governance.devices.some(known => known.device === device && known.revoked))
    return { standing: 'removed' }
  const member = governance.members.find(each => each.person === person)
  if (member) return { standing: member.removed ? 'removed' : 'member' }
  const isWaiting = governance.waiting.some(each => each.person === person)
  const invited = isWaiting ? null : invitation && (await invitationOf(governance, person, invitation, ports))
  if (invited?.admits) return { standing: 'member' }
  if (credential && (await doesAdmit(governance, claim, credential, ports))) return { standing: 'member' }
  return isWaiting || invited
    ? { standing: 'waiting', leagueName: governance.name }
    : { standing: 'stranger' }
}

const invitationOf = async (
  governance: Governance,
  person: PersonId,
  { key, proof }: InvitationProof,
  { league, signatures, now }: StandingPorts,
): Promise<{ readonly admits: boolean } | null> => {
  const invite = governance.invites.find(each => each.key === key)
  if (!invite || invite.revoked || (invite.until !== null && invite.until <= now())) return null
  return (await signatures.verify(key, proof, invitedMessage(league, person))) ? invite : null
}

/** Whether this is an entry of an admin we know that is not here, and admits this person. */
const doesAdmit = async (
  governance: Governance,
  { person, invitation }: Claim,
  { device, bytes, signature }: SignedEntry,
  { league, signatures, now, isHere }: StandingPorts,
): Promise<boolean> => {
  const author = governance.devices.find(known => known.device === device && !known.revoked)
  const isAdmin = governance.members.some(
    each => each.person === author?.person && each.role === 'admin' && !each.removed,
  )
  const decoded = decodeEntry(bytes)
  if (!isAdmin || !decoded.ok) return false
  const { entry } = decoded
  if (entry.league !== league || entry.person !== author?.person) return false
  if (await isHere(await hashOf(signatures, device, bytes))) return false
  if (!(await signatures.verify(device, signature, signedMessage(device, bytes)))) return false
  const read = readBody(entry)
  if (read.what !== 'known') return false
  if (read.kind === 'member') return entry.id === person
  if (read.kind !== 'invite' || !invitation || entry.id !== invitation.key) return false
  if (!read.body.admits || (read.body.until !== null && read.body.until <= now())) return false
  return signatures.verify(invitation.key, invitation.proof, invitedMessage(league, person))
}
