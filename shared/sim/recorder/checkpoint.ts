/**
 * A recorder written down and read back.
 *
 * `state` says everything but the rows of the open lap, which are in `events` as samples and statuses in the order of
 * their times, after what a recorder must know first. So events without a state that can be read (another version's)
 * are not lost: a new recorder that takes them has the open lap, as one it joined on its way.
 */
import { SAMPLE_WIDTH, type SimEvent, type SimSamples, STATUS_WIDTH } from '../frames/index.ts'
import type { Machine } from './machine.ts'
import type { RecorderCheckpoint } from './model.ts'
import type { Rows } from './rows.ts'
import { emptyState, jsonToState, type RecorderState, STATE_VERSION, stateToJson } from './state.ts'

export const checkpointOf = ({ state, samples, statuses, newest }: Machine): RecorderCheckpoint => {
  const atMs = Math.min(firstTime(samples), firstTime(statuses), state.newestAt)
  const events: SimEvent[] = []
  if (state.clock) {
    events.push({ kind: 'clock', ...state.clock, epochMs: state.clock.epochMs as never })
  }
  if (state.identity) events.push(state.identity)
  events.push({
    kind: 'words',
    atMs: Number.isFinite(atMs) ? atMs : 0,
    compound: state.compound,
    trackStatus: '',
  })
  let next = 0
  for (let row = 0; row < statuses.count(); row++) {
    const at = statuses.timeAt(row)
    const until = samples.firstAtOrAfter(at)
    if (until > next) events.push(samplesEvent(samples, next, until))
    next = until
    events.push({ kind: 'status', atMs: at, values: rowOf(statuses, row) })
  }
  if (samples.count() > next) events.push(samplesEvent(samples, next, samples.count()))
  const shown: Shown = {
    ...newest,
    sample: Array.from(newest.sample),
    status: Array.from(newest.status),
  }
  return { state: stateToJson({ ...state, shown }), events }
}

/** `Newest` as lists. */
interface Shown {
  readonly sample: readonly number[]
  readonly hasSample: boolean
  readonly status: readonly number[]
  readonly statusAt: number
}

const firstTime = (rows: Rows): number => (rows.count() > 0 ? rows.timeAt(0) : Number.POSITIVE_INFINITY)

const rowOf = (rows: Rows, row: number): Float64Array => {
  const values = new Float64Array(STATUS_WIDTH)
  for (let field = 0; field < STATUS_WIDTH; field++) values[field] = rows.valueAt(row, field)
  return values
}

const samplesEvent = (rows: Rows, from: number, to: number): SimSamples => {
  const timesMs = new Float64Array(to - from)
  rows.copyTimes(from, to, timesMs, 0)
  const values = new Float32Array((to - from) * SAMPLE_WIDTH)
  for (let row = from; row < to; row++) {
    const at = (row - from) * SAMPLE_WIDTH
    for (let field = 0; field < SAMPLE_WIDTH; field++) values[at + field] = rows.valueAt(row, field)
  }
  return { kind: 'samples', timesMs, values }
}

/** Null when the state is not one of this version. */
export const stateFrom = ({
  state: saved,
}: RecorderCheckpoint): { readonly state: RecorderState; readonly shown: Shown } | null => {
  const isOurs =
    typeof saved === 'object' && saved !== null && 'version' in saved && saved.version === STATE_VERSION
  if (!isOurs) return null
  const { shown, ...state } = jsonToState(saved) as RecorderState & { readonly shown: Shown }
  // What an earlier program did not write down begins empty.
  return { state: { ...emptyState(), ...state }, shown }
}

/** Puts rows back without thinking about them: that was done when they came. */
export const restore = (
  { samples, statuses, newest }: Machine,
  shown: Shown,
  events: readonly SimEvent[],
): void => {
  newest.sample.set(shown.sample)
  newest.status.set(shown.status)
  newest.hasSample = shown.hasSample
  newest.statusAt = shown.statusAt
  for (const event of events) {
    if (event.kind === 'status') {
      if (event.values.length === STATUS_WIDTH) statuses.push(event.atMs, event.values, 0)
    } else if (event.kind === 'samples' && event.values.length === event.timesMs.length * SAMPLE_WIDTH) {
      for (let i = 0; i < event.timesMs.length; i++)
        samples.push(event.timesMs[i]!, event.values, i * SAMPLE_WIDTH)
    }
  }
}
