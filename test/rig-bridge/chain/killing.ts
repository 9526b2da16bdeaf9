/**
 * The bridge is killed again and again (SIGKILL) while a game drives on: every sample a client was shown as kept, of a
 * car that is not said to be another's, must be in a lap's trace at the end, number for number, and every lap whose
 * lines were crossed while a bridge was running has the game's own times.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { startFakeGame } from '../../../rig-bridge/fake/index.ts'
import { LIVE_AT, type RigLap } from '../../../shared/api/index.ts'
import { ACTIVITIES, OWN_CAR } from '../../../shared/sim/index.ts'
import { channelOf, decodeTrace, type Trace } from '../../../shared/trace/index.ts'
import { createDice } from '../../shared/formats/common/fuzz.ts'
import { type BridgeProcess, startBridge } from './bridge-process.ts'
import { connect, type Frame, type RigClient } from './rig-client.ts'

export interface KillingOptions {
  readonly kills: number
  readonly seed: number
}

/** A lap of the shortest circuit takes some ten seconds of ours. */
const SPEED = 6
const MOST_FRAMES = 90
/** What a sample is known by: three numbers that change with every step of the physics. */
const NAMES = ['speed', 'rpm', 'gLong'] as const

interface Shown {
  readonly round: number
  readonly numbers: readonly number[]
  /** What the game said of it; the reason when it is not found. */
  readonly said: string
}

const untilFrames = (client: RigClient, count: number): Promise<void> =>
  expect.poll(() => client.frameCount(), { interval: 4, timeout: 30_000 }).toBeGreaterThanOrEqual(count)

const saidOf = ({ values }: Frame, frames: number): string =>
  `frame ${frames}, activity ${ACTIVITIES[values[LIVE_AT.activity]!]}, car ${OWN_CAR[values[LIVE_AT.ownCar]!]}, lap ${values[LIVE_AT.completedLaps]} at ${values[LIVE_AT.currentMs]} ms`

/** As the page tells a person: of another's car it says that nothing is kept. */
const isDriving = ({ isKept, values }: Frame): boolean =>
  isKept && OWN_CAR[values[LIVE_AT.ownCar]!] !== 'other' && values[LIVE_AT.speed]! > 1

export const killAgainAndAgain = async ({ kills, seed }: KillingOptions): Promise<void> => {
  console.info(`rig-bridge: ${kills} kills, seed ${seed}`)
  const dice = createDice(seed)
  const data = await mkdtemp(join(tmpdir(), 'paddock-killed-rig-'))
  const prefix = `${data.split('-').at(-1)}-`
  const game = await startFakeGame({
    game: 'acc',
    folder: '/dev/shm',
    prefix,
    circuit: 'kestrel-heath',
    laps: 10_000,
    seed,
    speed: SPEED,
  })
  let bridge: BridgeProcess | null = null
  const shown: Shown[] = []
  try {
    let token: string | null = null
    for (let round = 0; round < kills; round++) {
      bridge = await startBridge({ data, prefix, speed: SPEED, more: ['--no-home'] })
      const client = await connect(bridge, token)
      token = client.token
      await untilFrames(client, 1 + dice(MOST_FRAMES))
      const frame = client.newest()!
      await bridge.kill()
      // What was on its way to us when it died was shown too.
      const last = client.newest() ?? frame
      if (isDriving(last)) {
        const numbers = NAMES.map(name => last.values[LIVE_AT[name]]!)
        shown.push({ round, numbers, said: saidOf(last, client.frameCount()) })
      }
      client.close()
    }
    bridge = await startBridge({ data, prefix, speed: SPEED, more: ['--no-home'] })
    const client = await connect(bridge, token)
    // The open lap is offered once it is over.
    const before = game.laps().length
    await expect.poll(() => game.laps().length, { timeout: 60_000 }).toBeGreaterThan(before + 1)
    await expect
      .poll(async () => (await client.laps()).filter(isTimed).length, { timeout: 30_000 })
      .toBeGreaterThan(0)
    const laps = await client.laps()
    expectKept(shown, await tracesOf(client, laps), seed)
    expectTimes(laps, game.laps(), seed)
    client.close()
    expect(await bridge.stop()).toBe(0)
  } finally {
    await bridge?.kill()
    await game.stop()
    await rm(data, { recursive: true, force: true })
  }
}

const isTimed = ({ measured }: RigLap): boolean => measured.kind === 'timed'

const tracesOf = async (client: RigClient, laps: readonly RigLap[]): Promise<Trace[]> => {
  const traces: Trace[] = []
  for (const lap of laps) {
    const decoded = decodeTrace(await client.trace(lap))
    if (!decoded.ok) throw new Error(`the trace of lap ${lap.measured.number} cannot be read`)
    traces.push(decoded.trace)
  }
  return traces
}

const holds = (trace: Trace, numbers: readonly number[]): boolean => {
  const columns = NAMES.map(name => channelOf(trace, name)?.values)
  const [first] = columns
  if (!first) return false
  for (let at = first.indexOf(numbers[0]!); at >= 0; at = first.indexOf(numbers[0]!, at + 1))
    if (columns.every((column, each) => column?.[at] === numbers[each])) return true
  return false
}

const expectKept = (shown: readonly Shown[], traces: readonly Trace[], seed: number): void => {
  expect(shown.length, 'the car was driving in some of the rounds').toBeGreaterThan(0)
  const lost = shown.filter(({ numbers }) => !traces.some(trace => holds(trace, numbers)))
  expect(
    lost.map(({ round, numbers, said }) => ({ round, numbers, said })),
    `what was shown before these kills is in no lap, seed ${seed}`,
  ).toEqual([])
}

const expectTimes = (
  laps: readonly RigLap[],
  truth: ReturnType<Awaited<ReturnType<typeof startFakeGame>>['laps']>,
  seed: number,
): void => {
  const told = new Set(truth.map(({ lapMs }) => lapMs))
  for (const { measured } of laps.filter(isTimed))
    expect(told.has(measured.endMs - measured.startMs), `lap ${measured.number}, seed ${seed}`).toBe(true)
  expect(new Set(laps.map(({ id }) => id)).size).toBe(laps.length)
}
