/**
 * A blob on its way here from members of one league: `partial/<league>/<sha256>-<chunkRoot>-<size>` has its chunks where
 * they belong, `….list` the chunk list once it is known. Each league has parts of its own, so that what came from one is
 * never offered in another.
 *
 * Which chunks are there is not written down: after a start each is looked at, and counts when its hash is the list's
 * (2 GB/s). So nothing has to be flushed chunk by chunk, and what a power cut spoilt is fetched again. The whole is
 * checked and flushed before it is named.
 */
import { createHash } from 'node:crypto'
import { renameSync } from 'node:fs'
import { type FileHandle, open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Bytes, CHUNK_BYTES, chunkCountOf, chunkSizeAt, chunkStart } from '#shared/blob'
import { isSha256, type Sha256 } from '#shared/id'
import type { ChunkedRef, LeagueId } from '#shared/logbook'
import type { Kept, PartialBlob } from '#shared/sync'
import { type BlobFolder, isFullError } from './folder.ts'
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
  /** A chunk that is here; null for others. */
  read(index: number): Promise<Bytes | null>
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
    const opened = file
    file = null
    await (await opened?.catch(() => null))?.close()
  }

  const readAt = async (index: number): Promise<Bytes | null> => {
    const length = chunkSizeAt(ref.size, index)
    const bytes = new Uint8Array(length)
    const { bytesRead } = await (await handle()).read(bytes, 0, length, chunkStart(index))
    return bytesRead === length ? bytes : null
  }
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
      // Beyond the cap or not, it is there.
      folder.release(-chunk.length)
    }
  }
  await find()

  const write = async (index: number, chunk: Bytes): Promise<Kept> => {
    if (!folder.reserve(chunk.length)) return 'full'
    try {
      await (await handle()).write(chunk, 0, chunk.length, chunkStart(index))
      setBit(held, index)
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
    await Promise.all([rm(path, { force: true }), rm(listPath, { force: true })])
  }

  const isWhole = async (): Promise<boolean> => {
    const hash = createHash('sha256')
    for (let index = 0; index < count; index++) {
      const chunk = hasBit(held, index) ? await readAt(index) : null
      if (!chunk) return false
      hash.update(chunk)
    }
    return hash.digest('hex') === ref.sha256
  }

  const finish = async (): Promise<'named' | 'damaged' | 'full' | 'unavailable'> => {
    try {
      const hashes = list
      if (!hashes || !(await isWhole())) {
        await forget()
        return 'damaged'
      }
      await (await handle()).sync()
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
    read: async index => (index < count && hasBit(held, index) ? await readAt(index) : null),
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
