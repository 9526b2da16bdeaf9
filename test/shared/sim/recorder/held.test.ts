/** Samples that come before the status that says whose they are: kept when it is the player's driving, else forgotten. */
import { expect, test } from 'vitest'
import { ACTIVITIES, createRecorder, type RecordedLap, type SimEvent, STATUS_AT } from '#shared/sim'
import { channelOf } from '#shared/trace'
import { counter } from './ids.ts'
import { createToyGame } from './toy-game.ts'

const AWAY_MS = 2_000
/** Statuses that are late when the game is back. */
const LATE_STATUSES = 3

/** Driven for three seconds, away for two, driven again: samples first, statuses some steps later. */
const withLateStatuses = ({ from = 0.2 } = {}) => {
  const game = createToyGame({ fromShare: from }).run(3_000)
  const before = [...game.events]
  const goneAt = game.atMs
  game.atMs += AWAY_MS
  game.currentMs += AWAY_MS
  const backAt = game.atMs
  game.run(1_000)
  let left = LATE_STATUSES
  const after = game.events.slice(before.length).filter(({ kind }) => kind !== 'status' || left-- <= 0)
  return { before, away: { kind: 'away', atMs: goneAt + 1_500 } satisfies SimEvent, after, backAt }
}

const isStatus = ({ kind }: SimEvent): boolean => kind === 'status'

const lapsOf = (events: readonly SimEvent[], killedAfter = Number.POSITIVE_INFINITY): RecordedLap[] => {
  let recorder = createRecorder(counter())
  events.forEach((event, n) => {
    recorder.take(event)
    if (n === killedAfter) recorder = createRecorder({ ...counter(), from: recorder.checkpoint() })
  })
  const last = Math.max(...events.map(event => (event.kind === 'status' ? event.atMs : 0)))
  for (const atMs of [last + 100, last + 60_000]) recorder.take({ kind: 'away', atMs })
  return recorder.drain()
}

const samplesIn = (laps: readonly RecordedLap[]): number =>
  laps.reduce(
    (sum, { trace }) => sum + (channelOf(trace, 'throttle')?.values.filter(value => value > 0).length ?? 0),
    0,
  )

const samplesOf = (events: readonly SimEvent[]): number =>
  events.reduce((sum, event) => sum + (event.kind === 'samples' ? event.timesMs.length : 0), 0)

test('every sample is in a lap: the first ever, and the first after the game was away', () => {
  const { before, away, after } = withLateStatuses()
  const laps = lapsOf([...before, away, ...after])
  expect(laps).toHaveLength(1)
  expect(samplesIn(laps)).toBe(samplesOf(before) + samplesOf(after))
})

test('killed between a sample and the status it waits for: the sample is in a lap', () => {
  const { before, away, after } = withLateStatuses()
  const events = [...before, away, ...after]
  expect(after.findIndex(isStatus)).toBeGreaterThan(LATE_STATUSES)
  const laps = lapsOf(events, before.length + LATE_STATUSES)
  expect(samplesIn(laps)).toBe(samplesOf(events))
})

test('what turns out to be a replay is forgotten', () => {
  const { before, away, after } = withLateStatuses()
  const first = after.findIndex(isStatus)
  const replayed = after.map(event => {
    if (event.kind !== 'status') return event
    const values = event.values.slice()
    values[STATUS_AT.activity] = ACTIVITIES.indexOf('replay')
    return { ...event, values }
  })
  expect(first).toBeGreaterThan(0)
  expect(samplesIn(lapsOf([...before, away, ...replayed]))).toBe(samplesOf(before))
})

test('samples without any status for longer than a second are not the next driving', () => {
  const { before, away, after } = withLateStatuses()
  const first = after.findIndex(isStatus)
  const early = after.slice(0, first).filter(({ kind }) => kind === 'samples')
  const moved = after.slice(first).map(event => movedOn(event, 5_000))
  expect(samplesIn(lapsOf([...before, away, ...early, ...moved]))).toBe(samplesOf(before) + samplesOf(moved))
})

const movedOn = (event: SimEvent, byMs: number): SimEvent => {
  if (event.kind === 'samples') return { ...event, timesMs: event.timesMs.map(timeMs => timeMs + byMs) }
  return event.kind === 'status' ? { ...event, atMs: event.atMs + byMs } : event
}
