/** A game that quits in the middle of a lap: its lap is kept by itself, without waiting for the next evening. */
import { randomFillSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { silentLog } from '../../../node/log/index.ts'
import { encodeHere } from '../../../rig-bridge/keeping/encoder.ts'
import { openKeeping } from '../../../rig-bridge/keeping/index.ts'
import type { RigLap } from '../../../shared/api/index.ts'
import { GONE_MS, type SimEvent } from '../../../shared/sim/index.ts'
import { temporaryFolder } from '../../node/support/folder.ts'
import { keptDrive } from './kept-drive.ts'
import { createTestTime } from './test-time.ts'

const lastOf = (events: readonly SimEvent[]): number =>
  Math.max(
    ...events.map(event =>
      event.kind === 'samples' ? event.timesMs.at(-1)! : event.kind === 'gap' ? event.toMs : event.atMs,
    ),
  )

const driveHalf = async (whatFollows: (lastMs: number) => readonly SimEvent[]) => {
  const time = createTestTime(1_790_000_000_000)
  const opened = await openKeeping({
    folder: temporaryFolder(),
    log: silentLog,
    fillRandom: bytes => randomFillSync(bytes),
    encoder: { encode: encodeHere, close: async () => {} },
    time,
  })
  if (!opened.ok) throw new Error(opened.message)
  const { keeping } = opened
  const laps: RigLap[] = []
  keeping.onLap(lap => laps.push(lap))
  const events = [...keptDrive(5, 2).events()]
  const half = events.slice(0, Math.floor(events.length * 0.6))
  for (const event of half) keeping.take([event])
  await time.pass(100)
  keeping.take(whatFollows(lastOf(half)))
  await time.pass(GONE_MS + 1_500)
  keeping.take([])
  return { keeping, laps }
}

test('ten seconds after the game has quit, the lap it quit on is kept as a part of one', async () => {
  const { keeping, laps } = await driveHalf(lastMs => [{ kind: 'away', atMs: lastMs + 5 }])
  await expect.poll(() => laps.at(-1)?.measured.kind).toBe('partial')
  expect(keeping.timing().current).toBeNull()
  await keeping.close()
})

test('a game that says nothing for a while, as in a pause, keeps its lap open', async () => {
  const { keeping, laps } = await driveHalf(() => [])
  await new Promise(resolve => setImmediate(resolve))
  expect(laps.some(({ measured }) => measured.kind === 'partial')).toBe(false)
  expect(keeping.timing().current).not.toBeNull()
  await keeping.close()
})
