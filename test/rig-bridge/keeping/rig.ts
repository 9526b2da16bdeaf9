/** Keeping on a machine of the test's, driven by a game that counts a lap every LAP_MS. */

import { silentLog } from '../../../node/log/index.ts'
import { encodeHere } from '../../../rig-bridge/keeping/encoder.ts'
import { type Keeping, type KeepingOptions, openKeeping } from '../../../rig-bridge/keeping/index.ts'
import type { RigLap } from '../../../shared/api/index.ts'
import { SAMPLE_WIDTH, type SimEvent, STATUS_AT, STATUS_WIDTH } from '../../../shared/sim/index.ts'
import { decodeTrace } from '../../../shared/trace/index.ts'
import { asEpochMillis } from '../../../shared/units/index.ts'
import { createDice } from '../../shared/formats/common/fuzz.ts'
import type { Machine } from './machine.ts'
import { createStandIn } from './stand-in.ts'
import type { TestTime } from './test-time.ts'

export const LAP_MS = 1600
/** The axis of the first run: its source began at this moment of the wall's clock. */
export const NOON = 1_790_000_000_000
export const SAMPLE_MS = 20

export const openOn = async (
  machine: Machine,
  time: TestTime,
  seed: number,
  extra: Partial<KeepingOptions> = {},
): Promise<Keeping> => {
  const dice = createDice(seed)
  const opened = await openKeeping({
    folder: 'nowhere',
    log: silentLog,
    fillRandom: bytes => bytes.map(() => dice(256)),
    createRecorder: createStandIn,
    encoder: { encode: encodeHere, close: async () => {} },
    files: machine.files,
    time,
    ...extra,
  })
  if (!opened.ok) throw new Error(opened.message)
  return opened.keeping
}

export interface Game {
  /** What happened up to now; `originMs` is where the source's clock began, in time since NOON. */
  next(nowMs: number): SimEvent[]
}

/** A source that began `originMs` after NOON, and a game whose laps are counted from NOON on. */
export const createGame = (originMs: number): Game => {
  let toldMs = originMs
  let hasBegun = false
  return {
    next(nowMs) {
      const events: SimEvent[] = []
      if (!hasBegun) {
        hasBegun = true
        events.push({ kind: 'clock', atMs: 0, epochMs: asEpochMillis(NOON + originMs), utcOffsetMin: 0 })
      }
      const times: number[] = []
      for (let at = (Math.floor(toldMs / SAMPLE_MS) + 1) * SAMPLE_MS; at <= nowMs; at += SAMPLE_MS)
        times.push(at)
      toldMs = nowMs
      // Samples of two laps are not told in one event, as no source sees the counter that late.
      const lap = Math.floor(nowMs / LAP_MS)
      const pieces = [times.filter(at => at < lap * LAP_MS), times.filter(at => at >= lap * LAP_MS)]
      const [before, after] = pieces.map(piece => samplesAt(piece.map(at => at - originMs)))
      events.push(...before!)
      const values = new Float64Array(STATUS_WIDTH).fill(Number.NaN)
      values[STATUS_AT.completedLaps] = lap
      events.push({ kind: 'status', atMs: nowMs - originMs, values })
      return [...events, ...after!]
    },
  }
}

const samplesAt = (times: readonly number[]): SimEvent[] =>
  times.length === 0
    ? []
    : [
        {
          kind: 'samples',
          timesMs: Float64Array.from(times),
          values: Float32Array.from({ length: times.length * SAMPLE_WIDTH }, (_, n) => times[0]! + n),
        },
      ]

export interface KeptLap {
  readonly lap: RigLap
  readonly timesMs: readonly number[]
}

/** Every lap that is listed, with the times of its trace, each checked against its name. */
export const keptLaps = async (keeping: Keeping): Promise<KeptLap[]> => {
  const kept: KeptLap[] = []
  for (const lap of keeping.laps.list('nobody', null, 10_000).laps) {
    const chunks: Uint8Array[] = []
    for (let index = 0; ; index++) {
      const chunk = await keeping.laps.chunk(lap.id, index)
      if (!chunk) break
      chunks.push(chunk)
    }
    const bytes = new Uint8Array(Buffer.concat(chunks))
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')
    if (digest !== lap.traceSha256) throw new Error(`the trace of lap ${lap.measured.number} is not its own`)
    const decoded = decodeTrace(bytes)
    if (!decoded.ok) throw new Error(decoded.reason)
    kept.push({ lap, timesMs: [...decoded.trace.groups[0]!.timeMs] })
  }
  return kept
}
