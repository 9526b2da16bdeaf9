/**
 * A file on disk as a `ByteSource`: opened once, read at any offset, closed by whoever opened it.
 *
 * Invariants: opening never waits (a pipe nobody writes to is refused, not awaited) and never throws; what is no
 * plain file, or larger than MAX_FILE_BYTES, is refused with a sentence. A file that shrinks while it is read gives
 * fewer bytes. A read that fails throws, as a ByteSource does: `readLog` makes a sentence of it.
 */
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ByteSource } from '#shared/formats'

export interface FileSource extends ByteSource {
  close(): Promise<void>
}

export type OpenedFile =
  | { readonly ok: true; readonly source: FileSource }
  /** One sentence. */
  | { readonly ok: false; readonly reason: string }

/** The largest logs we know have 2 GB; a disk image or a video is opened by mistake. */
export const MAX_FILE_BYTES = 4 * 1024 ** 3

export const openFileSource = async (path: string): Promise<OpenedFile> => {
  let handle: FileHandle
  try {
    // Without O_NONBLOCK opening a pipe waits for its other end. Windows has neither.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    return { ok: false, reason: sayNotOpened(path, codeOf(error)) }
  }
  try {
    const stat = await handle.stat()
    const reason = stat.isDirectory()
      ? `${path} is a folder, so there is nothing to read: name the files in it.`
      : !stat.isFile()
        ? `${path} is not a file, so nothing was read from it: name a file.`
        : stat.size > MAX_FILE_BYTES
          ? `${path} is larger than 4 GiB, so it was not read: no log is that long, and a part of it would do.`
          : null
    if (reason === null) return { ok: true, source: sourceOf(basename(path), stat.size, handle) }
    await handle.close()
    return { ok: false, reason }
  } catch (error) {
    await handle.close()
    return { ok: false, reason: sayNotOpened(path, codeOf(error)) }
  }
}

const sourceOf = (name: string, size: number, handle: FileHandle): FileSource => ({
  name,
  size,
  async read(offset, length) {
    const from = Math.min(Math.max(offset, 0), size)
    const bytes = new Uint8Array(Math.min(Math.max(length, 0), size - from))
    let done = 0
    while (done < bytes.length) {
      const { bytesRead } = await handle.read(bytes, done, bytes.length - done, from + done)
      if (bytesRead === 0) break
      done += bytesRead
    }
    return done === bytes.length ? bytes : bytes.slice(0, done)
  },
  close: () => handle.close(),
})

/** What a person can do about the system's code. */
const SENTENCES: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist, so nothing was read: check the name and the folder.',
  ENOTDIR: 'does not exist, so nothing was read: check the name and the folder.',
  EISDIR: 'is a folder, so there is nothing to read: name the files in it.',
  EACCES: 'may not be read by this user, so nothing was read: change its permissions or copy it.',
  EPERM: 'may not be read by this user, so nothing was read: change its permissions or copy it.',
  ENXIO: 'is not a file, so nothing was read from it: name a file.',
  ENAMETOOLONG: 'has a name longer than this system allows, so nothing was read: check the name.',
}

const sayNotOpened = (path: string, code: string): string =>
  `${path} ${SENTENCES[code] ?? `could not be opened (${code}), so nothing was read: check the disk it is on.`}`

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)
