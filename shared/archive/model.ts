/**
 * What a zip archive is to the rest of the program: a writer that is given pieces, and entries that are handed out
 * in pieces, whatever its size.
 *
 * Invariants: no number an archive says of itself is believed before it is checked; an entry is right only when its
 * reading has ended with `ok`. A source or sink that fails throws; everything wrong with the archive is a value.
 */
import type { EpochMillis } from '#shared/units'

/** Bytes that can be read anywhere: a File in the page, a descriptor in Node, memory in a test. */
export interface RandomAccess {
  readonly size: number
  /** The bytes from `offset`, at most `length` of them, fewer only at the end. */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>
}

/** Takes the archive piece by piece, in order; the bytes are its own from then on. Awaited, so it may be slow. */
export type ArchiveSink = (bytes: Uint8Array<ArrayBuffer>) => Promise<void> | void

/** Whole bytes, or pieces of any size in order, of a total nobody needs to know. */
export type EntrySource = Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>

export interface WrittenEntry {
  readonly size: number
  readonly crc: number
}

export interface AddOptions {
  /** When the file was last changed; the time of the archive by default. */
  readonly modifiedAt?: EpochMillis
  /** Of the source, where it is known: salvaging then needs no search. A source of another size throws. */
  readonly size?: number
}

/** One `add` at a time; a second one before the first has ended is a bug and throws. */
export interface ZipWriter {
  /**
   * `name` must pass `isSafeName` and be new, capitals aside, or this throws. When the source throws, so does this;
   * the entry is then not in the archive, and the writer goes on. When the sink throws, the writer is of no more use.
   */
  add(name: string, source: EntrySource, options?: AddOptions): Promise<WrittenEntry>
  /** Writes the list of contents, without which the archive counts as cut off. */
  close(): Promise<{ readonly entries: number; readonly bytes: number }>
}

/**
 * damaged = not where the list says, or not deflated data · wrong-checksum, wrong-size = its bytes are not what was
 * promised · cut = the archive ends within it · too-large = beyond the limits · overlap = shares bytes with another
 * entry · link = a symbolic link (only the list knows) · duplicate-name = another entry is called the same.
 */
export type EntryProblem =
  | 'damaged'
  | 'wrong-checksum'
  | 'wrong-size'
  | 'cut'
  | 'too-large'
  | 'encrypted'
  | 'unknown-method'
  | 'unsafe-name'
  | 'duplicate-name'
  | 'overlap'
  | 'link'

export interface ArchiveEntry {
  /** Unchecked text when the problem is `unsafe-name`. */
  readonly name: string
  readonly isFolder: boolean
  /** As it will be handed out; nothing longer ever is. */
  readonly size: number
  readonly packedSize: number
  readonly crc: number
  /** What is known to be wrong before it is read; such an entry is never read. */
  readonly problem: EntryProblem | null
  readonly method: number
  /** Of the entry's own header, and where its bytes must have ended. */
  readonly at: number
  readonly until: number
}

export type EntryOutcome =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly problem: EntryProblem }

export type ReadingState = 'reading' | 'ok' | EntryProblem

/**
 * An entry on its way. Its pieces (up to about a megabyte, 17 MB from the wildest deflated data) can be gone through
 * once; they end early at a problem, so look at `state()` afterwards and keep nothing unless it says `ok`.
 */
export interface EntryReading extends AsyncIterable<Uint8Array<ArrayBuffer>> {
  state(): ReadingState
}

export interface Archive {
  /** All of them, in the order of the list, those with a problem too. */
  readonly entries: readonly ArchiveEntry[]
  read(entry: ArchiveEntry): EntryReading
  /** In memory, for entries known to be small: `entry.size` bytes are allocated. */
  readWhole(entry: ArchiveEntry): Promise<EntryOutcome>
}

/** no-directory = cut off, or no zip at all: try `salvageArchive` · too-many = beyond the limits. */
export type ArchiveProblem = 'no-directory' | 'too-many'

export type ArchiveOutcome =
  | { readonly ok: true; readonly archive: Archive }
  | { readonly ok: false; readonly problem: ArchiveProblem }

/**
 * complete = the list of contents was reached · cut = the archive ends before it · lost = what follows `endedAt` is no
 * header, so nothing behind it can be found · too-many = beyond the limits · cancelled = stopped by the caller.
 */
export type SalvageEnd = 'complete' | 'cut' | 'lost' | 'too-many' | 'cancelled'

export interface SalvagedArchive extends Archive {
  readonly end: SalvageEnd
  /** Up to here the archive was understood. */
  readonly endedAt: number
}

export interface SalvageOptions {
  readonly limits?: Partial<ArchiveLimits>
  /** The part gone through, 0 to 1. */
  readonly onProgress?: (done: number) => void
  readonly isCancelled?: () => boolean
}

export interface ArchiveLimits {
  readonly maxEntries: number
  readonly maxDirectoryBytes: number
  /** Of one entry, as handed out. */
  readonly maxEntryBytes: number
  /** Of all entries, as handed out. Entries beyond are `too-large`, the first ones are not. */
  readonly maxTotalBytes: number
  /** Bytes handed out per byte of the archive, over all entries; small archives may reach 16 MiB anyway. */
  readonly maxRatio: number
}

/** For a library of many years: a lap is an entry of some 200 bytes in the list; records deflate 10 to 30 times. */
export const ARCHIVE_LIMITS: ArchiveLimits = {
  maxEntries: 500_000,
  maxDirectoryBytes: 128 << 20,
  maxEntryBytes: 64 * 2 ** 30,
  maxTotalBytes: 256 * 2 ** 30,
  maxRatio: 100,
}
