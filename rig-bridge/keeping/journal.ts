/**
 * The journal being written: one segment open at its end, the older ones waiting until they are not needed.
 *
 * Invariants: bytes are with the system when `append` returns true; what is appended is asked onto the disk within
 * SYNC_MS and never waited for; a segment that failed once is not written to again, since its end is unknown, and
 * neither is one whose sync failed, since the system forgets what it could not write. A new segment takes over at
 * once; the one before it is finished and stays until `removeOlder`.
 */
import type { Log } from '#node/log'
import type { AppendFile, JournalFiles } from './files.ts'
import type { Time } from './time.ts'

/** With a disk that takes up to 700 ms for a sync, a power cut takes at most a second. */
export const SYNC_MS = 300

const SEGMENT = /^journal-(\d{8})\.rig$/
const segmentName = (number: number): string => `journal-${String(number).padStart(8, '0')}.rig`
export const segmentNumber = (name: string): number | null => {
  const found = SEGMENT.exec(name)
  return found ? Number(found[1]) : null
}

export interface JournalOptions {
  readonly files: JournalFiles
  readonly time: Time
  readonly log: Log
  /** Number of the first segment. */
  readonly number: number
  /** Segments of earlier runs, whose laps may not be safe yet. */
  readonly older: readonly string[]
  /** The open segment with its opening, and its name, outlive a power cut. */
  readonly onSafe: () => void
}

export interface Journal {
  /** False when the disk did not take it: then what follows is in no file until `begin` succeeds. */
  append(bytes: Uint8Array): boolean
  /** A new segment that begins with these bytes. False when the disk did not take it: nothing has changed. */
  begin(opening: Uint8Array): boolean
  name(): string | null
  bytes(): number
  failure(): unknown
  isSafe(): boolean
  hasOlder(): boolean
  removeOlder(): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

interface Segment {
  readonly name: string
  readonly file: AppendFile
  bytes: number
  isSafe: boolean
  /** Appended to since the last sync began. */
  isDirty: boolean
  /** When the last sync began. */
  syncedAtMs: number
  syncing: Promise<void> | null
  stopTimer: (() => void) | null
  failure: unknown
}

export const createJournal = (options: JournalOptions): Journal => {
  const { files, time, log, onSafe } = options
  let { number } = options
  let older = [...options.older]
  let current: Segment | null = null
  /** Why there is no segment at all. */
  let failure: unknown = null
  const fail = (segment: Segment, error: unknown): void => {
    segment.failure ??= error
    log.error('The journal cannot be written.', { file: segment.name, error: error as Error })
  }

  /** The name of a new segment is asked onto the disk together with its bytes: a slow disk takes as long for each. */
  const syncNow = async (segment: Segment): Promise<void> => {
    segment.isDirty = false
    segment.syncedAtMs = time.elapsedMs()
    try {
      await Promise.all([segment.file.sync(), ...(segment.isSafe ? [] : [files.syncFolder()])])
      if (segment.isSafe || segment.failure !== null) return
      segment.isSafe = true
      if (segment === current) onSafe()
    } catch (error) {
      fail(segment, error)
    }
  }

  /** One at a time; what is appended meanwhile waits for the next. */
  const sync = (segment: Segment): Promise<void> => {
    segment.stopTimer?.()
    segment.stopTimer = null
    if (segment.failure !== null) return segment.syncing ?? Promise.resolve()
    const mine: Promise<void> = (segment.syncing ?? Promise.resolve())
      .then(() => syncNow(segment))
      .then(() => {
        if (segment.syncing !== mine) return
        segment.syncing = null
        if (segment.isDirty && segment === current) syncSoon(segment)
      })
    segment.syncing = mine
    return mine
  }

  const syncSoon = (segment: Segment): void => {
    segment.isDirty = true
    if (segment.stopTimer || segment.syncing) return
    const sinceMs = time.elapsedMs() - segment.syncedAtMs
    segment.stopTimer = time.after(Math.max(0, SYNC_MS - sinceMs), () => void sync(segment))
  }

  /** What was appended last is still asked onto the disk: a lap that ended there may be in no other file yet. */
  const finish = async (segment: Segment): Promise<void> => {
    await sync(segment)
    await segment.file.close()
  }

  const discard = async (name: string, file: AppendFile | null): Promise<void> => {
    try {
      await file?.close()
      await files.remove(name)
    } catch (error) {
      log.warn('An unfinished journal segment could not be removed.', { file: name, error: error as Error })
    }
  }

  return {
    append(bytes) {
      if (!current || current.failure !== null) return false
      try {
        current.file.write(bytes)
      } catch (error) {
        fail(current, error)
        return false
      }
      current.bytes += bytes.length
      syncSoon(current)
      return true
    },
    begin(opening) {
      const name = segmentName(number++)
      let file: AppendFile | null = null
      try {
        file = files.create(name)
        file.write(opening)
      } catch (error) {
        failure = error
        void discard(name, file)
        return false
      }
      const before = current
      current = {
        name,
        file,
        bytes: opening.length,
        isSafe: false,
        isDirty: false,
        syncedAtMs: Number.NEGATIVE_INFINITY,
        syncing: null,
        stopTimer: null,
        failure: null,
      }
      if (before) {
        older = [...older, before.name]
        void finish(before)
      }
      void sync(current)
      return true
    },
    name: () => current?.name ?? null,
    bytes: () => current?.bytes ?? 0,
    failure: () => (current ? current.failure : failure),
    isSafe: () => current?.isSafe === true && current.failure === null,
    hasOlder: () => older.length > 0,
    async removeOlder() {
      const names = older
      older = []
      for (const name of names) {
        try {
          await files.remove(name)
        } catch (error) {
          older.push(name)
          log.warn('An old journal segment could not be removed.', { file: name, error: error as Error })
        }
      }
    },
    sync: async () => {
      if (current) await sync(current)
    },
    async close() {
      if (current) await finish(current)
    },
  }
}
