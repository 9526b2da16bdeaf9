/**
 * A file written whole or not at all: beside its place first, flushed to the disk, then renamed over it.
 *
 * Whatever fails, the old file stays as it was and nothing is left beside it. What is there and is no plain
 * file (a folder, a device) is refused: a rename would replace it, and as root even /dev/null.
 */
import { randomUUID } from 'node:crypto'
import { open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

export type Written = { readonly ok: true } | { readonly ok: false; readonly reason: string }

/** What a person can do about the system's code. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder does not exist',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'that disk is read-only',
  ENOSPC: 'that disk is full',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'the name is too long',
}

const codeOf = (error: unknown): string =>
  String(error instanceof Error && 'code' in error ? error.code : error)

/** Where the bytes go: through a link to what it points to, as every other program writes. */
const placeOf = async (path: string): Promise<{ path: string; isFree: boolean }> => {
  try {
    const real = await realpath(path)
    return { path: real, isFree: (await stat(real)).isFile() }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { path, isFree: true }
    throw error
  }
}

/** What a file is made of: at once, or piece by piece, each asked for when the one before is written. */
export type FileContent = Uint8Array | string | Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/** When a piece cannot be made, that throws on, and nothing was written. */
export const writeWholeFile = async (path: string, content: FileContent): Promise<Written> => {
  try {
    const place = await placeOf(path)
    if (!place.isFree) return { ok: false, reason: 'something that is not a file is there' }
    const beside = join(dirname(place.path), `.${basename(place.path).slice(0, 100)}.${randomUUID()}.part`)
    try {
      const file = await open(beside, 'wx')
      try {
        if (typeof content === 'string' || content instanceof Uint8Array) await file.writeFile(content)
        else for await (const piece of content) await file.writeFile(piece)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(beside, place.path)
    } catch (error) {
      await rm(beside, { force: true })
      throw error
    }
    return { ok: true }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    const code = codeOf(error)
    return { ok: false, reason: REASONS[code] ?? code }
  }
}
