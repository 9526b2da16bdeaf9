/**
 * The blob store of the page: chunks and naming rows in the library's own database, so that a session and its
 * bytes get their names in one transaction.
 *
 * Invariants:
 * - The first chunks of a blob are written together with its staging row; naming deletes that row. So the
 *   sweeper reads only what was left behind, and a crash leaves nothing it cannot find.
 * - Whoever adds chunks or names a blob checks in the same transaction that the staging row is still there:
 *   a sweep in another tab cannot leave a name without its bytes.
 */
import Dexie, { type Collection } from 'dexie'
import {
  BLOB_KINDS,
  type BlobDraft,
  type BlobInfo,
  type BlobKind,
  type BlobStore,
  type Bytes,
  digestBlob,
  type Hashing,
  joinChunks,
  type StagedBlob,
  type StoreId,
} from '#shared/blob'
import { createId, digestToSha256, type FillRandom, type Sha256 } from '#shared/id'
import type { EpochMillis } from '#shared/units'
import { type Batch, createBatchWriter } from './batches.ts'
import type { Connection, TableName } from './connection.ts'
import { fail, failureFromError, type Outcome, Refusal, succeed } from './failures.ts'
import { isBlobRow, isChunkRow } from './guards.ts'
import type { BlobRow, ChunkRow } from './rows.ts'

/** Tables that a transaction calling `nameInTransaction` must include. */
export const NAMING_TABLES: readonly TableName[] = ['blobs', 'chunks', 'staging']

export type StagedStore = Pick<StagedBlob, 'store'>

/** The port with the failures of the library, and naming as a part of somebody else's transaction. */
export interface DexieBlobStore extends BlobStore {
  stage(drafts: Iterable<BlobDraft> | AsyncIterable<BlobDraft>): Promise<Outcome<readonly StagedBlob[]>>
  read(sha256: Sha256, options?: { readonly verify?: boolean }): Promise<Outcome<Bytes>>
  usage(): Promise<Outcome<Readonly<Record<BlobKind, number>>>>
  sweep(stagedBefore: EpochMillis): Promise<Outcome<number>>
  /** Throws a `Refusal`, which undoes the transaction, when something staged was swept. */
  nameInTransaction(staged: readonly StagedBlob[]): Promise<readonly BlobInfo[]>
  /** Forgets staged blobs inside the caller's transaction. */
  dropInTransaction(staged: readonly StagedStore[]): Promise<void>
  /** Forgets named blobs inside the caller's transaction. */
  removeInTransaction(names: readonly Sha256[]): Promise<void>
}

export interface BlobOptions {
  readonly connection: Connection
  readonly hashing: Hashing
  readonly fillRandom: FillRandom
  readonly now: () => EpochMillis
}

export const createDexieBlobStore = (options: BlobOptions): DexieBlobStore => {
  const { connection, hashing, fillRandom, now } = options
  const { blobs, chunks, staging } = connection.tables

  const chunksOf = (store: StoreId): Collection<ChunkRow> =>
    chunks.where(':id').between([store, Dexie.minKey], [store, Dexie.maxKey])

  const isWhole = async (row: BlobRow): Promise<boolean> =>
    (await chunksOf(row.store).count()) === row.chunkCount

  const writeBatch = (batch: Batch): Promise<Outcome<void>> =>
    connection.run('rw', ['chunks', 'staging'], async () => {
      const touched = [...batch.begun, ...batch.continued]
      const known = await staging.bulkGet([...batch.continued])
      if (known.includes(undefined)) throw new Refusal(fail('expired'))
      await staging.bulkPut(touched.map(store => ({ store, touchedAt: now() })))
      await chunks.bulkAdd(batch.rows)
    })

  const dropInTransaction = async (staged: readonly StagedStore[]): Promise<void> => {
    for (const { store } of staged) {
      if (!(await staging.get(store))) continue
      await chunksOf(store).delete()
      await staging.delete(store)
    }
  }

  const nameInTransaction = async (staged: readonly StagedBlob[]): Promise<readonly BlobInfo[]> => {
    const stores = staged.map(({ store }) => store)
    if ((await staging.bulkGet(stores)).includes(undefined)) throw new Refusal(fail('expired'))
    const present: unknown[] = await blobs.bulkGet(staged.map(({ sha256 }) => sha256))
    const rows = new Map(present.filter(isBlobRow).map(row => [row.sha256, row]))
    const named: BlobInfo[] = []
    for (const blob of staged) {
      const before = rows.get(blob.sha256)
      const keepsBefore = before !== undefined && (await isWhole(before))
      const discarded = keepsBefore ? blob.store : before?.store
      const row: BlobRow = keepsBefore
        ? { ...before, own: before.own || blob.own }
        : { ...blob, createdAt: before?.createdAt ?? now() }
      if (discarded !== undefined && discarded !== row.store) await chunksOf(discarded).delete()
      rows.set(row.sha256, row)
      named.push(infoOf(row))
    }
    await blobs.bulkPut([...new Set(named.map(({ sha256 }) => rows.get(sha256)!))])
    await staging.bulkDelete(stores)
    return named
  }

  const removeInTransaction = async (names: readonly Sha256[]): Promise<void> => {
    const rows: unknown[] = await blobs.bulkGet([...names])
    for (const row of rows) if (isBlobRow(row)) await chunksOf(row.store).delete()
    await blobs.bulkDelete([...names])
  }

  const storeNamed = async (sha256: Sha256): Promise<BlobRow> => {
    const row: unknown = await blobs.get(sha256)
    if (row === undefined) throw new Refusal(fail('missing'))
    if (!isBlobRow(row)) throw new Refusal(fail('damaged'))
    return row
  }

  return {
    nameInTransaction,
    dropInTransaction,
    removeInTransaction,

    stage(drafts) {
      return connection.hold(async () => {
        const staged: StagedBlob[] = []
        const begun: StagedStore[] = []
        const writer = createBatchWriter(writeBatch)
        try {
          for await (const { bytes, kind, own } of drafts) {
            const store = createId<'store'>(fillRandom)
            begun.push({ store })
            writer.begin(store)
            const digest = await digestBlob(bytes, hashing, (index, chunk) =>
              writer.add({ store, index, bytes: chunk }),
            )
            staged.push({ ...digest, store, kind, own })
          }
          await writer.finish()
          return succeed(staged)
        } catch (error) {
          await writer.settle()
          await connection.run('rw', ['chunks', 'staging'], () => dropInTransaction(begun))
          const failure = failureFromError(error)
          if (!failure) throw error
          return failure
        }
      })
    },

    name: staged => connection.run('rw', NAMING_TABLES, () => nameInTransaction(staged)),

    drop: staged =>
      connection.run('rw', ['chunks', 'staging'], async () => {
        await dropInTransaction(staged)
        return null
      }),

    info: sha256 =>
      connection.run('r', ['blobs'], async () => {
        const row: unknown = await blobs.get(sha256)
        return isBlobRow(row) ? infoOf(row) : null
      }),

    async read(sha256, { verify = true } = {}) {
      const found = await connection.run('r', ['blobs', 'chunks'], async () => {
        const { store, size } = await storeNamed(sha256)
        const rows: unknown[] = await chunksOf(store).toArray()
        const bytes = joinChunks(
          rows.filter(isChunkRow).map(row => row.bytes),
          size,
        )
        if (!bytes) throw new Refusal(fail('missing'))
        return bytes
      })
      if (!found.ok || !verify) return found
      return digestToSha256(await hashing.digest(found.value)) === sha256 ? found : fail('damaged')
    },

    readChunk: (sha256, index) =>
      connection.run('r', ['blobs', 'chunks'], async () => {
        const { store } = await storeNamed(sha256)
        const row: unknown = await chunks.get([store, index])
        if (!isChunkRow(row)) throw new Refusal(fail('missing'))
        return row.bytes
      }),

    remove: names =>
      connection.run('rw', ['blobs', 'chunks'], async () => {
        await removeInTransaction(names)
        return null
      }),

    usage: () =>
      connection.run('r', ['blobs'], async () => {
        const bytes = Object.fromEntries(BLOB_KINDS.map(kind => [kind, 0])) as Record<BlobKind, number>
        await blobs.orderBy('[kind+size]').eachKey(key => {
          const [kind, size] = key as [BlobKind, number]
          if (kind in bytes) bytes[kind] += size
        })
        return bytes
      }),

    sweep: stagedBefore =>
      connection.run('rw', ['chunks', 'staging'], async () => {
        const stores = await staging.where('touchedAt').below(stagedBefore).primaryKeys()
        await dropInTransaction(stores.map(store => ({ store })))
        return stores.length
      }),
  }
}

const infoOf = ({ store: _, cameFrom: __, ...info }: BlobRow): BlobInfo => info
