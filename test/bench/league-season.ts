/**
 * The league every figure is taken from: drivers, each with as many sessions of 20 laps, all truly signed, and an
 * invitation that admits, so that whoever is measured can join it.
 */
import type { LeagueId, VerifiedEntry } from '#shared/logbook'
import { seasonOf } from '../shared/boards/season.ts'
import { invitationOf, type Scribe } from '../shared/logbook/scribe.ts'
import type { Workload } from './harness.ts'

export interface BenchLeague {
  readonly league: LeagueId
  readonly inviteSeed: Uint8Array<ArrayBuffer>
  readonly drivers: readonly Scribe[]
  readonly founder: Scribe
  readonly entries: readonly VerifiedEntry[]
  readonly sessions: number
  /** In words, for the names of figures. */
  readonly size: string
}

const LAPS = 20
const SIZES: Readonly<Record<Workload, { drivers: number; sessions: number }>> = {
  full: { drivers: 50, sessions: 50 },
  tiny: { drivers: 5, sessions: 4 },
}

/** Takes 10 s whole: two milliseconds a signature. */
export const makeBenchLeague = (workload: Workload): BenchLeague => {
  const { drivers, sessions } = SIZES[workload]
  const season = seasonOf({ seed: 7, drivers, sessions, laps: LAPS, isSigning: true })
  const invitation = invitationOf('bench')
  season.founder.say('invite', invitation.key, { role: 'driver', admits: true, until: null, note: '' })
  const count = drivers * sessions
  return {
    league: season.league,
    inviteSeed: invitation.seed,
    drivers: season.drivers,
    founder: season.founder,
    entries: [season.founder, season.steward, ...season.drivers].flatMap(({ said }) => said),
    sessions: count,
    size: `${drivers} drivers, ${count} sessions, ${count * LAPS} laps`,
  }
}
