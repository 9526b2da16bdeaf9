/**
 * Rows of numbers in the order of their times, kept column by column so that a lap becomes a trace by copying.
 *
 * Invariants: times increase strictly; a column that has only ever been NaN takes no memory and says so. Cost: a row of
 * fifty numbers is added in about a tenth of a microsecond, and memory grows by CHUNK rows at a time.
 */

/** At 333 rows a second a new piece of every column about every three seconds. */
const CHUNK = 1024

type Numbers = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>

export interface Rows {
  readonly width: number
  count(): number
  timeAt(row: number): number
  /** NaN where nothing was said. */
  valueAt(row: number, field: number): number
  /** Whether any row has a number there. */
  has(field: number): boolean
  /** Takes `width` numbers from `offset` on. The time must be later than all before. */
  push(timeMs: number, values: ArrayLike<number>, offset: number): void
  /** The first row at or after a time; `count()` when there is none. */
  firstAtOrAfter(timeMs: number): number
  /** Copies rows `from` to `to` (exclusive) of a column. */
  copy(field: number, from: number, to: number, into: Numbers, at: number): void
  copyTimes(from: number, to: number, into: Float64Array, at: number): void
  /** Moves all rows at or after a time into rows of their own. */
  splitAt(timeMs: number): Rows
}

export const createRows = (width: number, precision: 'single' | 'double'): Rows => {
  const allocate = (): Numbers => (precision === 'single' ? new Float32Array(CHUNK) : new Float64Array(CHUNK))
  const times: Float64Array[] = []
  const columns: (Numbers | undefined)[][] = Array.from({ length: width }, () => [])
  let count = 0

  const timeAt = (row: number): number => times[Math.floor(row / CHUNK)]![row % CHUNK]!
  const valueAt = (row: number, field: number): number =>
    columns[field]![Math.floor(row / CHUNK)]?.[row % CHUNK] ?? Number.NaN

  const push = (timeMs: number, values: ArrayLike<number>, offset: number): void => {
    const chunk = Math.floor(count / CHUNK)
    const place = count % CHUNK
    if (place === 0) times.push(new Float64Array(CHUNK))
    times[chunk]![place] = timeMs
    for (let field = 0; field < width; field++) {
      const value = values[offset + field]!
      const column = columns[field]!
      const piece = column[chunk]
      if (piece) piece[place] = value
      else if (!Number.isNaN(value)) column[chunk] = allocate().fill(Number.NaN, 0, place)
      else continue
      if (!piece) column[chunk]![place] = value
    }
    count++
  }

  const firstAtOrAfter = (timeMs: number): number => {
    let low = 0
    let high = count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (timeAt(middle) < timeMs) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Calls with every piece that holds some of the rows. */
  const eachPiece = (
    from: number,
    to: number,
    visit: (chunk: number, begin: number, end: number) => void,
  ): void => {
    for (let row = from; row < to; ) {
      const chunk = Math.floor(row / CHUNK)
      const begin = row % CHUNK
      const end = Math.min(CHUNK, begin + to - row)
      visit(chunk, begin, end)
      row += end - begin
    }
  }

  const copy = (field: number, from: number, to: number, into: Numbers, at: number): void => {
    let next = at
    eachPiece(from, to, (chunk, begin, end) => {
      const piece = columns[field]![chunk]
      if (piece) into.set(piece.subarray(begin, end), next)
      else into.fill(Number.NaN, next, next + end - begin)
      next += end - begin
    })
  }

  const copyTimes = (from: number, to: number, into: Float64Array, at: number): void => {
    let next = at
    eachPiece(from, to, (chunk, begin, end) => {
      into.set(times[chunk]!.subarray(begin, end), next)
      next += end - begin
    })
  }

  const splitAt = (timeMs: number): Rows => {
    const from = firstAtOrAfter(timeMs)
    const tail = createRows(width, precision)
    const row = new Float64Array(width)
    for (let at = from; at < count; at++) {
      for (let field = 0; field < width; field++) row[field] = valueAt(at, field)
      tail.push(timeAt(at), row, 0)
    }
    count = from
    const chunks = Math.ceil(count / CHUNK)
    times.length = chunks
    for (const column of columns) column.length = Math.min(column.length, chunks)
    return tail
  }

  return {
    width,
    count: () => count,
    timeAt,
    valueAt,
    has: field => hasNumber(columns[field]!, count),
    push,
    firstAtOrAfter,
    copy,
    copyTimes,
    splitAt,
  }
}

/** A piece exists from its first number on, but that number may have been moved away by a split. */
const hasNumber = (column: readonly (Numbers | undefined)[], count: number): boolean =>
  column.some((piece, chunk) => {
    const end = Math.min(count - chunk * CHUNK, CHUNK)
    for (let i = 0; i < end && piece; i++) if (!Number.isNaN(piece[i]!)) return true
    return false
  })
