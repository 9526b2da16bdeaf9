/**
 * Whether some bytes are an Arrow IPC file of the shape `encodeTrace` writes, decided before flechette sees
 * them: flechette 2.6.0 trusts every length it reads and can be made to allocate gigabytes by a flipped bit.
 *
 * The shape: magic, (schema message, ignored as flechette ignores it), at most one record batch, footer, magic.
 * Every field is a list of Float32 or Float64 with one row and no nulls. All that flechette will read is read
 * here first by the same rules, so that what passes cannot make it leave the file or take more than linear time.
 *
 *   file     'ARROW1\0\0' … block … footer · i32 footer length · 'ARROW1'
 *   footer   version · schema · dictionaries (none) · record batches (24-byte blocks) · metadata (none)
 *   block    i64 offset · i32 header length · 4 unused · i64 body length
 *   at it    i32 −1 · i32 header length − 8 · message header · body
 *
 * Invariants of what passes: the body's buffers lie one after the other (no two columns share bytes, so a
 * trace is never larger than its file), values are aligned to 8 bytes, list lengths agree with buffer lengths.
 * Buffers may be padded between each other, so files from other encoders of the same shape pass.
 */
import { ABSENT, type FlatReader, type FlatTable, Malformed, readFlatBuffer } from './flatbuffer.ts'
import { MAX_CHANNELS, MAX_GROUPS, MAX_TEXT } from './trace.ts'

const MAGIC = [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31] // ARROW1
const HEAD_BYTES = 8
const TAIL_BYTES = 4 + MAGIC.length

const METADATA_V5 = 4
const RECORD_BATCH = 3
const TYPE_FLOAT = 3
const TYPE_LIST = 12
const SINGLE = 1
const DOUBLE = 2

const MAX_FIELDS = MAX_GROUPS + MAX_CHANNELS
/** A channel has six entries; room for later versions to add some without losing older readers. */
const MAX_ENTRIES = 16
/** One UTF-16 unit needs at most three bytes. A field name is two texts and a separator. */
const MAX_STRING = 2 * MAX_TEXT * 3 + 1

type Width = 4 | 8

/** What is wrong with the bytes, as the end of a sentence, or null. The bytes must start at a multiple of 8. */
export const arrowFileProblem = (bytes: Uint8Array): string | null => {
  try {
    checkFile(bytes)
    return null
  } catch (error) {
    if (error instanceof Malformed) return error.message
    throw error
  }
}

const checkFile = (bytes: Uint8Array): void => {
  const isMagicAt = (at: number) => MAGIC.every((byte, i) => bytes[at + i] === byte)
  const tail = bytes.length - TAIL_BYTES
  if (tail < HEAD_BYTES || !isMagicAt(0)) throw new Malformed('it is not a trace file')
  if (!isMagicAt(tail + 4)) throw new Malformed('it is cut short')
  const footerLength = readFlatBuffer(bytes, tail, tail + 4).int32(tail)
  const footerAt = tail - footerLength
  if (footerLength <= 0 || footerAt < HEAD_BYTES) throw new Malformed('its table of contents is damaged')

  const footer = readFlatBuffer(bytes, footerAt, tail)
  const root = footer.root()
  checkVersion(footer, root.slot(0))
  const widths = checkSchema(footer, footer.table(required(root.slot(1))))
  if (countOf(footer, root.slot(2), 24) > 0)
    throw new Malformed('it uses parts of Arrow that traces do not have')
  refuse(root.slot(4))
  checkBlock(bytes, footer, root.slot(3), footerAt, widths)
}

/** The width of each field's values. */
const checkSchema = (reader: FlatReader, schema: FlatTable): Width[] => {
  const isLittleEndian = schema.slot(0) === ABSENT || reader.int16(schema.slot(0)) === 0
  if (!isLittleEndian) throw new Malformed('its numbers are big-endian')
  checkMetadata(reader, schema.slot(2))
  if (schema.slot(1) === ABSENT) return []
  const { at, count } = reader.vector(schema.slot(1), 4, MAX_FIELDS)
  return Array.from({ length: count }, (_, i) => checkField(reader, reader.table(at + 4 * i)))
}

const checkField = (reader: FlatReader, field: FlatTable): Width => {
  checkType(reader, field, TYPE_LIST)
  checkMetadata(reader, field.slot(6))
  const children = reader.vector(required(field.slot(5)), 4, 1)
  if (children.count !== 1) throw new Malformed('it holds a column that is no list')
  const child = reader.table(children.at)
  checkType(reader, child, TYPE_FLOAT)
  refuse(child.slot(6))
  if (countOf(reader, child.slot(5), 4) > 0) throw new Malformed('it holds a column of columns')
  const precision = reader.int16(required(reader.table(required(child.slot(3))).slot(0)))
  if (precision !== SINGLE && precision !== DOUBLE) throw new Malformed('it holds half-precision numbers')
  return precision === SINGLE ? 4 : 8
}

const checkType = (reader: FlatReader, field: FlatTable, type: number): void => {
  reader.string(required(field.slot(0)), MAX_STRING)
  if (reader.uint8(required(field.slot(2))) !== type)
    throw new Malformed('it holds a column that is no list of numbers')
  refuse(field.slot(4))
}

const checkMetadata = (reader: FlatReader, slot: number): void => {
  if (slot === ABSENT) return
  const { at, count } = reader.vector(slot, 4, MAX_ENTRIES)
  for (let i = 0; i < count; i++) {
    const entry = reader.table(at + 4 * i)
    reader.string(required(entry.slot(0)), MAX_STRING)
    reader.string(required(entry.slot(1)), MAX_STRING)
  }
}

const checkBlock = (
  bytes: Uint8Array,
  footer: FlatReader,
  slot: number,
  footerAt: number,
  widths: readonly Width[],
): void => {
  const blocks = slot === ABSENT ? { at: 0, count: 0 } : footer.vector(slot, 24, 1)
  if (blocks.count !== (widths.length > 0 ? 1 : 0)) throw new Malformed('it must hold exactly one row')
  if (blocks.count === 0) return

  const offset = footer.size(blocks.at)
  const headLength = footer.int32(blocks.at + 8)
  const bodyLength = footer.size(blocks.at + 16)
  const bodyAt = offset + headLength
  if (offset < HEAD_BYTES || headLength <= 8 || bodyAt + bodyLength > footerAt) {
    throw new Malformed('its row lies outside the file')
  }
  if (offset % 8 !== 0 || headLength % 8 !== 0) throw new Malformed('its row is not aligned')
  const head = readFlatBuffer(bytes, offset, bodyAt)
  if (head.int32(offset) !== -1 || head.int32(offset + 4) !== headLength - 8) {
    throw new Malformed('its row does not start where the table of contents says')
  }
  const body = readFlatBuffer(bytes, bodyAt, bodyAt + bodyLength)
  checkRow(readFlatBuffer(bytes, offset + 8, bodyAt), bodyLength, widths, at => body.int32(bodyAt + at))
}

const checkRow = (
  reader: FlatReader,
  bodyLength: number,
  widths: readonly Width[],
  bodyInt32: (at: number) => number,
): void => {
  const message = reader.root()
  checkVersion(reader, message.slot(0))
  if (reader.uint8(required(message.slot(1))) !== RECORD_BATCH)
    throw new Malformed('its row is something else')
  const statedLength = message.slot(3) === ABSENT ? 0 : reader.size(message.slot(3))
  if (statedLength !== bodyLength) throw new Malformed('its row has two different lengths')
  const batch = reader.table(required(message.slot(2)))
  if (reader.size(required(batch.slot(0))) !== 1) throw new Malformed('it must hold exactly one row')
  refuse(batch.slot(3)) // compression
  if (countOf(reader, batch.slot(4), 8) > 0)
    throw new Malformed('it holds a column that is no list of numbers')

  const nodes = reader.vector(required(batch.slot(1)), 16, 2 * MAX_FIELDS)
  const buffers = reader.vector(required(batch.slot(2)), 16, 4 * MAX_FIELDS)
  if (nodes.count !== 2 * widths.length || buffers.count !== 4 * widths.length) {
    throw new Malformed('its row does not fit its columns')
  }

  /** Number of values of a column; flechette copies everything to a plain array as soon as there is a null. */
  const lengthOf = (node: number): number => {
    const at = nodes.at + 16 * node
    if (reader.size(at + 8) !== 0) throw new Malformed('it holds empty cells')
    return reader.size(at)
  }
  let bodyEnd = 0
  const nextBuffer = (index: number): { at: number; length: number } => {
    const at = reader.size(buffers.at + 16 * index)
    const length = reader.size(buffers.at + 16 * index + 8)
    if (at < bodyEnd || at + length > bodyLength) throw new Malformed('its columns overlap or leave the file')
    bodyEnd = at + length
    return { at, length }
  }

  for (const [column, width] of widths.entries()) {
    if (lengthOf(2 * column) !== 1) throw new Malformed('it must hold exactly one row')
    const count = lengthOf(2 * column + 1)
    nextBuffer(4 * column)
    const offsets = nextBuffer(4 * column + 1)
    nextBuffer(4 * column + 2)
    const values = nextBuffer(4 * column + 3)
    if (offsets.length !== 8 || values.length !== count * width) {
      throw new Malformed('the length of a column does not fit its bytes')
    }
    if (offsets.at % 8 !== 0 || values.at % 8 !== 0) throw new Malformed('a column is not aligned')
    if (bodyInt32(offsets.at) !== 0 || bodyInt32(offsets.at + 4) !== count) {
      throw new Malformed('the length of a column does not fit its list')
    }
  }
}

const checkVersion = (reader: FlatReader, slot: number): void => {
  if (reader.int16(required(slot)) !== METADATA_V5) throw new Malformed('it is in an old version of Arrow')
}

const countOf = (reader: FlatReader, slot: number, itemBytes: number): number =>
  slot === ABSENT ? 0 : reader.vector(slot, itemBytes, MAX_FIELDS).count

const required = (slot: number): number => {
  if (slot === ABSENT) throw new Malformed('it lacks a part that every trace has')
  return slot
}

const refuse = (slot: number): void => {
  if (slot !== ABSENT) throw new Malformed('it uses parts of Arrow that traces do not have')
}
