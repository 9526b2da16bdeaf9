/**
 * Keeping: what a simulator says goes to the journal first, then to the recorder, and a finished lap to the shelf.
 *
 *   take ─▶ timeline ─▶ journal (write) ─▶ recorder ─▶ screen
 *                                             └─ lap ─▶ shelf (worker, write, sync, rename) ─▶ onLap
 *
 * Invariants:
 * - What `take` has returned from outlives this process; SYNC_MS plus one sync later it outlives a power cut.
 * - A lap is never in no file: at its end a new segment begins with the recorder as it is then, and the segment the lap
 *   is in stays until the lap's own file is safe. A lap that is kept twice that way has one id and is listed once.
 * - `take` never throws and never waits. A disk that refuses makes `recording` say so; the recorder goes on, finished
 *   laps wait in memory, and every RETRY_MS a new segment is tried, which holds all of what was missed of the open lap.
 *
 * A segment without a finished lap is begun anew when it has grown by GROW_BYTES and to twice its opening, so that
 * an evening in the menu does not fill the disk.
 */
import { join } from 'node:path'
import type { Log } from '#node/log'
import type { RigLap } from '#shared/api'
import type { FillRandom } from '#shared/id'
import {
  createRecorder,
  eventsToBytes,
  GONE_MS,
  type LiveTiming,
  type Recorder,
  type RecorderOptions,
  type SimEvent,
} from '#shared/sim'
import { createTraceEncoder, type TraceEncoder } from './encoder.ts'
import { FileFailure, type JournalFiles } from './files.ts'
import { createIdSource, SEED_BYTES } from './ids.ts'
import { createJournal } from './journal.ts'
import { type FolderLock, lockFolder } from './lock.ts'
import { openNodeFiles } from './node-files.ts'
import { openRecording, type Recording } from './recording.ts'
import { ASIDE, recoverJournal } from './recovery.ts'
import { openingToBytes } from './segment.ts'
import { openShelf, type Shelf } from './shelf.ts'
import { systemTime, type Time } from './time.ts'
import { inUse, lapsWait, letGo, notKept, notOpened, recorderFailed } from './words.ts'

const RETRY_MS = 2_000
const FREE_EVERY_MS = 10_000
const SWEEP_EVERY_MS = 3600_000
/** By then the pairings are known. */
const FIRST_SWEEP_MS = 30_000
/** Eleven minutes at 333 samples a second. */
const GROW_BYTES = 64 * 1024 * 1024
/** A game that runs is read within a second; if none is there by now, the open lap of the last run is over. */
const AWAY_AFTER_MS = 60_000
/** Said again after this long: the recorder gives a lap up with the first word GONE_MS after a game's last. */
const AWAY_AGAIN_MS = GONE_MS + 1_000

export interface KeepingOptions {
  /** Must be there; the laps are in the folder `laps` in it. */
  readonly folder: string
  readonly log: Log
  readonly fillRandom: FillRandom
  readonly createRecorder?: (options: RecorderOptions) => Recorder
  readonly time?: Time
  readonly files?: JournalFiles
  readonly encoder?: TraceEncoder
  /** A file to which everything is recorded a second time, for playing it again. */
  readonly record?: string
}

export type RecordingState =
  | { readonly kind: 'on' }
  | { readonly kind: 'off' }
  | { readonly kind: 'failed'; readonly message: string }

export interface Keeping {
  /** Every time the loop turns, events or none. */
  take(events: readonly SimEvent[]): void
  recording(): RecordingState
  timing(): LiveTiming
  readonly recorder: Pick<Recorder, 'lapMs' | 'deltaBestMs' | 'newest' | 'isDriving'>
  /** A lap that is safe on the disk. Answers how to stop listening. */
  onLap(listener: (lap: RigLap) => void): () => void
  readonly laps: Pick<Shelf, 'waiting' | 'list' | 'chunk' | 'confirm' | 'forget' | 'pairings'>
  freeBytes(): number | null
  /** The open lap goes on when the bridge is started again. */
  close(): Promise<void>
}

export type OpenedKeeping =
  | { readonly ok: true; readonly keeping: Keeping }
  | { readonly ok: false; readonly message: string }

export const openKeeping = async (options: KeepingOptions): Promise<OpenedKeeping> => {
  const folder = join(options.folder, 'laps')
  let lock: FolderLock | null = null
  let recording: Recording | null = null
  try {
    const files = options.files ?? (await openNodeFiles(folder))
    lock = options.files ? { release: async () => {} } : await lockFolder(folder)
    if (!lock) return { ok: false, message: inUse(folder) }
    if (options.record !== undefined) {
      const opened = openRecording(options.record, options.log)
      if (!opened.ok) {
        await lock.release()
        return opened
      }
      recording = opened.recording
    }
    return { ok: true, keeping: await createKeeping({ ...options, files, lock, recording }) }
  } catch (error) {
    recording?.close()
    await lock?.release()
    if (!(error instanceof FileFailure)) throw error
    options.log.error('The laps cannot be read.', { folder, error })
    return { ok: false, message: notOpened(folder, error) }
  }
}

interface Parts extends KeepingOptions {
  readonly files: JournalFiles
  readonly lock: FolderLock
  readonly recording: Recording | null
}

const createKeeping = async (parts: Parts): Promise<Keeping> => {
  const { files, log, fillRandom, lock, recording } = parts
  const time = parts.time ?? systemTime
  const encoder = parts.encoder ?? createTraceEncoder()
  const listeners = new Set<(lap: RigLap) => void>()
  const newSeed = (): Uint8Array => fillRandom(new Uint8Array(SEED_BYTES))
  const ids = createIdSource(newSeed())

  /** What was thrown by the recorder, or an event that has no bytes; then no journal is removed any more. */
  let broken: unknown = null
  let lapsOfSegment = 0
  let openingBytes = 0
  let freeBytes: number | null = null
  let isClosed = false
  let sweptAtMs = time.elapsedMs() - SWEEP_EVERY_MS + FIRST_SWEEP_MS
  let freeAtMs = Number.NEGATIVE_INFINITY
  /** When the shelf was told to try again, and when a segment was last begun, or tried. */
  let shelvedAtMs = time.elapsedMs()
  let triedAtMs = time.elapsedMs()
  /** When the open lap is given up unless something is heard; null while a game is there, or none was. */
  let awayAtMs: number | null = null

  const shelf = await openShelf({
    files,
    log,
    epochMs: time.epochMs,
    encode: encoder.encode,
    onLap: lap => {
      // One that throws must not look like a lap that could not be kept.
      for (const listener of listeners) queueMicrotask(() => listener(lap))
    },
    onSettled: () => void tidy(),
  })
  const recovered = await recoverJournal({
    files,
    log,
    ids,
    createRecorder: from =>
      (parts.createRecorder ?? createRecorder)({
        newSessionId: () => ids.next(),
        newLapId: () => ids.next(),
        ...(from ? { from } : {}),
      }),
    onLaps: laps => {
      for (const lap of laps) shelf.keep(lap)
    },
  })
  const { recorder, timeline } = recovered
  let aside = [...recovered.damaged]
  const journal = createJournal({
    files,
    time,
    log,
    number: recovered.nextNumber,
    older: recovered.older,
    onSafe: () => void tidy(),
  })
  if (Number.isFinite(timeline.state().lastMs)) awayAtMs = time.elapsedMs() + AWAY_AFTER_MS

  /** One after the other: when the last has ended nothing is removed any more, and the folder may be another's. */
  let tidying: Promise<void> = Promise.resolve()
  const tidy = (): Promise<void> => {
    tidying = tidying.then(removeWhatIsSafe)
    return tidying
  }

  /** What no journal is needed for any more. Never rejects. */
  const removeWhatIsSafe = async (): Promise<void> => {
    if (shelf.pending() > 0 || !journal.isSafe() || shelf.hasLetGo() || broken !== null) return
    await journal.removeOlder()
    const names = aside
    aside = []
    for (const name of names) {
      try {
        await files.rename(name, `${name}${ASIDE}`)
        log.error('A journal segment is damaged and was set aside.', { file: `${name}${ASIDE}` })
      } catch (error) {
        log.warn('A damaged journal segment could not be set aside.', { file: name, error: error as Error })
      }
    }
  }

  const turnOver = (): void => {
    triedAtMs = time.elapsedMs()
    const seed = newSeed()
    const name = journal.name()
    const opening = openingToBytes(
      {
        seed,
        timeline: timeline.state(),
        follows: name === null ? null : { name, laps: lapsOfSegment },
        checkpoint: recorder.checkpoint(),
      },
      timeline.context(),
    )
    const hadFailed = journal.failure() !== null
    if (!journal.begin(opening)) return
    if (hadFailed) log.info('The journal is written again; recording goes on.')
    ids.reseed(seed)
    openingBytes = opening.length
    lapsOfSegment = 0
  }

  const record = (events: readonly SimEvent[]): void => {
    const bytes = eventsToBytes(events)
    journal.append(bytes)
    recording?.write(bytes)
    for (const event of events) recorder.take(event)
    const laps = recorder.drain()
    for (const lap of laps) shelf.keep(lap)
    lapsOfSegment += laps.length
    if (laps.length > 0) turnOver()
  }

  const guarded = (run: () => void): void => {
    try {
      run()
    } catch (error) {
      if (broken === null) log.error('The recorder failed.', { error: error as Error })
      broken = error
    }
  }

  const lookAtDisk = async (): Promise<void> => {
    try {
      freeBytes = await files.freeBytes()
    } catch {
      freeBytes = null
    }
  }

  const upkeep = (): void => {
    const nowMs = time.elapsedMs()
    if (nowMs - freeAtMs >= FREE_EVERY_MS) {
      freeAtMs = nowMs
      void lookAtDisk()
    }
    // A lap that a journal still holds would be back after the next start.
    if (nowMs - sweptAtMs >= SWEEP_EVERY_MS && !journal.hasOlder() && lapsOfSegment === 0) {
      sweptAtMs = nowMs
      void shelf.sweep()
    }
    if (shelf.failure() !== null && nowMs - shelvedAtMs >= RETRY_MS) {
      shelvedAtMs = nowMs
      shelf.work()
    }
    if (nowMs - triedAtMs < RETRY_MS) return
    const isLong = journal.bytes() > GROW_BYTES + 2 * openingBytes
    if (broken === null && (journal.failure() !== null || isLong || lapsOfSegment > 0)) turnOver()
  }

  guarded(turnOver)
  await Promise.all([journal.sync(), lookAtDisk()])
  shelf.work()

  return {
    take(events) {
      if (isClosed) return
      guarded(() => {
        if (events.length > 0) {
          const isAway = events.at(-1)!.kind === 'away'
          awayAtMs = isAway ? time.elapsedMs() + AWAY_AGAIN_MS : null
          record(timeline.moved(events))
        } else if (awayAtMs !== null && time.elapsedMs() > awayAtMs) {
          awayAtMs = null
          record([{ kind: 'away', atMs: timeline.state().lastMs + GONE_MS }])
        }
      })
      guarded(upkeep)
    },
    recording() {
      if (isClosed) return { kind: 'off' }
      const failed = (message: string): RecordingState => ({ kind: 'failed', message })
      if (journal.failure() !== null) return failed(notKept(journal.failure()))
      if (broken !== null) return failed(recorderFailed())
      if (shelf.failure() !== null) return failed(lapsWait(shelf.failure(), shelf.pending()))
      return shelf.hasLetGo() ? failed(letGo()) : { kind: 'on' }
    },
    timing: () => recorder.timing(),
    recorder,
    onLap(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    laps: shelf,
    freeBytes: () => freeBytes,
    async close() {
      if (isClosed) return
      isClosed = true
      await shelf.settled()
      await journal.sync()
      await tidy()
      await journal.close()
      recording?.close()
      await encoder.close()
      if (shelf.pending() > 0) log.error('Laps were not written.', { laps: shelf.pending() })
      await lock.release()
    },
  }
}
