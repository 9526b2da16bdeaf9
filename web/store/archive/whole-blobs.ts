/**
 * Which bytes a library has whole, told from names and places alone: nothing is read but keys.
 *
 * Inside the caller's transaction, which includes `blobs` and `chunks`. Cost: one key for every 256 KiB.
 */
import type { StoreId } from '#shared/blob'
import type { Sha256 } from '#shared/id'
import type { Connection } from '../connection.ts'
import { isBlobRow } from '../guards.ts'
import type { BlobRow } from '../rows.ts'

export interface BlobCensus {
  /** Every naming row that is one. */
  readonly rows: ReadonlyMap<Sha256, BlobRow>
  readonly whole: Set<Sha256>
  /** Chunks by where they are kept. */
  readonly chunkCounts: ReadonlyMap<StoreId, number>
}

const KEYS_AT_ONCE = 20_000

export const countBlobs = async ({ tables: { blobs, chunks } }: Connection): Promise<BlobCensus> => {
  const chunkCounts = new Map<StoreId, number>()
  let page = chunks.orderBy(':id')
  for (;;) {
    const keys = await page.limit(KEYS_AT_ONCE).primaryKeys()
    for (const [store] of keys) chunkCounts.set(store, (chunkCounts.get(store) ?? 0) + 1)
    const last = keys.at(-1)
    if (keys.length < KEYS_AT_ONCE || !last) break
    page = chunks.where(':id').above(last)
  }
  const rows = new Map<Sha256, BlobRow>()
  const whole = new Set<Sha256>()
  const named: unknown[] = await blobs.toArray()
  for (const row of named) {
    if (!isBlobRow(row)) continue
    rows.set(row.sha256, row)
    if ((chunkCounts.get(row.store) ?? 0) === row.chunkCount) whole.add(row.sha256)
  }
  return { rows, whole, chunkCounts }
}
