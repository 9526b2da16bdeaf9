/**
 * What a drive tells about one instant: the car, its place, and the lap it is on. Nothing here is noisy.
 */
import type { TrueLap } from './run.ts'

/** The state at one instant. The same object is filled again by the next question. */
export interface DriveFrame {
  timeMs: number
  /** True from when the car stands in its box after the last run. */
  isOver: boolean
  /** Metres east and north of the circuit's origin. */
  x: number
  y: number
  lat: number
  lon: number
  altitude: number
  /** Degrees clockwise from north, 0 to 360. */
  heading: number
  /** m/s */
  speed: number
  /** Percent. */
  throttle: number
  brake: number
  /** 0 while standing in the box. */
  gear: number
  rpm: number
  /** Degrees at the steering wheel, positive to the right. */
  steering: number
  /** Positive to the right, positive when accelerating. */
  gLat: number
  gLong: number
  /** Degrees per second, positive to the right. */
  yawRate: number
  fuelL: number
  tyreTempFL: number
  tyreTempFR: number
  tyreTempRL: number
  tyreTempRR: number
  /** Share of the tyres' grip in use. */
  gripUse: number
  inPitLane: boolean
  lapNumber: number
  lapKind: TrueLap['kind']
  /** Times the start/finish line was crossed on the road so far. */
  crossings: number
  /** 1 to 3. */
  sector: number
  /** Metres of the centre line since the start/finish line, and as a share of the lap. */
  lapM: number
  lapShare: number
  lapTimeMs: number
  /** Exact time of the last lap from line to line, else null. */
  lastLapMs: number | null
  lapValid: boolean
}

export const emptyFrame = (): DriveFrame => ({
  timeMs: 0,
  isOver: false,
  x: 0,
  y: 0,
  lat: 0,
  lon: 0,
  altitude: 0,
  heading: 0,
  speed: 0,
  throttle: 0,
  brake: 0,
  gear: 0,
  rpm: 0,
  steering: 0,
  gLat: 0,
  gLong: 0,
  yawRate: 0,
  fuelL: 0,
  tyreTempFL: 0,
  tyreTempFR: 0,
  tyreTempRL: 0,
  tyreTempRR: 0,
  gripUse: 0,
  inPitLane: true,
  lapNumber: 0,
  lapKind: 'out',
  crossings: 0,
  sector: 1,
  lapM: 0,
  lapShare: 0,
  lapTimeMs: 0,
  lastLapMs: null,
  lapValid: true,
})
