/**
 * The two headers of an entry, as they stand in the file: its own before its bytes, and its item in the list.
 *
 * Nothing is judged here but whether a header holds together; null where its zip64 field does not.
 */
import { bytesToName } from './names.ts'
import { FULL_32, HAS_DESCRIPTOR, ITEM, ITEM_SIZE, LOCAL, LOCAL_SIZE, ZIP64_FIELD } from './records.ts'
import { uint64At, viewOf, type Window } from './window.ts'

/** What a header claims. */
export interface Claims {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packedSize: number
  readonly size: number
}

export interface LocalHeader extends Claims {
  /** Bytes of the header itself. */
  readonly length: number
  readonly hasDescriptor: boolean
  /** Its descriptor, if any, has numbers of 64 bits. */
  readonly is64: boolean
}

export interface ListItem extends Claims {
  readonly length: number
  /** Of its header. */
  readonly at: number
  /** Of a file on Unix: the kind in its upper four bits. */
  readonly mode: number
}

export type HeaderOutcome<T> = T | 'absent' | 'broken'

export const localHeaderAt = async (window: Window, at: number): Promise<HeaderOutcome<LocalHeader>> => {
  const fixed = await window.look(at, LOCAL_SIZE)
  if (!fixed || viewOf(fixed).getUint32(0, true) !== LOCAL) return 'absent'
  const lengths = viewOf(fixed)
  const nameLength = lengths.getUint16(26, true)
  const length = LOCAL_SIZE + nameLength + lengths.getUint16(28, true)
  const bytes = await window.look(at, length)
  if (!bytes) return 'absent'
  const view = viewOf(bytes)
  const extra = bytes.subarray(LOCAL_SIZE + nameLength)
  const sizes = [view.getUint32(22, true), view.getUint32(18, true)]
  const field = zip64FieldOf(extra)
  const numbers = withField(sizes, field)
  if (!numbers) return 'broken'
  const [size, packedSize] = numbers as [number, number]
  const flags = view.getUint16(6, true)
  return {
    name: bytesToName(bytes.subarray(LOCAL_SIZE, LOCAL_SIZE + nameLength)),
    flags,
    method: view.getUint16(8, true),
    crc: view.getUint32(14, true),
    packedSize,
    size,
    length,
    hasDescriptor: (flags & HAS_DESCRIPTOR) !== 0,
    is64: field !== null,
  }
}

export const listItemAt = async (window: Window, at: number): Promise<HeaderOutcome<ListItem>> => {
  const fixed = await window.look(at, ITEM_SIZE)
  if (!fixed || viewOf(fixed).getUint32(0, true) !== ITEM) return 'absent'
  const lengths = viewOf(fixed)
  const nameEnd = ITEM_SIZE + lengths.getUint16(28, true)
  const extraEnd = nameEnd + lengths.getUint16(30, true)
  const length = extraEnd + lengths.getUint16(32, true)
  const bytes = await window.look(at, length)
  if (!bytes) return 'absent'
  const view = viewOf(bytes)
  const sizes = [view.getUint32(24, true), view.getUint32(20, true), view.getUint32(42, true)]
  const numbers = withField(sizes, zip64FieldOf(bytes.subarray(nameEnd, extraEnd)))
  // A list with one item that cannot be placed is still a list: the item goes where nothing is.
  const [size, packedSize, place] = (numbers ?? [0, 0, Number.POSITIVE_INFINITY]) as [number, number, number]
  return {
    name: bytesToName(bytes.subarray(ITEM_SIZE, nameEnd)),
    flags: view.getUint16(8, true),
    method: view.getUint16(10, true),
    crc: view.getUint32(16, true),
    packedSize,
    size,
    length,
    at: place,
    mode: view.getUint16(40, true),
  }
}

/** The numbers of a zip64 field, or null when there is none. A field that is cut has the numbers before the cut. */
const zip64FieldOf = (extra: Uint8Array): readonly number[] | null => {
  const view = viewOf(extra)
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = view.getUint16(at + 2, true)
    if (view.getUint16(at, true) === ZIP64_FIELD) {
      const numbers = []
      const end = Math.min(at + 4 + length, extra.length)
      for (let k = at + 4; k + 8 <= end; k += 8) numbers.push(uint64At(view, k))
      return numbers
    }
    at += 4 + length
  }
  return null
}

/** Each number that is all ones is replaced by the next of the field; null when the field has none, or an absurd one. */
const withField = (numbers: readonly number[], field: readonly number[] | null): number[] | null => {
  let next = 0
  const full = numbers.map(number => (number === FULL_32 ? (field?.[next++] ?? Number.NaN) : number))
  return full.some(Number.isNaN) ? null : full
}
