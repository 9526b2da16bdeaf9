/**
 * The list of contents at the end of a zip file, read without believing any of its numbers.
 *
 * Invariant: a list counts only if it ends exactly where its end record begins, has exactly as many items as that
 * says, and both say the same wherever both speak. So the end record of an archive inside a cut-off one is not taken
 * for the outer's.
 */
import { type ListItem, listItemAt } from './headers.ts'
import type { ArchiveLimits, ArchiveProblem, RandomAccess } from './model.ts'
import {
  END,
  END_64,
  END_64_SIZE,
  END_SIZE,
  FULL_16,
  FULL_32,
  ITEM_SIZE,
  LOCATOR_64,
  LOCATOR_64_SIZE,
} from './records.ts'
import { createWindow, uint64At, viewOf } from './window.ts'

export interface Directory {
  readonly ok: true
  readonly items: readonly ListItem[]
  /** Where it begins, and entries end. */
  readonly from: number
}

type ListLimits = Pick<ArchiveLimits, 'maxEntries' | 'maxDirectoryBytes'>

/** A comment of 65,535 bytes may follow the last record. */
const TAIL = END_SIZE + 0xffff
/** Real files have one; a comment full of them must not make us read the list thousands of times. */
const MAX_CANDIDATES = 8

export const readDirectory = async (
  source: RandomAccess,
  limits: ListLimits,
): Promise<Directory | { readonly ok: false; readonly problem: ArchiveProblem }> => {
  const tailAt = Math.max(0, source.size - TAIL)
  const tail = viewOf(await source.read(tailAt, TAIL))
  let candidates = 0
  for (let at = tail.byteLength - END_SIZE; at >= 0 && candidates < MAX_CANDIDATES; at--) {
    if (tail.getUint32(at, true) !== END) continue
    candidates++
    const bounds = await boundsAt(source, tail, at, tailAt)
    if (!bounds) continue
    if (bounds.count > limits.maxEntries || bounds.size > limits.maxDirectoryBytes)
      return { ok: false, problem: 'too-many' }
    const items = await itemsOf(source, bounds)
    if (items) return { ok: true, items, from: bounds.from }
  }
  return { ok: false, problem: 'no-directory' }
}

interface Bounds {
  readonly from: number
  readonly size: number
  readonly count: number
}

/** Of the list whose end record stands at `at` of the tail; null when they cannot be true. */
const boundsAt = async (
  source: RandomAccess,
  tail: DataView,
  at: number,
  tailAt: number,
): Promise<Bounds | null> => {
  const disks = [tail.getUint16(at + 4, true), tail.getUint16(at + 6, true)]
  const count = tail.getUint16(at + 10, true)
  const small: Bounds = { count, size: tail.getUint32(at + 12, true), from: tail.getUint32(at + 16, true) }
  if (disks.some(disk => disk !== 0 && disk !== FULL_16) || tail.getUint16(at + 8, true) !== count)
    return null
  const large = await largeBoundsBefore(source, tailAt + at)
  if (!large) return placed(small, tailAt + at)
  const { bounds, recordAt } = large
  const isSame =
    (count === FULL_16 || count === bounds.count) &&
    (small.size === FULL_32 || small.size === bounds.size) &&
    (small.from === FULL_32 || small.from === bounds.from)
  return isSame ? placed(bounds, recordAt) : null
}

/** What the zip64 records before an end record say; null when there are none. */
const largeBoundsBefore = async (
  source: RandomAccess,
  endAt: number,
): Promise<{ bounds: Bounds; recordAt: number } | null> => {
  const locatorAt = endAt - LOCATOR_64_SIZE
  if (locatorAt < END_64_SIZE) return null
  const locator = viewOf(await source.read(locatorAt, LOCATOR_64_SIZE))
  if (locator.byteLength < LOCATOR_64_SIZE || locator.getUint32(0, true) !== LOCATOR_64) return null
  const recordAt = uint64At(locator, 8)
  if (!(recordAt <= locatorAt - END_64_SIZE)) return null
  const record = viewOf(await source.read(recordAt, END_64_SIZE))
  if (record.byteLength < END_64_SIZE || record.getUint32(0, true) !== END_64) return null
  if (recordAt + 12 + uint64At(record, 4) !== locatorAt) return null
  const bounds = { count: uint64At(record, 32), size: uint64At(record, 40), from: uint64At(record, 48) }
  return { bounds, recordAt }
}

const placed = (bounds: Bounds, endAt: number): Bounds | null =>
  bounds.from + bounds.size === endAt && bounds.size >= bounds.count * ITEM_SIZE ? bounds : null

/** Null when the list does not hold together. */
const itemsOf = async (source: RandomAccess, { from, size, count }: Bounds): Promise<ListItem[] | null> => {
  const window = createWindow(source, from + size)
  const items: ListItem[] = []
  let at = from
  for (let i = 0; i < count; i++) {
    const item = await listItemAt(window, at)
    if (item === 'absent' || item === 'broken') return null
    items.push(item)
    at += item.length
  }
  return at === from + size ? items : null
}
