/**
 * A blob store in a folder:
 *
 *   index.sqlite       which blobs there are
 *   ab/abcdef…         bytes of a blob, by its SHA-256
 *   staged/<id>        bytes that have no name yet
 *   partial/…          blobs on their way here (`partial.ts`)
 *
 * Bytes are flushed to the disk before they are renamed to their place, and renamed before the index names them, so that
 * whatever stops this program, a name finds all bytes. What was left unnamed is overwritten or swept.
 */
import { renameSync } from 'node:fs'
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type BlobDraft,
  type BlobFailure,
  type BlobFailureKind,
  type BlobInfo,
  type BlobOutcome,
  type BlobStore,
  type Bytes,
  chunkSizeAt,
  chunkStart,
  digestBlob,
  type StagedBlob,
  type StoreId,
} from '#shared/blob'
import { createId, type FillRandom, type Sha256 } from '#shared/id'
import type { EpochMillis } from '#shared/units'
import { nodeHashing, sha256Of } from './hashing.ts'
import { type BlobIndex, openBlobIndex } from './index-file.ts'

export interface BlobFolderOptions {
  readonly folder: string
  readonly now: () => EpochMillis
  readonly fillRandom: FillRandom
  /** Of named and staged blobs and of those on their way. */
  readonly capacityBytes?: () => number
}

/** What other files of this folder need of it. */
export interface BlobFolder extends BlobStore {
  readonly index: BlobIndex
  readonly partialFolder: string
  now(): EpochMillis
  pathOf(sha256: Sha256): string
  /** Makes the folder a blob's file belongs in. */
  prepare(sha256: Sha256): Promise<void>
  /** Whether so many bytes more may be kept; counts them when so. */
  reserve(bytes: number): boolean
  release(bytes: number): void
  close(): void
  /** In this memory, of CHUNK_BYTES, when it is given. */
  readChunk(sha256: Sha256, index: number, memory?: Bytes): Promise<BlobOutcome<Bytes>>
}

const MESSAGES: Readonly<Record<BlobFailureKind, string>> = {
  full: 'There is no room left on the disk, so nothing was kept; make room and try again.',
  missing: 'These bytes are not here; fetch or import them again.',
  damaged: 'These bytes are damaged and were not used; fetch or import them again.',
  expired: 'This took so long that its first part was cleaned away and nothing was kept; try again.',
  unavailable:
    'The folder of the recordings cannot be used, so nothing was kept; see that this user may write there.',
}
const failed = (kind: BlobFailureKind): BlobFailure => ({ ok: false, kind, message: MESSAGES[kind] })
const done = <T>(value: T): BlobOutcome<T> => ({ ok: true, value })

export const isFullError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String(error.code))

const isSystemError = (error: unknown): boolean => error instanceof Error && 'code' in error

export const openBlobFolder = async (options: BlobFolderOptions): Promise<BlobFolder> => {
  const { folder, now, fillRandom, capacityBytes = () => Number.POSITIVE_INFINITY } = options
  const stagedFolder = join(folder, 'staged')
  const partialFolder = join(folder, 'partial')
  for (const each of [folder, stagedFolder, partialFolder]) await mkdir(each, { recursive: true })
  const index = openBlobIndex(join(folder, 'index.sqlite'))

  const stagedPath = (store: StoreId): string => join(stagedFolder, store)
  const pathOf = (sha256: Sha256): string => join(folder, sha256.slice(0, 2), sha256)
  const prepare = async (sha256: Sha256): Promise<void> => {
    await mkdir(join(folder, sha256.slice(0, 2)), { recursive: true })
  }

  let usedBytes = Object.values(index.usage()).reduce((sum, bytes) => sum + bytes, 0)
  const release = (bytes: number): void => {
    usedBytes -= bytes
  }
  const reserve = (bytes: number): boolean => {
    if (usedBytes + bytes > capacityBytes()) return false
    usedBytes += bytes
    return true
  }

  const sizeOf = async (path: string): Promise<number | null> =>
    (await stat(path).catch(() => null))?.size ?? null

  const forget = async (store: StoreId): Promise<void> => {
    release((await sizeOf(stagedPath(store))) ?? 0)
    index.unstage(store)
    await rm(stagedPath(store), { force: true })
  }

  class Full extends Error {}
  const stageOne = async ({ bytes, kind, own }: BlobDraft, store: StoreId): Promise<StagedBlob> => {
    const file = await open(stagedPath(store), 'wx', 0o600)
    try {
      const digest = await digestBlob(bytes, nodeHashing, async (_, chunk) => {
        if (!reserve(chunk.length)) throw new Full()
        await file.writeFile(chunk)
      })
      await file.sync()
      return { ...digest, store, kind, own }
    } finally {
      await file.close()
    }
  }

  /** The bytes as they lie there, null when the file has not the length it should. */
  const readBytes = async (
    sha256: Sha256,
    from: number,
    length: number,
    memory?: Bytes,
  ): Promise<Bytes | null> => {
    const file = await open(pathOf(sha256), 'r').catch(() => null)
    if (!file) return null
    try {
      const bytes = memory?.subarray(0, length) ?? new Uint8Array(length)
      for (let filled = 0; filled < length; ) {
        const { bytesRead } = await file.read(bytes, filled, length - filled, from + filled)
        if (bytesRead === 0) return null
        filled += bytesRead
      }
      return bytes
    } finally {
      await file.close()
    }
  }

  const nameOne = ({ store, ...blob }: StagedBlob, isWhole: boolean): BlobInfo => {
    const before = index.get(blob.sha256)
    const info: BlobInfo = before ? { ...before, own: before.own || blob.own } : { ...blob, createdAt: now() }
    if (!isWhole) renameSync(stagedPath(store), pathOf(blob.sha256))
    index.unstage(store)
    index.put(info)
    return info
  }

  /** Runs what touches the disk; what a person can put right comes back as a value. */
  const guarded = async <T>(work: () => Promise<BlobOutcome<T>>): Promise<BlobOutcome<T>> => {
    try {
      return await work()
    } catch (error) {
      if (isFullError(error)) return failed('full')
      if (isSystemError(error)) return failed('unavailable')
      throw error
    }
  }

  return {
    index,
    partialFolder,
    now,
    pathOf,
    prepare,
    reserve,
    release,
    close: () => index.close(),

    stage: drafts =>
      guarded(async () => {
        const staged: StagedBlob[] = []
        const begun: StoreId[] = []
        try {
          for await (const draft of drafts) {
            const store = createId<'store'>(fillRandom)
            begun.push(store)
            index.stage(store, now())
            staged.push(await stageOne(draft, store))
          }
          return done(staged)
        } catch (error) {
          for (const store of begun) await forget(store)
          if (error instanceof Full) return failed('full')
          throw error
        }
      }),

    name: staged =>
      guarded(async () => {
        if (!staged.every(({ store }) => index.isStaged(store))) return failed('expired')
        const isWhole = new Map<Sha256, boolean>()
        for (const { sha256, size } of staged) {
          await prepare(sha256)
          const isHere = index.get(sha256) !== null
          isWhole.set(sha256, isHere && (await sizeOf(pathOf(sha256))) === size)
          // What is damaged is replaced.
          if (isHere && !isWhole.get(sha256)) release(size)
        }
        const infos = index.together(() =>
          staged.map(blob => {
            const info = nameOne(blob, isWhole.get(blob.sha256)!)
            // The same bytes twice among them: the first was renamed to their place, the second is spare.
            isWhole.set(blob.sha256, true)
            return info
          }),
        )
        for (const { store, size } of staged)
          if ((await sizeOf(stagedPath(store))) !== null) {
            release(size)
            await rm(stagedPath(store), { force: true })
          }
        return done(infos)
      }),

    drop: staged =>
      guarded(async () => {
        for (const { store } of staged) if (index.isStaged(store)) await forget(store)
        return done(null)
      }),

    info: sha256 => guarded(async () => done(index.get(sha256))),

    read: (sha256, { verify = true } = {}) =>
      guarded(async () => {
        const info = index.get(sha256)
        if (!info || (await sizeOf(pathOf(sha256))) !== info.size) return failed('missing')
        const bytes = await readBytes(sha256, 0, info.size)
        if (!bytes) return failed('missing')
        if (verify && Buffer.from(sha256Of(bytes)).toString('hex') !== sha256) return failed('damaged')
        return done(bytes)
      }),

    readChunk: (sha256, at, memory) =>
      guarded(async () => {
        const info = index.get(sha256)
        const length = info ? chunkSizeAt(info.size, at) : 0
        const bytes = length === 0 ? null : await readBytes(sha256, chunkStart(at), length, memory)
        return bytes ? done(bytes) : failed('missing')
      }),

    remove: names =>
      guarded(async () => {
        for (const sha256 of names) {
          const info = index.get(sha256)
          if (!info) continue
          index.remove(sha256)
          release(info.size)
          await rm(pathOf(sha256), { force: true })
        }
        return done(null)
      }),

    usage: () => guarded(async () => done(index.usage())),

    sweep: stagedBefore =>
      guarded(async () => {
        const old = index.stagedBefore(stagedBefore)
        for (const store of old) await forget(store)
        return done(old.length)
      }),
  }
}
