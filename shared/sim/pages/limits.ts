/**
 * What each number of a sample can possibly be. A torn or foreign page gives anything; what lies outside is "not
 * available", so that no absurd number leaves the decoder. Wide on purpose: a crash at 80 g is real.
 */
import { SAMPLE_FIELDS, SAMPLE_WIDTH, type SampleField } from '../frames/index.ts'

type Range = readonly [low: number, high: number]

/** Metres from the origin of a game's world: the longest laps of these games stay within 30 km. */
export const FARTHEST_M = 100_000
const PLACE: Range = [-FARTHEST_M, FARTHEST_M]
const G: Range = [-100, 100]
/** Pedals come a rounding error beyond their ends. */
const PERCENT: Range = [-1, 101]
const CELSIUS: Range = [-60, 300]
const GLOWING: Range = [-60, 2500]
const TYRE_BAR: Range = [0, 10]
const FLAG: Range = [0, 1]
const WHEEL_MPS: Range = [-300, 300]
const SUSPENSION_MM: Range = [-2000, 2000]
const SLIP: Range = [-10_000, 10_000]

const perWheel = <Stem extends string>(stem: Stem, range: Range) =>
  Object.fromEntries(['FL', 'FR', 'RL', 'RR'].map(wheel => [`${stem}${wheel}`, range])) as Record<
    `${Stem}${'FL' | 'FR' | 'RL' | 'RR'}`,
    Range
  >

const RANGES: Readonly<Record<SampleField, Range>> = {
  x: PLACE,
  y: PLACE,
  altitude: PLACE,
  speed: [0, 300],
  heading: [0, 360],
  gLat: G,
  gLong: G,
  gVert: G,
  yawRate: [-3600, 3600],
  throttle: PERCENT,
  brake: PERCENT,
  clutch: PERCENT,
  steeringShare: [-101, 101],
  gear: [-1, 20],
  rpm: [0, 40_000],
  boost: [-2, 20],
  fuel: [0, 1000],
  waterTemp: CELSIUS,
  oilTemp: CELSIUS,
  abs: FLAG,
  tractionControl: FLAG,
  drs: FLAG,
  brakeBias: PERCENT,
  ...perWheel('wheelSpeed', WHEEL_MPS),
  ...perWheel('tyreTemp', GLOWING),
  ...perWheel('tyrePressure', TYRE_BAR),
  ...perWheel('brakeTemp', GLOWING),
  ...perWheel('suspension', SUSPENSION_MM),
  ...perWheel('slip', SLIP),
  airTemp: CELSIUS,
  trackTemp: CELSIUS,
  tyresOut: [0, 4],
  pitLimiter: FLAG,
}

const LOWS = Float64Array.from(SAMPLE_FIELDS, name => RANGES[name][0])
const HIGHS = Float64Array.from(SAMPLE_FIELDS, name => RANGES[name][1])

/** Makes what cannot be NaN, in the row of a sample that begins at `from`. */
export const dropAbsurd = (values: Float32Array, from: number): void => {
  for (let i = 0; i < SAMPLE_WIDTH; i++) {
    const value = values[from + i]!
    if (!(value >= LOWS[i]! && value <= HIGHS[i]!)) values[from + i] = Number.NaN
  }
}
