/**
 * The port keeping writes through: one flat folder. Adapters: node:fs, and in tests a machine whose power can be cut.
 *
 * What a power cut leaves of a file is what was synced, and any part of the rest; of names, those of the last
 * `syncFolder`. Failures throw a FileFailure with the system's code; that something is not there is no failure.
 */
export class FileFailure extends Error {
  /** 'ENOSPC', 'EIO' … */
  readonly code: string
  constructor(code: string, options?: ErrorOptions) {
    super(`the disk said ${code}`, options)
    this.code = code
  }
}

export interface AppendFile {
  /** Hands all bytes to the system, at once: from then on they outlive this process. After a failure the end of the file is unknown. */
  write(bytes: Uint8Array): void
  /** Everything written before the call outlives a power cut once this resolves, if the file's name does. */
  sync(): Promise<void>
  close(): Promise<void>
}

export interface FileEntry {
  readonly name: string
  readonly size: number
}

export interface JournalFiles {
  /** Plain files only. */
  list(): Promise<FileEntry[]>
  /** A new file; at once, because a journal turns over between two batches. Fails with EEXIST. */
  create(name: string): AppendFile
  /** At most `length` bytes; fewer only where the file ends. Fails with ENOENT. */
  read(name: string, from: number, length: number): Promise<Uint8Array>
  /** A new file with all of these bytes, synced; an old one of that name is gone. */
  writeWhole(name: string, pieces: readonly Uint8Array[]): Promise<void>
  rename(from: string, to: string): Promise<void>
  remove(name: string): Promise<void>
  syncFolder(): Promise<void>
  freeBytes(): Promise<number | null>
}

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)

/** What a person can do something about, as the middle of a sentence. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'that disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'that disk is read-only',
  EIO: 'that disk reports a fault',
  ENOENT: 'the folder is gone',
}

export const reasonOf = (error: unknown): string => {
  const code = codeOf(error)
  return REASONS[code] ?? code
}
