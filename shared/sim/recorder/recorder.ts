/**
 * The lap recorder: a simulator's events in, laps out. `docs/recorder.md` has the rules as tables.
 *
 * Invariants: the same events give the same laps, ids included, wherever a recorder was written down and read back on
 * the way; no event makes it throw; a lap that was driven is handed over once, whole or partial; memory is bounded by
 * MAX_SAMPLES samples of one lap. A sample costs about a microsecond, the end of a lap some milliseconds.
 */
import { type SimClock, type SimEvent, type SimIdentity, STATUS_AT } from '../frames/index.ts'
import { fromKnots, type Reference, type ReferenceKnots } from '../reference/index.ts'
import { checkpointOf, restore, stateFrom } from './checkpoint.ts'
import { emptySamples, emptyStatuses, type Machine, noNewest, noteNewest } from './machine.ts'
import type { LiveTiming, NewestFrame, Recorder, RecorderOptions } from './model.ts'
import { takeSamples } from './samples.ts'
import { closeSession } from './settle.ts'
import { emptyState } from './state.ts'
import { cutIfLong, noteGone, takeStatus } from './statuses.ts'
import { liveTiming } from './timing.ts'

export const createRecorder = ({ newSessionId, newLapId, from }: RecorderOptions): Recorder => {
  const saved = from ? stateFrom(from) : null
  const m: Machine = {
    state: saved?.state ?? emptyState(),
    samples: emptySamples(),
    statuses: emptyStatuses(),
    newest: noNewest(),
    laps: [],
    timingChanged: true,
    newSessionId,
    newLapId,
  }
  let shown: LiveTiming | null = null
  let knots: ReferenceKnots | null = null
  let best: Reference | null = null

  const take = (event: SimEvent): void => {
    const { state } = m
    noteNewest(m.newest, event)
    if (event.kind === 'status') takeStatus(m, event)
    else if (event.kind === 'samples') {
      takeSamples(m, event)
      cutIfLong(m)
    } else if (event.kind === 'gap') state.hadGap = true
    else if (event.kind === 'away') {
      noteGone(m, event.atMs)
      state.isUnheard = true
    } else if (event.kind === 'clock') takeClock(event)
    else if (event.kind === 'identity') takeIdentity(event)
    else if (event.kind === 'words') {
      if (event.compound !== state.compound) m.timingChanged = true
      state.compound = event.compound
    }
  }

  const takeClock = ({ atMs, epochMs, utcOffsetMin }: SimClock): void => {
    m.state.clock = { atMs, epochMs, utcOffsetMin }
    if (m.state.goneSinceAt !== null) noteGone(m, atMs)
  }

  const takeIdentity = (identity: SimIdentity): void => {
    const { state } = m
    if (state.identity && state.session && !isSameCar(state.identity, identity)) closeSession(m)
    state.identity = identity
    m.timingChanged = true
  }

  const lapMs = (): number => {
    const { lap, crossing, newestAt } = m.state
    if (!lap) return Number.NaN
    const isNew = crossing !== null && crossing.resets > 0
    const originAt = isNew ? crossing.originAt : lap.originAt
    return Number.isFinite(newestAt - originAt) ? Math.max(newestAt - originAt, 0) : Number.NaN
  }

  const deltaBestMs = (): number => {
    const { session, lap, crossing, isDriving } = m.state
    if (!session?.bestKnots || session.best?.lapMs == null) return Number.NaN
    if (!isDriving || crossing || lap?.began !== 'line') return Number.NaN
    if (knots !== session.bestKnots) {
      knots = session.bestKnots
      best = fromKnots(knots, session.best.lapMs)
    }
    const { status } = m.newest
    return best?.deltaMs(status[STATUS_AT.lapShare]!, status[STATUS_AT.currentMs]!) ?? Number.NaN
  }

  const timing = (): LiveTiming => {
    if (!shown || m.timingChanged) shown = liveTiming(m.state)
    m.timingChanged = false
    return shown
  }

  const newest = (): NewestFrame => {
    const { sample, status, hasSample, statusAt } = m.newest
    return {
      sample: hasSample ? sample : null,
      status: Number.isNaN(statusAt) ? null : status,
      atMs: hasSample ? m.state.newestAt : statusAt,
    }
  }

  if (saved && from) restore(m, saved.shown, from.events)
  else for (const event of from?.events ?? []) take(event)

  return {
    take,
    drain: () => m.laps.splice(0),
    timing,
    lapMs,
    deltaBestMs,
    newest,
    isDriving: () => m.state.isDriving,
    checkpoint: () => checkpointOf(m),
  }
}

/** One session is one car on one layout of one game. */
const isSameCar = (a: SimIdentity, b: SimIdentity): boolean =>
  a.game === b.game && a.car === b.car && a.track === b.track && a.layout === b.layout
