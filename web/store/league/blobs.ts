/**
 * The library's bytes as a league may share them: offered only while an entry that counts opens them there, and those on
 * their way kept chunk by chunk until they are whole.
 *
 * Invariants:
 * - What members of one league gave is offered in no other for that: parts are kept by league, and a blob notes where its
 *   bytes came from.
 * - A chunk is stored under a place of its own that no blob has; naming it is one transaction and the last step, so a
 *   crash between any two steps leaves either a part that is found again or the whole.
 * - Chunks on their way are written several at a time: each write waits for the disk (8 ms), whatever its size.
 * - What another chunk list began under the same name is thrown away, never mixed.
 */
import { sha256 as createSha256 } from '@noble/hashes/sha2.js'
import Dexie from 'dexie'
import { type Bytes, CHUNK_BYTES, chunkCountOf, chunkSizeAt, type Hashing, type StoreId } from '#shared/blob'
import { createId, digestToSha256, type FillRandom, type Sha256 } from '#shared/id'
import type { LeagueId } from '#shared/logbook'
import type { BlobOffer, Kept, PartialBlob, SharedBlobs } from '#shared/sync'
import type { EpochMillis } from '#shared/units'
import { type DexieBlobStore, NAMING_TABLES } from '../blobs.ts'
import type { Connection } from '../connection.ts'
import type { StoreFailure } from '../failures.ts'
import { isBlobRow, isChunkRow } from '../guards.ts'
import { isPartialRow } from './guards.ts'
import type { PartialRow } from './rows.ts'

export interface SharedBlobOptions {
  readonly connection: Connection
  readonly blobs: DexieBlobStore
  readonly hashing: Hashing
  readonly fillRandom: FillRandom
  readonly now: () => EpochMillis
  readonly league: LeagueId
  /** Whether an entry of the league that counts opens these bytes to its members. */
  readonly isNamed: (sha256: Sha256) => Promise<boolean>
  /** Bytes of my own devices are never evicted. */
  readonly own: boolean
  readonly onNamed?: (sha256: Sha256) => void
}

/** Chunk lists of whole blobs, which are computed when first asked for: 64 are some MB at most. */
const KEPT_LISTS = 64
/** Of chunks waiting to be written, in one transaction. */
const WRITE_BYTES = 4 * 1024 * 1024
const DIGEST_BYTES = 32

export const createDexieSharedBlobs = (options: SharedBlobOptions): SharedBlobs => {
  const { connection, hashing, fillRandom, now, league, isNamed } = options
  const { blobs, chunks, partials } = connection.tables
  const lists = new Map<Sha256, Bytes>()

  const chunkAt = async (store: StoreId, index: number): Promise<Bytes | null> => {
    const found = await connection.run('r', ['chunks'], () => chunks.get([store, index]))
    const row: unknown = found.ok ? found.value : null
    return isChunkRow(row) ? row.bytes : null
  }

  const wholeOf = async (sha256: Sha256) => {
    const found = await connection.run('r', ['blobs'], () => blobs.get(sha256))
    const row: unknown = found.ok ? found.value : null
    return isBlobRow(row) ? row : null
  }

  const partialOf = async (sha256: Sha256): Promise<PartialRow | null> => {
    const found = await connection.run('r', ['partials'], () => partials.get([league, sha256]))
    const row: unknown = found.ok ? found.value : null
    return isPartialRow(row) ? row : null
  }

  const heldUnder = async (store: StoreId, size: number): Promise<Bytes> => {
    const bits = new Uint8Array(Math.ceil(chunkCountOf(size) / 8))
    const keys = await connection.run('r', ['chunks'], () =>
      chunks.where(':id').between([store, Dexie.minKey], [store, Dexie.maxKey]).primaryKeys(),
    )
    if (keys.ok)
      for (const [, index] of keys.value) if (index >> 3 < bits.length) bits[index >> 3]! |= 1 << (index & 7)
    return bits
  }

  /** Null when a chunk is gone. */
  const listOf = async (sha256: Sha256, store: StoreId, chunkCount: number): Promise<Bytes | null> => {
    const known = lists.get(sha256)
    if (known) return known
    const list = new Uint8Array(chunkCount * DIGEST_BYTES)
    for (let index = 0; index < chunkCount; index++) {
      const chunk = await chunkAt(store, index)
      if (!chunk) return null
      list.set(await hashing.digest(chunk), index * DIGEST_BYTES)
    }
    if (lists.size >= KEPT_LISTS) lists.delete(lists.keys().next().value!)
    lists.set(sha256, list)
    return list
  }

  return {
    async offer(sha256): Promise<BlobOffer | null> {
      if (!(await isNamed(sha256))) return null
      const whole = await wholeOf(sha256)
      if (whole) {
        const { size, chunkRoot, store, chunkCount } = whole
        const chunkHashes = await listOf(sha256, store, chunkCount)
        return chunkHashes && { sha256, size, chunkRoot, chunkHashes, held: null }
      }
      const part = await partialOf(sha256)
      if (!part?.chunkHashes) return null
      const { size, chunkRoot, chunkHashes, store } = part
      return { sha256, size, chunkRoot, chunkHashes, held: await heldUnder(store, size) }
    },

    async readChunk(sha256, index) {
      if (!(await isNamed(sha256))) return null
      const place = (await wholeOf(sha256)) ?? (await partialOf(sha256))
      if (!place || chunkSizeAt(place.size, index) === 0) return null
      return chunkAt(place.store, index)
    },

    async resume(ref) {
      const found = await wholeOf(ref.sha256)
      const whole = found && (await isNamed(ref.sha256)) ? found : null
      const list = whole && (await listOf(ref.sha256, whole.store, whole.chunkCount))
      if (whole && list) return wholePartial(whole.size, list)
      const opened = await connection.run('rw', ['partials', 'chunks'], async () => {
        const row: unknown = await partials.get([league, ref.sha256])
        if (isPartialRow(row) && row.size === ref.size && row.chunkRoot === ref.chunkRoot) return row
        if (isPartialRow(row)) await forget(row)
        const { sha256, size, chunkRoot } = ref
        const store = createId<'store'>(fillRandom)
        const begun = {
          league,
          sha256,
          size,
          chunkRoot,
          store,
          chunkHashes: null,
          own: options.own,
          touchedAt: now(),
        }
        await partials.put(begun)
        return begun
      })
      if (!opened.ok) return null
      return createPartial(options, opened.value, await heldUnder(opened.value.store, ref.size))
    },
  }

  async function forget(row: PartialRow): Promise<void> {
    await chunks.where(':id').between([row.store, Dexie.minKey], [row.store, Dexie.maxKey]).delete()
  }
}

const wholePartial = (size: number, list: Bytes): PartialBlob => {
  const held = new Uint8Array(Math.ceil(chunkCountOf(size) / 8))
  for (let index = 0; index < chunkCountOf(size); index++) held[index >> 3]! |= 1 << (index & 7)
  return {
    held: () => held.slice(),
    chunkHashes: () => list.slice(),
    setChunkHashes: async () => 'kept',
    put: async () => 'kept',
    finish: async () => 'named',
    leave: async () => {},
  }
}

const keptOr = (failure: StoreFailure): Exclude<Kept, 'kept'> =>
  failure.kind === 'full' ? 'full' : 'unavailable'

interface Waiting {
  readonly index: number
  readonly bytes: Bytes
  readonly done: (kept: Kept) => void
}

const createPartial = (
  { connection, blobs, hashing, now, onNamed }: SharedBlobOptions,
  row: PartialRow,
  held: Bytes,
): PartialBlob => {
  const { blobs: blobRows, chunks, partials, staging } = connection.tables
  const { league, sha256, size, chunkRoot, store } = row
  const key: [LeagueId, Sha256] = [league, sha256]
  const chunkCount = chunkCountOf(size)
  let list = row.chunkHashes
  let waiting: Waiting[] = []
  let writing: Promise<void> | null = null

  /** Somebody else finished, swept or replaced it: nothing more is kept under this place. */
  const isStillOurs = async (): Promise<boolean> => {
    const now: unknown = await partials.get(key)
    return isPartialRow(now) && now.store === store
  }

  const writeSome = async (): Promise<void> => {
    let bytes = 0
    const upTo = waiting.findIndex(each => {
      bytes += each.bytes.length
      return bytes > WRITE_BYTES
    })
    const batch = waiting.slice(0, upTo === -1 ? waiting.length : Math.max(1, upTo))
    waiting = waiting.slice(batch.length)
    const written = await connection.run('rw', ['chunks', 'partials'], async (): Promise<Kept> => {
      if (!(await isStillOurs())) return 'unavailable'
      await chunks.bulkPut(batch.map(({ index, bytes }) => ({ store, index, bytes: ownBytes(bytes) })))
      await partials.update(key, { touchedAt: now() })
      return 'kept'
    })
    const kept = written.ok ? written.value : keptOr(written)
    for (const { index, done } of batch) {
      if (kept === 'kept') held[index >> 3]! |= 1 << (index & 7)
      done(kept)
    }
  }

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) await writeSome()
    writing = null
  }

  const isWhole = async (): Promise<boolean> => {
    const hasher = size > 64 * CHUNK_BYTES ? createSha256.create() : null
    const pieces: Bytes[] = []
    for (let index = 0; index < chunkCount; index++) {
      const found = await connection.run('r', ['chunks'], () => chunks.get([store, index]))
      const chunk: unknown = found.ok ? found.value : null
      if (!isChunkRow(chunk) || chunk.bytes.length !== chunkSizeAt(size, index)) return false
      if (hasher) hasher.update(chunk.bytes)
      else pieces.push(chunk.bytes)
    }
    if (hasher) return digestToSha256(hasher.digest()) === sha256
    const all = new Uint8Array(await new Blob(pieces).arrayBuffer())
    return digestToSha256(await hashing.digest(all)) === sha256
  }

  return {
    held: () => held.slice(),
    chunkHashes: () => list?.slice() ?? null,

    async setChunkHashes(hashes) {
      const owned = ownBytes(hashes)
      const written = await connection.run('rw', ['partials'], async (): Promise<Kept> => {
        if (!(await isStillOurs())) return 'unavailable'
        await partials.update(key, { chunkHashes: owned, touchedAt: now() })
        return 'kept'
      })
      if (!written.ok) return keptOr(written)
      if (written.value === 'kept') list = owned
      return written.value
    },

    put(index, bytes) {
      if (held[index >> 3]! & (1 << (index & 7))) return Promise.resolve('kept')
      return new Promise(done => {
        waiting.push({ index, bytes, done })
        writing ??= Promise.resolve().then(drain)
      })
    },

    async finish() {
      if (writing) await writing
      const whole = await isWhole()
      const ended = await connection.run('rw', [...NAMING_TABLES, 'partials'], async () => {
        if (!(await isStillOurs())) return 'unavailable' as const
        await partials.delete(key)
        if (!whole) {
          await chunks.where(':id').between([store, Dexie.minKey], [store, Dexie.maxKey]).delete()
          return 'damaged' as const
        }
        await staging.put({ store, touchedAt: now() })
        await blobs.nameInTransaction([
          { sha256, size, chunkRoot, chunkCount, store, kind: 'trace', own: row.own },
        ])
        const kept = await blobRows.get(sha256)
        const cameFrom = [...new Set([...(kept?.cameFrom ?? []), league])]
        await blobRows.update(sha256, { cameFrom })
        return 'named' as const
      })
      if (!ended.ok) return keptOr(ended)
      if (ended.value === 'named') onNamed?.(sha256)
      return ended.value
    },

    async leave() {
      if (writing) await writing
    },
  }
}

/** A view would be stored with everything it was cut from. */
const ownBytes = (bytes: Bytes): Bytes => (bytes.length === bytes.buffer.byteLength ? bytes : bytes.slice())
