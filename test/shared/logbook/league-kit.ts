/** A league of real keys for tests of replicas: people who sign, and copies that hold what they said. */
import {
  createMemoryEntryStore,
  createReplica,
  createSignatures,
  type DeviceSigner,
  type EntryStore,
  governanceOf,
  type LeagueId,
  type LocalReplica,
  personKeyOf,
  type Receipt,
  type RefusalReason,
  type SubtleSigning,
  signerFromSeed,
} from '#shared/logbook'
import type { EpochMillis } from '#shared/units'
import {
  foundLeague,
  type Invitation,
  idOf,
  invitationOf,
  joinLeague,
  type Scribe,
  START,
  seedOf,
} from './scribe.ts'

export const signatures = createSignatures(crypto.subtle as SubtleSigning)

export interface Copy {
  readonly store: EntryStore
  readonly replica: LocalReplica
}

export const copyOf = (
  league: LeagueId,
  {
    store = createMemoryEntryStore(),
    signer = null,
    now = () => START,
  }: { store?: EntryStore; signer?: DeviceSigner | null; now?: () => EpochMillis } = {},
): Copy => ({ store, replica: createReplica({ league, store, signatures, signer, now, governanceOf }) })

/** The signer behind a scribe's first device. */
export const signerOf = (name: string): DeviceSigner =>
  signerFromSeed(personKeyOf(seedOf(name, 'person')).person, seedOf(name, 'device', 0))

const signing = { isSigning: true }

export const found = (name = 'Ada'): Scribe => foundLeague(name, signing)

export const join = (league: LeagueId, name: string, invite: Invitation | null = null): Scribe =>
  joinLeague(league, name, invite, signing)

export const admit = (by: Scribe, who: Scribe, role: 'admin' | 'driver' = 'driver') =>
  by.say('member', who.person, { name: who.name, role, until: [] })

export const invite = (by: Scribe, admits: boolean, name = 'link'): Invitation => {
  const invitation = invitationOf(name)
  by.say('invite', invitation.key, { role: 'driver', admits, until: null, note: '' })
  return invitation
}

export const note = (by: Scribe, text: string) => by.say('note', idOf(16, by.name, text), { text })

export const reasonsOf = (receipt: Receipt): RefusalReason[] => receipt.refused.map(({ reason }) => reason)
