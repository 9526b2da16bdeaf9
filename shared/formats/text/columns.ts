/**
 * Columns of numbers that grow while a file is read, without knowing how many rows it has.
 *
 * Limits: room is made for as many rows as the file would have if it went on like so far, and never for more
 * than its remaining bytes could hold, so that a small file cannot ask for a large memory.
 */

export interface GrowingColumns {
  /** By field of the row; null where the field is not wanted. The arrays are replaced when they grow. */
  readonly byField: (Float64Array<ArrayBuffer> | null)[]
  capacity: number
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

export const createColumns = (
  wanted: readonly number[],
  maxRows: number,
  totalBytes: number,
): GrowingColumns => {
  const fields = Math.max(0, ...wanted.map(field => field + 1))
  const firstRows = Math.max(FEWEST_ROWS, Math.floor(FIRST_NUMBERS / Math.max(fields, 1)))
  const first = Math.min(firstRows, maxRows)
  const byField: GrowingColumns['byField'] = Array.from({ length: fields }, () => null)
  for (const field of wanted) byField[field] = new Float64Array(first)
  return {
    byField,
    capacity: first,
    grow(rows, doneBytes) {
      const leftBytes = Math.max(totalBytes - doneBytes, 0)
      const expected = rows * (1 + (leftBytes / Math.max(doneBytes, 1)) * MARGIN)
      // A row of n fields takes n bytes at least: n − 1 delimiters and a line end.
      const possible = rows + leftBytes / Math.max(fields, 1)
      const capacity = Math.ceil(Math.min(expected, possible)) + firstRows
      this.capacity = Math.min(capacity, maxRows)
      for (const [field, column] of byField.entries()) {
        if (!column) continue
        const longer = new Float64Array(this.capacity)
        longer.set(column.subarray(0, rows))
        byField[field] = longer
      }
    },
    finish: rows => wanted.map(field => byField[field]!.subarray(0, rows)),
  }
}
