/**
 * Columns that grow together: one time base and the channels measured on it, filled sample by sample without
 * knowing how many there will be.
 */
import { type Channel, type Column, channelInfo } from '#shared/trace'

export interface ColumnSpec {
  readonly name: string
  readonly source: string
  /** Positions need it; the rest is measured in far fewer than 24 bits. */
  readonly isDouble?: boolean
}

export interface Columns {
  /** The next sample; write its values here, in the order of the specs, then call `add`. */
  readonly row: Float64Array
  add(timeMs: number): void
  finish(): { timeMs: Float64Array<ArrayBuffer>; channels: Omit<Channel, 'group'>[] }
}

export const createColumns = (specs: readonly ColumnSpec[], expected: number): Columns => {
  let capacity = Math.max(16, Math.ceil(expected))
  let count = 0
  const emptyColumns = (): Column[] =>
    specs.map(({ isDouble }) => (isDouble ? new Float64Array(capacity) : new Float32Array(capacity)))
  let timeMs = new Float64Array(capacity)
  let columns = emptyColumns()
  const row = new Float64Array(specs.length)

  const grow = (): void => {
    capacity *= 2
    const longerTime = new Float64Array(capacity)
    longerTime.set(timeMs)
    timeMs = longerTime
    const longer = emptyColumns()
    for (const [c, column] of columns.entries()) longer[c]!.set(column)
    columns = longer
  }

  return {
    row,
    add(at) {
      if (count === capacity) grow()
      timeMs[count] = at
      for (let c = 0; c < columns.length; c++) columns[c]![count] = row[c]!
      count++
    },
    finish: () => ({
      timeMs: timeMs.slice(0, count),
      channels: specs.map(({ name, source }, c) => {
        const { unit, kind } = canonical(name)
        return { name, unit, kind, source, values: columns[c]!.slice(0, count) }
      }),
    }),
  }
}

const canonical = (name: string): Pick<Channel, 'unit' | 'kind'> => {
  const info = channelInfo(name)
  if (!info) throw new RangeError(`${name} is not a canonical channel`)
  return info
}
