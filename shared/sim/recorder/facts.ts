/** What the game told about one lap beside its times: means over the lap, and the driver's settings when it began. */
import type { PerWheel, SimFacts } from '#shared/lap'
import { type Column, channelOf, type Trace } from '#shared/trace'
import {
  GRIPS,
  RAINS,
  type SampleField,
  type SimIdentity,
  STATUS_AT,
  type StatusField,
} from '../frames/index.ts'
import type { Axis } from './axis.ts'
import type { LapRows, LapTrace } from './lap-trace.ts'
import type { Rows } from './rows.ts'
import type { SessionState } from './state.ts'

/** Less than this is the sloshing of a tank, not a filling. */
const REFUELLED_L = 0.2
const WHEELS = ['FL', 'FR', 'RL', 'RR'] as const
const SETTINGS = [
  ['tc', 'tcLevel'],
  ['tcCut', 'tcCutLevel'],
  ['abs', 'absLevel'],
  ['engineMap', 'engineMap'],
] as const satisfies readonly (readonly [string, StatusField])[]

export interface LapAbout {
  readonly session: SessionState
  readonly identity: SimIdentity | null
  readonly compound: string
  readonly ownMs: number
  readonly gapMs: number
}

export const factsOf = (
  { statuses }: LapRows,
  { trace, samples: axis }: LapTrace,
  about: LapAbout,
): SimFacts => {
  const settings = settingsOf(statuses, trace)
  const assists = about.identity?.assists ?? {}
  const steps = axis.count - axis.runs.length
  return known({
    game: about.session.about.game,
    sessionKind: about.session.about.kind,
    compound: about.compound === '' ? null : about.compound,
    tyreSet: firstIn(statuses, STATUS_AT.tyreSet),
    ...fuelOf(columnOf(trace, 'fuel')),
    tyreTempC: perWheel(trace, 'tyreTemp', 1),
    tyrePressureBar: perWheel(trace, 'tyrePressure', 3),
    brakeTempC: perWheel(trace, 'brakeTemp', 1),
    airC: rounded(meanOf(columnOf(trace, 'airTemp')), 1),
    trackC: rounded(meanOf(columnOf(trace, 'trackTemp')), 1),
    grip: GRIPS[lastIn(statuses, STATUS_AT.grip) ?? -1] ?? null,
    rain: RAINS[lastIn(statuses, STATUS_AT.rain) ?? -1] ?? null,
    windMps: rounded(lastIn(statuses, STATUS_AT.windMps), 1),
    windDeg: rounded(lastIn(statuses, STATUS_AT.windDeg), 0),
    clockS: rounded(firstIn(statuses, STATUS_AT.clockS), 0),
    position: lastIn(statuses, STATUS_AT.position),
    settings,
    settingsHash: settings && hashOf(settings),
    assists: Object.keys(assists).length === 0 ? null : { ...assists },
    ownMs: rounded(about.ownMs, 1),
    gapMs: Math.round(about.gapMs),
    rateHz: steps > 0 && axis.stepMs > 0 ? rounded(1000 / meanStep(axis), 1) : null,
  })
}

/** What nobody said is absent. */
const known = (
  facts: {
    readonly [Key in keyof SimFacts]: SimFacts[Key] | null
  },
): SimFacts =>
  Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== null)) as unknown as SimFacts

/** Over the stretches with samples. */
const meanStep = ({ runs, timeMs, stepMs }: Axis): number => {
  let at = 0
  let drivenMs = 0
  let steps = 0
  for (const { from, to, holeAtMs } of runs) {
    drivenMs += timeMs[at + to - from - 1]! - timeMs[at]!
    steps += to - from - 1
    at += to - from + (holeAtMs === null ? 0 : 1)
  }
  return steps > 0 ? drivenMs / steps : stepMs
}

const NO_VALUES = new Float32Array(0)

/** What the lap's samples say; nothing where the game does not. */
const columnOf = (trace: Trace, name: SampleField): Column => channelOf(trace, name)?.values ?? NO_VALUES

const fuelOf = (litres: Column): { [Key in `fuel${'Start' | 'End' | 'Used'}L`]: number | null } => {
  let first = Number.NaN
  let last = Number.NaN
  let least = Number.POSITIVE_INFINITY
  let isFilled = false
  for (const fuel of litres) {
    if (!Number.isFinite(fuel)) continue
    if (Number.isNaN(first)) first = fuel
    if (fuel < least) least = fuel
    if (fuel > least + REFUELLED_L) isFilled = true
    last = fuel
  }
  return {
    fuelStartL: rounded(first, 3),
    fuelEndL: rounded(last, 3),
    fuelUsedL: isFilled ? null : rounded(Math.max(first - last, 0), 3),
  }
}

const settingsOf = (statuses: Rows, trace: Trace): Readonly<Record<string, number>> | null => {
  const settings: Record<string, number> = {}
  for (const [name, field] of SETTINGS) {
    const value = firstIn(statuses, STATUS_AT[field])
    if (value !== null) settings[name] = value
  }
  const bias = columnOf(trace, 'brakeBias').find(Number.isFinite)
  if (bias !== undefined) settings.brakeBias = Number(bias.toFixed(2))
  return Object.keys(settings).length === 0 ? null : settings
}

/** FNV-1a over 'abs=2;brakeBias=54.3;…', names in order: a name for these settings, not a secret. */
export const hashOf = (settings: Readonly<Record<string, number>>): string => {
  const text = Object.keys(settings)
    .sort()
    .map(name => `${name}=${settings[name]}`)
    .join(';')
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

const perWheel = (
  trace: Trace,
  stem: 'tyreTemp' | 'tyrePressure' | 'brakeTemp',
  digits: number,
): PerWheel | null => {
  const means = WHEELS.map(wheel => rounded(meanOf(columnOf(trace, `${stem}${wheel}`)), digits))
  return means.every(mean => mean !== null) ? (means as [number, number, number, number]) : null
}

const meanOf = (values: Column): number | null => {
  let sum = 0
  let count = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!Number.isFinite(value)) continue
    sum += value
    count++
  }
  return count === 0 ? null : sum / count
}

const firstIn = (rows: Rows, field: number): number | null => {
  for (let row = 0; row < rows.count(); row++) {
    const value = rows.valueAt(row, field)
    if (Number.isFinite(value)) return value
  }
  return null
}

const lastIn = (rows: Rows, field: number): number | null => {
  for (let row = rows.count() - 1; row >= 0; row--) {
    const value = rows.valueAt(row, field)
    if (Number.isFinite(value)) return value
  }
  return null
}

const rounded = (value: number | null, digits: number): number | null =>
  value !== null && Number.isFinite(value) ? Number(value.toFixed(digits)) : null
