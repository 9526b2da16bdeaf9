/**
 * Reading a zip file that may have been made to hurt, by its list of contents.
 *
 * Limits: stored and deflated entries, no encryption, one volume, nothing before the first entry that shifts places.
 */
import { readDirectory } from './directory.ts'
import type { ListItem } from './headers.ts'
import { judgeEntries } from './judge.ts'
import { ARCHIVE_LIMITS, type ArchiveLimits, type ArchiveOutcome, type RandomAccess } from './model.ts'
import { readEntry, readWholeEntry } from './reading.ts'

export const openArchive = async (
  source: RandomAccess,
  limits: Partial<ArchiveLimits> = {},
): Promise<ArchiveOutcome> => {
  const allLimits = { ...ARCHIVE_LIMITS, ...limits }
  const directory = await readDirectory(source, allLimits)
  if (!directory.ok) return directory
  const untilOf = nextPlaces(directory.items, directory.from)
  const candidates = directory.items.map((item, i) => ({ ...item, until: untilOf[i]!, problem: null }))
  const entries = judgeEntries(candidates, allLimits, source.size)
  return {
    ok: true,
    archive: {
      entries,
      read: entry => readEntry(source, entry),
      readWhole: entry => readWholeEntry(source, entry),
    },
  }
}

/** By item: where the next entry, or the list, begins. Of entries at one place only the last has room. */
const nextPlaces = (items: readonly ListItem[], directoryAt: number): Float64Array => {
  const inOrder = items.map((_, i) => i).sort((a, b) => items[a]!.at - items[b]!.at || a - b)
  const places = new Float64Array(items.length)
  for (const [k, i] of inOrder.entries()) {
    const next = inOrder[k + 1]
    places[i] = Math.min(next === undefined ? directoryAt : items[next]!.at, directoryAt)
  }
  return places
}
