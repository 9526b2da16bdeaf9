/**
 * Hands each frame to what is on screen: straight to the text and transforms of a few nodes, no component is drawn
 * again.
 *
 * Invariants: a painter is called in the message's own task, so that what it writes is in the very next picture the
 * browser makes, also in a window of its own whose opener is hidden (there `requestAnimationFrame` of the page
 * sleeps); it gets the newest frame at once when it joins. A painter reads and keeps nothing of `values`.
 *
 * Limits: painters that need not be quick are called every SELDOM-th frame: at 60 frames a second, six times.
 */
import type { FrameValues } from './model.ts'

export type Paint = (values: FrameValues) => void

export interface FrameSource {
  listen(
    listener: (values: FrameValues, epochMs: number, isKept: boolean, number: number) => void,
  ): () => void
}

export const SELDOM = 10

/** What a bench reads: for each frame of the last second, in milliseconds. */
export interface PulseReport {
  /** How old the newest sample was when everything was painted, by the two clocks of this machine. */
  readonly agesMs: Float32Array
  /** How long painting kept the page busy. */
  readonly workMs: Float32Array
}

/** More than a second of any screen. */
const REPORT_FRAMES = 256
const REPORT_EVERY_MS = 1_000

export interface Pulse {
  /** Calls with every frame, until the returned function is called. */
  often(paint: Paint): () => void
  seldom(paint: Paint): () => void
  /** Of the page's own clock (`performance.now()`); null before the first frame. */
  readonly lastAtMs: number | null
  readonly isKept: boolean
  stop(): void
}

/** `onreport` is called once a second while frames come. */
export const createPulse = (frames: FrameSource, onreport?: (report: PulseReport) => void): Pulse => {
  const often = new Set<Paint>()
  const seldom = new Set<Paint>()
  let newest: FrameValues | null = null
  let lastAtMs: number | null = null
  let isKept = false
  let untilSeldom = 0

  const ages = new Float32Array(REPORT_FRAMES)
  const work = new Float32Array(REPORT_FRAMES)
  let reported = 0
  let reportAtMs = 0

  const note = (fromMs: number, epochMs: number): void => {
    const nowMs = performance.now()
    if (reported < REPORT_FRAMES) {
      ages[reported] = performance.timeOrigin + nowMs - epochMs
      work[reported] = nowMs - fromMs
      reported++
    }
    if (nowMs - reportAtMs < REPORT_EVERY_MS) return
    onreport?.({ agesMs: ages.slice(0, reported), workMs: work.slice(0, reported) })
    reported = 0
    reportAtMs = nowMs
  }

  const stop = frames.listen((values, epochMs, kept) => {
    const fromMs = performance.now()
    if (newest?.length === values.length) newest.set(values)
    else newest = values.slice()
    lastAtMs = fromMs
    isKept = kept
    for (const paint of often) paint(values)
    if (untilSeldom === 0) {
      untilSeldom = SELDOM
      for (const paint of seldom) paint(values)
    }
    untilSeldom--
    note(fromMs, epochMs)
  })

  const join = (painters: Set<Paint>) => (paint: Paint) => {
    painters.add(paint)
    if (newest) paint(newest)
    return () => painters.delete(paint)
  }

  return {
    often: join(often),
    seldom: join(seldom),
    get lastAtMs() {
      return lastAtMs
    },
    get isKept() {
      return isKept
    },
    stop,
  }
}
