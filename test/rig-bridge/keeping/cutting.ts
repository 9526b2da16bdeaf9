/**
 * The power goes at every step that touches the disk, once each: what is there afterwards, and what is not. The dice
 * choose what the disk keeps of what was not synced.
 */
import { expect } from 'vitest'
import type { Keeping } from '../../../rig-bridge/keeping/index.ts'
import { createDice } from '../../shared/formats/common/fuzz.ts'
import { createMachine, type Machine } from './machine.ts'
import { createGame, type Game, type KeptLap, keptLaps, LAP_MS, NOON, openOn, SAMPLE_MS } from './rig.ts'
import { createTestTime, settle, type TestTime } from './test-time.ts'

const TICK_MS = 100
const DRIVEN_MS = 3 * LAP_MS + 900
/** How long the machine is off. */
const OFF_MS = 700
/** The promise: a power cut takes at most a second of what was shown. */
const LOST_MS = 1000

interface Cut {
  readonly machine: Machine
  readonly time: TestTime
  readonly shown: Shown
  /** When the game began. */
  readonly fromMs: number
}

interface Shown {
  /** The last moment whose events `take` came back from. */
  lastMs: number
  readonly listed: Map<string, KeptLap>
  readonly confirmed: Set<string>
}

/** Drives until the time is up or the power goes; a page confirms every second lap. */
const drive = async (
  machine: Machine,
  time: TestTime,
  keeping: Keeping,
  game: Game,
  untilMs: number,
): Promise<Shown> => {
  const shown: Shown = { lastMs: 0, listed: new Map(), confirmed: new Set() }
  const announced: string[] = []
  keeping.onLap(lap => announced.push(lap.id))
  while (time.epochMs() - NOON < untilMs && !machine.isOff()) {
    await time.pass(TICK_MS)
    if (machine.isOff()) break
    const nowMs = time.epochMs() - NOON
    keeping.take(game.next(nowMs))
    if (machine.isOff()) break
    shown.lastMs = nowMs
    await settle()
    for (const id of announced.splice(0)) {
      if (machine.isOff()) break
      for (const kept of await keptLaps(keeping)) shown.listed.set(kept.lap.id, kept)
      if (shown.listed.size % 2 !== 0) continue
      void keeping.laps.confirm(id, 'page').then(isThere => {
        if (isThere && !machine.isOff()) shown.confirmed.add(id)
      })
    }
  }
  return shown
}

/** Since NOON: each session says when its own time began. */
const timesOf = (laps: readonly KeptLap[]): number[] =>
  laps.flatMap(({ lap, timesMs }) => timesMs.map(timeMs => lap.session.startedAt - NOON + timeMs))

/** Opens what is left, drives on for a lap and a half, and answers what was lost. */
const expectNothingLost = async ({ machine, time, shown, fromMs }: Cut, seed: number): Promise<number> => {
  const cutMs = time.epochMs() - NOON
  time.jump(OFF_MS)
  const after = machine.afterPowerCut(createDice(seed))
  const keeping = await openOn(after, time, seed + 1)
  await settle()
  const found = new Map((await keptLaps(keeping)).map(kept => [kept.lap.id, kept]))
  for (const [id, kept] of shown.listed) expect(found.get(id as KeptLap['lap']['id'])).toEqual(kept)
  expect(keeping.recording()).toEqual({ kind: 'on' })

  const resumedMs = time.epochMs() - NOON
  await drive(after, time, keeping, createGame(resumedMs), resumedMs + 1.5 * LAP_MS)
  await keeping.close()
  const again = await openOn(after, time, seed + 2)
  const laps = await keptLaps(again)
  expect(new Set(laps.map(({ lap }) => lap.id)).size).toBe(laps.length)
  const times = timesOf(laps)
  expect(new Set(times).size).toBe(times.length)
  const isThere = new Set(times)
  for (let at = fromMs + SAMPLE_MS; at <= Math.min(shown.lastMs, cutMs) - LOST_MS; at += SAMPLE_MS) {
    expect(isThere.has(at), `the sample of ${at} ms, the last shown being ${shown.lastMs}`).toBe(true)
  }
  for (const id of shown.confirmed) {
    expect(again.laps.list('page', null, 1000).laps.some(lap => lap.id === id)).toBe(false)
  }
  await again.close()
  if (shown.lastMs <= fromMs) return 0
  return shown.lastMs - Math.max(fromMs, ...times.filter(at => at <= shown.lastMs))
}

const cutAt = async (step: number, seed: number, slowMs: number): Promise<Cut & { steps: number }> => {
  const machine = createMachine()
  const time = createTestTime(NOON)
  machine.cutAfter = step
  if (slowMs > 0) machine.slow = () => new Promise(resolve => void time.after(slowMs, resolve))
  const opening = openOn(machine, time, seed)
  const keeping = slowMs > 0 ? await passUntil(time, opening) : await opening
  const fromMs = time.epochMs() - NOON
  const shown = await drive(machine, time, keeping, createGame(fromMs), fromMs + DRIVEN_MS)
  machine.slow = null
  return { machine, time, shown, fromMs, steps: machine.steps.length }
}

const passUntil = async <T>(time: TestTime, promise: Promise<T>): Promise<T> => {
  let isDone = false
  void promise.then(() => {
    isDone = true
  })
  while (!isDone) await time.pass(TICK_MS)
  return promise
}

/** Answers how many steps there were, and the longest stretch that was lost. */
export const cutAtEveryStep = async (
  slowMs: number,
  seed: number,
): Promise<{ cuts: number; mostLostMs: number }> => {
  const whole = await cutAt(Number.POSITIVE_INFINITY, seed, slowMs)
  expect(whole.shown.listed.size).toBe(3)
  let mostLostMs = 0
  for (let step = 1; step <= whole.steps; step++) {
    try {
      const cut = await cutAt(step, seed, slowMs)
      const lostMs = await expectNothingLost(cut, seed + step)
      mostLostMs = Math.max(mostLostMs, lostMs)
    } catch (error) {
      throw new Error(`at step ${step} of ${whole.steps}, seed ${seed}`, { cause: error })
    }
  }
  return { cuts: whole.steps, mostLostMs }
}
