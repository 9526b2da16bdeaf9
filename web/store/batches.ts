/**
 * Gathers chunks of several blobs into batches, so that many small blobs cost one disk flush together, and
 * fills the next batch while the last one is being written.
 *
 * Invariants: batches are written in order; after one failed nothing more is written; at most two batches are
 * in memory.
 */
import type { StoreId } from '#shared/blob'
import { type Outcome, Refusal, succeed } from './failures.ts'
import type { ChunkRow } from './rows.ts'

/** 24 MB of laps took 0.5 to 0.6 s on a disk in batches of 4 to 64 MiB, and up to 0.9 s in batches of 1 MiB. */
const BATCH_BYTES = 4 * 1024 * 1024

export interface Batch {
  /** Blobs whose first bytes are in this batch (or that have none). */
  readonly begun: readonly StoreId[]
  /** Blobs begun in an earlier batch. */
  readonly continued: readonly StoreId[]
  readonly rows: readonly ChunkRow[]
}

export interface BatchWriter {
  begin(store: StoreId): void
  /** Throws a `Refusal` when an earlier batch could not be written. */
  add(row: ChunkRow): Promise<void>
  /** Writes what is left. */
  finish(): Promise<void>
  /** Waits until nothing is being written any more, whatever came of it. */
  settle(): Promise<void>
}

export const createBatchWriter = (write: (batch: Batch) => Promise<Outcome<void>>): BatchWriter => {
  let begun: StoreId[] = []
  let continued = new Set<StoreId>()
  let rows: ChunkRow[] = []
  let filled = 0
  let writing: Promise<Outcome<void>> = Promise.resolve(succeed(undefined))

  const flush = async (): Promise<void> => {
    const before = await writing
    if (!before.ok) throw new Refusal(before)
    writing = write({ begun, continued: [...continued], rows })
    begun = []
    continued = new Set()
    rows = []
    filled = 0
  }

  return {
    begin(store) {
      begun.push(store)
    },
    async add(row) {
      if (!begun.includes(row.store)) continued.add(row.store)
      rows.push(row)
      filled += row.bytes.length
      if (filled >= BATCH_BYTES) await flush()
    },
    async finish() {
      if (begun.length > 0 || rows.length > 0) await flush()
      const last = await writing
      if (!last.ok) throw new Refusal(last)
    },
    async settle() {
      await writing.catch(() => {})
    },
  }
}
