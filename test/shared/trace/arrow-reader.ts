/**
 * A second, independent reader of Arrow IPC files, written from the format's specification and as short as it
 * can be: it trusts its input and knows list columns of floats only. flechette wrote the bytes, so flechette
 * alone reading them back would not show that anybody else can.
 */

export interface ReadColumn {
  readonly name: string
  readonly metadata: Record<string, string>
  readonly values: number[]
}

/** FlatBuffers: references are relative to themselves, a slot's place is looked up in the table's vtable. */
const flat = (bytes: Uint8Array) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = (at: number, length: number) => new TextDecoder().decode(bytes.subarray(at, at + length))
  const int32 = (at: number) => view.getInt32(at, true)
  const refer = (at: number) => at + int32(at)
  const vtable = (table: number) => table - int32(table)
  const slot = (table: number, n: number) => {
    const at = 4 + 2 * n
    const offset = at < view.getUint16(vtable(table), true) ? view.getUint16(vtable(table) + at, true) : 0
    return offset ? table + offset : 0
  }
  const items = (reference: number, size: number) =>
    reference
      ? Array.from({ length: int32(refer(reference)) }, (_, i) => refer(reference) + 4 + i * size)
      : []
  const string = (reference: number) => text(refer(reference) + 4, int32(refer(reference)))
  return {
    view,
    text,
    int32,
    int64: (at: number) => Number(view.getBigInt64(at, true)),
    refer,
    vtable,
    slot,
    items,
    string,
  }
}

/** Where in a file with one row its parts are. */
export const placesIn = (bytes: Uint8Array) => {
  const { int32, int64, refer, vtable, slot, items } = flat(bytes)
  const footer = refer(bytes.length - 10 - int32(bytes.length - 10))
  const block = items(slot(footer, 3), 24)[0]!
  const message = refer(int64(block) + 8)
  const batch = refer(slot(message, 2))
  return {
    footerVersion: slot(footer, 0),
    schemaVtable: vtable(refer(slot(footer, 1))),
    block,
    messageVersion: slot(message, 0),
    batchVtable: vtable(batch),
    /** {i64 length, i64 nulls} of each list and its items, column by column. */
    nodes: items(slot(batch, 1), 16),
    /** {i64 at, i64 length} of validity, bounds, validity, values, column by column. */
    buffers: items(slot(batch, 2), 16),
    bodyAt: int64(block) + int32(block + 8),
  }
}

export const readArrowFile = (
  bytes: Uint8Array,
): { metadata: Record<string, string>; columns: ReadColumn[] } => {
  const { view, text, int32, int64, refer, slot, items, string } = flat(bytes)
  const metadataAt = (reference: number) =>
    Object.fromEntries(
      items(reference, 4).map(at => [string(slot(refer(at), 0)), string(slot(refer(at), 1))]),
    )

  if (text(0, 6) !== 'ARROW1' || text(bytes.length - 6, 6) !== 'ARROW1') throw new Error('no magic')
  const schema = refer(slot(refer(bytes.length - 10 - int32(bytes.length - 10)), 1))
  const { nodes, buffers, bodyAt } = placesIn(bytes)
  const columns = items(slot(schema, 1), 4)
    .map(refer)
    .map((field, f) => {
      const child = refer(items(slot(field, 5), 4)[0]!)
      const isDouble = view.getInt16(slot(refer(slot(child, 3)), 0), true) === 2
      const valuesAt = bodyAt + int64(buffers[4 * f + 3]!)
      return {
        name: string(slot(field, 0)),
        metadata: metadataAt(slot(field, 6)),
        values: Array.from({ length: int64(nodes[2 * f + 1]!) }, (_, i) =>
          isDouble ? view.getFloat64(valuesAt + 8 * i, true) : view.getFloat32(valuesAt + 4 * i, true),
        ),
      }
    })
  return { metadata: metadataAt(slot(schema, 2)), columns }
}
