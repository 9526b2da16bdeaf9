/**
 * Trace to bytes, as format.ts says. Costs about two passes over the columns: one looks for NaN bits to make
 * uniform, one copies into the file. flechette's own `tableFromArrays` would convert every value (33 ms against
 * 1 ms for 13.6 MB), so columns are put together from batches here, as views.
 */
import {
  Column as ArrowColumn,
  Batch,
  type DataType,
  Endianness,
  type Field,
  field,
  float32,
  float64,
  list,
  Table,
  tableToIPC,
  Version,
} from '@uwdata/flechette'
import { VERSION, VERSION_KEY } from './format.ts'
import type { Column, Trace } from './model.ts'
import { isFloat64 } from './trace.ts'

export const encodeTrace = (trace: Trace): Uint8Array<ArrayBuffer> => {
  const columns = [
    ...trace.groups.map(({ timeMs }, g) =>
      arrowColumn(`time@${g}`, timeMs, { role: 'time', group: `${g}`, unit: 'ms' }),
    ),
    ...trace.channels.map(({ name, unit, kind, source, group, values }) =>
      arrowColumn(`${name}@${source}`, values, {
        role: 'channel',
        group: `${group}`,
        name,
        unit,
        kind,
        source,
      }),
    ),
  ]
  const schema = {
    version: Version.V5,
    endianness: Endianness.Little,
    fields: columns.map(column => column.field),
    metadata: new Map([[VERSION_KEY, VERSION]]),
  }
  const table = new Table(
    schema,
    columns.map(column => column.data),
  )
  // Null only when writing to a sink of the caller's; the array is flechette's own, exactly as long as the file.
  return tableToIPC(table, { format: 'file' }) as Uint8Array<ArrayBuffer>
}

/** One row holding all values as a list. Nothing is nullable: a gap is NaN. */
const arrowColumn = (
  name: string,
  values: Column,
  meaning: Record<string, string>,
): { field: Field; data: ArrowColumn<unknown> } => {
  const itemType = isFloat64(values) ? float64() : float32()
  const type = list(field('item', itemType, false))
  const items = batch(itemType, values.length, { values: withUniformNaN(values) })
  const rows = batch(type, 1, { offsets: Int32Array.of(0, values.length), children: [items] })
  return {
    field: field(name, type, false, new Map(Object.entries(meaning))),
    data: new ArrowColumn([rows], type),
  }
}

type BatchParts = Partial<Pick<Batch<unknown>, 'values' | 'offsets' | 'children'>>

const batch = (type: DataType, length: number, parts: BatchParts): Batch<unknown> =>
  new Batch({ length, nullCount: 0, type, validity: new Uint8Array(0), ...parts })

/**
 * The values with every NaN written with the same bits. There are millions of NaN bit patterns: x86 computes
 * another one than ARM, and files bring their own, so without this the same trace would have different names on
 * different machines. The column itself is left alone; it is copied only if it holds an unusual NaN.
 */
const withUniformNaN = (values: Column): Column => {
  const isUsual = isFloat64(values) ? hasUsualNaN64(words(values)) : hasUsualNaN32(words(values))
  return isUsual ? values : withNaNWritten(values)
}

const words = (values: Column): Int32Array =>
  new Int32Array(values.buffer, values.byteOffset, values.byteLength / 4)

const BELOW_SIGN = 0x7fffffff
const INFINITY_32 = 0x7f800000
const NAN_32 = 0x7fc00000
const INFINITY_64_HIGH = 0x7ff00000
const NAN_64_HIGH = 0x7ff80000

// Signed words and nothing else in the loops: about as fast as a copy, comparing floats takes half as long again.
const hasUsualNaN32 = (bits: Int32Array): boolean => {
  for (let i = 0; i < bits.length; i++) {
    if ((bits[i]! & BELOW_SIGN) > INFINITY_32 && bits[i] !== NAN_32) return false
  }
  return true
}

/** Infinities count as unusual here: they are rare, and being copied does not change them. */
const hasUsualNaN64 = (bits: Int32Array): boolean => {
  for (let i = 1; i < bits.length; i += 2) {
    const high = bits[i]!
    if ((high & BELOW_SIGN) >= INFINITY_64_HIGH && (high !== NAN_64_HIGH || bits[i - 1] !== 0)) return false
  }
  return true
}

const withNaNWritten = (values: Column): Column => {
  const copy = values.slice()
  const bits = words(copy)
  for (let i = 0; i < copy.length; i++) {
    if (!Number.isNaN(copy[i])) continue
    // As words: assigning NaN may write any NaN the engine likes.
    if (isFloat64(copy)) {
      bits[2 * i] = 0
      bits[2 * i + 1] = NAN_64_HIGH
    } else {
      bits[i] = NAN_32
    }
  }
  return copy
}
