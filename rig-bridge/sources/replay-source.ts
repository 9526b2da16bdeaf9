/**
 * A recording played again as a SimSource: at the pace it was recorded at, faster or slower, or as fast as it is
 * drained.
 *
 * Invariants: every event comes out as it was recorded, with its own instants, in order; no more of the file is in
 * memory than a few pieces and the record being read. Limits: a stretch in which nothing happened is shortened; behind
 * damage nothing is played, and the state says so.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { bytesToEvents, judgeRigHeader, RIG_HEADER_BYTES, type SimEvent, type SimSource } from '#shared/sim'
import { createRate } from './rate.ts'
import { createReplayClock, eventTimes } from './replay-clock.ts'
import { damagedRecording, noRecording, unreadableRecording } from './words.ts'

export interface ReplaySourceOptions {
  readonly path: string
  /** Seconds of the recording in a second; 0 is as fast as it is drained. */
  readonly speed: number
}

const PIECE_BYTES = 256 * 1024
/** Read ahead: some seconds of driving. */
const AHEAD_EVENTS = 2048

export const createReplaySource = ({ path, speed }: ReplaySourceOptions): SimSource => {
  const label = basename(path)
  const rate = createRate()
  const clock = createReplayClock(speed)
  const queue: SimEvent[] = []
  let file: FileHandle | null = null
  let at = RIG_HEADER_BYTES
  let rest = Buffer.alloc(0)
  let isReading = false
  let isAtEnd = false
  let problem: string | null = null
  let game: Extract<SimEvent, { kind: 'identity' }>['game'] | null = null
  let samples = 0

  const finish = (message: string | null): void => {
    isAtEnd = true
    problem ??= message
    rest = Buffer.alloc(0)
    const open = file
    file = null
    void open?.close()
  }

  const readPiece = async (from: FileHandle): Promise<void> => {
    const piece = Buffer.alloc(PIECE_BYTES)
    const { bytesRead } = await from.read(piece, 0, PIECE_BYTES, at)
    if (!file) return
    if (bytesRead === 0) return finish(null)
    at += bytesRead
    const bytes = Buffer.concat([rest, piece.subarray(0, bytesRead)])
    const { events, usedBytes, end } = bytesToEvents(bytes)
    for (const event of events) queue.push(event)
    rest = bytes.subarray(usedBytes)
    if (end === 'damaged') finish(damagedRecording(label))
  }

  /** Reads on until enough is there; one at a time. */
  const readAhead = async (): Promise<void> => {
    if (isReading) return
    isReading = true
    try {
      while (file && queue.length < AHEAD_EVENTS) await readPiece(file)
    } catch (error) {
      finish(unreadableRecording(label, error))
    }
    isReading = false
  }

  return {
    name: `the recording ${label}`,
    async start() {
      try {
        file = await open(path, 'r')
        const { buffer, bytesRead } = await file.read(Buffer.alloc(RIG_HEADER_BYTES), 0, RIG_HEADER_BYTES, 0)
        const kind = judgeRigHeader(buffer.subarray(0, bytesRead))
        if (kind !== 'rig') return finish(noRecording(label, kind))
      } catch (error) {
        return finish(unreadableRecording(label, error))
      }
      await readAhead()
    },
    drain() {
      const nowMs = performance.now()
      let count = 0
      for (const event of queue) {
        const { fromMs, toMs } = eventTimes(event)
        if (!clock.isDue(fromMs, toMs, nowMs)) break
        if (event.kind === 'identity') game = event.game
        if (event.kind === 'samples') samples += event.timesMs.length
        count++
      }
      const events = queue.splice(0, count)
      rate.note(nowMs, samples)
      void readAhead()
      return events
    },
    state() {
      if (isAtEnd && queue.length === 0)
        return problem === null ? { kind: 'ended' } : { kind: 'unreadable', message: problem }
      const samplesPerS = rate.perS(performance.now())
      return game !== null && samplesPerS > 0
        ? { kind: 'reading', game, samplesPerS }
        : { kind: 'idle', game }
    },
    counts: () => ({ packets: samples, seen: samples, torn: 0, dropped: 0 }),
    async stop() {
      queue.length = 0
      finish(null)
    },
  }
}
