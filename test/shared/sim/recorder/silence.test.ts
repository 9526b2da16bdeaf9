/** A machine that stutters: statuses come half a second and more apart, and still every sector is the game's own. */
import { expect, test } from 'vitest'
import type { LapId, SessionId } from '../../../../shared/id/index.ts'
import {
  createFakePages,
  createPageDecoder,
  createRecorder,
  type GameId,
  type RecordedLap,
} from '../../../../shared/sim/index.ts'
import { asEpochMillis } from '../../../../shared/units/index.ts'
import { createDice } from '../../formats/common/fuzz.ts'

const LAPS = 6

const driveStuttering = (game: GameId, statusEveryMs: number, seed: number) => {
  const dice = createDice(seed)
  const pages = createFakePages({
    game,
    circuit: 'kestrel-heath',
    seed,
    laps: LAPS,
    graphicsEveryMs: statusEveryMs,
  })
  const decoder = createPageDecoder()
  let ids = 0
  const nextId = (): string => (++ids).toString(16).padStart(32, '0')
  const recorder = createRecorder({
    newSessionId: () => nextId() as SessionId,
    newLapId: () => nextId() as LapId,
  })
  recorder.take({ kind: 'clock', atMs: 0, epochMs: asEpochMillis(1_790_000_000_000), utcOffsetMin: 0 })
  const laps: RecordedLap[] = []
  for (let atMs = 0; !pages.isOver(); atMs += 30 + dice(60)) {
    const now = pages.fill(atMs)
    for (const page of ['static', 'graphics', 'physics'] as const)
      decoder.take({ page, family: 'ac', bytes: now[page], atMs })
    for (const event of decoder.drain()) recorder.take(event)
    laps.push(...recorder.drain())
  }
  return { laps: laps.filter(({ measured }) => measured.kind === 'timed'), truth: pages.laps() }
}

test.each([
  ['acc', 500],
  ['acc', 1500],
  ['ac', 500],
  ['ac', 1500],
] as const)('%s, a status every %i ms: every sector of every lap', (game, statusEveryMs) => {
  const { laps, truth } = driveStuttering(game, statusEveryMs, 31)
  const driven = truth.filter(({ kind }) => kind === 'timed')
  expect(driven).toHaveLength(LAPS)
  expect(laps.map(({ measured }) => measured.sectorsMs)).toEqual(driven.map(({ sectorsMs }) => sectorsMs))
})
