/**
 * A process that keeps what is driven is killed again and again at random moments (SIGKILL: nothing runs any more that
 * could save anything). After each kill the next run must find everything the one before has shown; at the end every
 * lap of the drive is there once, with the simulator's own time.
 */
import { spawn } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { silentLog } from '../../../node/log/index.ts'
import { openKeeping } from '../../../rig-bridge/keeping/index.ts'
import type { RigLap } from '../../../shared/api/index.ts'
import { createDice } from '../../shared/formats/common/fuzz.ts'
import type { Said } from './fed-keeping.ts'
import { keptDrive } from './kept-drive.ts'

const CHILD = fileURLToPath(new URL('./fed-keeping.ts', import.meta.url))

export interface Shown {
  newestMs: number
  lapMs: number | null
  readonly laps: Set<string>
}

export interface KillingOptions {
  readonly folder: string
  readonly seed: number
  readonly kills: number
  /** Timed laps of the drive. */
  readonly laps: number
  /** Lines a run says at most before it is killed. */
  readonly withinLines: number
}

export interface Killed {
  readonly laps: readonly RigLap[]
  readonly kills: number
}

/** Runs until it has said `lines` lines, then kills it; with null, to its end. Answers whether it ended by itself. */
const run = async (
  options: KillingOptions,
  shown: Shown,
  lines: number | null,
  gapMs: number,
): Promise<boolean> => {
  const { folder, seed, laps } = options
  const child = spawn(process.execPath, [CHILD, folder, `${seed}`, `${laps}`, `${gapMs}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>(resolve => child.once('exit', code => resolve(code)))
  let isOver = false
  let count = 0
  // What it said before it was killed is still in the pipe, and read to the end.
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as Said
    if (said.kind === 'opened') expectFound(said, shown, options)
    if (said.kind === 'shown') Object.assign(shown, { newestMs: said.newestMs, lapMs: said.lapMs })
    if (said.kind === 'lap') shown.laps.add(said.id)
    if (said.kind === 'over') isOver = true
    if (++count === lines) child.kill('SIGKILL')
  }
  const code = await ended
  if (!isOver) expect(code, 'it was killed, or ended well').toBe(null)
  return isOver
}

const expectFound = (said: Said & { kind: 'opened' }, shown: Shown, { seed }: KillingOptions): void => {
  if (Number.isFinite(shown.newestMs)) {
    expect(said.newestMs, `what was shown last, seed ${seed}`).toBeGreaterThanOrEqual(shown.newestMs)
  }
  // A lap that ended in the last moment is found in the journal, and listed soon after.
  const found = new Set(said.laps)
  for (const id of shown.laps) expect(found.has(id), `lap ${id}, seed ${seed}`).toBe(true)
}

export const killAgainAndAgain = async (options: KillingOptions): Promise<Killed> => {
  const { seed, folder } = options
  const dice = createDice(seed)
  const shown: Shown = { newestMs: Number.NEGATIVE_INFINITY, lapMs: null, laps: new Set() }
  let kills = 0
  for (let isOver = false; !isOver; ) {
    const lines = kills < options.kills ? 2 + dice(options.withinLines) : null
    isOver = await run(options, shown, lines, kills % 2 === 0 ? 0 : 200)
    if (!isOver) kills++
  }
  const opened = await openKeeping({ folder, log: silentLog, fillRandom: bytes => randomFillSync(bytes) })
  if (!opened.ok) throw new Error(opened.message)
  const { laps } = opened.keeping.laps.list('page', null, 10_000)
  await opened.keeping.close()
  for (const id of shown.laps)
    expect(
      laps.some(lap => lap.id === id),
      `lap ${id}, seed ${seed}`,
    ).toBe(true)
  expectTruth(laps, options)
  return { laps, kills }
}

const expectTruth = (laps: readonly RigLap[], { seed, laps: count }: KillingOptions): void => {
  const driven = keptDrive(seed, count)
  for (const _ of driven.events());
  const timeOf = ({ measured }: RigLap): number => measured.endMs - measured.startMs
  const timed = laps.filter(({ measured }) => measured.kind === 'timed')
  const truth = driven.laps.filter(({ kind }) => kind === 'timed')
  expect(timed.map(timeOf), `the laps of the drive, seed ${seed}`).toEqual(truth.map(({ lapMs }) => lapMs))
  expect(new Set(laps.map(({ id }) => id)).size).toBe(laps.length)
  expect(new Set(laps.map(({ measured, session }) => `${session.id} ${measured.startMs}`)).size).toBe(
    laps.length,
  )
}
