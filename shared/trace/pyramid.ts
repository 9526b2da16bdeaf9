/**
 * A min/max pyramid over one channel, so that any window is drawn without walking its samples.
 *
 * Level 1 summarises FACTOR samples per node, each further level FACTOR nodes. A node keeps its smallest and
 * largest value and where in the channel they, its first and its last value are: drawing puts every extreme
 * at its own instant, never at the middle of a pixel. NaN is no value; a node of nothing but NaN has none.
 * Of equal extremes the earliest counts.
 *
 * The axis is time, or any other axis that never decreases (metres along the lap).
 */
import type { Column } from './model.ts'
import { isFloat64 } from './trace.ts'

/**
 * 16 costs 1.6 bytes per Float32 sample (8 would cost 3.4, 4 would cost 8). A bucket whose ends cut through nodes
 * reads at most 2 × 15 entries per level. Of 4, 8, 16 and 32 it was also the fastest to draw a million samples
 * from: 0.85 ms for 2000 buckets.
 */
export const FACTOR = 16

export const NONE = -1

/** Node k summarises samples k·FACTOR^level up to (k + 1)·FACTOR^level. */
export interface Level {
  readonly min: Column
  readonly max: Column
  /** Sample indices; NONE where the node holds no value. */
  readonly minAt: Int32Array
  readonly maxAt: Int32Array
  readonly firstAt: Int32Array
  readonly lastAt: Int32Array
}

export interface Pyramid {
  readonly axis: Float64Array
  readonly values: Column
  /** levels[0] summarises samples, each next one the level before; the last has at most FACTOR nodes. */
  readonly levels: readonly Level[]
}

export const createPyramid = (axis: Float64Array, values: Column): Pyramid => {
  if (axis.length !== values.length) {
    throw new RangeError(`${values.length} values for an axis of ${axis.length}`)
  }
  const levels: Level[] = []
  let level = values.length > FACTOR ? levelFromSamples(values) : null
  while (level) {
    levels.push(level)
    level = level.min.length > FACTOR ? levelFromLevel(level) : null
  }
  return { axis, values, levels }
}

const emptyLevel = (sources: number, isDouble: boolean): Level => {
  const nodes = Math.ceil(sources / FACTOR)
  const allocate = (): Column =>
    (isDouble ? new Float64Array(nodes) : new Float32Array(nodes)).fill(Number.NaN)
  return {
    min: allocate(),
    max: allocate(),
    minAt: new Int32Array(nodes).fill(NONE),
    maxAt: new Int32Array(nodes).fill(NONE),
    firstAt: new Int32Array(nodes).fill(NONE),
    lastAt: new Int32Array(nodes).fill(NONE),
  }
}

const levelFromSamples = (values: Column): Level => {
  const level = emptyLevel(values.length, isFloat64(values))
  const summary = emptySummary()
  for (let node = 0; node < level.min.length; node++) {
    clearSummary(summary)
    addSamples(summary, values, node * FACTOR, Math.min(values.length, (node + 1) * FACTOR))
    store(level, node, summary)
  }
  return level
}

const levelFromLevel = (source: Level): Level => {
  const level = emptyLevel(source.min.length, isFloat64(source.min))
  const summary = emptySummary()
  for (let node = 0; node < level.min.length; node++) {
    clearSummary(summary)
    addNodes(summary, source, node * FACTOR, Math.min(source.min.length, (node + 1) * FACTOR))
    store(level, node, summary)
  }
  return level
}

const store = (level: Level, node: number, summary: Summary): void => {
  level.min[node] = summary.min
  level.max[node] = summary.max
  level.minAt[node] = summary.minAt
  level.maxAt[node] = summary.maxAt
  level.firstAt[node] = summary.firstAt
  level.lastAt[node] = summary.lastAt
}

/** What is known of a stretch of samples; one object is filled again and again, so drawing makes no garbage. */
export interface Summary {
  min: number
  max: number
  minAt: number
  maxAt: number
  firstAt: number
  lastAt: number
}

export const emptySummary = (): Summary => ({
  min: Number.NaN,
  max: Number.NaN,
  minAt: NONE,
  maxAt: NONE,
  firstAt: NONE,
  lastAt: NONE,
})

/** Adds samples `from` to `to` (exclusive), which must come after everything added so far. */
const addSamples = (summary: Summary, values: Column, from: number, to: number): void => {
  for (let i = from; i < to; i++) {
    const value = values[i]!
    if (Number.isNaN(value)) continue
    if (summary.firstAt === NONE) {
      summary.firstAt = summary.minAt = summary.maxAt = i
      summary.min = summary.max = value
    } else if (value < summary.min) {
      summary.min = value
      summary.minAt = i
    } else if (value > summary.max) {
      summary.max = value
      summary.maxAt = i
    }
    summary.lastAt = i
  }
}

const addNodes = (summary: Summary, level: Level, from: number, to: number): void => {
  for (let node = from; node < to; node++) {
    const firstAt = level.firstAt[node]!
    if (firstAt === NONE) continue
    const min = level.min[node]!
    const max = level.max[node]!
    if (summary.firstAt === NONE) {
      summary.firstAt = firstAt
      summary.min = min
      summary.minAt = level.minAt[node]!
      summary.max = max
      summary.maxAt = level.maxAt[node]!
    } else {
      if (min < summary.min) {
        summary.min = min
        summary.minAt = level.minAt[node]!
      }
      if (max > summary.max) {
        summary.max = max
        summary.maxAt = level.maxAt[node]!
      }
    }
    summary.lastAt = level.lastAt[node]!
  }
}

export const clearSummary = (summary: Summary): void => {
  summary.min = summary.max = Number.NaN
  summary.minAt = summary.maxAt = summary.firstAt = summary.lastAt = NONE
}

/**
 * Adds samples `from` to `to` (exclusive) by way of the highest levels that lie wholly inside: the ragged ends
 * entry by entry, the middle from the level above. Order is kept, so first, last and ties come out right.
 */
export const addRange = (summary: Summary, pyramid: Pyramid, from: number, to: number, height = 0): void => {
  const firstWhole = Math.ceil(from / FACTOR)
  const endWhole = Math.floor(to / FACTOR)
  if (height >= pyramid.levels.length || firstWhole >= endWhole) {
    addEntries(summary, pyramid, from, to, height)
    return
  }
  addEntries(summary, pyramid, from, firstWhole * FACTOR, height)
  addRange(summary, pyramid, firstWhole, endWhole, height + 1)
  addEntries(summary, pyramid, endWhole * FACTOR, to, height)
}

const addEntries = (summary: Summary, pyramid: Pyramid, from: number, to: number, height: number): void => {
  if (height === 0) addSamples(summary, pyramid.values, from, to)
  else addNodes(summary, pyramid.levels[height - 1]!, from, to)
}
