/** What a simulator told about a lap, as rows a person reads. A row without a value says that it is not available. */
import { type Lap, lapTimeMs, type PerWheel, type SimFacts } from '#shared/lap'
import {
  asMetresPerSecond,
  asMillis,
  formatGap,
  formatMeasure,
  formatSpeed,
  type UnitSystem,
} from '#shared/units'
import type { SimFactWords } from './words/en.ts'

export interface FactRow {
  readonly name: string
  /** Null when the game did not say. */
  readonly value: string | null
  readonly unit?: string
  readonly note?: string
  /** Words in a row of their own, which may be broken. */
  readonly isLong?: boolean
}

export interface WheelRow {
  readonly name: string
  readonly values: readonly string[] | null
  readonly unit: string
}

type Spoken = { readonly t: SimFactWords; readonly units: UnitSystem }

const PRESSURE_DIGITS: Readonly<Record<UnitSystem, number>> = { metric: 2, imperial: 1 }

export const wheelRows = (sim: SimFacts, { t, units }: Spoken): readonly WheelRow[] => {
  const row = (name: string, values: PerWheel | undefined, unit: string, digits: number): WheelRow => ({
    name,
    values: values?.map(value => formatMeasure(value, unit, units, digits).value) ?? null,
    unit: formatMeasure(0, unit, units).unit,
  })
  return [
    row(t.tyreTemp, sim.tyreTempC, '°C', 0),
    row(t.tyrePressure, sim.tyrePressureBar, 'bar', PRESSURE_DIGITS[units]),
    row(t.brakeTemp, sim.brakeTempC, '°C', 0),
  ]
}

export const factRows = (
  lap: Pick<Lap, 'startMs' | 'endMs'>,
  sim: SimFacts,
  spoken: Spoken,
): readonly FactRow[] => {
  const { t, units } = spoken
  const measured = (name: string, value: number | undefined, unit: string, digits: number): FactRow =>
    value === undefined ? { name, value: null } : { name, ...formatMeasure(value, unit, units, digits) }
  const word = (
    name: string,
    value: string | undefined,
    known: Readonly<Record<string, string>>,
  ): FactRow => ({
    name,
    value: value === undefined || value === '' ? null : (known[value] ?? value),
  })
  return [
    compoundRow(sim, t),
    measured(t.fuelStart, sim.fuelStartL, 'l', 1),
    measured(t.fuelUsed, sim.fuelUsedL, 'l', 2),
    measured(t.air, sim.airC, '°C', 0),
    measured(t.track, sim.trackC, '°C', 0),
    word(t.grip, sim.grip, t.grips),
    word(t.rain, sim.rain, t.rains),
    windRow(sim, spoken),
    { name: t.clock, value: sim.clockS === undefined ? null : clockText(sim.clockS) },
    word(t.session, sim.sessionKind, t.sessions),
    { name: t.position, value: sim.position === undefined ? null : `${sim.position}` },
    ownClockRow(lap, sim, t),
    gapRow(sim, t),
    sim.rateHz === undefined
      ? { name: t.rate, value: null }
      : { name: t.rate, value: `${Math.round(sim.rateHz)}`, unit: 'Hz' },
    { name: t.settings, value: namedText(sim.settings, t), isLong: true },
    { name: t.assists, value: namedText(sim.assists, t), isLong: true },
  ]
}

const compoundRow = ({ compound = '', tyreSet }: SimFacts, t: SimFactWords): FactRow => {
  const parts = [t.compounds[compound] ?? compound, tyreSet === undefined ? '' : t.tyreSet(tyreSet)]
  return { name: t.compound, value: parts.filter(part => part !== '').join(', ') || null }
}

const windRow = ({ windMps, windDeg }: SimFacts, { t, units }: Spoken): FactRow => {
  if (windMps === undefined) return { name: t.wind, value: null }
  const { value, unit } = formatSpeed(asMetresPerSecond(windMps), units)
  const from = windDeg === undefined || windMps === 0 ? {} : { note: t.windFrom(windDeg.toFixed(0)) }
  return { name: t.wind, value, unit, ...from }
}

const ownClockRow = (lap: Pick<Lap, 'startMs' | 'endMs'>, { ownMs }: SimFacts, t: SimFactWords): FactRow => {
  if (ownMs === undefined) return { name: t.ownClock, value: null }
  const differsMs = Math.round(ownMs - lapTimeMs(lap))
  return differsMs === 0
    ? { name: t.ownClock, value: t.sameTime, note: t.ownClockNote }
    : { name: t.ownClock, value: formatGap(asMillis(differsMs)), unit: 's', note: t.ownClockNote }
}

const gapRow = ({ gapMs }: SimFacts, t: SimFactWords): FactRow => {
  if (gapMs === undefined) return { name: t.gaps, value: null }
  return gapMs === 0
    ? { name: t.gaps, value: t.noGaps }
    : { name: t.gaps, value: (gapMs / 1000).toFixed(2), unit: 's' }
}

const clockText = (seconds: number): string => {
  const minutes = Math.floor(seconds / 60)
  const two = (n: number): string => `${n}`.padStart(2, '0')
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`
}

const UNITS: Readonly<Record<string, string>> = { brakeBias: ' %' }

/** Names of a newer bridge are shown as they are. */
const namedText = (values: Readonly<Record<string, number>> | undefined, t: SimFactWords): string | null =>
  values === undefined
    ? null
    : Object.entries(values)
        .map(([name, value]) => `${t.named[name] ?? name} ${Number(value.toFixed(2))}${UNITS[name] ?? ''}`)
        .join(' · ') || null
