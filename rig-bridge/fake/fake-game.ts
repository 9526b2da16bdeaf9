/**
 * A pretended game, for whoever has none: a thread that drives a car of the lap simulator and writes the memory pages of
 * the real game to files, so that everything behind them runs as if one were there.
 */
import { Worker } from 'node:worker_threads'
import { CARS, CIRCUITS, type FakeLap, GAME_NAMES } from '#shared/sim'
import { sumAt } from './fake-writer.ts'
import {
  FAKE_SHARED_BYTES,
  FAKE_SLOTS,
  type FakeGameOptions,
  type FakeThreadData,
  type FakeWord,
} from './model.ts'

export interface RunningGame {
  /** One line for a person: which game, car, circuit, and how fast. */
  readonly about: string
  /** Every lap counted so far, as the game itself timed it. */
  laps(): readonly FakeLap[]
  /** Physics packets written so far, how many of them torn, and the id of the newest. */
  packets(): { readonly written: number; readonly torn: number; readonly lastId: number }
  /** The CRC-32 of the physics page with that packet id; of the last 65,536 only. */
  sumOf(packetId: number): number
  isOver(): boolean
  /** Ends as soon as the drive is over. */
  readonly over: Promise<void>
  /** 'quits' removes the files; 'crashes' leaves them as they are. */
  stop(how?: 'quits' | 'crashes'): Promise<void>
}

const STOP = { quits: 1, crashes: 2 } as const

const aboutOf = ({ game, circuit, car, laps, speed = 1 }: FakeGameOptions): string => {
  const count = Number.isFinite(laps) ? `${laps} laps` : 'laps without end'
  const pace = speed === 1 ? '' : `, ${speed} times as fast as real`
  return `${GAME_NAMES[game]}, pretended: ${CARS[car ?? 'meridian-gt'].label} on ${CIRCUITS[circuit].label}, ${count}${pace}`
}

/** Is there once the first packet is written. */
export const startFakeGame = async (options: FakeGameOptions): Promise<RunningGame> => {
  const shared = new SharedArrayBuffer(FAKE_SHARED_BYTES)
  const control = new Int32Array(shared)
  const workerData: FakeThreadData = { options, shared }
  const worker = new Worker(new URL('./fake.worker.ts', import.meta.url), { workerData, execArgv: [] })
  const exited = new Promise<void>(resolve => worker.once('exit', () => resolve()))
  const laps: FakeLap[] = []
  const over = Promise.withResolvers<void>()
  const driving = Promise.withResolvers<void>()
  worker.once('error', driving.reject)
  worker.on('message', (word: FakeWord) => {
    if (word.kind === 'lap') laps.push(word.lap)
    else (word.kind === 'over' ? over : driving).resolve()
  })
  await driving.promise
  return {
    about: aboutOf(options),
    laps: () => laps,
    packets: () => ({
      written: Atomics.load(control, FAKE_SLOTS.written),
      torn: Atomics.load(control, FAKE_SLOTS.torn),
      lastId: Atomics.load(control, FAKE_SLOTS.lastId),
    }),
    sumOf: id => Atomics.load(control, sumAt(id)) >>> 0,
    isOver: () => Atomics.load(control, FAKE_SLOTS.isOver) === 1,
    over: over.promise,
    async stop(how = 'quits') {
      Atomics.store(control, FAKE_SLOTS.stop, STOP[how])
      Atomics.notify(control, FAKE_SLOTS.stop)
      await exited
    },
  }
}
