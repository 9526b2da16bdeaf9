/** The status line about the rig: quiet while nobody uses one, and plain when something is wrong. */
import { expect, test } from 'vitest'
import type { RigState } from '#shared/api'
import { type RigNow, rigLine } from '../../../web/app/rig-line.ts'
import { en } from '../../../web/words/en.ts'

const state = (changes: Partial<RigState> = {}): RigState => ({
  source: { kind: 'reading', game: 'evo', samplesPerS: 332.7 },
  recording: { kind: 'on' },
  waitingLaps: 0,
  freeBytes: null,
  ...changes,
})
const OPEN = { kind: 'open', bridgeId: 'b', version: '1' } as const
const lost = (wasOpen: boolean) => ({ kind: 'lost', tries: 1, wasOpen }) as const

const line = (changes: Partial<RigNow> = {}) => {
  const said = rigLine({ link: OPEN, state: state(), problem: null, lapsKept: 0, ...changes }, en.status.rig)
  return said && `${said.sign}: ${said.text}`
}

test.for([
  [{}, 'reading: rig: AC EVO 333 Hz'],
  [{ lapsKept: 1 }, 'reading: rig: AC EVO 333 Hz, 1 lap kept'],
  [
    { state: state({ source: { kind: 'searching', lookedFor: 'x' } }), lapsKept: 12 },
    'idle: rig: no game, 12 laps kept',
  ],
  [{ state: state({ source: { kind: 'idle', game: null } }) }, 'idle: rig: no game'],
  [
    { state: state({ source: { kind: 'reading', game: 'rfactor', samplesPerS: 60 } }) },
    'reading: rig: rfactor 60 Hz',
  ],
  [{ state: state({ source: { kind: 'unreadable', message: 'x' } }) }, 'wrong: rig: game not readable'],
  [{ state: state({ recording: { kind: 'failed', message: 'x' } }) }, 'wrong: rig: not recording'],
  [{ problem: 'The disk is full.' }, 'wrong: rig: laps wait'],
  [{ link: { kind: 'unpaired', code: 'none', problem: null } }, 'idle: rig: not paired'],
  [{ link: lost(true) }, 'wrong: rig: connection lost'],
  [{ link: lost(false) }, null],
  [{ link: { kind: 'off' } }, null],
  [{ link: { kind: 'explain', permission: 'prompt' } }, null],
  [{ link: { kind: 'looking', tries: 2, wasOpen: true } }, 'wrong: rig: connection lost'],
  [{ link: { kind: 'looking', tries: 0, wasOpen: false } }, null],
  [{ state: null }, null],
] as const satisfies readonly (readonly [Partial<RigNow>, string | null])[])('%j', ([changes, said]) => {
  expect(line(changes)).toBe(said)
})
