/**
 * Whether a drive went round a circuit, how long it is, and one lap of it to look at.
 *
 * For every step of the drive the next step at the same place in the same direction is looked for; the metres
 * between the two are a loop. On a circuit most loops are one lap long, whatever else was driven. A road
 * driven there and back makes no loops (the direction differs), a drive past the same corner twice makes few.
 */
import { STEP_M, type SteppedDrive, turnBetween } from './drive-steps.ts'

export interface Circuit {
  readonly lengthM: number
  /** The first step of the reference lap, and how many steps it has. */
  readonly first: number
  readonly steps: number
  /** For a step, those that pass the same place in the same direction: one for each time, in order. */
  near(step: number, withinM: number): number[]
}

/** Racing lines lie up to a road's width apart, and a phone's fixes are off by 5 m. */
const SAME_PLACE_M = 15
const SAME_WAY_RAD = (35 * Math.PI) / 180
/** The shortest kart tracks have 200 m. */
const MIN_LAP_M = 180
/** Loops within this share of one another are laps of one circuit. */
const SAME_LENGTH = 0.05
/** So much of a lap must have been driven twice, else it is a street passed twice. */
const MIN_COVERED = 0.5

export const circuitOf = (drive: SteppedDrive): Circuit | null => {
  const cells = cellsOf(drive)
  const loops = Int32Array.from({ length: drive.count }, (_, i) => loopFrom(drive, cells, i))
  const steps = usualLoop(loops)
  if (steps === 0) return null
  const first = referenceLap(drive, loops, steps)
  if (first < 0) return null
  return {
    lengthM: steps * STEP_M,
    first,
    steps,
    near: (step, withinM) => nearSteps(drive, cells, step, withinM),
  }
}

/** Steps by the square of the ground they lie in, in order. */
type Cells = ReadonlyMap<string, readonly number[]>

const CELL_M = 20

const cellKey = (column: number, row: number): string => `${column},${row}`

const cellsOf = ({ count, x, y }: SteppedDrive): Cells => {
  const cells = new Map<string, number[]>()
  for (let i = 0; i < count; i++) {
    const key = cellKey(Math.floor(x[i]! / CELL_M), Math.floor(y[i]! / CELL_M))
    const cell = cells.get(key)
    if (cell) cell.push(i)
    else cells.set(key, [i])
  }
  return cells
}

/** Calls `see` for all steps in the nine squares around a step, each square in order from `from` on. */
const forAround = (
  { x, y }: SteppedDrive,
  cells: Cells,
  step: number,
  from: number,
  see: (other: number) => boolean,
): void => {
  const [column, row] = [Math.floor(x[step]! / CELL_M), Math.floor(y[step]! / CELL_M)]
  for (let c = column - 1; c <= column + 1; c++) {
    for (let r = row - 1; r <= row + 1; r++) {
      const cell = cells.get(cellKey(c, r))
      if (!cell) continue
      for (let k = firstFrom(cell, from); k < cell.length; k++) if (see(cell[k]!)) break
    }
  }
}

const firstFrom = (sorted: readonly number[], from: number): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < from) low = middle + 1
    else high = middle
  }
  return low
}

const isSamePlace = ({ x, y, heading }: SteppedDrive, a: number, b: number, withinM: number): boolean =>
  Math.hypot(x[b]! - x[a]!, y[b]! - y[a]!) <= withinM &&
  Math.abs(turnBetween(heading[a]!, heading[b]!)) <= SAME_WAY_RAD

/** Steps until the drive comes by again, 0 when it does not within this run. */
const loopFrom = (drive: SteppedDrive, cells: Cells, step: number): number => {
  let next = drive.count
  forAround(drive, cells, step, step + MIN_LAP_M / STEP_M, other => {
    if (other >= next || drive.run[other] !== drive.run[step]) return true
    if (!isSamePlace(drive, step, other, SAME_PLACE_M)) return false
    next = other
    return true
  })
  return next < drive.count ? next - step : 0
}

/** The length most loops have, in steps; 0 when no length stands out. Of equals the shorter. */
const usualLoop = (loops: Int32Array): number => {
  const sorted = loops.filter(loop => loop > 0).sort()
  let best = { from: 0, count: 0 }
  for (let from = 0, to = 0; from < sorted.length; from++) {
    const limit = sorted[from]! * (1 + SAME_LENGTH)
    while (to < sorted.length && sorted[to]! <= limit) to++
    if (to - from > best.count) best = { from, count: to - from }
  }
  const usual = sorted[best.from + (best.count >> 1)] ?? 0
  return best.count >= MIN_COVERED * usual ? usual : 0
}

/** Where a lap begins whose steps have the most loops of the usual length, the first of equals; −1 for none. */
const referenceLap = ({ count, run }: SteppedDrive, loops: Int32Array, steps: number): number => {
  const isUsual = (i: number): number => (Math.abs(loops[i]! - steps) <= SAME_LENGTH * steps ? 1 : 0)
  let best = { first: -1, usual: 0 }
  let usual = 0
  for (let end = 0; end < count; end++) {
    usual += isUsual(end)
    if (end >= steps) usual -= isUsual(end - steps)
    const first = end - steps + 1
    if (first >= 0 && run[first] === run[end] && usual > best.usual) best = { first, usual }
  }
  return best.first
}

/** The nearest step of each pass. Steps closer together than the shortest lap belong to one pass. */
const nearSteps = (drive: SteppedDrive, cells: Cells, step: number, withinM: number): number[] => {
  const found: number[] = []
  forAround(drive, cells, step, 0, other => {
    if (isSamePlace(drive, step, other, withinM)) found.push(other)
    return false
  })
  found.sort((a, b) => a - b)
  const metres = (i: number): number => Math.hypot(drive.x[i]! - drive.x[step]!, drive.y[i]! - drive.y[step]!)
  const passes: number[] = []
  let previous = Number.NEGATIVE_INFINITY
  for (const i of found) {
    const last = passes.length - 1
    if (i - previous > MIN_LAP_M / STEP_M || drive.run[i] !== drive.run[passes[last]!]) passes.push(i)
    else if (metres(i) < metres(passes[last]!)) passes[last] = i
    previous = i
  }
  return passes
}
