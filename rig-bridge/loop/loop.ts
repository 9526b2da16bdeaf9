/**
 * The bridge's pulse: drains the source, hands everything to keeping, and only then shows it.
 *
 * Invariants: what is shown was given to the journal before; nothing here waits for anything, neither disk nor
 * client; a frame goes out only when there is a sample nobody was shown; it is made once, for everybody. While nothing
 * moves the pulse is slow, so that a bridge that waits for a game costs next to nothing.
 */
import { encodeLiveFrame, LIVE_BYTES } from '#shared/api'
import type { SimEvent } from '#shared/sim'
import { createLiveClock } from './live-clock.ts'
import { startMetronome } from './metronome.ts'
import type { Keeper } from './ports.ts'

/** 60 frames a second, and a little more so that a screen of 60 Hz always has a new one. */
const BEAT_MS = 16
const IDLE_BEAT_MS = 100
/** A game that pauses between two physics steps is not gone. */
const IDLE_AFTER_MS = 2_000
/** A beat waits for the sample that is about to come: one every 3 ms, seen twice within 1.5. */
const NEWS_WITHIN_MS = 4

export interface LoopParts {
  /** Everything since the last call, without waiting. */
  readonly drain: () => SimEvent[]
  /** Settles with the next sample, at the latest after so long; undefined where nothing can tell. */
  readonly untilNews?: (withinMs: number) => Promise<unknown> | undefined
  readonly keeper: Keeper
  readonly audience: {
    wantsLive(): boolean
    live(frame: Uint8Array): void
    tell(): void
  }
  /** Whether the source shows what happens now, at its true speed. */
  readonly isOfNow: boolean
  readonly now: () => number
  readonly nowEpochMs: () => number
  /** A beat went wrong: a bug. The loop goes on. */
  readonly onBug: (error: unknown) => void
}

export interface LoopCounts {
  readonly beats: number
  readonly frames: number
  /** The longest time from one beat to the next since the last call, in milliseconds. */
  readonly longestBeatMs: number
}

export interface Loop {
  counts(): LoopCounts
  /** Hands over what was drained last and stops. */
  stop(): void
}

export const startLoop = (parts: LoopParts): Loop => {
  const { keeper, audience, now } = parts
  const clock = createLiveClock(parts)
  let beats = 0
  let frames = 0
  let longestBeatMs = 0
  let lastBeatAt = now()
  let lastEventAt = Number.NEGATIVE_INFINITY

  const isKept = (): boolean => keeper.recording().kind === 'on'

  const show = (): void => {
    const { sample, status } = keeper.recorder.newest()
    // A new one each time: a client that is slow for a moment still holds the last.
    const frame = new Uint8Array(LIVE_BYTES)
    encodeLiveFrame(frame, {
      number: frames,
      epochMs: clock.epochMs(),
      isKept: isKept(),
      sample,
      status,
      deltaBestMs: keeper.recorder.deltaBestMs(),
      lapMs: keeper.recorder.lapMs(),
    })
    frames = (frames + 1) >>> 0
    audience.live(frame)
  }

  const take = (): boolean => {
    const events = parts.drain()
    if (events.length > 0) lastEventAt = now()
    keeper.take(events)
    return clock.see(events)
  }

  const beat = (): void => {
    const at = now()
    longestBeatMs = Math.max(longestBeatMs, at - lastBeatAt)
    lastBeatAt = at
    beats++
    try {
      const hasNew = take()
      if (hasNew && audience.wantsLive()) show()
      audience.tell()
    } catch (error) {
      parts.onBug(error)
    }
  }

  const isIdle = (): boolean => now() - lastEventAt >= IDLE_AFTER_MS

  const metronome = startMetronome({
    everyMs: () => (isIdle() ? IDLE_BEAT_MS : BEAT_MS),
    now,
    beat,
    // Only somebody who looks on has use for it; keeping does not mind a few milliseconds.
    untilReady: () => (isIdle() || !audience.wantsLive() ? undefined : parts.untilNews?.(NEWS_WITHIN_MS)),
  })

  return {
    counts: () => {
      const counts = { beats, frames, longestBeatMs }
      longestBeatMs = 0
      return counts
    },
    stop: () => {
      metronome.stop()
      take()
    },
  }
}
