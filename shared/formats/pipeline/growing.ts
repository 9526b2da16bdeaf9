/** A column of numbers that grows while a file is read; doubling keeps the copying in proportion. */

export interface GrowingColumn {
  readonly length: number
  push(value: number): void
  /** Shares memory with the column, which must not grow afterwards. */
  finish(): Float64Array<ArrayBuffer>
}

const FIRST = 1024

export const createGrowingColumn = (): GrowingColumn => {
  let values = new Float64Array(FIRST)
  let length = 0
  return {
    get length() {
      return length
    },
    push(value) {
      if (length === values.length) {
        const longer = new Float64Array(2 * length)
        longer.set(values)
        values = longer
      }
      values[length++] = value
    },
    finish: () => values.subarray(0, length),
  }
}
