/** What two devices that agreed give one another, and the league wires that begin then. */
import type { LeagueId } from '#shared/logbook'
import {
  type Agreed,
  type Comparison,
  decodeAdmission,
  decodeGivenLeague,
  encodeAdmission,
  encodeGivenLeague,
  GIVEN_LIMITS,
  type GivenLeague,
  isTaken,
  TAKEN,
  type Wire,
} from '#shared/sync'
import { asEpochMillis } from '#shared/units'
import type { LeagueStanding } from '#web/workers'
import type { Answer } from '../../office.ts'
import { agreementSaid, done, refused, SAID } from '../sentences.ts'
import type { PairingParts } from './pairing.ts'

/** Long enough for two clocks that differ by a time zone. */
const INVITED_MS = 24 * 3_600_000

export interface PairingGifts {
  /** Whether this device can give what was agreed on. */
  mayGive(comparison: Comparison): Promise<Answer<null>>
  /** `wires` by number of channel. */
  give(agreed: Agreed, wires: readonly Wire[]): Promise<Answer<null>>
  take(agreed: Agreed, wires: readonly Wire[]): Promise<Answer<null>>
}

export const createPairingGifts = ({ keeper, network, clock, changed }: PairingParts): PairingGifts => {
  const begin = async (
    leagues: readonly LeagueId[],
    wires: readonly Wire[],
    role: 'dialler' | 'answerer',
  ): Promise<Answer<null>> => {
    changed()
    await network.followLeagues()
    const attached = await Promise.all(
      leagues.map((league, i) => network.attach(league, wires[i + 1]!, role)),
    )
    // The first is what they met for; another may have to wait for a newer program or an admin.
    return attached[0]?.ok === false ? refused(SAID.metButApart) : done
  }

  const toGiven = ({ id, use, name, addresses, rooms }: LeagueStanding): GivenLeague => ({
    ...{ id, use, name, addresses, rooms },
    invite: null,
  })

  const takeLeague = async ({ id, use, name, addresses, invite, rooms }: GivenLeague) => {
    const joined = await keeper.joinLeague({ id, use, name, addresses, invite })
    return joined.ok && rooms.length > 0 ? keeper.changeLeague(id, { rooms }) : joined
  }

  const giveDevice = async (agreed: Agreed, wires: readonly Wire[]): Promise<Answer<null>> => {
    const own = await keeper.devicesLeague()
    if (!own.ok) return own
    const [admission, leagues] = await Promise.all([
      keeper.admitDevice(agreed.other.device),
      keeper.leagues(),
    ])
    if (!admission.ok) return admission
    if (!leagues.ok) return leagues
    const given = leagues.value
      .filter(({ standing }) => standing === 'member')
      .sort((a, b) => Number(b.id === own.value) - Number(a.id === own.value))
      .slice(0, GIVEN_LIMITS.leagues)
    const { certificate, personName } = admission.value
    const gave = await agreed.give(encodeAdmission({ certificate, personName, leagues: given.map(toGiven) }))
    return finish(
      agreed,
      gave.ok,
      given.map(({ id }) => id),
      wires,
    )
  }

  const finish = async (
    agreed: Agreed,
    wasGiven: boolean,
    leagues: readonly LeagueId[],
    wires: readonly Wire[],
  ): Promise<Answer<null>> => {
    const taken = wasGiven ? await agreed.take() : null
    if (!taken?.ok) return refused(agreementSaid[taken?.reason ?? 'lost'])
    return isTaken(taken.value) ? begin(leagues, wires, 'dialler') : refused(SAID.otherCannotKeep)
  }

  const takeDevice = async (agreed: Agreed, wires: readonly Wire[]): Promise<Answer<null>> => {
    const gift = await agreed.take()
    if (!gift.ok) return refused(agreementSaid[gift.reason])
    const admission = decodeAdmission(gift.value)
    if (!admission) return refused(agreementSaid.broken)
    const { certificate, personName, leagues } = admission
    const became = await keeper.becomeDeviceOf({ person: agreed.other.person, personName, certificate })
    const kept: LeagueId[] = []
    if (became.ok) for (const league of leagues) if ((await takeLeague(league)).ok) kept.push(league.id)
    const isWhole = became.ok && kept.length === leagues.length
    await agreed.give(isWhole ? TAKEN : new Uint8Array([0]))
    if (!became.ok) return became
    await network.identityChanged()
    return isWhole ? begin(kept, wires, 'answerer') : refused(SAID.cannotKeep)
  }

  /** Null for a member, who needs none. */
  const invitationFor = async (league: LeagueId, { other }: Pick<Agreed, 'other'>) => {
    const governance = await keeper.replica(league).governance()
    const isMember = governance?.members.some(({ person, removed }) => person === other.person && !removed)
    if (isMember) return null
    const until = asEpochMillis(clock.now() + INVITED_MS)
    return keeper.invite(league, { role: 'driver', admits: true, until, note: other.personName })
  }

  const giveLeague = async (league: LeagueId, agreed: Agreed, wires: readonly Wire[]) => {
    const kept = await keeper.league(league)
    if (!kept.ok || !kept.value) return refused(SAID.noLeague)
    const invited = await invitationFor(league, agreed)
    if (invited && !invited.ok) return invited
    const gift = { ...toGiven(kept.value), invite: invited?.value.secret ?? null }
    const gave = await agreed.give(encodeGivenLeague(gift))
    return finish(agreed, gave.ok, [league], wires)
  }

  const takeGivenLeague = async (league: LeagueId, agreed: Agreed, wires: readonly Wire[]) => {
    const gift = await agreed.take()
    if (!gift.ok) return refused(agreementSaid[gift.reason])
    const given = decodeGivenLeague(gift.value)
    if (given?.id !== league) return refused(agreementSaid.broken)
    const taken = await takeLeague(given)
    await agreed.give(taken.ok ? TAKEN : new Uint8Array([0]))
    return taken.ok ? begin([league], wires, 'answerer') : taken
  }

  return {
    async mayGive({ purpose, other }) {
      if (purpose.kind === 'device') return done
      const [governance, me] = [await keeper.replica(purpose.league).governance(), await keeper.me()]
      const roleOf = (person: string): string | null =>
        governance?.members.find(member => member.person === person && !member.removed)?.role ?? null
      const isAdmin = me.ok && roleOf(me.value.person) === 'admin'
      return roleOf(other.person) !== null || isAdmin ? done : refused(SAID.needsInviteFromAdmin)
    },
    give: (agreed, wires) =>
      agreed.purpose.kind === 'device'
        ? giveDevice(agreed, wires)
        : giveLeague(agreed.purpose.league, agreed, wires),
    take: (agreed, wires) =>
      agreed.purpose.kind === 'device'
        ? takeDevice(agreed, wires)
        : takeGivenLeague(agreed.purpose.league, agreed, wires),
  }
}
