/**
 * A believable league: drivers with a pace of their own, on known circuits, in cars of two classes, wet days among dry
 * ones, an admin, a steward and what they decided. The same seed gives the same bytes.
 *
 * 2,500 sessions of 20 laps take about 2 s to write, unsigned; signatures add a millisecond each.
 */
import {
  type DecisionBody,
  LAP_KIND_CODES,
  type LeagueId,
  type SessionBody,
  TIMING_CODES,
  type VerifiedEntry,
} from '#shared/logbook'
import { asEpochMillis, asMetres, asMillis } from '#shared/units'
import { foundLeague, idOf, joinLeague, type Scribe, START, seedOf } from '../logbook/scribe.ts'

export interface SeasonWish {
  readonly seed: number
  readonly drivers: number
  /** Of each driver. */
  readonly sessions: number
  readonly laps: number
  /** Signs entries, certificates and proofs; without, signatures are zeros. */
  readonly isSigning?: boolean
}

export interface Season {
  readonly league: LeagueId
  readonly founder: Scribe
  readonly steward: Scribe
  readonly drivers: readonly Scribe[]
  /** Feed by feed, in order. */
  readonly entries: readonly VerifiedEntry[]
}

const PLACES = [
  { known: 'spa', track: 'Spa-Francorchamps', layoutName: '', lengthM: 7004, lapMs: 139_000 },
  { known: 'monza', track: 'Monza', layoutName: '', lengthM: 5793, lapMs: 108_500 },
  { known: 'nurburgring', track: 'Nürburgring', layoutName: 'GP', lengthM: 5137, lapMs: 114_800 },
  { known: null, track: 'Kartbahn Hinterwald', layoutName: 'long', lengthM: 1180, lapMs: 61_200 },
] as const

const CARS = [
  { known: null, name: 'Ferrari 296 GT3', className: 'GT3', factor: 1 },
  { known: null, name: 'Porsche 992 GT3 R', className: 'GT3', factor: 1.001 },
  { known: null, name: 'BMW M4 GT4', className: 'GT4', factor: 1.09 },
] as const

const FIRST = [
  'Kim',
  'Lee',
  'Max',
  'Nia',
  'Oli',
  'Pat',
  'Quinn',
  'Rui',
  'Tom',
  'Uma',
  'Val',
  'Wes',
  'Xia',
  'Yul',
]

/** Numbers in [0, 1), the same for the same seed: a multiply-with-carry generator of 32 bits. */
export const randomOf = (seed: number): (() => number) => {
  let state = (seed * 2_654_435_761 + 1) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const HOUR = 3_600_000

export const seasonOf = ({ seed, drivers: count, sessions, laps, isSigning = false }: SeasonWish): Season => {
  const random = randomOf(seed)
  const founder = foundLeague(`Sam ${seed}`, { name: `Season ${seed}`, isSigning })
  const { league } = founder
  const join = (name: string) => joinLeague(league, name, null, { isSigning })
  const steward = join('Ada')
  founder.say('member', steward.person, { name: 'Ada', role: 'steward', until: [] })
  const drivers = Array.from({ length: count }, (_, i) => join(`${FIRST[i % FIRST.length]} ${i + 1}`))
  for (const driver of drivers) {
    founder.say('member', driver.person, { name: driver.name, role: 'driver', until: [] })
  }
  const written: { driver: Scribe; id: string }[] = []
  drivers.forEach((driver, d) => {
    const pace = 1 + random() * 0.03
    for (let s = 0; s < sessions; s++) {
      const id = idOf(16, seed, driver.name, s)
      const startedAt = START + (s * count + d) * HOUR
      driver.say('session', id, sessionBody({ driver, id, startedAt, laps, pace, random }), {
        at: asEpochMillis(startedAt + HOUR / 2),
      })
      written.push({ driver, id })
    }
  })
  decide(steward, written, laps, random)
  return {
    league,
    founder,
    steward,
    drivers,
    entries: [founder, steward, ...drivers].flatMap(({ said }) => said),
  }
}

interface Drive {
  readonly driver: Scribe
  readonly id: string
  readonly startedAt: number
  readonly laps: number
  readonly pace: number
  readonly random: () => number
}

const pick = <T>(items: readonly T[], random: () => number): T => items[Math.floor(random() * items.length)]!

const sessionBody = ({ driver, id, startedAt, laps, pace, random }: Drive): SessionBody => {
  const { lapMs, ...place } = pick(PLACES, random)
  const { factor, ...car } = pick(CARS, random)
  const surface = random() < 0.2 ? 'wet' : random() < 0.1 ? null : 'dry'
  const isRig = random() < 0.7
  const rows = Array.from({ length: laps }, (_, i) => i)
  const base = lapMs * factor * pace * (surface === 'wet' ? 1.08 : 1)
  const sectors = rows.map(() =>
    [0.29, 0.41, 0.3].map(part => asMillis(base * part * (1 + random() * random() * 0.03))),
  )
  const time = sectors.map(parts => asMillis(parts.reduce((a, b) => a + b, 0)))
  let at = 0
  const start = time.map(ms => {
    at += ms
    return asMillis(at - ms)
  })
  const kind = (i: number): number =>
    LAP_KIND_CODES.indexOf(i === 0 ? 'out' : i === laps - 1 ? 'in' : 'timed')
  const flawed = rows.filter(() => random() < 0.05)
  return {
    audience: 'members',
    startedAt: asEpochMillis(startedAt),
    utcOffsetMin: 60,
    name: '',
    world: isRig ? 'sim' : 'real',
    game: isRig ? 'acc' : null,
    surface,
    airC: 21,
    trackC: 27.5,
    place: {
      layout: place.known === null ? idOf(16, 'layout', place.track) : null,
      ...place,
      lengthM: asMetres(place.lengthM),
    },
    car: { car: null, ...car },
    drivers: [{ name: driver.name, person: driver.person }],
    gates: null,
    proof: isRig ? { by: 'rig', game: 'acc' } : { by: 'file', reader: 'racechrono-csv' },
    laps: {
      number: rows.map(i => i + 1),
      driver: rows.map(() => 0),
      kind: rows.map(kind),
      timing: rows.map(() => TIMING_CODES.indexOf('marks')),
      start,
      time,
      sectors,
      flaws: flawed.map(i => [i, 'Four wheels off.'] as const),
      surfaces: [],
      ids: new Uint8Array(rows.flatMap(i => Array.from(seedOf(id, i).subarray(0, 16)))),
    },
    traces: {
      sha256: idOf(32, id, 'traces') as never,
      size: 1_200_000,
      chunkRoot: idOf(32, id, 'chunks') as never,
    },
  }
}

const decide = (
  steward: Scribe,
  written: readonly { readonly driver: Scribe; readonly id: string }[],
  laps: number,
  random: () => number,
): void => {
  for (const { driver, id } of written) {
    if (random() >= 0.02) continue
    const about = { author: driver.person, session: id, lap: 1 + Math.floor(random() * laps) }
    const decision: DecisionBody =
      random() < 0.5
        ? { what: 'void-lap', reason: 'Cut the chicane.', ...about }
        : { what: 'penalty', reason: 'Unsafe return.', addMs: asMillis(5_000), ...about }
    steward.say('decision', idOf(16, 'decision', id), decision)
  }
}
