/**
 * The shelf: finished laps on the disk, until every page that is paired has them.
 *
 * A lap is encoded beside the loop, written as one file, synced, renamed, its name synced, and only then listed and
 * announced. While the disk refuses, laps wait in memory up to MAX_WAITING_BYTES and are written when it takes them;
 * beyond that a lap is let go of, and `hasLetGo` keeps the journal it is in from being removed.
 *
 * A lap leaves the shelf when it was confirmed at all, by every pairing there is now, and for the first time more than
 * KEEP_MS ago: somebody who pairs a second page the same evening still finds it. Without any pairing laps queue.
 * Confirmations are a small file beside the lap; one that cannot be written counts until the program ends, since then
 * the page is only asked again. A file that is no whole lap is set aside, never removed.
 */
import type { Log } from '#node/log'
import { RIG_CHUNK_BYTES, type RigLap } from '#shared/api'
import type { RecordedLap } from '#shared/sim'
import {
  CONFIRMED_FILE,
  type Confirmed,
  confirmedFileName,
  confirmedToBytes,
  readConfirmed,
} from './confirmed.ts'
import type { EncodeTrace } from './encoder.ts'
import { FileFailure, type JournalFiles } from './files.ts'
import { LAP_FILE, lapFileName, lapToHead, readLapHead, recordedToRig, type ShelvedLap } from './lap-file.ts'
import { ASIDE } from './recovery.ts'

export const KEEP_MS = 24 * 3600_000
/** Some twenty laps of two minutes; a tenth of a small machine's memory. */
export const MAX_WAITING_BYTES = 256 * 1024 * 1024
const PART = '.part'

export interface ShelfOptions {
  readonly files: JournalFiles
  readonly log: Log
  readonly epochMs: () => number
  readonly encode: EncodeTrace
  readonly onLap: (lap: RigLap) => void
  /** Nothing waits to be written any more. */
  readonly onSettled: () => void
}

export interface Shelf {
  /** A lap that is here or on its way already is not kept twice. */
  keep(lap: RecordedLap): void
  /** Begins to write; and tries again after a failure. */
  work(): void
  /** Laps that are in no file of their own yet. */
  pending(): number
  failure(): unknown
  hasLetGo(): boolean
  /** Resolves when nothing waits, or the disk refuses. */
  settled(): Promise<void>
  /** Removes what may go; only when no journal holds these laps any more. */
  sweep(): Promise<void>
  waiting(pairing: string | null): number
  list(pairing: string, after: string | null, limit: number): { laps: RigLap[]; more: boolean }
  chunk(lap: string, index: number): Promise<Uint8Array | null>
  confirm(lap: string, pairing: string): Promise<boolean>
  forget(pairing: string): Promise<void>
  pairings(ids: readonly string[]): void
}

interface Place extends ShelvedLap {
  readonly confirmed: Confirmed
}

const traceBytesOf = ({ trace }: RecordedLap): number =>
  trace.groups.reduce((sum, { timeMs }) => sum + timeMs.byteLength, 0) +
  trace.channels.reduce((sum, { values }) => sum + values.byteLength, 0)

const isBefore = (a: RigLap, b: RigLap): boolean =>
  a.startedAt !== b.startedAt ? a.startedAt < b.startedAt : a.id < b.id

export const openShelf = async (options: ShelfOptions): Promise<Shelf> => {
  const { files, log, epochMs, encode, onLap, onSettled } = options
  const places = new Map<string, Place>()
  /** Oldest first. */
  const order: Place[] = []
  const waitingLaps = new Map<string, RecordedLap>()
  let waitingBytes = 0
  let hasLetGo = false
  let hasBegun = false
  let failure: unknown = null
  let working: Promise<void> | null = null
  /** Confirmations and removals, one after the other. */
  let upkeep: Promise<unknown> = Promise.resolve()
  let current: readonly string[] | null = null

  const place = (found: Place): void => {
    places.set(found.lap.id, found)
    let at = order.length
    while (at > 0 && isBefore(found.lap, order[at - 1]!.lap)) at--
    order.splice(at, 0, found)
  }

  const letGo = (lap: RecordedLap, why: string, error?: unknown): void => {
    hasLetGo = true
    log.error(why, { lap: lap.id, ...(error === undefined ? {} : { error: error as Error }) })
  }

  const write = async (recorded: RecordedLap): Promise<void> => {
    const { bytes, sha256 } = await encode(recorded.trace)
    const lap = recordedToRig(recorded, sha256, bytes.length)
    if (!lap) {
      letGo(recorded, 'A lap cannot be described, so it stays in the journal.')
      return
    }
    const head = lapToHead(lap)
    const name = lapFileName(recorded.id)
    await files.writeWhole(`${name}${PART}`, [head, bytes])
    await files.rename(`${name}${PART}`, name)
    await files.syncFolder()
    place({ lap, traceAt: head.length, confirmed: new Map() })
    onLap(lap)
  }

  const work = async (): Promise<void> => {
    for (const [id, lap] of waitingLaps) {
      try {
        await write(lap)
        failure = null
      } catch (error) {
        if (error instanceof FileFailure) {
          failure = error
          log.error('A finished lap could not be written; it is tried again.', { lap: id, error })
          return
        }
        letGo(lap, 'A lap cannot be made into a file, so it stays in the journal.', error)
      }
      waitingLaps.delete(id)
      waitingBytes -= traceBytesOf(lap)
    }
  }

  const start = (): void => {
    if (working || waitingLaps.size === 0) return
    working = work().then(() => {
      working = null
      if (failure === null && waitingLaps.size > 0) start()
      else if (failure === null) onSettled()
    })
  }

  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const done = upkeep.then(run)
    upkeep = done.catch(() => {})
    return done
  }

  const writeConfirmed = async (id: string, confirmed: Confirmed): Promise<void> => {
    const name = confirmedFileName(id)
    try {
      await files.writeWhole(`${name}${PART}`, [confirmedToBytes(confirmed)])
      await files.rename(`${name}${PART}`, name)
      await files.syncFolder()
    } catch (error) {
      log.warn('That a page has a lap could not be written down.', { lap: id, error: error as Error })
    }
  }

  const mayGo = ({ confirmed }: Place): boolean => {
    if (!current || confirmed.size === 0) return false
    const first = Math.min(...confirmed.values())
    return current.every(pairing => confirmed.has(pairing)) && epochMs() - first > KEEP_MS
  }

  const takeAway = async (found: Place): Promise<void> => {
    const { id } = found.lap
    await files.remove(lapFileName(id))
    places.delete(id)
    order.splice(order.indexOf(found), 1)
    await files.remove(confirmedFileName(id))
  }

  const isWaitingFor = ({ confirmed }: Place, pairing: string | null): boolean =>
    pairing === null ? confirmed.size === 0 : !confirmed.has(pairing)

  for (const found of await readPlaces(files, log)) place(found)

  return {
    keep(lap) {
      if (places.has(lap.id) || waitingLaps.has(lap.id)) return
      const bytes = traceBytesOf(lap)
      if (waitingLaps.size > 0 && waitingBytes + bytes > MAX_WAITING_BYTES) {
        letGo(lap, 'Too many laps wait for the disk, so a lap is only in the journal, if there.')
        return
      }
      waitingLaps.set(lap.id, lap)
      waitingBytes += bytes
      if (hasBegun && failure === null) start()
    },
    work() {
      hasBegun = true
      start()
    },
    pending: () => waitingLaps.size,
    failure: () => failure,
    hasLetGo: () => hasLetGo,
    async settled() {
      while (working) await working
    },
    sweep: () =>
      inTurn(async () => {
        const going = order.filter(mayGo)
        try {
          for (const found of going) await takeAway(found)
        } catch (error) {
          log.warn('A lap that every page has could not be removed.', { error: error as Error })
        }
        if (going.length > 0) log.info('Laps that every page has were removed.', { laps: going.length })
      }),
    waiting: pairing => order.reduce((sum, found) => sum + (isWaitingFor(found, pairing) ? 1 : 0), 0),
    list(pairing, after, limit) {
      const begin = after === null ? null : (places.get(after)?.lap ?? null)
      const laps: RigLap[] = []
      for (const found of order) {
        if (begin && !isBefore(begin, found.lap)) continue
        if (!isWaitingFor(found, pairing)) continue
        if (laps.length === limit) return { laps, more: true }
        laps.push(found.lap)
      }
      return { laps, more: false }
    },
    async chunk(id, index) {
      const found = places.get(id)
      const from = index * RIG_CHUNK_BYTES
      if (!found || !Number.isInteger(index) || index < 0 || from >= found.lap.traceBytes) return null
      const length = Math.min(RIG_CHUNK_BYTES, found.lap.traceBytes - from)
      try {
        const bytes = await files.read(lapFileName(id), found.traceAt + from, length)
        if (bytes.length === length) return bytes
        log.error('A lap on the shelf is shorter than it was.', { lap: id })
      } catch (error) {
        log.error('A lap on the shelf cannot be read.', { lap: id, error: error as Error })
      }
      return null
    },
    confirm: (id, pairing) =>
      inTurn(async () => {
        const found = places.get(id)
        if (!found) return false
        if (found.confirmed.has(pairing)) return true
        found.confirmed.set(pairing, epochMs())
        await writeConfirmed(id, found.confirmed)
        return true
      }),
    forget: pairing =>
      inTurn(async () => {
        if (current) current = current.filter(id => id !== pairing)
      }),
    pairings(ids) {
      current = [...ids]
    },
  }
}

const isName = (name: string): boolean => LAP_FILE.test(name)

/** What is on the disk. Half-written files are of laps a journal still holds. */
const readPlaces = async (files: JournalFiles, log: Log): Promise<Place[]> => {
  const entries = await files.list()
  const laps = new Set(entries.filter(({ name }) => isName(name)).map(({ name }) => name.slice(0, 32)))
  const found: Place[] = []
  for (const entry of entries) {
    const { name } = entry
    const isOrphan = CONFIRMED_FILE.test(name) && !laps.has(name.slice(0, 32))
    if (name.endsWith(PART) || isOrphan) await files.remove(name)
    if (!isName(name)) continue
    const shelved = await readLapHead(files, entry)
    if (shelved) found.push({ ...shelved, confirmed: await readConfirmed(files, name.slice(0, 32), entries) })
    else {
      await files.rename(name, `${name}${ASIDE}`)
      log.error('A file of the shelf is no whole lap and was set aside.', { file: `${name}${ASIDE}` })
    }
  }
  return found
}
