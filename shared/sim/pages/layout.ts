/**
 * Fields of a memory page at fixed places: a table of `name: [type, offset, count]` is all there is to know about a
 * page, for reading and for writing alike.
 *
 * Invariants: everything is little endian; a field that does not lie wholly within the page reads as NaN, '' or false,
 * so that one table serves pages of every age (games only ever appended fields). Text ends at the first NUL, because
 * garbage may follow it, and holds no control characters. Nothing here throws on what a page contains.
 */

export type FieldType =
  | 'i8'
  | 'u8'
  | 'bool'
  | 'i16'
  | 'u16'
  | 'i32'
  | 'u32'
  /** An id, compared as bytes and never read as a number. */
  | 'u64'
  | 'f32'
  /** Count is in code units, the closing NUL included. */
  | 'utf16'
  /** Count is in bytes, the closing NUL included. */
  | 'ascii'

export type Field = readonly [type: FieldType, offset: number, count?: number]
export type Layout = Readonly<Record<string, Field>>

export const TYPE_BYTES: Readonly<Record<FieldType, number>> = {
  i8: 1,
  u8: 1,
  bool: 1,
  i16: 2,
  u16: 2,
  i32: 4,
  u32: 4,
  u64: 8,
  f32: 4,
  utf16: 2,
  ascii: 1,
}

export const fieldBytes = ([type, , count = 1]: Field): number => TYPE_BYTES[type] * count

export interface Page {
  readonly bytes: Uint8Array
  readonly view: DataView
}

export const pageOf = (bytes: Uint8Array): Page => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
})

/** `base` is where a struct within the page begins. Booleans are 0 or 1. */
export const readNumber = (page: Page, field: Field, index = 0, base = 0): number => {
  const type = field[0]
  const at = base + field[1] + index * TYPE_BYTES[type]
  if (at + TYPE_BYTES[type] > page.view.byteLength) return Number.NaN
  switch (type) {
    case 'f32':
      return page.view.getFloat32(at, true)
    case 'i32':
      return page.view.getInt32(at, true)
    case 'u32':
      return page.view.getUint32(at, true)
    case 'i16':
      return page.view.getInt16(at, true)
    case 'u16':
    case 'utf16':
      return page.view.getUint16(at, true)
    case 'i8':
      return page.view.getInt8(at)
    case 'bool':
      return page.view.getUint8(at) === 0 ? 0 : 1
    case 'u8':
    case 'ascii':
      return page.view.getUint8(at)
    case 'u64':
      return Number.NaN
  }
}

const DELETE = 127
const SPACE = 32
/** ASCII and the block after it both begin with control characters; those of the latter end here. */
const LAST_C1 = 159

const isControl = (code: number): boolean => code < SPACE || (code >= DELETE && code <= LAST_C1)

export const readText = (page: Page, field: Field, base = 0): string => {
  const count = field[2] ?? 1
  if (base + field[1] + fieldBytes(field) > page.view.byteLength) return ''
  let text = ''
  for (let i = 0; i < count; i++) {
    const code = readNumber(page, field, i, base)
    if (code === 0) break
    if (!isControl(code)) text += String.fromCharCode(code)
  }
  return text.toWellFormed().trim()
}

/** True when two stretches of the page are equal and lie within it. */
export const isSameAt = (page: Page, a: number, b: number, length: number): boolean => {
  const { bytes } = page
  if (Math.max(a, b) + length > bytes.length) return false
  for (let i = 0; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false
  return true
}

export const isZeroAt = (page: Page, at: number, length: number): boolean => {
  const { bytes } = page
  const end = Math.min(at + length, bytes.length)
  for (let i = at; i < end; i++) if (bytes[i] !== 0) return false
  return true
}

const WRITERS: Readonly<Record<FieldType, (view: DataView, at: number, value: number) => void>> = {
  f32: (view, at, value) => view.setFloat32(at, value, true),
  i32: (view, at, value) => view.setInt32(at, value, true),
  u32: (view, at, value) => view.setUint32(at, value, true),
  i16: (view, at, value) => view.setInt16(at, value, true),
  u16: (view, at, value) => view.setUint16(at, value, true),
  utf16: (view, at, value) => view.setUint16(at, value, true),
  i8: (view, at, value) => view.setInt8(at, value),
  u8: (view, at, value) => view.setUint8(at, value),
  ascii: (view, at, value) => view.setUint8(at, value),
  bool: (view, at, value) => view.setUint8(at, value === 0 ? 0 : 1),
  u64: (view, at, value) => view.setBigUint64(at, BigInt(value), true),
}

/** What does not fit the page is not written: a writer of an old page may use the newest table. */
export const writeNumber = (page: Page, field: Field, value: number, index = 0, base = 0): void => {
  const type = field[0]
  const at = base + field[1] + index * TYPE_BYTES[type]
  if (at + TYPE_BYTES[type] <= page.view.byteLength) WRITERS[type](page.view, at, value)
}

export const writeNumbers = (page: Page, field: Field, values: ArrayLike<number>, base = 0): void => {
  for (let i = 0; i < values.length; i++) writeNumber(page, field, values[i]!, i, base)
}

/** Cut to what fits with its closing NUL; the rest of the field becomes zero. */
export const writeText = (page: Page, field: Field, text: string, base = 0): void => {
  const count = field[2] ?? 1
  for (let i = 0; i < count; i++)
    writeNumber(page, field, i < count - 1 && i < text.length ? text.charCodeAt(i) : 0, i, base)
}
