/** What stewards decide: entries with a reason and a name, shown wherever they count. */
import { bytesToHex } from '#shared/id'
import type { DecisionBody, LeagueId, MergeBody, PersonId } from '#shared/logbook'
import type { LeagueKeeper } from '#web/workers'
import type { Answer, Office } from '../office.ts'
import { done, refused, SAID } from './sentences.ts'

export interface StewardingParts {
  readonly keeper: LeagueKeeper
  readonly random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>
  readonly me: () => Promise<PersonId | null>
}

type Stewarding = Pick<Office, 'decide' | 'takeBackDecision' | 'endorseGates' | 'merge'>

export const createStewarding = ({ keeper, random, me }: StewardingParts): Stewarding => {
  const write = async (
    league: LeagueId,
    kind: 'decision' | 'merge',
    body: DecisionBody | MergeBody | null,
    id: string = bytesToHex(random(new Uint8Array(16))),
  ): Promise<Answer<null>> => {
    if (body?.reason.trim() === '') return refused(SAID.noReason)
    const replica = keeper.replica(league)
    const governance = await replica.governance()
    const own = await me()
    const mine = governance?.members.find(({ person, removed }) => person === own && !removed)
    if (mine?.role !== 'admin' && mine?.role !== 'steward') return refused(SAID.notSteward)
    await replica.write({ kind, id, body })
    return done
  }

  return {
    decide({ league, author, session, number }, what, reason, addMs) {
      const about = { reason, author, session, lap: number }
      const body: DecisionBody =
        what === 'penalty'
          ? { ...about, what, addMs }
          : what === 'note'
            ? { ...about, what }
            : { ...about, what }
      return write(league, 'decision', body)
    },
    async takeBackDecision(league, key) {
      // A withdrawal counts for its author's own words only; another's would change nothing, on any device.
      const [author, id] = key.split(' ')
      if (author !== (await me()) || !id) return refused(SAID.notYourDecision)
      return write(league, 'decision', null, id)
    },
    endorseGates: (league, author, layout, version, reason) =>
      write(league, 'decision', { what: 'endorse-gates', author, layout, version, reason }),
    merge: (league, what, keys, reason) => write(league, 'merge', { what, keys, reason }),
  }
}
