/**
 * Which ends of feeds a replica claims to hold: those it would take again from somebody, were they not here.
 *
 *   author ever admitted                  the ends as they are
 *   author waits for approval             the first entry, of each branch; nobody takes another of them
 *   author nobody knows                   nothing
 *
 * The last two hold more only where the entry that admitted them was lost, here and everywhere in reach. What follows it is
 * kept, and claimed again once it comes back; claimed without it, it would be on offer for ever to all who cannot take it,
 * and no two of them would ever be alike (seeds 65008 and 90319).
 */
import type { Admission } from './admission.ts'
import type { Tip, VerifiedEntry } from './entry.ts'
import type { FeedIndex } from './feed-index.ts'
import type { DeviceId, LeagueId, PersonId } from './ids.ts'

export interface Claimed {
  /** By device, then seq, then hash. */
  tips(): readonly Tip[]
  /** An entry that the feeds and the admission have taken in. */
  note(entry: VerifiedEntry): void
}

export interface ClaimedPorts {
  readonly league: LeagueId
  readonly feeds: Pick<FeedIndex, 'tips'>
  readonly admission: Pick<Admission, 'levelOf'>
  /** Its own feed a device always claims: it is admitted elsewhere before it hears of it. */
  readonly own: DeviceId | null
}

interface First {
  readonly person: PersonId
  readonly tips: Tip[]
}

export const createClaimed = ({ league, feeds, admission, own }: ClaimedPorts): Claimed => {
  const firsts = new Map<DeviceId, First>()
  let isFounded = false
  let known: readonly Tip[] | null = null

  const claimedOf = (device: DeviceId, tips: readonly Tip[]): readonly Tip[] => {
    const first = firsts.get(device)
    // Before the league itself is known nobody can be judged.
    if (!first || !isFounded || device === own) return tips
    const level = admission.levelOf(first.person)
    if (level === 'stranger') return []
    return level === 'waiting' ? [...first.tips].sort((a, b) => (a.hash < b.hash ? -1 : 1)) : tips
  }

  return {
    tips() {
      known ??= [...Map.groupBy(feeds.tips(), ({ device }) => device)].flatMap(([device, tips]) =>
        claimedOf(device, tips),
      )
      return known
    },

    note({ device, hash, entry }) {
      known = null
      if (entry.seq === 0) {
        const first = firsts.get(device) ?? { person: entry.person, tips: [] }
        firsts.set(device, first)
        first.tips.push({ device, seq: 0, hash })
      }
      isFounded ||= (hash as string) === league
    },
  }
}
