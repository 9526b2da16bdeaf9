/**
 * Other cars, all driving one and the same timed lap for ever, each at its own place on it.
 *
 * The lap is sampled once: planning it while pages are written would stop the writer for a tenth of a second.
 */
import { type CarName, type CircuitName, createDrive, type DriveFrame } from '../simulator/index.ts'

export interface Traffic {
  /** The car that is `lateMs` behind the first, at an instant. */
  at(timeMs: number, lateMs: number): DriveFrame
}

/** 1.6 m at 80 m/s, so that the chord between two samples is within millimetres of the road. */
const STEP_MS = 20

export const createTraffic = (circuit: CircuitName, car: CarName, seed: number): Traffic => {
  const drive = createDrive({ circuit, car, seed, laps: 1, driver: 'jonas-feld' })
  const lap = drive.plannedLaps.find(({ kind }) => kind === 'timed')!
  const lapMs = lap.endMs - lap.startMs
  const steps = Math.ceil(lapMs / STEP_MS)
  const frames: DriveFrame[] = []
  for (let i = 0; i <= steps; i++) frames.push({ ...drive.at(lap.startMs + Math.min(i * STEP_MS, lapMs)) })

  return {
    at: (timeMs, lateMs) => {
      const driven = timeMs - lateMs
      const crossings = Math.floor(driven / lapMs)
      const inLap = driven - crossings * lapMs
      const i = Math.min(Math.floor(inLap / STEP_MS), steps - 1)
      const from = frames[i]!
      const to = frames[i + 1]!
      const share = Math.min((inLap - i * STEP_MS) / STEP_MS, 1)
      const mix = (a: number, b: number): number => a + (b - a) * share
      const isLineBetween = to.lapShare < from.lapShare
      return {
        ...from,
        timeMs,
        crossings: crossings + 1,
        lapTimeMs: inLap,
        x: mix(from.x, to.x),
        y: mix(from.y, to.y),
        altitude: mix(from.altitude, to.altitude),
        speed: mix(from.speed, to.speed),
        lapShare: isLineBetween ? from.lapShare : mix(from.lapShare, to.lapShare),
      }
    },
  }
}
