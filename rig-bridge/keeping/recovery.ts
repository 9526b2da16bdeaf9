/**
 * What earlier runs left: every segment of the journal is read, oldest first, and what its recorder makes of it is
 * handed over; the recorder of the newest one goes on.
 *
 * A segment stands for itself: its opening is the recorder at its beginning, so laps that ended in it come out as
 * they did before, with the same ids. Cases:
 *
 * | found                                       | done                                                            |
 * |---------------------------------------------|-----------------------------------------------------------------|
 * | it ends within a record                     | the tail is dropped: it was never whole                         |
 * | fewer laps ended in it than the next says   | its end was lost with the lap in it: kept as a partial lap      |
 * | damage, with records behind it              | a gap; the file is set aside afterwards                         |
 * | no whole opening                            | the recorder before goes on with what is new; else a fresh one  |
 * | none of ours, unreadable, or it makes the recorder fail | set aside                                           |
 * | a later program's                           | left for that program                                           |
 *
 * Invariant: nothing is deleted here.
 */
import type { Log } from '#node/log'
import { GONE_MS, type RecordedLap, type Recorder, type RecorderCheckpoint, type SimEvent } from '#shared/sim'
import { startOf } from './event-time.ts'
import { type FileEntry, FileFailure, type JournalFiles } from './files.ts'
import type { IdSource } from './ids.ts'
import { segmentNumber } from './journal.ts'
import { type Opening, readSegment, type SegmentVerdict } from './segment.ts'
import { createTimeline, type Timeline } from './timeline.ts'

/** What a file that cannot be read is renamed to, so that nothing reads or removes it. */
export const ASIDE = '.damaged'

export interface Recovered {
  readonly recorder: Recorder
  readonly timeline: Timeline
  /** Segments that are done with as soon as every lap handed over is safe. */
  readonly older: readonly string[]
  /** Segments to be set aside when every lap handed over is safe. */
  readonly damaged: readonly string[]
  readonly nextNumber: number
}

export interface RecoveryOptions {
  readonly files: JournalFiles
  readonly log: Log
  readonly ids: IdSource
  readonly createRecorder: (from: RecorderCheckpoint | null) => Recorder
  readonly onLaps: (laps: readonly RecordedLap[]) => void
}

export const recoverJournal = async (options: RecoveryOptions): Promise<Recovered> => {
  const { files, log } = options
  const listed = await files.list()
  const entries = segmentsIn(listed)
  const run = createRun(options)
  const older: string[] = []
  const damaged: string[] = []
  for (const entry of entries) {
    const verdict = await readOne(files, entry, run, log)
    if (verdict === 'newer') {
      log.warn('A journal segment of a newer version is left for that version.', { file: entry.name })
      continue
    }
    if (verdict === 'whole' || verdict === 'torn') older.push(entry.name)
    else damaged.push(entry.name)
  }
  return { ...run.result(), older, damaged, nextNumber: 1 + highestNumber(listed) }
}

const segmentsIn = (listed: readonly FileEntry[]): FileEntry[] =>
  listed
    .filter(({ name }) => segmentNumber(name) !== null)
    .sort((a, b) => segmentNumber(a.name)! - segmentNumber(b.name)!)

/** Of those set aside too: a second one of that number would take its place. */
const highestNumber = (listed: readonly FileEntry[]): number =>
  Math.max(0, ...listed.map(({ name }) => segmentNumber(name.replace(ASIDE, '')) ?? 0))

const readOne = async (
  files: JournalFiles,
  entry: FileEntry,
  run: Run,
  log: Log,
): Promise<SegmentVerdict | 'failed'> => {
  try {
    run.begin(entry.name)
    return await readSegment(files, entry, run)
  } catch (error) {
    log.error('A journal segment could not be read.', { file: entry.name, error: error as Error })
    if (!(error instanceof FileFailure)) run.forgetRecorder()
    return 'failed'
  }
}

type Run = ReturnType<typeof createRun>

/** The recorder as it goes from segment to segment. */
const createRun = ({ ids, createRecorder, onLaps }: RecoveryOptions) => {
  let recorder: Recorder | null = null
  let timeline = createTimeline(null)
  let name = ''
  let previous = ''
  let laps = 0
  let isDamaged = false

  const lastMs = (): number => timeline.state().lastMs

  const drain = (from: Recorder): void => {
    const drained = from.drain()
    laps += drained.length
    onLaps(drained)
  }

  const feed = (event: SimEvent): void => {
    recorder ??= createRecorder(null)
    if (isDamaged && startOf(event) > lastMs()) {
      recorder.take({ kind: 'gap', fromMs: lastMs(), toMs: startOf(event), why: 'missed' })
    }
    isDamaged = false
    recorder.take(event)
    timeline.saw(event)
    drain(recorder)
  }

  return {
    begin(next: string): void {
      previous = name
      name = next
    },
    opened({ seed, follows, checkpoint, timeline: state }: Opening, context: readonly SimEvent[]): void {
      if (recorder && follows?.name === previous && laps < follows.laps) {
        recorder.take({ kind: 'away', atMs: lastMs() + GONE_MS })
        drain(recorder)
      }
      ids.reseed(seed)
      laps = 0
      recorder = createRecorder(checkpoint)
      timeline = createTimeline(state)
      for (const event of context) timeline.saw(event)
      isDamaged = false
    },
    event(event: SimEvent, isLoose: boolean): void {
      // What an opening repeats is older than what the segment before ended with.
      if (isLoose && startOf(event) <= lastMs()) return
      feed(event)
    },
    damage(): void {
      isDamaged = Number.isFinite(lastMs())
    },
    /** What threw is in no state to go on with. */
    forgetRecorder(): void {
      recorder = null
    },
    result(): { recorder: Recorder; timeline: Timeline } {
      return { recorder: recorder ?? createRecorder(null), timeline }
    },
  }
}
