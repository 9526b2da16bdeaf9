/**
 * The top of a TrackAddict log: `# Key: value` lines, then the row of column names.
 */
import type { LatLon } from '#shared/geo'
import { cleanText } from '../common/index.ts'
import { type HeadLines, splitCells } from '../text/index.ts'

export interface Preamble {
  readonly vehicle: string | null
  readonly tune: string | null
  /** Where timing starts and ends; a circuit has only the end. */
  readonly startPoint: TimingPoint | null
  readonly endPoint: TimingPoint | null
  readonly columns: readonly ColumnName[]
  /** The byte of the first row. */
  readonly bodyFrom: number
}

export interface TimingPoint extends LatLon {
  /** Degrees; null when the app does not know the direction. */
  readonly heading: number | null
}

/** 'Engine Coolant Temp (F) *OBD' in its parts. */
export interface ColumnName {
  readonly name: string
  readonly unit: string
  readonly isObd: boolean
}

export const FIRST_LINE = '# RaceRender Data: TrackAddict'

/** Null when there is no row of names that has a time. */
export const readPreamble = ({ lines, offsets }: HeadLines): Preamble | null => {
  const facts = new Map<string, string>()
  for (const [i, line] of lines.entries()) {
    if (line.startsWith('#')) {
      const fact = /^#\s*([^:]+):\s*(.*)$/.exec(line)
      if (fact) facts.set(fact[1]!.trim(), fact[2]!.trim())
      continue
    }
    if (line.trim() === '') continue
    const columns = splitCells(line).map(toColumnName)
    if (!columns.some(({ name }) => name === 'Time')) return null
    return {
      vehicle: cleanText(facts.get('Vehicle') ?? '') || null,
      tune: cleanText(facts.get('Vehicle Tune') ?? '') || null,
      startPoint: toTimingPoint(facts.get('Start Point')),
      endPoint: toTimingPoint(facts.get('End Point')),
      columns,
      bodyFrom: offsets[i + 1]!,
    }
  }
  return null
}

const toColumnName = (cell: string): ColumnName => {
  const isObd = /\*OBD\s*$/.test(cell)
  const bare = cell.replace(/\s*\*OBD\s*$/, '')
  const [, name = bare, unit = ''] = /^(.*\S)\s*\(([^()]*)\)$/.exec(bare) ?? []
  // 'Brake (calculated)' says how, not in what.
  return unit === 'calculated'
    ? { name: bare, unit: '', isObd }
    : { name: name.trim(), unit: unit.trim(), isObd }
}

/** '50.857952, -0.752617  @ -1.00 deg'; −1 stands for no direction. */
export const toTimingPoint = (text: string | undefined): TimingPoint | null => {
  const parts = /^(-?\d{1,3}\.\d+),\s*(-?\d{1,3}\.\d+)(?:\s*@\s*(-?\d{1,3}(?:\.\d+)?))?/.exec(text ?? '')
  if (!parts) return null
  const [lat, lon, heading] = [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? -1)]
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180 || (lat === 0 && lon === 0)) return null
  return { lat, lon, heading: heading >= 0 && heading <= 360 ? heading : null }
}
