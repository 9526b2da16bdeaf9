/**
 * A blob store that forgets everything with the program: for tests, and for a guest page that may keep nothing.
 * It answers exactly like the durable ones, a full disk included when `capacityBytes` is given.
 */
import { createId, type FillRandom, type Sha256 } from '#shared/id'
import type { EpochMillis } from '#shared/units'
import { digestBlob, joinChunks } from './chunks.ts'
import {
  BLOB_KINDS,
  type BlobFailure,
  type BlobInfo,
  type BlobKind,
  type BlobStore,
  type Bytes,
  type Hashing,
  type StagedBlob,
  type StoreId,
} from './model.ts'

export interface MemoryBlobOptions {
  readonly hashing: Hashing
  readonly fillRandom: FillRandom
  readonly now: () => EpochMillis
  readonly capacityBytes?: number
}

interface Kept {
  readonly info: BlobInfo
  readonly store: StoreId
}

/** The bytes behind the store, for tests that damage them. */
export interface MemoryBlobStore extends BlobStore {
  readonly chunksByStore: Map<StoreId, Bytes[]>
  readonly storeOf: (sha256: Sha256) => StoreId | undefined
}

export const createMemoryBlobStore = (options: MemoryBlobOptions): MemoryBlobStore => {
  const { hashing, fillRandom, now, capacityBytes = Number.POSITIVE_INFINITY } = options
  const chunksByStore = new Map<StoreId, Bytes[]>()
  const stagedAt = new Map<StoreId, EpochMillis>()
  const named = new Map<Sha256, Kept>()
  let heldBytes = 0

  const forget = (store: StoreId): void => {
    for (const chunk of chunksByStore.get(store) ?? []) heldBytes -= chunk.length
    chunksByStore.delete(store)
    stagedAt.delete(store)
  }

  const isWhole = (kept: Kept): boolean =>
    joinChunks(chunksByStore.get(kept.store) ?? [], kept.info.size) !== null

  const nameOne = ({ store, ...blob }: StagedBlob): BlobInfo => {
    const before = named.get(blob.sha256)
    if (before && isWhole(before)) {
      if (before.store !== store) forget(store)
      const info = { ...before.info, own: before.info.own || blob.own }
      named.set(blob.sha256, { info, store: before.store })
      return info
    }
    if (before) forget(before.store)
    stagedAt.delete(store)
    const info: BlobInfo = { ...blob, createdAt: before?.info.createdAt ?? now() }
    named.set(blob.sha256, { info, store })
    return info
  }

  return {
    chunksByStore,
    storeOf: sha256 => named.get(sha256)?.store,

    async stage(drafts) {
      const staged: StagedBlob[] = []
      const begun: StoreId[] = []
      const giveUp = (): void => begun.forEach(forget)
      try {
        for await (const { bytes, kind, own } of drafts) {
          const store = createId<'store'>(fillRandom)
          const chunks: Bytes[] = []
          begun.push(store)
          chunksByStore.set(store, chunks)
          stagedAt.set(store, now())
          const digest = await digestBlob(bytes, hashing, (_, chunk) => {
            heldBytes += chunk.length
            chunks.push(chunk)
          })
          staged.push({ ...digest, store, kind, own })
          if (heldBytes <= capacityBytes) continue
          giveUp()
          return FULL
        }
      } catch (error) {
        giveUp()
        throw error
      }
      return { ok: true, value: staged }
    },

    async name(staged) {
      if (!staged.every(({ store }) => stagedAt.has(store))) return EXPIRED
      return { ok: true, value: staged.map(nameOne) }
    },

    async drop(staged) {
      for (const { store } of staged) if (stagedAt.has(store)) forget(store)
      return { ok: true, value: null }
    },

    async info(sha256) {
      return { ok: true, value: named.get(sha256)?.info ?? null }
    },

    async read(sha256, { verify = true } = {}) {
      const kept = named.get(sha256)
      const bytes = kept ? joinChunks(chunksByStore.get(kept.store) ?? [], kept.info.size) : null
      if (!bytes) return MISSING
      if (verify && (await digestBlob(bytes, hashing, () => {})).sha256 !== sha256) return DAMAGED
      return { ok: true, value: bytes }
    },

    async readChunk(sha256, index) {
      const kept = named.get(sha256)
      const chunk = kept && chunksByStore.get(kept.store)?.[index]
      return chunk ? { ok: true, value: chunk.slice() } : MISSING
    },

    async remove(names) {
      for (const sha256 of names) {
        const kept = named.get(sha256)
        if (kept) forget(kept.store)
        named.delete(sha256)
      }
      return { ok: true, value: null }
    },

    async usage() {
      const bytes = Object.fromEntries(BLOB_KINDS.map(kind => [kind, 0])) as Record<BlobKind, number>
      for (const { info } of named.values()) bytes[info.kind] += info.size
      return { ok: true, value: bytes }
    },

    async sweep(stagedBefore) {
      const old = [...stagedAt].filter(([, at]) => at < stagedBefore)
      for (const [store] of old) forget(store)
      return { ok: true, value: old.length }
    },
  }
}

const FULL: BlobFailure = {
  ok: false,
  kind: 'full',
  message: 'There is no room left, so nothing was kept; make room and try again.',
}
const EXPIRED: BlobFailure = {
  ok: false,
  kind: 'expired',
  message: 'This took so long that its first part was cleaned away and nothing was kept; try again.',
}
const MISSING: BlobFailure = {
  ok: false,
  kind: 'missing',
  message: 'These bytes are not here; fetch or import them again.',
}
const DAMAGED: BlobFailure = {
  ok: false,
  kind: 'damaged',
  message: 'These bytes are damaged and were not used; fetch or import them again.',
}
