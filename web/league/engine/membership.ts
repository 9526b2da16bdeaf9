/**
 * Who is in a league and in which role: entries that admins write. Whether they count is for the governance to say, on
 * every device alike; here a person is told beforehand when they would not.
 *
 * Invariant: taking somebody's membership away renews what they knew: open invitations get other secrets, and so does the
 * league's room.
 */
import { bytesToHex } from '#shared/id'
import {
  decodeEntry,
  type Governance,
  type Invite,
  type LeagueId,
  type PersonId,
  type Replica,
  type Role,
  type Tip,
} from '#shared/logbook'
import { invitationToLink, multiaddrToRoute } from '#shared/sync'
import type { LeagueKeeper } from '#web/workers'
import type { Me } from '../model.ts'
import type { Answer, Office } from '../office.ts'
import { answered, done, refused, SAID } from './sentences.ts'

export interface MembershipParts {
  readonly keeper: LeagueKeeper
  readonly random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>
  readonly sha256: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>
  /** Where this page takes invitations. */
  readonly joinPlace: string
  /** Of the relay this page comes from. */
  readonly homeAddresses: () => Promise<readonly string[]>
  readonly now: () => number
  readonly me: () => Promise<Me | null>
  /** Leagues came or went. */
  readonly changed: () => void
}

type Membership = Pick<
  Office,
  | 'invite'
  | 'revokeInvite'
  | 'admit'
  | 'setRole'
  | 'remove'
  | 'renewRoom'
  | 'saveSettings'
  | 'create'
  | 'leave'
>

const SECRET_BYTES = 32
/** More than any league has. */
const GOVERNING_ENTRIES = 20_000

/** An address of this very machine is of use to somebody who sits at it, and to nobody else. */
const farFirst = (addresses: readonly string[]): readonly string[] => {
  const isHere = (address: string): boolean => multiaddrToRoute(address) === 'here'
  const all = [...new Set(addresses)].filter(address => !address.includes('/p2p-circuit'))
  return [...all.filter(address => !isHere(address)), ...all.filter(isHere)]
}

interface Admins {
  readonly replica: Replica
  readonly governance: Governance
  readonly me: PersonId
}

export const createMembership = ({
  keeper,
  random,
  sha256,
  joinPlace,
  homeAddresses,
  now,
  me,
  changed,
}: MembershipParts): Membership => {
  const asAdmin = async (
    league: LeagueId,
    act: (admins: Admins) => Promise<Answer<null>>,
  ): Promise<Answer<null>> => {
    const replica = keeper.replica(league)
    const governance = await replica.governance()
    const own = (await me())?.person
    if (!governance) return refused(SAID.noLeague)
    const mine = governance.members.find(({ person, removed }) => person === own && !removed)
    if (!own || mine?.role !== 'admin') return refused(SAID.notAdmin)
    return act({ replica, governance, me: own })
  }

  const tipsOf = async ({ replica, governance }: Admins, person: PersonId): Promise<readonly Tip[]> => {
    const theirs = new Set(
      governance.devices.filter(device => device.person === person).map(({ device }) => device),
    )
    return (await replica.tips()).filter(({ device }) => theirs.has(device))
  }

  const renewRoom = async (
    league: LeagueId,
    { replica, governance }: Pick<Admins, 'replica'> & { readonly governance: Governance | null },
  ) => {
    const secret = random(new Uint8Array(SECRET_BYTES))
    const epoch = (governance?.room?.epoch ?? 0) + 1
    const kept = await keeper.changeLeague(league, { rooms: [{ epoch, secret }] })
    if (!kept.ok) return kept
    const commitment = bytesToHex(await sha256(secret))
    await replica.write({ kind: 'room', id: '', body: { epoch, commitment } })
    return done
  }

  const makeInvite = async (
    league: LeagueId,
    how: Parameters<Office['invite']>[1],
  ): Promise<Answer<{ readonly link: string }>> => {
    const made = await keeper.invite(league, how)
    if (!made.ok) return made
    const kept = await keeper.league(league)
    if (!kept.ok || !kept.value) return refused(SAID.noLeague)
    const { key, secret } = made.value
    const [own, governance] = [await me(), await keeper.replica(league).governance()]
    const link = invitationToLink(joinPlace, {
      league,
      seed: secret,
      addresses: farFirst([
        ...(governance?.addresses ?? []),
        ...(await homeAddresses()),
        ...kept.value.addresses,
      ]),
      saying: {
        league: kept.value.name,
        by: own?.personName ?? '',
        role: how.role,
        admits: how.admits,
      },
    })
    const stored = await keeper.changeLeague(league, { invites: [{ key, secret, link }] })
    return stored.ok ? answered({ link }) : stored
  }

  /**
   * Whoever came by an invitation is a member only while it holds: before one ends, those who are to stay are named. So
   * is who is about to be removed, or nobody would see that they were.
   */
  const nameThoseInvited = async ({ replica, governance }: Admins): Promise<void> => {
    const named = new Set<string>([governance.founder])
    for (const { bytes } of await replica.glimpse(null, GOVERNING_ENTRIES)) {
      const decoded = decodeEntry(bytes)
      if (decoded.ok && decoded.entry.kind === 'member') named.add(decoded.entry.id)
    }
    for (const { person, name, role, removed } of governance.members)
      if (!removed && !named.has(person))
        await replica.write({ kind: 'member', id: person, body: { name, role, until: [] } })
  }

  const isOpen = ({ revoked, until }: Invite): boolean => !revoked && (until === null || until > now())

  const renewInvites = async (league: LeagueId, { replica, governance }: Admins): Promise<void> => {
    for (const { key, role, admits, until, note } of governance.invites.filter(isOpen)) {
      await replica.write({ kind: 'invite', id: key, body: null })
      await makeInvite(league, { role, admits, until, note })
    }
  }

  const nameOf = ({ governance }: Admins, person: PersonId): string | null =>
    [...governance.members, ...governance.waiting].find(each => each.person === person)?.name ?? null

  return {
    async create(use, name) {
      const made = await keeper.createLeague(use, name)
      if (!made.ok) return made
      const replica = keeper.replica(made.value)
      const room = await renewRoom(made.value, { replica, governance: await replica.governance() })
      changed()
      return room.ok ? made : room
    },

    async leave(league) {
      const left = await keeper.leaveLeague(league)
      changed()
      return left
    },

    async invite(league, how) {
      const allowed = await asAdmin(league, async () => done)
      return allowed.ok ? makeInvite(league, how) : allowed
    },

    revokeInvite: (league, key) =>
      asAdmin(league, async admins => {
        if (!admins.governance.invites.some(invite => invite.key === key && isOpen(invite)))
          return refused(SAID.noInvite)
        await nameThoseInvited(admins)
        await admins.replica.write({ kind: 'invite', id: key, body: null })
        return done
      }),

    admit: (league, person, role) =>
      asAdmin(league, async admins => {
        const name = nameOf(admins, person)
        if (name === null) return refused(SAID.noPerson)
        await admins.replica.write({ kind: 'member', id: person, body: { name, role, until: [] } })
        return done
      }),

    setRole: (league, person, role: Role) =>
      asAdmin(league, async admins => {
        const name = nameOf(admins, person)
        if (name === null) return refused(SAID.noPerson)
        const until = await tipsOf(admins, person)
        await admins.replica.write({ kind: 'member', id: person, body: { name, role, until } })
        return done
      }),

    remove: (league, person, reason) =>
      asAdmin(league, async admins => {
        if (nameOf(admins, person) === null) return refused(SAID.noPerson)
        await nameThoseInvited(admins)
        const last = await tipsOf(admins, person)
        await admins.replica.write({
          kind: 'revoke',
          id: person,
          body: { what: 'person', person, last, reason },
        })
        await renewInvites(league, admins)
        return renewRoom(league, admins)
      }),

    renewRoom: league => asAdmin(league, admins => renewRoom(league, admins)),

    saveSettings: (league, settings) =>
      asAdmin(league, async ({ replica }) => {
        await replica.write({ kind: 'league-settings', id: '', body: settings })
        return done
      }),
  }
}
