/**
 * What is said to repeat itself: nothing where laps differ by the driver's form alone, a habit where there is one.
 * A hundred sessions of eight laps each, seeds 1 to 100; no incidents, for a spin is no form.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import {
  alignLap,
  cornersAlong,
  createReference,
  type Finding,
  findCorners,
  type LapToCompare,
  type Part,
  type PartRow,
  partRows,
  partsOf,
  type Reference,
  whereTimeWent,
} from '#shared/compare'
import { lapTimeMs } from '#shared/lap'
import { DRIVERS } from '#shared/sim'
import { alone, driveLaps, fastest, type Habit, withHabit } from './driven.ts'

const SESSIONS = 100

interface Desk {
  readonly reference: Reference
  readonly own: LapToCompare
  readonly parts: readonly Part[]
}

const deskOf = (own: LapToCompare): Desk => {
  const reference = createReference(own)
  const corners = cornersAlong(reference, findCorners(reference, own))
  return { reference, own, parts: partsOf(reference.lengthM, corners) }
}

const rowsOf = ({ reference, own, parts }: Desk, laps: readonly LapToCompare[]): PartRow[][] =>
  laps.map(lap => {
    const aligned = alignLap(reference, own, lap)
    if (aligned.by === 'nothing') throw new Error(aligned.reason)
    return partRows(reference, own, parts, aligned, lap)
  })

const session = (seed: number, laps = 8): LapToCompare[] => {
  const driver = { ...DRIVERS['mira-holt'], lockUps: 0, offs: 0, traffic: 0 }
  const gps = { rateHz: 5, noiseM: 0.4, dropouts: 0 }
  return driveLaps({ seed, circuit: 'kestrel-heath', laps, driver, rateHz: 10, gps }).map(alone)
}

/** The habit that costs this lap a fifth of a second, and not less. */
const costing = (lap: LapToCompare, habitOf: (shiftM: number) => Habit): Habit => {
  let [low, high] = [0, 60]
  for (let round = 0; round < 7; round++) {
    const shiftM = (low + high) / 2
    const cost = lapTimeMs(withHabit(lap, habitOf(shiftM)).lap) - lapTimeMs(lap.lap)
    if (cost < 200) low = shiftM
    else high = shiftM
  }
  return habitOf(high)
}

const isAbout = ({ part }: Finding, name: string): boolean =>
  part.kind === 'corner' ? part.corner.name === name : part.after?.name === name || part.before?.name === name

interface Tally {
  /** What was found where there was nothing to find. */
  readonly byChance: string[]
  readonly anotherDay: string[]
  sessions: number
  readonly habits: Record<'entry' | 'exit', { looked: number; found: number; first: number; reason: number }>
}

const tally: Tally = {
  byChance: [],
  anotherDay: [],
  sessions: 0,
  habits: {
    entry: { looked: 0, found: 0, first: 0, reason: 0 },
    exit: { looked: 0, found: 0, first: 0, reason: 0 },
  },
}

const said = (findings: readonly Finding[]): string =>
  findings.map(one => `${one.phase} ${one.lossMs}`).join(', ')

const lookForChance = (seed: number, desk: Desk, others: readonly LapToCompare[]): void => {
  tally.sessions++
  const findings = whereTimeWent(rowsOf(desk, others))
  if (findings.length > 0) tally.byChance.push(`seed ${seed}: ${said(findings)}`)
  if (seed % 2 === 1) return
  const [, other] = session(seed + 5000, 2)
  const strange = whereTimeWent(rowsOf(deskOf(other!), others))
  if (strange.length > 0) tally.anotherDay.push(`seed ${seed}: ${said(strange)}`)
}

const lookForHabit = (
  kind: 'entry' | 'exit',
  seed: number,
  desk: Desk,
  others: readonly LapToCompare[],
): void => {
  const slowed = ({ of }: PartRow): number => of.entrySpeed - of.minSpeed
  const candidates = partRows(desk.reference, desk.own, desk.parts)
    .filter(({ part, of }) => part.kind === 'corner' && of.brakeAtM > 0)
    .sort((a, b) => slowed(b) - slowed(a))
  const { part, of } = candidates[seed % 3]!
  if (part.kind !== 'corner') throw new Error('a corner was chosen')
  const habit = costing(others[0]!, shiftM =>
    kind === 'entry'
      ? { fromM: of.brakeAtM - shiftM - 25, toM: part.apexM, shiftM }
      : { fromM: part.apexM, toM: part.toM + 80, shiftM: -shiftM },
  )
  const findings = whereTimeWent(
    rowsOf(
      desk,
      others.map(lap => withHabit(lap, habit)),
    ),
  )
  expect(findings.length).toBeLessThanOrEqual(3)
  const count = tally.habits[kind]
  count.looked++
  const about = findings.find(finding => isAbout(finding, part.corner.name))
  if (!about) return
  count.found++
  if (findings[0] === about) count.first++
  if (kind === 'entry' ? about.brakeByM < 0 : about.throttleByM > 0) count.reason++
}

beforeAll(() => {
  for (let seed = 1; seed <= SESSIONS; seed++) {
    const laps = session(seed)
    const best = fastest(laps)
    const others = laps.filter(lap => lap !== best)
    const desk = deskOf(best)
    lookForChance(seed, desk, others)
    lookForHabit(seed % 2 === 0 ? 'entry' : 'exit', seed, desk, others)
  }
}, 240_000)

describe('laps of one driver that differ by form alone', () => {
  test(`stay without a word in at least 95 of 100 sessions against the best of them`, () => {
    const { byChance, sessions } = tally
    console.info(`findings by chance: ${byChance.length} of ${sessions} sessions (${byChance.join('; ')})`)
    expect(sessions).toBe(SESSIONS)
    expect(byChance.length).toBeLessThanOrEqual(SESSIONS / 20)
  })

  test('and against a lap of another day', () => {
    const { anotherDay } = tally
    console.info(
      `against another day: ${anotherDay.length} of ${SESSIONS / 2} sessions (${anotherDay.join('; ')})`,
    )
    expect(anotherDay.length).toBeLessThanOrEqual(SESSIONS / 40 + 1)
  })
})

describe('a habit that costs 0.2 s in every lap', () => {
  test.each([
    ['braking earlier', 'entry'],
    ['coming back to the throttle later', 'exit'],
  ] as const)('%s is found in at least 90 of 100 sessions, and first in most', (words, kind) => {
    const { looked, found, first, reason } = tally.habits[kind]
    console.info(
      `${words}: found in ${found} of ${looked} sessions, first in ${first}, rightly explained in ${reason}`,
    )
    expect(looked).toBe(SESSIONS / 2)
    expect(found).toBeGreaterThanOrEqual(0.9 * looked)
    expect(first).toBeGreaterThanOrEqual(0.85 * looked)
    expect(reason).toBeGreaterThanOrEqual(0.9 * found)
  })
})

describe('too little to say anything', () => {
  const laps = session(1, 4)
  const best = fastest(laps)
  const desk = deskOf(best)

  test('fewer than three laps', () => {
    const others = laps.filter(lap => lap !== best).slice(0, 2)
    const slow = others.map(lap => withHabit(lap, { fromM: 200, toM: 900, shiftM: 40 }))
    expect(whereTimeWent(rowsOf(desk, slow))).toEqual([])
  })

  test('no laps, laps without parts, only the reference', () => {
    expect(whereTimeWent([])).toEqual([])
    expect(whereTimeWent([[], [], []])).toEqual([])
    const own = partRows(desk.reference, best, desk.parts)
    expect(whereTimeWent([own, own, own])).toEqual([])
  })
})
