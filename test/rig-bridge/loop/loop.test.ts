import { expect, test, vi } from 'vitest'
import { type LoopParts, startLoop } from '#rig-bridge/loop'
import { decodeLiveFrame, LIVE_AT } from '#shared/api'
import { SAMPLE_AT, SAMPLE_WIDTH, type SimEvent, STATUS_WIDTH } from '#shared/sim'
import { asEpochMillis } from '#shared/units'

const sampleAt = (atMs: number): SimEvent => ({
  kind: 'samples',
  timesMs: Float64Array.of(atMs),
  values: new Float32Array(SAMPLE_WIDTH).fill(atMs),
})

interface Pretended {
  readonly parts: LoopParts
  readonly frames: Uint8Array[]
  readonly order: string[]
  queue: SimEvent[]
  now: number
}

const pretend = (changes: Partial<LoopParts> = {}): Pretended => {
  const made: Pretended = { parts: {} as LoopParts, frames: [], order: [], queue: [], now: 0 }
  const parts: LoopParts = {
    drain: () => made.queue.splice(0),
    keeper: {
      take: events => void (events.length > 0 && made.order.push('kept')),
      recording: () => ({ kind: 'on' }),
      timing: () => {
        throw new Error('the loop has no business with it')
      },
      recorder: {
        lapMs: () => 1234,
        deltaBestMs: () => Number.NaN,
        newest: () => ({
          sample: new Float32Array(SAMPLE_WIDTH).fill(5),
          status: new Float64Array(STATUS_WIDTH).fill(6),
          atMs: 0,
        }),
      },
    },
    audience: {
      wantsLive: () => true,
      live: frame => {
        made.frames.push(frame)
        made.order.push('shown')
      },
      tell: () => {},
    },
    isOfNow: true,
    now: () => performance.now(),
    nowEpochMs: () => 99,
    onBug: error => {
      throw error
    },
    ...changes,
  }
  return Object.assign(made, { parts })
}

test('everything is kept before it is shown, and nothing is shown twice', async () => {
  const made = pretend()
  const loop = startLoop(made.parts)
  made.queue.push(
    { kind: 'clock', atMs: 1_000, epochMs: asEpochMillis(50_000), utcOffsetMin: 0 },
    sampleAt(1_007),
  )
  await vi.waitFor(() => expect(made.frames).toHaveLength(1))
  const { beats } = loop.counts()
  await vi.waitFor(() => expect(loop.counts().beats).toBeGreaterThan(beats + 3))
  expect(made.order).toEqual(['kept', 'shown'])
  const frame = decodeLiveFrame(made.frames[0]!)!
  expect(frame).toMatchObject({ number: 0, epochMs: 50_007, isKept: true })
  expect(frame.values[LIVE_AT.speed]).toBe(5)
  expect(frame.values[LIVE_AT.x]).toBe(5)
  expect(frame.values[LIVE_AT.lapMs]).toBe(1234)
  expect(SAMPLE_AT.x).toBe(0)
  made.queue.push(sampleAt(1_020))
  await vi.waitFor(() => expect(made.frames).toHaveLength(2))
  expect(decodeLiveFrame(made.frames[1]!)).toMatchObject({ number: 1, epochMs: 50_020 })
  made.queue.push(sampleAt(1_030))
  loop.stop()
  expect(made.order.at(-1)).toBe('kept')
})

test('a recording is of the moment it is played, not of when it was driven', async () => {
  const made = pretend({ isOfNow: false })
  const loop = startLoop(made.parts)
  made.queue.push({ kind: 'clock', atMs: 0, epochMs: asEpochMillis(1), utcOffsetMin: 0 }, sampleAt(5))
  await vi.waitFor(() => expect(made.frames).toHaveLength(1))
  expect(decodeLiveFrame(made.frames[0]!)!.epochMs).toBe(99)
  loop.stop()
})

test('it beats sixty times a second while something comes, and rests while nothing does', async () => {
  let lastEventAt = 0
  const made = pretend({
    drain: () => {
      lastEventAt = performance.now()
      return [sampleAt(lastEventAt)]
    },
  })
  const begun = performance.now()
  const loop = startLoop(made.parts)
  await vi.waitFor(() => expect(performance.now() - begun).toBeGreaterThan(1_000), { timeout: 5_000 })
  const perSecond = loop.counts().beats / ((performance.now() - begun) / 1000)
  loop.stop()
  // Missed beats of a busy machine are left out, never made up.
  expect(perSecond).toBeLessThan(64)
  expect(perSecond).toBeGreaterThan(30)
  const resting = pretend({ now: () => performance.now() + 1e6 })
  const idle = startLoop(resting.parts)
  const before = performance.now()
  await vi.waitFor(() => expect(performance.now() - before).toBeGreaterThan(500), { timeout: 5_000 })
  expect(idle.counts().beats).toBeLessThan(9)
  idle.stop()
})

test('one turn that goes wrong is told, and the next goes on', async () => {
  const bugs: unknown[] = []
  let turns = 0
  const made = pretend({
    drain: () => {
      turns++
      if (turns === 2) throw new Error('a mistake')
      return [sampleAt(turns)]
    },
    onBug: error => bugs.push(error),
  })
  const loop = startLoop(made.parts)
  await vi.waitFor(() => expect(made.frames.length).toBeGreaterThan(2))
  loop.stop()
  expect(bugs).toHaveLength(1)
})
