/**
 * Which entries of a league count now, and which session entry speaks for a session: kept until something arrives that
 * changes who may say what.
 */
import {
  type Governance,
  judgeOf,
  type LeagueId,
  type Lineage,
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
  /** All sessions of a person that speak, newest first. Reads the feeds of that person's devices. */
  sessions(league: LeagueId, person: PersonId): Promise<readonly SpokenSession[]>
}

/** As many entries as any feed has. */
const WHOLE = 1_000_000

export const createCounting = (replicas: Replicas): CountingKeeping => {
  const known = new Map<LeagueId, Counting>()

  /** The replica computes the governance anew exactly when what governs grew, or a feed that forked did. */
  const of = async (league: LeagueId): Promise<Counting | null> => {
    const { replica } = await replicas.open(league)
    const governance = await replica.governance()
    if (!governance) return null
    const before = known.get(league)
    if (before?.governance === governance) return before
    const lineage = replicas.lineageOf(governance)
    const judge = judgeOf(governance, lineage)
    const counting: Counting = { governance, lineage, counts: entry => judge(entry) === 'counts' }
    known.set(league, counting)
    return counting
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

    async sessions(league, person) {
      const counting = await of(league)
      if (!counting) return []
      const { store } = await replicas.open(league)
      const devices = counting.governance.devices.filter(device => device.person === person)
      const feeds = await Promise.all(devices.map(({ device }) => store.feed(device, -1, WHOLE)))
      const said = feeds.flat().filter(({ entry }) => entry.kind === 'session')
      const byKey = Map.groupBy(said.filter(counting.counts), ({ entry }) => entry.id)
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
