/**
 * The folder a program keeps its data in: created when missing, and written to once at the start, because a
 * disk that refuses writes must be known before the first lap, not at it.
 */
import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

export type DataFolder =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly message: string }

/** What a person can do about the system's code. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'that disk is read-only',
  ENOSPC: 'that disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a file is in the way',
  EEXIST: 'a file is in the way',
  ENOENT: 'the folder above it cannot hold it',
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined

/**
 * Creates a folder and those above it. Node's own `recursive: true` never comes back where a folder exists that
 * takes no others (/proc on Linux): it reads ENOENT as "create the one above first", for ever.
 */
const createFolder = async (path: string): Promise<void> => {
  try {
    await mkdir(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && dirname(path) !== path) {
      await createFolder(dirname(path))
      await mkdir(path)
    } else if (codeOf(error) !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error
  }
}

export const openDataFolder = async (folder: string): Promise<DataFolder> => {
  const path = resolve(folder)
  const probe = join(path, `.write-test-${randomUUID()}`)
  try {
    await createFolder(path)
    const file = await open(probe, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600)
    try {
      await file.write('written by Paddock to see that this folder takes data; safe to delete')
      await file.sync()
    } finally {
      await file.close()
      await rm(probe, { force: true })
    }
  } catch (error) {
    const code = String(codeOf(error) ?? error)
    const reason = REASONS[code] ?? code
    return {
      ok: false,
      message: `The data folder ${path} cannot be written (${reason}), so nothing was started: name another with --data.`,
    }
  }
  return { ok: true, path }
}
