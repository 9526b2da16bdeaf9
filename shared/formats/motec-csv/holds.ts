/**
 * Finding out how often a channel was really measured.
 *
 * i2 exports every channel at one rate and repeats the last sample of slower ones, which would look like stairs. If a
 * column changes on every k-th row only, throughout, it was sampled every k rows: those rows are the samples.
 *
 * Invariant: what is left out repeats what is kept. A column that changes seldom says nothing about its rate and
 * keeps all rows; so does one whose rate does not divide the export's.
 */

export interface Hold {
  /** A sample every so many rows … */
  readonly every: number
  /** … of which this is the first. */
  readonly first: number
}

export const NOT_HELD: Hold = { every: 1, first: 0 }

/** Sixteen changes on even rows come about by chance once in 65,000 columns. */
const MIN_CHANGES = 16

/** Of columns measured by one instrument, which all change on the same rows. */
export const holdOf = (columns: readonly Float64Array[]): Hold => {
  let every = 0
  let first = -1
  let changes = 0
  for (const values of columns) {
    for (let row = 1; row < values.length; row++) {
      const [before, now] = [values[row - 1]!, values[row]!]
      if (now === before || (Number.isNaN(now) && Number.isNaN(before))) continue
      changes++
      if (first < 0) first = row
      else every = greatestCommonDivisor(every, Math.abs(row - first))
      if (every === 1) return NOT_HELD
    }
  }
  return changes >= MIN_CHANGES && every > 1 ? { every, first: first % every } : NOT_HELD
}

export const takeSamples = (values: Float64Array, { every, first }: Hold): Float64Array => {
  if (every === 1) return values
  const kept = new Float64Array(Math.max(0, Math.ceil((values.length - first) / every)))
  for (let i = 0; i < kept.length; i++) kept[i] = values[first + i * every]!
  return kept
}

const greatestCommonDivisor = (a: number, b: number): number => {
  let [x, y] = [a, b]
  while (y !== 0) [x, y] = [y, x % y]
  return x
}
