/**
 * The port on node:fs. Appending is synchronous: a write() into the page cache takes microseconds, and only what the
 * system has may be shown. Everything else is not.
 */
import { closeSync, constants, fdatasync, openSync, writeSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type AppendFile, codeOf, type FileEntry, FileFailure, type JournalFiles } from './files.ts'

const dataSync = promisify(fdatasync)

/** Read and written by this user only: where somebody drives, and how, is theirs. */
const MODE = 0o600

const failing = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    throw new FileFailure(codeOf(error), { cause: error })
  }
}

const failingNow = <T>(work: () => T): T => {
  try {
    return work()
  } catch (error) {
    throw new FileFailure(codeOf(error), { cause: error })
  }
}

const writeAllSync = (fd: number, bytes: Uint8Array): void => {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at)
}

const appendFile = (fd: number): AppendFile => {
  let isClosed = false
  let busy: Promise<unknown> = Promise.resolve()
  return {
    write: bytes => failingNow(() => writeAllSync(fd, bytes)),
    sync: () => {
      const synced = failing(dataSync(fd))
      busy = synced.catch(() => {})
      return synced
    },
    // A number that is closed may be another file's a moment later, so a sync that runs is waited for.
    close: async () => {
      if (isClosed) return
      isClosed = true
      await busy
      failingNow(() => closeSync(fd))
    },
  }
}

const writeAll = async (file: FileHandle, pieces: readonly Uint8Array[]): Promise<void> => {
  try {
    for (const piece of pieces) await file.writeFile(piece)
    await file.datasync()
  } finally {
    await file.close()
  }
}

const readPiece = async (file: FileHandle, from: number, length: number): Promise<Uint8Array> => {
  try {
    const bytes = new Uint8Array(length)
    let filled = 0
    while (filled < length) {
      const { bytesRead } = await file.read(bytes, filled, length - filled, from + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return bytes.subarray(0, filled)
  } finally {
    await file.close()
  }
}

/** Windows has no handle of a folder to sync, and writes names through by itself. */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Null when it was removed since the folder was read: whatever is tidied away meanwhile is no fault of the folder. */
const entryAt = async (folder: string, name: string): Promise<FileEntry | null> => {
  try {
    return { name, size: (await stat(join(folder, name))).size }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** The folder above must be there. */
const createFolder = async (folder: string): Promise<void> => {
  try {
    await mkdir(folder)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

export const openNodeFiles = async (folder: string): Promise<JournalFiles> => {
  await failing(createFolder(folder))
  const at = (name: string): string => join(folder, name)
  return {
    list: async () => {
      const entries = await failing(readdir(folder, { withFileTypes: true }))
      const files = entries.filter(entry => entry.isFile())
      const listed = await failing(Promise.all(files.map(({ name }) => entryAt(folder, name))))
      return listed.filter(entry => entry !== null)
    },
    create: name => {
      const { O_CREAT, O_EXCL, O_APPEND, O_WRONLY } = constants
      return appendFile(failingNow(() => openSync(at(name), O_CREAT | O_EXCL | O_APPEND | O_WRONLY, MODE)))
    },
    read: (name, from, length) => failing(open(at(name), 'r').then(file => readPiece(file, from, length))),
    writeWhole: (name, pieces) => failing(open(at(name), 'w', MODE).then(file => writeAll(file, pieces))),
    rename: (from, to) => failing(rename(at(from), at(to))),
    remove: name => failing(rm(at(name), { force: true })),
    syncFolder: () => failing(syncFolder(folder)),
    freeBytes: async () => {
      const { bavail, bsize } = await failing(statfs(folder))
      return bavail * bsize
    },
  }
}
