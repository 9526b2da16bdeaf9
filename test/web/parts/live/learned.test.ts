/** What the page learns while it looks on: the lap before this one, and the road. */
import { describe, expect, test } from 'vitest'
import { LIVE_AT, LIVE_FIELDS } from '#shared/api'
import { createDrive, createReference } from '#shared/sim'
import { type Curve, createLapCurve } from '../../../../web/parts/live/lap-curve.ts'
import { fitRoad } from '../../../../web/parts/live/road-fit.ts'
import { createTrail } from '../../../../web/parts/live/trail.ts'

const SEED = 11
const HZ = 60

/** Frames of a drive from one instant to another. */
function* framesOf(fromMs: number, toMs: number) {
  const drive = createDrive({ seed: SEED, circuit: 'kestrel-heath', laps: 4 })
  const values = new Float32Array(LIVE_FIELDS.length).fill(Number.NaN)
  for (let ms = fromMs; ms <= toMs; ms += 1000 / HZ) {
    const now = drive.at(ms)
    values[LIVE_AT.lapShare] = now.lapShare
    values[LIVE_AT.lapMs] = now.lapTimeMs
    values[LIVE_AT.x] = now.x
    values[LIVE_AT.y] = now.y
    yield values
  }
}
const laps = createDrive({ seed: SEED, circuit: 'kestrel-heath', laps: 4 }).plannedLaps

describe(`the lap before this one (seed ${SEED})`, () => {
  test('is known once it was seen from line to line, and tells when it was where', () => {
    const curve = createLapCurve()
    const done: Curve[] = []
    // Opened in the middle of lap 1.
    for (const values of framesOf((laps[1]!.startMs + laps[1]!.endMs) / 2, laps[3]!.endMs - 500)) {
      const whole = curve.take(values)
      if (whole) done.push(whole)
    }
    expect(done).toHaveLength(1)
    const second = laps[2]!
    const lapMs = second.endMs - second.startMs
    const { shares, timesMs } = done[0]!
    const reference = createReference({ lapShare: shares, timeMs: timesMs, lapMs })!
    const drive = createDrive({ seed: SEED, circuit: 'kestrel-heath', laps: 4 })
    for (const part of [0.1, 0.35, 0.5, 0.82]) {
      const now = drive.at(second.startMs + part * lapMs)
      expect(Math.abs(reference.timeAt(now.lapShare) - now.lapTimeMs)).toBeLessThan(20)
    }
  })

  test('is not made up from half a lap or from numbers that are none', () => {
    const curve = createLapCurve()
    const nothing = new Float32Array(LIVE_FIELDS.length).fill(Number.NaN)
    expect(curve.take(nothing)).toBeNull()
    let found = 0
    for (const values of framesOf((laps[1]!.startMs + laps[1]!.endMs) / 2, laps[1]!.endMs + 5_000))
      if (curve.take(values)) found++
    expect(found).toBe(0)
  })
})

describe('the road', () => {
  test('grows as it is driven and is whole after a lap from line to line', () => {
    const trail = createTrail()
    let grewTo = 0
    for (const values of framesOf(laps[1]!.startMs + 20_000, laps[1]!.endMs - 1_000))
      if (trail.take(values)) grewTo = trail.road().x.length
    expect(trail.isWhole).toBe(false)
    expect(grewTo).toBeGreaterThan(100)
    for (const values of framesOf(laps[1]!.endMs - 1_000, laps[2]!.endMs + 200)) trail.take(values)
    expect(trail.isWhole).toBe(true)
    const { x, y } = trail.road()
    expect([x.at(-1), y.at(-1)]).toEqual([x[0], y[0]])
  })

  test('is drawn inside its room with one scale, and gaps stay gaps', () => {
    const fit = fitRoad({ x: [0, 100, Number.NaN, 100], y: [0, 0, Number.NaN, 50] }, 220, 220, 10)!
    expect(fit.path).toBe('M10.0 160.0L210.0 160.0M210.0 60.0')
    expect(fitRoad({ x: [1], y: [1] }, 200, 200, 10)).toBeNull()
    expect(fitRoad({ x: [0, 1], y: [0, 1] }, 0, 0, 10)).toBeNull()
  })
})
