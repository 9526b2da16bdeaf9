/**
 * The lines of `[laptiming]` as gates: `Start|Finish|Split  a b c d  ¬ name`, numbers in minutes of arc.
 *
 * Two conventions exist. Racelogic, RaceChrono and Harry's write lon lat lon lat; the gate passes through the
 * first point, across the line between the two, and the second point lies behind it (seen at every pass of every
 * real file). RaceBox writes lat lon lat lon, and the points are the ends of the gate. Each reading is tried on
 * the data: one that is crossed at speed beats one that is not, and the generator decides where both are.
 */
import { createProjection, findCrossings, type Gate, type Point, type Projection } from '#shared/geo'
import { GATE_WIDTH_M, gateAt, type Notes } from '../common/index.ts'
import type { LoggedLines } from '../model.ts'
import { type Reading, toDegrees } from './degrees.ts'
import type { Generator } from './generator.ts'

export interface Driven {
  readonly timeMs: Float64Array
  readonly lat: Float64Array
  readonly lon: Float64Array
  /** m/s, NaN where unknown. */
  readonly speed: Float64Array
}

interface TimingLine {
  readonly kind: 'start' | 'finish' | 'split'
  readonly numbers: readonly [number, number, number, number]
}

/** The lines of a lap timer number a dozen; a damaged file must not make us search for thousands. */
const MAX_LINES = 40

const LINE = /^(start|finish|split)\s+([+-]?[\d.]+)\s+([+-]?[\d.]+)\s+([+-]?[\d.]+)\s+([+-]?[\d.]+)/i

const parseLines = (lines: readonly string[], reading: Reading): TimingLine[] =>
  lines
    .flatMap(line => {
      const found = LINE.exec(line)
      if (!found) return []
      const [a, b, c, d] = found.slice(2, 6).map(text => toDegrees(Number(text), reading)) as [
        number,
        number,
        number,
        number,
      ]
      if (Number.isNaN(a + b + c + d)) return []
      return [{ kind: found[1]!.toLowerCase() as TimingLine['kind'], numbers: [a, b, c, d] as const }]
    })
    .slice(0, MAX_LINES)

/** Further away a line belongs to another track. */
const FAR_M = 5000
const SAME_M = 1

export const linesOf = (
  texts: readonly string[],
  generator: Generator,
  reading: Reading,
  driven: Driven,
  notes: Notes,
): LoggedLines | null => {
  const lines = parseLines(texts, reading)
  if (lines.length === 0) return null
  const field = fieldOf(driven)
  if (!field) return null
  const gateOf = (line: TimingLine): Gate | null => {
    const found = bestGate(line, generator, field)
    if (!found) notes.add('dropped', `A timing line of the file lies nowhere on Earth, so it was not used.`)
    else if (found.awayM > FAR_M) notes.add('dropped', farSentence(line.kind, found.awayM))
    else {
      if (found.isGuessed) notes.add('guessed', READ_BY_DRIVING)
      return found.gate
    }
    return null
  }
  const of = (kind: TimingLine['kind']): TimingLine[] => lines.filter(line => line.kind === kind)
  const [end] = of('finish')
  // A circuit may name its finish only.
  const start = of('start')[0] ?? end
  if (!start) {
    notes.add('dropped', 'The file has sector lines but no start line, so they were not used.')
    return null
  }
  if (of('start').length > 1) notes.add('dropped', 'Of several start lines in the file the first was used.')
  const startFinish = gateOf(start)
  if (!startFinish) return null
  const finish = end && !isSameLine(end, start) ? gateOf(end) : null
  const starts = passTimes(startFinish, field)
  const sectors = of('split')
    .flatMap(line => gateOf(line) ?? [])
    .map(gate => ({ gate, after: timeIntoLap(passTimes(gate, field), starts) }))
    .sort((a, b) => (a.after === b.after ? 0 : a.after - b.after))
  return { startFinish, finish, sectors: sectors.map(({ gate }) => gate) }
}

/** The shortest time from the start line to another line, which puts sector lines in the order they are driven. */
const timeIntoLap = (passes: readonly number[], starts: readonly number[]): number =>
  passes.reduce((shortest, ms) => {
    const start = starts.findLast(from => from <= ms)
    return start === undefined ? shortest : Math.min(shortest, ms - start)
  }, Number.POSITIVE_INFINITY)

const READ_BY_DRIVING =
  'A timing line of the file was never crossed the way such files mean it, so it was read in the way that fits the driving.'
const WORDS = { start: 'start line', finish: 'finish line', split: 'sector line' } as const

const farSentence = (kind: TimingLine['kind'], awayM: number): string =>
  `The ${WORDS[kind]} in the file is ${Math.round(awayM / 1000)} km away from where the car drove (it belongs to another track), so it was not used.`

const isSameLine = (a: TimingLine, b: TimingLine): boolean =>
  a.numbers.every((v, i) => Math.abs(v - b.numbers[i]!) * 111_195 < SAME_M)

interface Field {
  readonly projection: Projection
  readonly driven: Driven
  readonly x: Float64Array
  readonly y: Float64Array
}

const fieldOf = (driven: Driven): Field | null => {
  const { lat, lon } = driven
  const isFix = (i: number): boolean => !Number.isNaN(lat[i]! + lon[i]!)
  // From the middle of the recording: receivers are surest of their place when they have been on for long.
  let at = lat.length >> 1
  while (at < lat.length && !isFix(at)) at++
  if (at >= lat.length) at = lat.findIndex((_, i) => isFix(i))
  if (at < 0) return null
  const projection = createProjection({ lat: lat[at]!, lon: lon[at]! })
  const x = new Float64Array(lat.length)
  const y = new Float64Array(lat.length)
  for (let i = 0; i < lat.length; i++) {
    const point = projection.toPoint(lat[i]!, lon[i]!)
    x[i] = point.x
    y[i] = point.y
  }
  return { projection, driven, x, y }
}

/** The readings of a line in the generator's order of trust, and with the passes the data shows for each. */
const bestGate = (
  line: TimingLine,
  generator: Generator,
  field: Field,
): { gate: Gate; awayM: number; isGuessed: boolean } | null => {
  const readings = generator === 'racebox' ? [asEnds, asPointBehind] : [asPointBehind, asEnds]
  const trusted = generator === 'unknown' ? 0 : 1
  const tried = readings
    .flatMap(read => ({ read, gate: read(line.numbers) }))
    .flatMap(({ read, gate }) => {
      if (!gate) return []
      const [forward, backward] = [gate, turned(gate)].map(way => passTimes(way, field).length) as [
        number,
        number,
      ]
      // Where nobody drove, or as often both ways, the direction is as written.
      const isTurned = backward > forward
      const passes = Math.max(forward, backward)
      const isUsual = read === readings[0]
      return {
        gate: isTurned ? turned(gate) : gate,
        passes: isUsual && passes > 0 ? passes + trusted * MORE : passes,
        // The ends of a gate come in either order.
        isGuessed: !isUsual || (isTurned && read === asPointBehind),
      }
    })
  const best = tried.reduce<(typeof tried)[number] | null>(
    (a, b) => (a && a.passes >= b.passes ? a : b),
    null,
  )
  return best && { ...best, awayM: awayFrom(best.gate, field) }
}

/** A reading its generator stands for wins if it was ever crossed. */
const MORE = 1e9

type Numbers = TimingLine['numbers']

const asPointBehind = ([lonA, latA, lonB, latB]: Numbers): Gate | null => {
  const [at, behind] = [toPlace(latA, lonA), toPlace(latB, lonB)]
  if (!at || !behind) return null
  const { x, y } = createProjection({ lat: at.y, lon: at.x }).toPoint(behind.y, behind.x)
  const length = Math.hypot(x, y)
  if (!(length > 0 && length < FAR_M)) return null
  const course = (Math.atan2(-x, -y) * 180) / Math.PI
  // About as wide as the gate in most writers; a VBOX writes five metres whatever the road.
  return gateAt({ lat: at.y, lon: at.x }, course, Math.max(length, GATE_WIDTH_M))
}

const asEnds = ([latA, lonA, latB, lonB]: Numbers): Gate | null => {
  const [left, right] = [toPlace(latA, lonA), toPlace(latB, lonB)]
  if (!left || !right) return null
  const { x, y } = createProjection({ lat: left.y, lon: left.x }).toPoint(right.y, right.x)
  const length = Math.hypot(x, y)
  return length > 0 && length < FAR_M ? { left, right } : null
}

/** Longitude is positive to the west in the file. */
const toPlace = (lat: number, west: number): Point | null =>
  Math.abs(lat) <= 90 && Math.abs(west) <= 180 ? { x: 0 - west, y: lat } : null

const turned = ({ left, right }: Gate): Gate => ({ left: right, right: left })

/** Slower than this the car is pushed, or its receiver wanders. */
const MOVING_MPS = 5

/** When the gate was driven across, forwards. */
const passTimes = (gate: Gate, { projection, driven, x, y }: Field): number[] => {
  const toPoint = (p: Point) => projection.toPoint(p.y, p.x)
  const inMetres: Gate = { left: toPoint(gate.left), right: toPoint(gate.right) }
  if (Number.isNaN(inMetres.left.x + inMetres.right.x)) return []
  const crossings = findCrossings(inMetres, driven.timeMs, x, y)
  return crossings.filter(({ index }) => !(driven.speed[index]! < MOVING_MPS)).map(({ timeMs }) => timeMs)
}

/** From the nearest sample; a gate on the other side of the globe is simply far. */
const awayFrom = ({ left }: Gate, { driven: { lat, lon } }: Field): number => {
  let nearest = Number.POSITIVE_INFINITY
  const rad = Math.PI / 180
  for (let i = 0; i < lat.length; i++) {
    const dLat = Math.sin(((lat[i]! - left.y) * rad) / 2)
    const dLon = Math.sin(((lon[i]! - left.x) * rad) / 2)
    const half = dLat * dLat + Math.cos(lat[i]! * rad) * Math.cos(left.y * rad) * dLon * dLon
    if (half < nearest) nearest = half
  }
  return 2 * 6_371_000 * Math.asin(Math.min(1, Math.sqrt(nearest)))
}
