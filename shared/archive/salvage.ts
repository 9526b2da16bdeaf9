/**
 * An archive without its list of contents, such as half an export: walked from header to header from its beginning.
 *
 * Invariants: each header stands exactly behind the entry before it, so nothing inside an entry (an archive that was
 * put into this one, say) is taken for an entry, unless somebody made a streamed entry of unknown size for that: such
 * an entry ends where a descriptor with its exact length stands. The walk ends where no header follows; an entry it
 * ends within is listed as `cut`.
 */
import { type LocalHeader, localHeaderAt } from './headers.ts'
import { type Candidate, judgeEntries } from './judge.ts'
import {
  ARCHIVE_LIMITS,
  type RandomAccess,
  type SalvagedArchive,
  type SalvageEnd,
  type SalvageOptions,
} from './model.ts'
import { PIECE } from './output.ts'
import { readEntry, readWholeEntry } from './reading.ts'
import { DESCRIPTOR, END, END_64, ITEM, LOCAL } from './records.ts'
import { createWindow, uint64At, viewOf, type Window } from './window.ts'

export const salvageArchive = async (
  source: RandomAccess,
  options: SalvageOptions = {},
): Promise<SalvagedArchive> => {
  const limits = { ...ARCHIVE_LIMITS, ...options.limits }
  const { candidates, end, endedAt } = await walk(source, limits.maxEntries, options)
  return {
    entries: judgeEntries(candidates, limits, source.size),
    end,
    endedAt,
    read: entry => readEntry(source, entry),
    readWhole: entry => readWholeEntry(source, entry),
  }
}

interface Walk {
  readonly candidates: readonly Candidate[]
  readonly end: SalvageEnd
  readonly endedAt: number
}

const walk = async (source: RandomAccess, maxEntries: number, options: SalvageOptions): Promise<Walk> => {
  const window = createWindow(source)
  const candidates: Candidate[] = []
  for (let at = 0; ; ) {
    const ended = (end: SalvageEnd): Walk => ({ candidates, end, endedAt: at })
    if (options.isCancelled?.()) return ended('cancelled')
    const header = await localHeaderAt(window, at)
    if (header === 'broken') return ended('lost')
    if (header === 'absent') return ended(await endAt(window, at))
    if (candidates.length === maxEntries) return ended('too-many')
    const found = await extentOf(source, window, header, at, options)
    if (found === 'cancelled') return ended('cancelled')
    if (found === 'cut') {
      candidates.push({ ...header, at, until: source.size, mode: 0, problem: 'cut' })
      return ended('cut')
    }
    candidates.push({ ...header, ...found, at, mode: 0, problem: null })
    at = found.until
    options.onProgress?.(at / source.size)
  }
}

/** Why there is no header of an entry at this place. */
const endAt = async (window: Window, at: number): Promise<SalvageEnd> => {
  const signature = await window.look(at, 4)
  if (!signature) return 'cut'
  const kind = viewOf(signature).getUint32(0, true)
  if (kind === ITEM || kind === END || kind === END_64) return 'complete'
  // Of a header only the beginning is there.
  return kind === LOCAL ? 'cut' : 'lost'
}

type Extent = Pick<Candidate, 'crc' | 'size' | 'packedSize' | 'until'>

const extentOf = async (
  source: RandomAccess,
  window: Window,
  header: LocalHeader,
  at: number,
  options: SalvageOptions,
): Promise<Extent | 'cut' | 'cancelled'> => {
  const from = at + header.length
  if (from + header.packedSize > source.size) return 'cut'
  if (header.hasDescriptor) return findDescriptor(source, window, header, from, options)
  return { ...header, until: from + header.packedSize }
}

/**
 * Where an entry ends whose header does not say it: at the first descriptor whose packed size is the way from the
 * entry's first byte. A size the header does say is where the search begins.
 */
const findDescriptor = async (
  source: RandomAccess,
  window: Window,
  { is64, packedSize }: LocalHeader,
  from: number,
  { isCancelled, onProgress }: SalvageOptions,
): Promise<Extent | 'cut' | 'cancelled'> => {
  const length = is64 ? 24 : 16
  for (let at = from + packedSize; at + length <= source.size; ) {
    const bytes = await window.look(at, Math.min(PIECE, source.size - at))
    if (!bytes) return 'cut'
    const view = viewOf(bytes)
    const last = bytes.length - length
    for (let k = bytes.indexOf(0x50); k >= 0 && k <= last; k = bytes.indexOf(0x50, k + 1)) {
      if (view.getUint32(k, true) !== DESCRIPTOR) continue
      const packed = is64 ? uint64At(view, k + 8) : view.getUint32(k + 8, true)
      if (packed !== at + k - from) continue
      const size = is64 ? uint64At(view, k + 16) : view.getUint32(k + 12, true)
      if (Number.isNaN(size)) continue
      return { crc: view.getUint32(k + 4, true), size, packedSize: packed, until: at + k + length }
    }
    at += last + 1
    if (isCancelled?.()) return 'cancelled'
    onProgress?.(at / source.size)
  }
  return 'cut'
}
