/**
 * Which values the decoder can get out of each game: pages of a car on track in which every number that the game could
 * write is something, read by the decoder. The table in `docs/sims.md` is made of this.
 */
import {
  createFakePages,
  createPageDecoder,
  GAMES,
  type GameId,
  SAMPLE_FIELDS,
  type SampleField,
  STATUS_FIELDS,
  type StatusField,
} from '#shared/sim'
import {
  AC_GRAPHICS,
  ACC_GRAPHICS,
  EVO_AT,
  EVO_GRAPHICS,
  EVO_SESSION,
  type Layout,
  PHYSICS,
  pageOf,
  readNumber,
  STATIC,
  writeNumber,
} from '../../../../shared/sim/pages/index.ts'
import { familyOf, namedSample, namedStatus, samplesOf, statusesOf } from './made.ts'

const GRAPHICS: Readonly<Record<GameId, Layout>> = { ac: AC_GRAPHICS, acc: ACC_GRAPHICS, evo: EVO_GRAPHICS }
/** On the out lap, where the car is fast enough to have a heading. */
const AT_MS = 60_000

/** Puts something into every number that is zero. */
const fillUp = (bytes: Uint8Array, layout: Layout): void => {
  const page = pageOf(bytes)
  for (const field of Object.values(layout)) {
    if (field[0] === 'utf16' || field[0] === 'ascii' || field[0] === 'u64') continue
    for (let i = 0; i < (field[2] ?? 1); i++)
      if (readNumber(page, field, i) === 0) writeNumber(page, field, field[0] === 'f32' ? 0.5 : 1, i)
  }
}

export const availableIn = (game: GameId): ReadonlySet<SampleField | StatusField> => {
  const fake = createFakePages({ game, circuit: 'kestrel-heath', seed: 1, laps: 1 })
  fake.fill(0)
  const pages = fake.fill(AT_MS)
  fillUp(pages.physics, PHYSICS)
  // Bits that only a computer's car and one that is elsewhere have.
  writeNumber(pageOf(pages.physics), PHYSICS.isAIControlled, 0)
  fillUp(pages.graphics, GRAPHICS[game])
  if (game === 'ac') writeNumber(pageOf(pages.static), STATIC.hasDRS, 1)
  if (game === 'acc') {
    const page = pageOf(pages.graphics)
    writeNumber(page, ACC_GRAPHICS.sessionTimeLeft, 60_000)
    writeNumber(page, ACC_GRAPHICS.driverStintTimeLeft, 60_000)
    for (const field of [ACC_GRAPHICS.iBestTime, ACC_GRAPHICS.iLastTime, ACC_GRAPHICS.iEstimatedLapTime])
      writeNumber(page, field, 90_000)
  }
  if (game === 'ac') {
    const page = pageOf(pages.graphics)
    writeNumber(page, AC_GRAPHICS.sessionTimeLeft, 60_000)
    for (const field of [AC_GRAPHICS.iBestTime, AC_GRAPHICS.iLastTime]) writeNumber(page, field, 90_000)
  }
  if (game === 'evo') {
    const page = pageOf(pages.graphics)
    const times = [EVO_GRAPHICS.bestLaptimeMs, EVO_GRAPHICS.lastLaptimeMs, EVO_GRAPHICS.predictedLapTimeMs]
    for (const field of times) writeNumber(page, field, 90_000)
    writeNumber(page, EVO_SESSION.timeLeftMs, 60_000, 0, EVO_AT.sessionState)
  }
  const decoder = createPageDecoder()
  const family = familyOf(game)
  // Twice, because each page is completed by what the other said before.
  for (const atMs of [AT_MS, AT_MS + 3]) {
    for (const page of ['static', 'physics', 'graphics'] as const)
      decoder.take({ page, family, bytes: pages[page], atMs })
    writeNumber(pageOf(pages.physics), PHYSICS.packetId, atMs)
    writeNumber(pageOf(pages.graphics), ACC_GRAPHICS.packetId, atMs)
  }
  const events = decoder.drain()
  const said = { ...namedStatus(statusesOf(events).at(-1)!), ...namedSample(samplesOf(events).at(-1)!) }
  const names = [...SAMPLE_FIELDS, ...STATUS_FIELDS]
  return new Set(names.filter(name => !Number.isNaN(said[name])))
}

const WHEELS = /(?:FL|FR|RL|RR)$/

/** Wheels share a line; what both rows have (the place) stands where it comes first. */
const linesOf = (names: readonly string[]): string[] => [
  ...new Set(names.map(name => name.replace(WHEELS, ' (per wheel)'))),
]

export const availabilityTable = (): string => {
  const available = GAMES.map(availableIn)
  const line = (label: string): string => {
    const name = label.replace(' (per wheel)', 'FL') as SampleField
    return `| ${label} | ${available.map(set => (set.has(name) ? 'yes' : '·')).join(' | ')} |`
  }
  const table = (title: string, names: readonly string[]): string[] => [
    `| ${title} | AC1 | ACC | AC EVO |`,
    '| --- | --- | --- | --- |',
    ...linesOf(names).map(line),
  ]
  const own = STATUS_FIELDS.filter(name => !['x', 'y', 'altitude', 'ownCar'].includes(name))
  return [...table('of every sample', SAMPLE_FIELDS), '', ...table('of every status', own)].join('\n')
}
