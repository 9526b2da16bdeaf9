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

const ABOVE_SIGN = 0x7fffffff
const INFINITY_32 = 0x7f800000
const NAN_32 = 0x7fc00000
const INFINITY_64_HIGH = 0x7ff00000
const NAN_64_HIGH = 0x7ff80000

/**
 * The values with every NaN written with the same bits. There are millions of NaN bit patterns: x86 computes
 * another one than ARM, and files bring their own, so without this the same trace would have different names on
 * different machines. The column itself is left alone; it is copied only if it holds an unusual NaN.
 */
const withUniformNaN = (values: Column): Column => (isFloat64(values) ? uniform64(values) : uniform32(values))

const uniform32 = (values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> => {
  let bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  let result = values
  for (let i = 0; i < bits.length; i++) {
    const word = bits[i]!
    if ((word & ABOVE_SIGN) <= INFINITY_32 || word === NAN_32) continue
    if (result === values) {
      result = values.slice()
      bits = new Uint32Array(result.buffer)
    }
    bits[i] = NAN_32
  }
  return result
}

const uniform64 = (values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
  let bits = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length)
  let result = values
  for (let i = 0; i < bits.length; i += 2) {
    const low = bits[i]!
    const high = bits[i + 1]!
    const magnitude = high & ABOVE_SIGN
    const isNaN64 = magnitude > INFINITY_64_HIGH || (magnitude === INFINITY_64_HIGH && low !== 0)
    if (!isNaN64 || (high === NAN_64_HIGH && low === 0)) continue
    if (result === values) {
      result = values.slice()
      bits = new Uint32Array(result.buffer)
    }
    bits[i] = 0
    bits[i + 1] = NAN_64_HIGH
  }
  return result
}
