/**
 * Reads a pretended game for a while with the bridge's own reading thread, and holds every copy of a physics page
 * against the checksum the game kept of it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hrtime } from 'node:process'
import { Worker } from 'node:worker_threads'
import { crc32 } from 'node:zlib'
import { type RunningGame, startFakeGame, type Tearing } from '#rig-bridge/fake'
import {
  bytesToPair,
  GAP_RECORD,
  kindToPage,
  type ReaderThreadData,
} from '../../rig-bridge/sources/records.ts'
import { createRing, createRingMemory, SLOTS } from '../../rig-bridge/sources/ring.ts'

export interface RigRun {
  readonly packets: number
  readonly seen: number
  readonly torn: number
  /** Share of the packets written while it was read that were seen, percent. */
  readonly seenPercent: number
  /** Copies that are no packet of the game. */
  readonly mixed: number
  /** The longest stretch between two samples with packets missed in between, ms. */
  readonly longestGapMs: number
  /** Such stretches of more than 30 ms, and how many of them no gap was told for. */
  readonly gaps: number
  readonly untold: number
}

export interface RigRunOptions {
  readonly forMs: number
  readonly writesPerS?: number
  readonly tearing?: Tearing
}

const GAP_MS = 30
/** A real page lies in memory; where there is no such place a folder does. */
const folderOf = (): string =>
  mkdtempSync(join(process.platform === 'linux' ? '/dev/shm' : tmpdir(), 'paddock-rig-'))

export const startGame = async (
  options: Omit<RigRunOptions, 'forMs'>,
): Promise<{ game: RunningGame; folder: string; stop(): Promise<void> }> => {
  const folder = folderOf()
  const game = await startFakeGame({
    game: 'acc',
    circuit: 'valdoro',
    seed: 11,
    laps: Number.POSITIVE_INFINITY,
    folder,
    prefix: '',
    ...options,
  })
  const stop = async (): Promise<void> => {
    await game.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { game, folder, stop }
}

export const runRig = async ({ forMs, ...options }: RigRunOptions): Promise<RigRun> => {
  const { game, folder, stop } = await startGame(options)
  const ringMemory = createRingMemory(4 * 1024 * 1024)
  const ring = createRing(ringMemory)
  const [seconds, nanoseconds] = hrtime()
  const originMs = seconds * 1000 + nanoseconds / 1e6 - performance.now()
  const workerData: ReaderThreadData = {
    ringMemory,
    system: 'linux',
    folder,
    prefix: '',
    timeScale: 1,
    originMs,
  }
  const url = new URL('../../rig-bridge/sources/reader.worker.ts', import.meta.url)
  const worker = new Worker(url, { workerData, execArgv: [] })
  const exited = new Promise(resolve => worker.once('exit', resolve))

  let mixed = 0
  let longestGapMs = 0
  let last: { id: number; atMs: number } | null = null
  let firstId = 0
  const holes: (readonly [number, number])[] = []
  const told: (readonly [number, number])[] = []
  const drain = (): void =>
    ring.take((kind, atMs, payload) => {
      if (kind === GAP_RECORD) told.push(bytesToPair(payload))
      if (kindToPage(kind)?.[1] !== 'physics') return
      const id = new DataView(payload.buffer, payload.byteOffset).getInt32(0, true)
      if (crc32(payload) !== game.sumOf(id)) mixed++
      firstId ||= id
      if (last && id - last.id > 1) {
        longestGapMs = Math.max(longestGapMs, atMs - last.atMs)
        if (atMs - last.atMs > GAP_MS) holes.push([last.atMs, atMs])
      }
      last = { id, atMs }
    })
  const endMs = performance.now() + forMs
  while (performance.now() < endMs) {
    await new Promise(resolve => setTimeout(resolve, 16))
    drain()
  }
  ring.set('stop', 1)
  Atomics.notify(ring.control, SLOTS.stop)
  await exited
  drain()
  await stop()
  const [seen, torn] = [ring.get('seen'), ring.get('torn')]
  const lastId = (last as { id: number } | null)?.id ?? 0
  const packets = lastId - firstId + 1
  const isTold = ([from, to]: readonly [number, number]): boolean =>
    told.some(([first, end]) => first <= from + 0.01 && end >= to - 0.01)
  return {
    packets,
    seen,
    torn,
    seenPercent: (100 * seen) / packets,
    mixed,
    longestGapMs,
    gaps: holes.length,
    untold: holes.filter(hole => !isTold(hole)).length,
  }
}
