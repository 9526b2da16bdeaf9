import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createReplaySource } from '#rig-bridge/sources'
import type { SimEvent, SimSource } from '#shared/sim'
import { createReplayClock } from '../../../rig-bridge/sources/replay-clock.ts'
import { describeSimSource } from '../../conformance/sim-source.ts'
import { eventsToRecording, makeEvents } from './made-recording.ts'

const folder = mkdtempSync(join(tmpdir(), 'paddock-replay-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const events = makeEvents(30_000)
const written = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}
const whole = written('whole.rig', eventsToRecording(events))

const playAll = async (source: SimSource): Promise<SimEvent[]> => {
  const played: SimEvent[] = []
  await source.start()
  await expect
    .poll(
      () => {
        for (const event of source.drain()) played.push(event)
        return source.state().kind
      },
      { timeout: 10_000, interval: 1 },
    )
    .toMatch(/ended|unreadable/)
  await source.stop()
  return played
}

describeSimSource('a recording', async () => ({
  source: createReplaySource({ path: whole, speed: 4 }),
  idle: createReplaySource({ path: join(folder, 'nothing.rig'), speed: 1 }),
  close: async () => {},
}))

describe('a recording played again', () => {
  test('as fast as it is drained, every event comes out as it was recorded', async () => {
    expect(await playAll(createReplaySource({ path: whole, speed: 0 }))).toEqual(events)
  })

  test('its end is the end, and a cut one ends where it was cut', async () => {
    const bytes = eventsToRecording(events)
    const source = createReplaySource({
      path: written('cut.rig', bytes.subarray(0, bytes.length - 5)),
      speed: 0,
    })
    expect(await playAll(source)).toEqual(events.slice(0, -1))
    expect(source.state()).toEqual({ kind: 'ended' })
  })

  test('before damage everything is played, then the state says what happened', async () => {
    const bytes = eventsToRecording(events)
    bytes.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 64)
    const source = createReplaySource({ path: written('damaged.rig', bytes), speed: 0 })
    const played: SimEvent[] = []
    await source.start()
    await expect
      .poll(
        () => {
          for (const event of source.drain()) played.push(event)
          return source.state().kind
        },
        { timeout: 10_000, interval: 1 },
      )
      .toBe('unreadable')
    expect(played).toEqual(events.slice(0, played.length))
    expect(played.length).toBeGreaterThan(events.length / 3)
    await source.stop()
  })

  test.each([
    ['empty.rig', new Uint8Array(0)],
    ['text.rig', new TextEncoder().encode('not a recording at all')],
    ['newer.rig', Uint8Array.from(eventsToRecording([]), (byte, at) => (at === 8 ? 99 : byte))],
  ])('%s is refused in one sentence', async (name, bytes) => {
    const source = createReplaySource({ path: written(name, bytes), speed: 0 })
    await source.start()
    const state = source.state()
    expect(state.kind).toBe('unreadable')
    if (state.kind === 'unreadable') expect(state.message).toMatch(/^\S+ .*: .*\.$/)
    expect(source.drain()).toEqual([])
    await source.stop()
  })

  test('what is due follows the pace, and a long silence is not waited for', () => {
    const clock = createReplayClock(2)
    expect(clock.isDue(1000, 1000, 0)).toBe(true)
    expect(clock.isDue(1000, 1100, 40)).toBe(false)
    expect(clock.isDue(1000, 1100, 50)).toBe(true)
    expect(clock.isDue(9_000_000, 9_000_000, 51)).toBe(true)
    expect(clock.isDue(9_000_100, 9_000_100, 90)).toBe(false)
    expect(clock.isDue(9_000_100, 9_000_100, 101)).toBe(true)
  })
})
