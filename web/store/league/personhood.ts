/**
 * Becoming somebody: names, devices that are admitted, restoring from words or a backup. What changes who a device belongs
 * to changes in which leagues it has a say.
 *
 * Invariant: a device that speaks in leagues for one person does not silently begin to speak for another: it leaves those
 * leagues first. Its own devices league is the exception, because nobody but that person was in it.
 */
import type { Bytes } from '#shared/blob'
import type { DeviceId, LeagueId, PersonId } from '#shared/logbook'
import { fail, type Outcome, succeed } from '../failures.ts'
import type { Admitted, Identity, IdentityKeeping } from './identity.ts'
import type { LeaguesKeeping } from './leagues.ts'
import type { Replicas } from './replicas.ts'

export interface Personhood {
  rename(names: { readonly personName?: string; readonly deviceName?: string }): Promise<Outcome<Identity>>
  /** For a device that two people compared; fails without the person key. */
  admitDevice(device: DeviceId): Promise<Outcome<Admitted>>
  becomeDeviceOf(admitted: Admitted): Promise<Outcome<Identity>>
  backupFile(passphrase: string): Promise<Outcome<{ readonly name: string; readonly bytes: Bytes }>>
  restore(
    from: { readonly words: readonly string[] } | { readonly file: Bytes; readonly passphrase: string },
  ): Promise<Outcome<Identity>>
}

export interface PersonhoodOptions {
  readonly identity: IdentityKeeping
  readonly leagues: LeaguesKeeping
  readonly replicas: Replicas
}

export const createPersonhood = ({ identity, leagues, replicas }: PersonhoodOptions): Personhood => {
  /** Lets go of the devices league of whoever this device was; refuses while it speaks in others. */
  const letGo = async (person: PersonId): Promise<Outcome<null>> => {
    const me = await identity.knownIdentity()
    if (!me.ok) return me
    if (!me.value || me.value.person === person) return succeed(null)
    const all = await leagues.leagues()
    if (!all.ok) return all
    const others = all.value.filter(({ use }) => use !== 'devices')
    if (others.length > 0) return fail('missing', SPEAKS_ELSEWHERE)
    for (const { id } of all.value) {
      const left = await leagues.leaveLeague(id)
      if (!left.ok) return left
    }
    return succeed(null)
  }

  /** Replicas sign with the keys they were opened with. */
  const changed = (outcome: Outcome<Identity>): Outcome<Identity> => {
    if (outcome.ok) replicas.forget()
    return outcome
  }

  return {
    async rename(names) {
      const done = await identity.rename(names)
      if (!done.ok) return done
      const said = await leagues.introduceAgain()
      return said.ok ? done : said
    },

    async admitDevice(device) {
      const [me, key] = [await identity.identity(), await identity.personKey()]
      if (!me.ok) return me
      if (!key.ok) return key
      const { person, personName } = me.value
      return succeed({ person, personName, certificate: key.value.certify(device) })
    },

    async becomeDeviceOf(admitted) {
      const free = await letGo(admitted.person)
      return free.ok ? changed(await identity.becomeDeviceOf(admitted)) : free
    },

    async backupFile(passphrase) {
      const all = await leagues.leagues()
      if (!all.ok) return all
      const kept = all.value.map(({ id, use, name, invites }) => ({
        ...{ league: id as LeagueId, use, name },
        link: invites.find(({ link }) => link !== null)?.link ?? null,
      }))
      const bytes = await identity.backup(kept, passphrase)
      return bytes.ok ? succeed({ name: 'paddock.paddock-backup', bytes: bytes.value }) : bytes
    },

    async restore(from) {
      const file = 'file' in from ? await identity.readBackup(from.file, from.passphrase) : null
      if (file && !file.ok) return file
      const backup = file?.value ?? null
      const read = 'words' in from ? identity.readWords(from.words) : succeed(backup!)
      if (!read.ok) return read
      const { seed } = read.value
      const free = await letGo(identity.personOf(seed))
      if (!free.ok) return free
      const me = changed(await identity.becomePerson(seed, backup?.personName ?? ''))
      if (!me.ok) return me
      for (const { league, use, name } of backup?.leagues ?? []) {
        const joined = await leagues.joinLeague({ id: league, use, name, invite: null, addresses: [] })
        if (!joined.ok) return joined
      }
      return me
    },
  }
}

const SPEAKS_ELSEWHERE =
  'This device takes part in leagues under another person already, so it was not changed; leave those leagues on it first, your laps stay here.'
