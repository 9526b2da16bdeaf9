/**
 * Columns of numbers that grow while a file is read, without knowing how many rows it has.
 *
 * All of them lie in one array, one behind the other, so that a row is written without looking for its columns.
 * Behind the last is one more, for the fields nobody wants.
 *
 * Limits: room is made for as many rows as the file would have if it went on like so far, and never for more
 * than its remaining bytes could hold, so that a small file cannot ask for a large memory.
 */

export interface GrowingColumns {
  /** Replaced when it grows, and so are the places and the capacity. */
  readonly values: Float64Array<ArrayBuffer>
  /** By field of the row: where its column begins. */
  readonly places: Float64Array
  readonly capacity: number
  /** Makes room for at least one more row than `rows`, which took `doneBytes`. */
  grow(rows: number, doneBytes: number): void
  /** In the order they were asked for. */
  finish(rows: number): Float64Array<ArrayBuffer>[]
}

/** Rows to learn the usual length from, and fewer of very wide ones: 64 Ki numbers in all. */
const FIRST_NUMBERS = 1 << 16
const FEWEST_ROWS = 16
/** Cars stand still first, and zeros are short. Room that is not used costs no memory before it is written. */
const MARGIN = 1.1

/** `fields` is how many a row has, wanted or not. */
export const createColumns = (
  wanted: readonly number[],
  fields: number,
  maxRows: number,
  totalBytes: number,
): GrowingColumns => {
  const count = wanted.length + 1
  const firstRows = Math.max(FEWEST_ROWS, Math.floor(FIRST_NUMBERS / count))
  const places = new Float64Array(fields)
  let capacity = Math.min(firstRows, maxRows)
  let values = new Float64Array(count * capacity)
  const place = (): void => {
    places.fill(wanted.length * capacity)
    for (const [k, field] of wanted.entries()) places[field] = k * capacity
  }
  place()
  const columnsOf = (rows: number): Float64Array<ArrayBuffer>[] =>
    wanted.map(field => values.subarray(places[field]!, places[field]! + rows))
  return {
    get values() {
      return values
    },
    get capacity() {
      return capacity
    },
    places,
    grow(rows, doneBytes) {
      const leftBytes = Math.max(totalBytes - doneBytes, 0)
      const expected = rows * (1 + (leftBytes / Math.max(doneBytes, 1)) * MARGIN)
      // A row of n fields takes n bytes at least: n − 1 delimiters and a line end.
      const possible = rows + leftBytes / Math.max(fields, 1)
      const before = columnsOf(rows)
      capacity = Math.min(Math.ceil(Math.min(expected, possible)) + firstRows, maxRows)
      values = new Float64Array(count * capacity)
      place()
      for (const [k, field] of wanted.entries()) values.set(before[k]!, places[field]!)
    },
    finish: columnsOf,
  }
}
