/** Parts of bytes that nobody came back for. In a file of its own: housekeeping runs where nothing of leagues is loaded. */
import Dexie from 'dexie'
import type { EpochMillis } from '#shared/units'
import type { Connection } from '../connection.ts'

/** Inside the caller's transaction of `partials` and `chunks`: parts nobody came back for. Answers how many. */
export const sweepPartials = async (
  { tables: { partials, chunks } }: Connection,
  touchedBefore: EpochMillis,
): Promise<number> => {
  const old = await partials.where('touchedAt').below(touchedBefore).toArray()
  for (const { league, sha256, store } of old) {
    await chunks.where(':id').between([store, Dexie.minKey], [store, Dexie.maxKey]).delete()
    await partials.delete([league, sha256])
  }
  return old.length
}
