/**
 * A blob on its way here from members of one league: `partial/<league>/<sha256>-<chunkRoot>-<size>` has its chunks where
 * they belong, `….list` the chunk list once it is known. Each league has parts of its own, so that what came from one is
 * never offered in another.
 *
 * Which chunks are there is not written down: after a start each is looked at, and counts when its hash is the list's
 * (2 GB/s). So nothing has to be flushed chunk by chunk, and what a power cut spoilt is fetched again. The whole is
 * checked and flushed before it is named: both go on while chunks come, so that little of it is left at the end.
 */
import { renameSync } from 'node:fs'
import { type FileHandle, open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Bytes, CHUNK_BYTES, chunkCountOf, chunkSizeAt, chunkStart } from '#shared/blob'
import { isSha256, type Sha256 } from '#shared/id'
import type { ChunkedRef, LeagueId } from '#shared/logbook'
import type { Kept, PartialBlob } from '#shared/sync'
import { createChunkWriter } from './chunk-writer.ts'
import { createEarlyFlush } from './early-flush.ts'
import { type BlobFolder, isFullError } from './folder.ts'
import { createFollowingHash } from './following-hash.ts'
import { sha256Of } from './hashing.ts'

const HASH_BYTES = 32

export const emptyBits = (size: number): Bytes => new Uint8Array(Math.ceil(chunkCountOf(size) / 8))
export const hasBit = (bits: Uint8Array, index: number): boolean =>
  ((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0
const setBit = (bits: Uint8Array, index: number): void => {
  bits[index >> 3]! |= 1 << (index & 7)
}
export const allBits = (size: number): Bytes => {
  const bits = emptyBits(size)
  for (let index = 0; index < chunkCountOf(size); index++) setBit(bits, index)
  return bits
}

export const refToFileName = ({ sha256, chunkRoot, size }: ChunkedRef): string =>
  `${sha256}-${chunkRoot}-${size}`

/** Null for what is no name of ours. */
export const fileNameToRef = (name: string): ChunkedRef | null => {
  const [sha256, chunkRoot, size, ...rest] = name.split('-')
  if (!isSha256(sha256) || !isSha256(chunkRoot) || rest.length > 0 || !/^\d{1,15}$/.test(size ?? ''))
    return null
  return { sha256, chunkRoot, size: Number(size) }
}

export interface Place extends PartialBlob {
  readonly ref: ChunkedRef
  /** A chunk that is here, in this memory when it is given; null for others. */
  read(index: number, memory?: Bytes): Promise<Bytes | null>
  /** Forgets it, on the disk too. */
  forget(): Promise<void>
}

const failureOf = (error: unknown): 'full' | 'unavailable' => {
  if (isFullError(error)) return 'full'
  if (error instanceof Error && 'code' in error) return 'unavailable'
  throw error
}

export const partialFolderOf = (
  { partialFolder }: Pick<BlobFolder, 'partialFolder'>,
  league: LeagueId,
): string => join(partialFolder, league)

export const openPlace = async (folder: BlobFolder, league: LeagueId, ref: ChunkedRef): Promise<Place> => {
  const path = join(partialFolderOf(folder, league), refToFileName(ref))
  const listPath = `${path}.list`
  const count = chunkCountOf(ref.size)
  const held = emptyBits(ref.size)
  const writing = new Map<number, Promise<Kept>>()
  let list: Bytes | null = null
  let file: Promise<FileHandle> | null = null

  // 'a' would write at the end whatever the position says.
  const handle = (): Promise<FileHandle> => {
    file ??= open(path, 'r+').catch(() => open(path, 'w+', 0o600))
    return file
  }
  const shut = async (): Promise<void> => {
    await whole.rest()
    await flush.settled()
    const opened = file
    file = null
    await (await opened?.catch(() => null))?.close()
  }

  const readAt = async (index: number, given?: Bytes): Promise<Bytes | null> => {
    const length = chunkSizeAt(ref.size, index)
    const memory = given ?? new Uint8Array(length)
    const { bytesRead } = await (await handle()).read(memory, 0, length, chunkStart(index))
    return bytesRead === length ? memory.subarray(0, length) : null
  }

  const createWhole = () =>
    createFollowingHash({
      count,
      isHere: index => hasBit(held, index),
      read: readAt,
    })
  const writer = createChunkWriter(handle)
  const createFlush = () => createEarlyFlush(async () => (await handle()).datasync())
  let whole = createWhole()
  let flush = createFlush()

  const isAsListed = (index: number, chunk: Uint8Array): boolean =>
    list !== null &&
    Buffer.compare(sha256Of(chunk), list.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES)) === 0

  const find = async (): Promise<void> => {
    const kept = await readFile(listPath).catch(() => null)
    if (kept?.length !== count * HASH_BYTES || !isRootOf(kept, ref.chunkRoot)) return
    list = new Uint8Array(kept)
    if (((await stat(path).catch(() => null))?.size ?? 0) === 0) return
    for (let index = 0; index < count; index++) {
      const chunk = await readAt(index)
      if (!chunk || !isAsListed(index, chunk)) continue
      setBit(held, index)
      whole.wrote(index, chunk)
      // Beyond the cap or not, it is there.
      folder.release(-chunk.length)
    }
  }
  await find()

  const write = async (index: number, chunk: Bytes): Promise<Kept> => {
    if (!folder.reserve(chunk.length)) return 'full'
    try {
      await writer.write(index, chunk)
      setBit(held, index)
      whole.wrote(index, chunk)
      flush.wrote(chunk.length)
      return 'kept'
    } catch (error) {
      folder.release(chunk.length)
      return failureOf(error)
    }
  }

  const forget = async (): Promise<void> => {
    await shut()
    for (let index = 0; index < count; index++)
      if (hasBit(held, index)) folder.release(chunkSizeAt(ref.size, index))
    held.fill(0)
    list = null
    whole = createWhole()
    flush = createFlush()
    await Promise.all([rm(path, { force: true }), rm(listPath, { force: true })])
  }

  const finish = async (): Promise<'named' | 'damaged' | 'full' | 'unavailable'> => {
    try {
      const hashes = list
      if (!hashes || (await whole.digest()) !== ref.sha256) {
        await forget()
        return 'damaged'
      }
      try {
        await flush.finish()
      } catch (error) {
        // Nobody knows which bytes are lost.
        await forget()
        return failureOf(error)
      }
      await shut()
      await folder.prepare(ref.sha256)
      const { index } = folder
      index.together(() => {
        const before = index.get(ref.sha256)
        // Another league brought it, too: the same bytes take the place of the same.
        renameSync(path, folder.pathOf(ref.sha256))
        if (before) folder.release(before.size)
        index.put(before ?? { ...ref, chunkCount: count, kind: 'trace', own: false, createdAt: folder.now() })
        index.setChunkHashes(ref.sha256, hashes)
        index.noteFrom(ref.sha256, league)
      })
      await rm(listPath, { force: true })
      return 'named'
    } catch (error) {
      return failureOf(error)
    }
  }

  return {
    ref,
    held: () => held.slice(),
    chunkHashes: () => list,
    setChunkHashes: async hashes => {
      try {
        await writeFile(listPath, hashes, { mode: 0o600 })
        list = hashes
        return 'kept'
      } catch (error) {
        return failureOf(error)
      }
    },
    put: async (index, chunk) => {
      if (hasBit(held, index)) return 'kept'
      const begun = writing.get(index) ?? write(index, chunk).finally(() => writing.delete(index))
      writing.set(index, begun)
      return await begun
    },
    read: async (index, memory) =>
      index < count && hasBit(held, index) ? await readAt(index, memory) : null,
    finish,
    leave: shut,
    forget,
  }
}

export const isRootOf = (list: Uint8Array, chunkRoot: Sha256): boolean =>
  Buffer.from(sha256Of(list)).toString('hex') === chunkRoot

/** The list of what is here whole, by reading it. */
export const listOf = async (path: string, size: number): Promise<Bytes | null> => {
  const list = new Uint8Array(chunkCountOf(size) * HASH_BYTES)
  const file = await open(path, 'r').catch(() => null)
  if (!file) return null
  try {
    const chunk = new Uint8Array(CHUNK_BYTES)
    for (let index = 0; index < chunkCountOf(size); index++) {
      const length = chunkSizeAt(size, index)
      const { bytesRead } = await file.read(chunk, 0, length, chunkStart(index))
      if (bytesRead !== length) return null
      list.set(sha256Of(chunk.subarray(0, length)), index * HASH_BYTES)
    }
    return list
  } finally {
    await file.close()
  }
}
