/**
 * Which entries of a league count now, and which session entry speaks for a session: kept until something new arrives.
 */
import {
  GOVERNING_KINDS,
  type Governance,
  judgeOf,
  type LeagueId,
  type Lineage,
  lineageOf,
  type PersonId,
  readBody,
  type SessionBody,
  type VerifiedEntry,
  winnerOf,
} from '#shared/logbook'
import type { Replicas } from './replicas.ts'

export interface Counting {
  readonly governance: Governance
  readonly lineage: Lineage
  counts(entry: VerifiedEntry): boolean
}

export interface SpokenSession {
  readonly said: VerifiedEntry
  readonly body: SessionBody
}

export interface CountingKeeping {
  /** Null until the league's first entry is here. */
  of(league: LeagueId): Promise<Counting | null>
  /** Null when nobody says so, or it was withdrawn. */
  session(league: LeagueId, person: PersonId, id: string): Promise<SpokenSession | null>
  /** All sessions that speak, newest first. */
  sessions(league: LeagueId): Promise<readonly SpokenSession[]>
}

/** As many entries as any feed has. */
const WHOLE = 1_000_000

export const createCounting = (replicas: Replicas): CountingKeeping => {
  const known = new Map<LeagueId, Promise<Counting | null>>()
  replicas.onAdded(league => known.delete(league))

  const compute = async (league: LeagueId): Promise<Counting | null> => {
    const { replica, store } = await replicas.open(league)
    const governance = await replica.governance()
    if (!governance) return null
    const ends = Map.groupBy(await store.tips(), ({ device }) => device)
    const forked = [...ends].filter(([, tips]) => tips.length > 1).map(([device]) => device)
    const governing = await store.ofKinds(GOVERNING_KINDS)
    const feeds = await Promise.all(forked.map(device => store.feed(device, -1, WHOLE)))
    const all = new Map([...governing, ...feeds.flat()].map(entry => [entry.hash, entry]))
    const lineage = lineageOf([...all.values()])
    const judge = judgeOf(governance, lineage)
    return { governance, lineage, counts: entry => judge(entry) === 'counts' }
  }

  const of = (league: LeagueId): Promise<Counting | null> => {
    const mine = known.get(league) ?? compute(league)
    known.set(league, mine)
    mine.catch(() => known.delete(league))
    return mine
  }

  return {
    of,

    async session(league, person, id) {
      const counting = await of(league)
      if (!counting) return null
      const { store } = await replicas.open(league)
      const revisions = await store.ofKey('session', person, id)
      return spoken(winnerOf(revisions.filter(counting.counts)))
    },

    async sessions(league) {
      const counting = await of(league)
      if (!counting) return []
      const { store } = await replicas.open(league)
      const counted = (await store.ofKinds(['session'])).filter(counting.counts)
      const byKey = Map.groupBy(counted, ({ entry }) => `${entry.person} ${entry.id}`)
      return [...byKey.values()]
        .flatMap(revisions => spoken(winnerOf(revisions)) ?? [])
        .sort((a, b) => b.body.startedAt - a.body.startedAt)
    },
  }
}

const spoken = (said: VerifiedEntry | null): SpokenSession | null => {
  const read = said && readBody(said.entry)
  return said && read?.what === 'known' && read.kind === 'session' ? { said, body: read.body } : null
}
