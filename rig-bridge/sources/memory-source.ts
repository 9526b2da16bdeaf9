/**
 * The games' shared memory as a SimSource: a thread of its own looks at the pages, this side decodes what it saw.
 *
 * Invariants: the thread never waits for this side; what it could not hand over in time (eleven seconds of driving) is
 * a gap; instants are `performance.now()` of this thread. A game that went and comes back is told anew from its
 * identity on.
 */
import { hrtime, platform } from 'node:process'
import { Worker } from 'node:worker_threads'
import { createPageDecoder, type SimEvent, type SimSource, type SourceState } from '#shared/sim'
import { asEpochMillis } from '#shared/units'
import { pageToName } from './page-memory.ts'
import { createRate } from './rate.ts'
import {
  AWAY_RECORD,
  bytesToPair,
  CLOCK_RECORD,
  GAP_RECORD,
  kindToPage,
  type ReaderState,
  type ReaderThreadData,
} from './records.ts'
import { createRing, createRingMemory, SLOTS } from './ring.ts'
import { notThisSystem, readerStopped, unknownGame } from './words.ts'

export interface MemorySourceOptions {
  /** Where Linux keeps the pages; Windows has no such place. */
  readonly folder?: string
  /** Before the games' own names, so that several games and tests can share a machine. */
  readonly prefix?: string
  /** How many times faster than real the game runs: instants advance as much faster than the clock. */
  readonly timeScale?: number
  readonly system?: 'linux' | 'windows' | 'other'
}

/** Physics and graphics of ACC are 360 kB a second. */
const RING_BYTES = 4 * 1024 * 1024
/** The thread copies bytes and makes next to no objects. */
const LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 }
/** A thread that does not answer for so long will not. */
const STOP_WITHIN_MS = 2000
/** A game that moves tells its car by then. */
const UNKNOWN_AFTER_MS = 10_000

const systemOf = (name: string): 'linux' | 'windows' | 'other' =>
  name === 'linux' ? 'linux' : name === 'win32' ? 'windows' : 'other'

/** The machine's monotonic clock, which every thread reads alike; `performance.now()` begins anew in each. */
const machineMs = (): number => {
  const [seconds, nanoseconds] = hrtime()
  return seconds * 1000 + nanoseconds / 1e6
}

export const createMemorySource = (options: MemorySourceOptions = {}): SimSource => {
  const { folder = '/dev/shm', prefix = '', timeScale = 1, system = systemOf(platform) } = options
  const ringMemory = createRingMemory(RING_BYTES)
  const ring = createRing(ringMemory)
  const rate = createRate()
  let decoder = createPageDecoder()
  let told: ReaderState = { kind: 'searching', lookedFor: '' }
  let readingSinceMs = 0
  let worker: Worker | null = null
  let hasEnded = false

  const onState = (state: ReaderState): void => {
    if (state.kind === 'reading' && told.kind !== 'reading') readingSinceMs = performance.now()
    told = state
  }

  const takeRecord = (kind: number, atMs: number, payload: Uint8Array, events: SimEvent[]): void => {
    const place = kindToPage(kind)
    if (place) decoder.take({ family: place[0], page: place[1], bytes: payload, atMs })
    else if (kind === GAP_RECORD) {
      const [fromMs, toMs] = bytesToPair(payload)
      decoder.put({ kind: 'gap', fromMs, toMs, why: 'missed' })
    } else if (kind === CLOCK_RECORD) {
      const [epochMs, utcOffsetMin] = bytesToPair(payload)
      decoder.put({ kind: 'clock', atMs, epochMs: asEpochMillis(epochMs), utcOffsetMin })
    } else if (kind === AWAY_RECORD) {
      decoder.put({ kind: 'away', atMs })
      for (const event of decoder.drain()) events.push(event)
      decoder = createPageDecoder()
    }
  }

  const readingState = (family: 'ac' | 'evo', nowMs: number): SourceState => {
    const problem = decoder.problem()
    if (problem !== null) return { kind: 'unreadable', message: problem }
    const game = decoder.game()
    const samplesPerS = rate.perS(nowMs)
    if (game !== null && samplesPerS > 0) return { kind: 'reading', game, samplesPerS }
    if (game === null && nowMs - readingSinceMs > UNKNOWN_AFTER_MS)
      return { kind: 'unreadable', message: unknownGame(pageToName(family, 'static')) }
    return { kind: 'idle', game }
  }

  return {
    name: 'shared memory',
    async start() {
      if (system === 'other') {
        told = { kind: 'unreadable', message: notThisSystem(platform) }
        return
      }
      const originMs = machineMs() - performance.now()
      const workerData: ReaderThreadData = { ringMemory, system, folder, prefix, timeScale, originMs }
      const started = new Worker(new URL('./reader.worker.ts', import.meta.url), {
        workerData,
        execArgv: [],
        resourceLimits: LIMITS,
      })
      worker = started
      started.on('error', error => {
        told = { kind: 'unreadable', message: readerStopped(error.message) }
      })
      await new Promise<void>(resolve => {
        started.once('message', () => resolve())
        started.once('exit', () => resolve())
        started.on('message', onState)
      })
    },
    drain() {
      const events: SimEvent[] = []
      ring.take((kind, atMs, payload) => takeRecord(kind, atMs, payload, events))
      rate.note(performance.now(), ring.get('seen'))
      const rest = decoder.drain()
      if (events.length === 0) return rest
      for (const event of rest) events.push(event)
      return events
    },
    untilNews: withinMs => ring.untilPut(withinMs),
    state() {
      if (hasEnded) return { kind: 'ended' }
      if (told.kind === 'reading') return readingState(told.family, performance.now())
      if (told.kind !== 'idle') return told
      const strings = createPageDecoder()
      strings.take({ family: told.family, page: 'static', bytes: told.strings, atMs: 0 })
      return { kind: 'idle', game: strings.game() }
    },
    counts: () => ({
      packets: ring.get('packets'),
      seen: ring.get('seen'),
      torn: ring.get('torn'),
      dropped: ring.get('dropped'),
    }),
    async stop() {
      hasEnded = true
      const running = worker
      if (!running) return
      worker = null
      const exited = new Promise<void>(resolve => running.once('exit', () => resolve()))
      ring.set('stop', 1)
      Atomics.notify(ring.control, SLOTS.stop)
      const timer = setTimeout(() => void running.terminate(), STOP_WITHIN_MS)
      await exited
      clearTimeout(timer)
    },
  }
}
