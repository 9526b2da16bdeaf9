/**
 * A lap recorder as plain as can be, so that a test can say what must be in a lap: a lap ends when the game counts one
 * up, its trace is the times of its samples as the source told them. It stands in where keeping is tested, not laps.
 */
import type { LapId, SessionId } from '../../../shared/id/index.ts'
import type {
  LiveTiming,
  RecordedLap,
  RecordedSession,
  Recorder,
  RecorderOptions,
  SimEvent,
  SimSamples,
} from '../../../shared/sim/index.ts'
import { STATUS_AT } from '../../../shared/sim/index.ts'
import { createTrace } from '../../../shared/trace/index.ts'
import { asEpochMillis, asMillis } from '../../../shared/units/index.ts'

interface State {
  sessionId: SessionId | null
  lapId: LapId | null
  laps: number
  epochMs: number
  newestMs: number
}

export const createStandIn = ({ newSessionId, newLapId, from }: RecorderOptions): Recorder => {
  const state: State = from
    ? (from.state as State)
    : { sessionId: null, lapId: null, laps: 0, epochMs: 0, newestMs: Number.MIN_SAFE_INTEGER }
  let events: SimEvent[] = from ? [...from.events] : []
  let done: RecordedLap[] = []

  const finish = (kind: 'timed' | 'partial'): void => {
    const samples = events.filter((event): event is SimSamples => event.kind === 'samples')
    const timeMs = Float64Array.from(samples.flatMap(({ timesMs }) => [...timesMs]))
    const session: RecordedSession = {
      id: state.sessionId!,
      startedAt: asEpochMillis(state.epochMs),
      utcOffsetMin: 0,
      game: 'acc',
      kind: 'practice',
      car: 'car',
      track: 'ring',
      layout: '',
      driver: 'A. Racer',
      trackLengthM: Number.NaN,
      sectorCount: null,
      isOnline: null,
    }
    const number = ++state.laps
    done.push({
      id: state.lapId!,
      session,
      startedAt: asEpochMillis(state.epochMs + (timeMs[0] ?? 0)),
      measured: {
        number,
        kind,
        startMs: asMillis(timeMs[0] ?? 0),
        endMs: asMillis(timeMs.at(-1) ?? 0),
        sectorsMs: [],
        validity: { valid: true },
        timing: { by: 'marks' },
      },
      facts: { game: 'acc', sessionKind: 'practice', airC: Number.NaN },
      lines: [null],
      trace: createTrace([{ timeMs, channels: [] }]),
    })
    events = []
    state.lapId = kind === 'timed' ? newLapId() : null
  }

  return {
    take(event) {
      if (event.kind === 'samples') {
        state.sessionId ??= newSessionId()
        state.lapId ??= newLapId()
        state.newestMs = event.timesMs.at(-1)!
        events.push(event)
      } else if (event.kind === 'clock' && state.epochMs === 0) state.epochMs = event.epochMs - event.atMs
      else if (event.kind === 'status' && state.lapId && event.values[STATUS_AT.completedLaps]! > state.laps)
        finish('timed')
      else if (event.kind === 'away' && state.lapId) finish('partial')
    },
    drain() {
      const drained = done
      done = []
      return drained
    },
    timing: () => NO_TIMING,
    lapMs: () => Number.NaN,
    deltaBestMs: () => Number.NaN,
    newest: () => ({ sample: null, status: null, atMs: state.newestMs }),
    isDriving: () => events.length > 0,
    checkpoint: () => ({ state: { ...state }, events: [...events] }),
  }
}

const NO_TIMING: LiveTiming = {
  session: null,
  current: null,
  last: null,
  best: null,
  bestSectorsMs: [],
  theoreticalMs: null,
  lapsDone: 0,
  fuelPerLapL: null,
  compound: '',
}
